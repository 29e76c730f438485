// What is wrong in JavaScript, not how it looks: ESLint's own recommended rules and a few that catch slips in
// asynchronous code. `cargo xtask test lint-scripts` runs it over the journeys, the page's first script and the SDK's
// helper.
import js from "@eslint/js";
import globals from "globals";

const slips = {
  ...js.configs.recommended.rules,
  eqeqeq: ["error", "always", { null: "ignore" }],
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-self-compare": "error",
  "no-template-curly-in-string": "error",
  "no-throw-literal": "error",
  "no-unused-expressions": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
  "no-var": "error",
  "prefer-const": "error",
  "require-atomic-updates": "error",
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    // A classic script, the first of the page: whatever the browser.
    files: ["assets/**/*.js"],
    languageOptions: { sourceType: "script", ecmaVersion: 2022, globals: globals.browser },
    rules: { ...slips, strict: ["error", "global"] },
  },
  {
    // The service worker; the build fills in the two lists.
    files: ["assets/offline.js"],
    languageOptions: { globals: { ...globals.serviceworker, $FIRST$: "readonly", $LATE$: "readonly" } },
  },
  {
    // Journeys are Node's; what they hand to `page.evaluate` runs in the page.
    files: ["e2e/**/*.mjs", "tests/sdk/javascript/*.mjs"],
    languageOptions: { sourceType: "module", ecmaVersion: 2024, globals: { ...globals.node, ...globals.browser } },
    rules: slips,
  },
];
