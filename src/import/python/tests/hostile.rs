//! Programs that are made to hurt, and any text at all: each ends, none panics.

use proptest::prelude::*;

use super::read;
use crate::import::request_parts::Body;

#[test]
fn hostile_programs_end() {
    let call = "c.converse(modelId='x.y', messages=[{'role': 'user', 'content': [{'text': x}]}])";
    let deep = 100_000;
    let blocks: Vec<String> = (0..1_000).map(|n| format!("{}if a:\n", " ".repeat(n))).collect();
    let members: Vec<String> = (0..20_000).map(|n| format!("'{n}': {n}")).collect();
    for program in [
        format!("x = {}{}\n{call}", "[".repeat(deep), "]".repeat(deep)),
        format!("x = {}1\n{call}", "(".repeat(deep)),
        format!("x = {}1\n{call}", "-".repeat(deep)),
        format!("x = {}1\n{call}", "not ".repeat(deep)),
        format!("x = 'a'{}\n{call}", " + 'a'".repeat(deep)),
        format!("x = a{}\n{call}", ".b".repeat(deep)),
        format!("x = f{}\n{call}", "()".repeat(deep)),
        format!("x = {}1\n{call}", "lambda: ".repeat(deep)),
        format!("x = {}1\n{call}", "a if b else ".repeat(deep)),
        format!("x = 1{}\n{call}", " ** 1".repeat(deep)),
        format!("{}{call}", blocks.join("")),
        format!("x = {}{}\n{call}", "f'{".repeat(deep), "}'".repeat(deep)),
        format!("x = 'a' * 10**9\n{call}"),
        format!("x = 'a'\nfor i in range(10000):\n    x = x + x\n{call}"),
        format!("x = []\nfor i in range(10000):\n    x = [x, x]\n{call}"),
        format!("x = []\nx.append(x)\ny = str(x)\nx = y\n{call}"),
        format!("x = [1]\nx.append(x)\n{call}"),
        format!("x = 2 ** 10 ** 9\n{call}"),
        format!("x = 1 << 10 ** 9\n{call}"),
        format!("def f(n):\n    return f(n) + f(n)\nx = f(1)\n{call}"),
        format!("def f(*a):\n    return [f(*a), f(*a)]\nx = f(1)\n{call}"),
        format!("x = '{{:>999999999}}'.format(1) + '%999999999d' % 1\n{call}"),
        format!("class A(A):\n    pass\nx = A().y\n{call}"),
        format!("while True:\n    x = 1\n{call}"),
        format!(
            "x = [[[[i for i in range(9999)] for j in range(9999)] for k in range(9999)] for l in range(9999)]\n{call}"
        ),
        format!("x = json.loads('{}')\n{call}", "[".repeat(deep)),
        format!("x = [{}]\n{call}", "1,".repeat(deep)),
        format!("x = {{{}}}\n{call}", members.join(",")),
        format!("x = json.dumps(1)\nfor i in range(10000):\n    x = json.dumps([x, x])\n{call}"),
        format!("x = (1,)\nfor i in range(10000):\n    x = (x,)\n{call}"),
        format!("x = json.dumps(1)\nfor i in range(10000):\n    x = json.dumps(x)\n{call}"),
        format!("x = 'a'\nfor i in range(10000):\n    x = x.foo\n{call}"),
        format!("x = 'a'\nfor i in range(10000):\n    x = boto3.Session(region_name=x)\n{call}"),
        format!(
            "import functools\nx = functools.partial(g)\nfor i in range(10000):\n    x = functools.partial(x, x)\nx()\n{call}"
        ),
    ] {
        // Either result is right; what counts is that there is one.
        let _ = read(&program);
    }
}

#[test]
fn each_call_of_a_chain_runs_once() {
    let text = format!(
        "import boto3\nclass Ask:\n    def __init__(self):\n        self.m = []\n    def add(self, t):\n        self.m.append({{\"role\": \"user\", \"content\": [{{\"text\": t}}]}})\n        return self\nq = Ask().add(\"a\").add(\"b\").add(\"c\")\nx = s{}\nboto3.client(\"bedrock-runtime\").converse(modelId=\"amazon.nova-lite-v1:0\", messages=q.m)",
        ".f(1).g".repeat(30)
    );
    let parts = read(&text).unwrap();
    let Body::Json(body) = parts.body else { panic!() };
    let texts: Vec<&str> =
        body["messages"].as_array().unwrap().iter().map(|m| m["content"][0]["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["a", "b", "c"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, rng_seed: proptest::test_runner::RngSeed::Fixed(11), ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_parser_panic(text in "(x\\.converse\\(|f'|\"\"\"|@|async |match |\\{)?([ -~\n\té]|def |lambda |f'\\{|class |    ){0,80}") {
        let _ = read(&text);
    }

    #[test]
    fn no_program_makes_it_panic(
        lines in proptest::collection::vec(
            proptest::sample::select(vec![
                "x = []", "x.append(x)", "x += [1, *x]", "x = {**x, 'a': y}", "y = f'{x!r:>9} {y=}'", "def f(x, *a, y=1, **k):", "    return x + y",
                "for i in range(9):", "    x = [x, i]", "    x = x * 3", "x = f(f(x))", "class A(B):", "    a: int = 3", "    def g(self): return self.a",
                "A().g()", "x['a'] = y", "x[-1] = x", "y = x[1:-1]", "del x[0]", "y = '%s %d' % (x, y)", "y = '{0} {y}'.format(x, y=y)", "import json",
                "x = json.loads(json.dumps(x))", "x, *y = y", "y = -y ** 2", "y = y // 0 % 0", "y = 1 << 900", "while x: break", "try:", "except E: pass",
                "with open(x) as y:", "x = (a for a in x if a)", "x = {k: v for k, v in x.items()}", "if x:", "else:", "elif y:", "    pass",
                "c = boto3.client('bedrock-runtime', x, **y)", "c.converse(modelId=x, messages=y, **x)", "c.invoke_model(body=x, modelId='a')",
                "x = functools.partial(c.converse, x)", "x(**y)", "global x", "lambda: x", "\u{e9} = '\\N{BULLET}\\ud800'", "match x:", "    case 1: y = 2",
            ]), 1..24),
        indent in proptest::collection::vec(0_usize..2, 24),
    ) {
        let indented: Vec<String> = lines.iter().zip(indent).map(|(line, indent)| "    ".repeat(indent) + line).collect();
        let program = indented.join("\n");
        let _ = read(&program);
        let _ = read(&lines.join("\n"));
    }
}
