//! Programs and commands to start from, and words of their languages.

/// Python with boto3.
pub const PYTHON: [&str; 5] = [
    "import boto3, json\nc = boto3.client(\"bedrock-runtime\", region_name=\"eu-west-1\")\nr = c.converse(modelId=\"amazon.nova-lite-v1:0\", messages=[{\"role\": \"user\", \"content\": [{\"text\": \"Hi\"}]}], inferenceConfig={\"maxTokens\": 2 ** 9, \"temperature\": 1 - 0.5})\nprint(r[\"output\"][\"message\"][\"content\"][0][\"text\"])\n",
    "class A:\n    M: str = 'amazon.nova-lite-v1:0'\n    def __init__(self, p=\"a\" * 3):\n        self.p = p\n    def ask(self, q, *rest, **more):\n        m = [{\"role\": r, \"content\": [{\"text\": t}]} for r, t in zip([\"user\"], [q]) if t]\n        m.append({\"role\": \"assistant\", \"content\": []}); m += []\n        return c.converse(modelId=self.M, messages=m, **more)\nA().ask(f\"{1 + 1:>5} {'x'!r} {{}}\")\n",
    "body = json.dumps({\"anthropic_version\": \"bedrock-2023-05-31\", \"max_tokens\": 5, \"messages\": [{\"role\": \"user\", \"content\": \"%s and %(a)d\" % (\"x\",)}]})\nbody2 = '{{\"prompt\": \"{p}\"}}'.format(p=\"\\n\".join([\"a\", \"b\"]))\nc.invoke_model(modelId=\"us.anthropic.claude-haiku-4-5-20251001-v1:0\", body=body if body else body2)\n",
    "with open('a.txt') as f:\n    d = {\"a\": 1, **{\"b\": [*range(3)]}}\n    d.update(c=3); d['x'] = d.get('y', \"z\"); d[\"b\"][0] += 1\nfor i in range(10 ** 9):\n    while True:\n        d = [d, d]\ntry:\n    c.converse(modelId='amazon.nova-lite-v1:0', messages=[{'role': 'user', 'content': [{'text': str(d)}]}])\nexcept Exception as e:\n    print(e)\n",
    ">>> import boto3\n>>> s = boto3.Session(\"ASIAIOSFODNN7EXAMPLE\", \"wJalrXUtnFEMI/K7MDENG\", \"t\")\n>>> s.client('bedrock-runtime').converse(\n...     modelId=\"amazon.nova-lite-v1:0\",\n...     messages=[{\"role\": \"user\", \"content\": [{\"text\": \"a\"}]}])\n",
];

/// Words of Python.
pub const PYTHON_WORDS: [&str; 28] = [
    "lambda x: ",
    "    ",
    "\n",
    " if ",
    " else ",
    " for x in ",
    "**",
    "*",
    "f\"{",
    "}\"",
    "!r:>{w}",
    "\"\"\"",
    "'''",
    "\\N{BULLET}",
    "\\u00e9",
    "x := ",
    "[-1:",
    "10 ** 10 ** 10",
    "\"a\" * 10 ** 9",
    "range(10 ** 12)",
    ".format(",
    " % (",
    ".join(",
    "json.dumps(",
    "json.loads(",
    "def f(a, /, b=f(1), *, c): return f(",
    "x = [x, x]\n",
    "\u{85}",
];

/// Commands of shells.
pub const SHELL: [&str; 6] = [
    "export M=amazon.nova-lite-v1:0\nB=$(cat <<'E' | base64\n{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"}]}]}\nE\n)\ncurl -s \"https://bedrock-runtime.us-east-1.amazonaws.com/model/${M//:/%3A}/converse\" -H 'Authorization: Bearer $KEY' -d \"{\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"content\\\":[{\\\"text\\\":\\\"${X:-a}\\\"}]}]}\"\n",
    "for i in 1 2 3; do f() { echo \"$@\" | xargs -I {} aws bedrock-runtime converse --model-id amazon.nova-lite-v1:0 --messages role=user,content=[{text={}}] --inference-config maxTokens=16; }; f \"$i\"; done",
    "aws bedrock-runtime invoke-model --model-id amazon.titan-text-express-v1 --body '{\"inputText\":\"a\"}' --cli-binary-format raw-in-base64-out out.json",
    "set M=us.amazon.nova-lite-v1:0\r\ncurl ^\"https://bedrock-runtime.us-east-1.amazonaws.com/model/%M:~3%/converse^\" ^\r\n  --data-raw ^\"^{^\\^\"messages^\\^\":^[^{^\\^\"role^\\^\":^\\^\"user^\\^\",^\\^\"content^\\^\":^[^{^\\^\"text^\\^\":^\\^\"%X:a=b%^\\^\"^}^]^}^]^}^\"",
    "$l = @('a', \"b$($x)\")\n$body = @{ messages = @(@{ role = 'user'; content = @(@{ text = ($l -join \"`n\") -replace 'a', 'b' }) }) } | ConvertTo-Json -Depth 9\nInvoke-RestMethod -Uri \"https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1:0/converse\" -Method Post -Headers @{ Authorization = \"Bearer $env:K\" } -Body $body",
    "cat > a.yaml <<E\nmodelId: 'amazon.nova-lite-v1:0'\nmessages:\n- role: user\n  content:\n  - text: |\n      a\n       b\n  - {text: \"c\", x: [1, ~]}\nE\naws bedrock-runtime converse --cli-input-yaml file://a.yaml",
];

/// Words of shells.
pub const SHELL_WORDS: [&str; 30] = [
    "$(",
    "`",
    "${X%%*.}",
    "${X/a/b}",
    "${#X}",
    "$((1+",
    "<<E\n",
    "\nE\n",
    "<<<",
    "|",
    "&&",
    ";",
    "'",
    "\"",
    "\\\n",
    "^\r\n",
    "%X:~-3,",
    "%%",
    "@'\n",
    "\n'@",
    " -f ",
    " -split ",
    "-join ",
    "@{",
    "@(",
    "[string]::Join(",
    "A=$A$A\n",
    "function f { f }\n",
    "--cli-input-yaml '",
    "  - &a [{",
];

/// JavaScript and TypeScript.
pub const JAVASCRIPT: [&str; 4] = [
    "import { BedrockRuntimeClient, ConverseCommand } from \"@aws-sdk/client-bedrock-runtime\";\nconst c = new BedrockRuntimeClient({ region: \"eu-west-1\" });\nconst m: Message[] = [{ role: \"user\", content: [{ text: `a ${b} ${1 + 1}` }] }];\nm.push(...[{ role: \"assistant\", content: [] }]);\nconst r = await c.send(new ConverseCommand({ modelId: \"amazon.nova-lite-v1:0\", messages: m, inferenceConfig: { maxTokens: 2 ** 9 } }));\n",
    "async function ask(p = \"a\", { t = 0.5, ...rest } = {}) {\n  const body = JSON.stringify({ anthropic_version: \"bedrock-2023-05-31\", max_tokens: 5, messages: [p].map(x => ({ role: 'user', content: x?.trim() ?? '' })), ...rest });\n  return client.send(new InvokeModelCommand({ modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0', body, contentType: \"application/json\" }));\n}\nfor (const x of [1, 2]) await ask(x);\n",
    "fetch(`https://bedrock-runtime.us-east-1.amazonaws.com/model/${encodeURIComponent(\"amazon.nova-lite-v1:0\")}/converse`, { method: 'POST', headers: { authorization: `Bearer ${process.env.K}` }, body: JSON.stringify({ messages: [{ role: \"user\", content: [{ text: \"a\" }] }] }) }).then(r => r.json())",
    "{ modelId: 'amazon.nova-lite-v1:0', messages: [ { role: 'user', content: [ { text: \"it's\", }, ], }, ], __proto__: { a: 1 }, /* c */ }",
];

/// Words of JavaScript.
pub const JAVASCRIPT_WORDS: [&str; 26] = [
    "`${",
    "}`",
    "=> {",
    "=> (",
    "...",
    "?.",
    "??",
    "!",
    " as any",
    "<T>",
    "/a[/]b/g",
    "//\n",
    "/*",
    "*/",
    "\\u{1F600}",
    "\\x41",
    "function*",
    "new ",
    "await ",
    "[x, x]",
    "'a'.repeat(1e9)",
    "Array(1e9)",
    "x = x + x;",
    "{ [",
    "get a() {",
    "\u{2028}",
];
