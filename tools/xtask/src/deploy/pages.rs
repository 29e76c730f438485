//! Hosts that publish a folder: GitHub Pages, Netlify, Cloudflare Pages.

use super::{File, SITE};

/// A workflow that builds the page and publishes it. GitHub Pages sends no headers of a site's own.
pub fn github() -> Vec<File> {
    let workflow = format!(
        "\
# Builds Outcrop and publishes it on GitHub Pages. In the repository's settings, choose \"GitHub Actions\" as the source of Pages.
#
# GitHub Pages sends no headers of a site's own. The page brings its policy in a <meta>; see README.md for what is missing.
name: Publish the playground

on:
  push:
    branches: [main]
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v6
        with:
          persist-credentials: false
          # The release notes list the changes.
          fetch-depth: 0
      - name: Install the compiler
        run: rustup toolchain install {rust} --profile minimal --target wasm32-unknown-unknown
      - uses: actions/cache@v5
        with:
          path: |
            ~/.cache/outcrop
            ~/.cargo/registry
            target
          key: outcrop-${{{{ runner.os }}}}-${{{{ hashFiles('Cargo.lock') }}}}
      - name: Build the page
        run: cargo +{rust} xtask build
        env:
          RUSTUP_TOOLCHAIN: {rust}
      # GitHub Pages compresses by itself and does not serve these.
      - name: Leave the compressed copies out
        run: find dist \\( -name '*.br' -o -name '*.gz' \\) -delete
      - uses: actions/upload-pages-artifact@v5
        with:
          path: dist

  publish:
    needs: build
    runs-on: ubuntu-24.04
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v5
",
        rust = env!("CARGO_PKG_RUST_VERSION"),
    );
    let readme = "\
# Outcrop on GitHub Pages

1. Copy `.github/workflows/pages.yml` to the same place in the repository.
2. In its settings, under Pages, choose “GitHub Actions” as the source.
3. Push to `main`, or start the workflow by hand.

## What this host cannot do

GitHub Pages sends no headers of a site's own. The page carries its Content-Security-Policy in a `<meta>`, so no script but its
own runs, and it calls no host but the listed ones. A `<meta>` cannot say `frame-ancestors`, and these headers have no form in
HTML at all: `X-Frame-Options`, `Cross-Origin-Opener-Policy`, `Cross-Origin-Embedder-Policy`, `Cross-Origin-Resource-Policy`,
`Permissions-Policy`, `X-Content-Type-Options`. So on this host:

- another site can show the page in a frame and try to have its reader press Run (clickjacking). Do not type credentials into a
  page that is inside of another one;
- every page of `NAME.github.io` is one origin: another project of the same owner shares this page's storage. A domain of its own
  separates them;
- every file is kept for ten minutes, whatever its name: a new version arrives up to ten minutes late.
";
    vec![File::text(".github/workflows/pages.yml", workflow), File::text("README.md", readme.to_owned())]
}

/// Netlify reads the headers from the published folder.
pub fn netlify() -> Vec<File> {
    let settings = format!(
        "\
# The headers are in {SITE}/_headers, which Netlify reads from the published folder.
[build]
publish = \"{SITE}\"
command = \"\"
"
    );
    let readme = format!(
        "\
# Outcrop on Netlify

    npx netlify-cli deploy --prod --dir {SITE}

Or drag the folder `{SITE}` into the browser window of a Netlify project. `{SITE}/_headers` has the headers; `netlify.toml` names
the folder, for a project that is published from a repository.
"
    );
    vec![File::text("netlify.toml", settings), File::text("README.md", readme)]
}

/// Cloudflare Pages reads the headers from the published folder.
pub fn cloudflare() -> Vec<File> {
    let settings = format!(
        "\
# The headers are in {SITE}/_headers, which Cloudflare Pages reads from the published folder.
name = \"outcrop\"
pages_build_output_dir = \"{SITE}\"
compatibility_date = \"2026-11-01\"
"
    );
    let readme = format!(
        "\
# Outcrop on Cloudflare Pages

    npx wrangler pages deploy {SITE} --project-name outcrop

Or upload the folder `{SITE}` under Workers & Pages. `{SITE}/_headers` has the headers; `wrangler.toml` names the folder, for a
project that is published from a repository. Switch off what changes the page on its way: Rocket Loader, Email Address
Obfuscation and Web Analytics put scripts into it, which its policy refuses.
"
    );
    vec![File::text("wrangler.toml", settings), File::text("README.md", readme)]
}
