//! Programs as people have them: what each gives, and what its notes name.

mod hostile;

use serde_json::{Value, json};

use super::{is_call, read};
use crate::import::request_parts::{Body, RequestParts};

/// A program, the members of its body by JSON pointer (`null` for one that is left out), and words of its notes, each of
/// which must be in exactly one note.
type Row = (&'static str, &'static str, Vec<(&'static str, Value)>, &'static [&'static str]);

fn body(parts: &RequestParts) -> Value {
    match &parts.body {
        Body::Json(value) => value.clone(),
        Body::Text(text) => Value::String(text.clone()),
    }
}

fn parts(program: &str) -> RequestParts {
    read(program).unwrap_or_else(|error| panic!("{error}\n{program}"))
}

fn check(rows: Vec<Row>) {
    for (name, program, members, notes) in rows {
        assert!(is_call(program), "{name}: is not recognised");
        let parts = parts(program);
        let body = body(&parts);
        for (pointer, wanted) in members {
            let found = body.pointer(pointer).cloned().unwrap_or(Value::Null);
            assert_eq!(found, wanted, "{name} at {pointer}: {body:#}\n{:#?}", parts.notes);
        }
        for words in notes {
            let count = parts.notes.iter().filter(|note| note.contains(words)).count();
            assert_eq!(count, 1, "{name}: {words} in {:#?}", parts.notes);
        }
        if notes.is_empty() {
            assert!(parts.notes.is_empty(), "{name}: {:#?}", parts.notes);
        }
    }
}

fn hi(text: &str) -> Value {
    json!([{ "role": "user", "content": [{ "text": text }] }])
}

const TEXT: &str = "/messages/0/content/0/text";

#[test]
fn values_that_change_are_followed() {
    let append = r#"
messages = []
messages.append({"role": "user", "content": [{"text": "What is 2+2?"}]})
messages.append({"role": "assistant", "content": [{"text": "4"}]})
messages.append({"role": "user", "content": [{"text": "And times 3?"}]})
kwargs = {"modelId": "amazon.nova-lite-v1:0", "messages": messages}
kwargs["system"] = [{"text": "Be brief"}]
kwargs["inferenceConfig"] = {"maxTokens": 200}
client = boto3.client("bedrock-runtime", "eu-west-1")
response = client.converse(**kwargs)"#;
    let read = parts(append);
    assert_eq!((read.model.as_deref(), read.region.as_deref()), (Some("amazon.nova-lite-v1:0"), Some("eu-west-1")));
    check(vec![
        (
            "append",
            append,
            vec![
                ("/messages/2/content/0/text", json!("And times 3?")),
                ("/system", json!([{ "text": "Be brief" }])),
                ("/inferenceConfig/maxTokens", json!(200)),
            ],
            &[],
        ),
        (
            "+= and insert",
            "m = []\nm += [{'role': 'user', 'content': [{'text': 'b'}]}]\nm.insert(0, {'role': 'user', 'content': [{'text': 'a'}]})\nm.extend(m[:1])\nc.converse(modelId='x.y', messages=m)",
            vec![
                (TEXT, json!("a")),
                ("/messages/1/content/0/text", json!("b")),
                ("/messages/2/content/0/text", json!("a")),
            ],
            &[],
        ),
        (
            "update and setdefault",
            "kw = dict(messages=[])\nkw['messages'].append({'role':'user','content':[{'text':'Hi'}]})\nkw.update(toolConfig={'tools': [{'toolSpec': {'name': 't', 'inputSchema': {'json': {}}}}]})\nkw.setdefault('inferenceConfig', {})['topP'] = 0.5\nc.converse(modelId='x.y', **kw)",
            vec![("/toolConfig/tools/0/toolSpec/name", json!("t")), ("/inferenceConfig/topP", json!(0.5))],
            &[],
        ),
        (
            "a native body that is changed before dumps",
            "body = {'anthropic_version': 'x', 'max_tokens': 4 * 1024, 'messages': [{'role': 'user', 'content': 'Hi'}]}\nbody['temperature'] = 1 - 0.5\nc.invoke_model(modelId='x.y', body=json.dumps(body))",
            vec![("/max_tokens", json!(4096)), ("/temperature", json!(0.5))],
            &[],
        ),
        (
            "a name for a shared list",
            "a = b = []\nb.append({'role': 'user', 'content': [{'text': 'Hi'}]})\n(model, n), *rest = ('x.y', 3), 1, 2\nc.converse(modelId=model, messages=a, inferenceConfig={'maxTokens': n})",
            vec![("/messages", hi("Hi")), ("/inferenceConfig/maxTokens", json!(3))],
            &[],
        ),
        (
            "what is appended to an unknown list",
            "def ask(history, q='Hi'):\n    history.append({'role': 'user', 'content': [{'text': q}]})\n    return c.converse(modelId='x.y', messages=history)",
            vec![(TEXT, json!("{history}")), ("/messages/1/content/0/text", json!("Hi"))],
            &["Line 1: `history`"],
        ),
    ]);
}

#[test]
fn texts_are_worked_out() {
    let with = |text: &str| {
        format!("c.converse(modelId='x.y', messages=[{{'role': 'user', 'content': [{{'text': {text}}}]}}])")
    };
    for (before, text, wanted, notes) in [
        ("city = 'Paris'", "f'Weather in {city}?'", "Weather in Paris?", &[][..]),
        (
            "price = 2.5",
            "f'{{{price:.2f}}} {price!r:>5} {1234567:,} {0.25:.0%} {7:03d} {price=}'",
            "{2.50}   2.5 1,234,567 25% 007 price=2.5",
            &[],
        ),
        ("d = {'k': 'v'}", "f\"{d['k']} {json.dumps(d)} {d}\"", "v {\"k\": \"v\"} {'k': 'v'}", &[]),
        ("", "f'Hi {name}, {user.mail} {f(1)}'", "Hi {name}, {user.mail} {f(1)}", &["`name`", "`user.mail`", "`f(1)`"]),
        (
            "P = 'Answer {context} {question}'",
            "P.format(context=ctx, question='q')",
            "Answer {context} q",
            &["Line 2: `ctx`"],
        ),
        ("", "'{} and {1} {{x}} {d[k]:>3}'.format('a', 'b', d={'k': 1})", "a and b {x}   1", &[]),
        ("", "'Line 1\\n{}'.format(x)", "Line 1\n{x}", &["`x`"]),
        ("", "'List styles for %s' % customer_input", "List styles for {customer_input}", &["`customer_input`"]),
        ("p = '''Sum: %s''' % (tender[:9000],)", "p", "Sum: {tender[:9000]}", &["`tender[:9000]`"]),
        (
            "",
            "'%d%% of %.1f, %(a)s' % {'a': 1} if False else '%d%% of %.1f, %s' % (5, 1.25, [1])",
            "5% of 1.2, [1]",
            &[],
        ),
        ("", "'\\n'.join(lines)", "{lines}", &["`lines`"]),
        ("", "', '.join(f'{n}' for n in range(3)) + '!' * 3", "0, 1, 2!!!", &[]),
        ("import textwrap\np = textwrap.dedent('''\n    a\n      b\n    ''').strip()", "p", "a\n  b", &[]),
        ("", "'a-b'.replace('-', '+').upper()", "A+B", &[]),
        ("", "r'\\d' '\\d' \"\\x41\\u00e9\"", "\\d\\dAé", &[]),
        ("", "('Be ' 'brief') + str(3)", "Be brief3", &[]),
        ("n = 3", "'many' if n > 2 else 'few'", "many", &[]),
        ("p = None", "p or 'default'", "default", &[]),
        ("", "os.getenv('PROMPT', 'Hi')", "Hi", &["PROMPT"]),
        ("", "os.environ['PROMPT']", "{os.environ['PROMPT']}", &["`os.environ['PROMPT']`"]),
        ("def wrap(t, mark='*'):\n    return f'{mark}{t}{mark}'", "wrap('Hi')", "*Hi*", &[]),
        ("f = lambda t: t + '?'", "f('Hi')", "Hi?", &[]),
        ("s = ''\nfor w in ['a', 'b']:\n    s += w + ' '", "s.rstrip()", "a b", &[]),
        ("", "'\\N{BULLET} a'", "\u{fffd} a", &["\\N{"]),
    ] {
        let program = format!("{before}\n{}", with(text));
        let read = parts(&program);
        assert_eq!(body(&read).pointer(TEXT), Some(&json!(wanted)), "{program}\n{:?}", read.notes);
        for words in notes {
            assert_eq!(read.notes.iter().filter(|note| note.contains(words)).count(), 1, "{program}\n{:?}", read.notes);
        }
        assert_eq!(read.notes.len(), notes.len(), "{program}\n{:?}", read.notes);
    }
}

#[test]
fn what_is_unknown_has_the_type_of_its_place() {
    check(vec![
        (
            "a comprehension over a parameter",
            "def chat(messages, system):\n    client = boto3.client('bedrock-runtime', region_name='us-east-1')\n    return client.converse(\n        modelId='x.y',\n        system=[{'text': 'You are a bank clerk.'}],\n        messages=[{'role': m['role'], 'content': [{'text': m['content']}]} for m in messages],\n        inferenceConfig={'maxTokens': 400, 'temperature': 0.2},\n    )",
            vec![
                ("/messages", hi("{messages}")),
                ("/system/0/text", json!("You are a bank clerk.")),
                ("/inferenceConfig/temperature", json!(0.2)),
            ],
            &["Line 1: `messages`"],
        ),
        (
            "tools that are unknown",
            "c.converse(modelId='x.y', messages=[{'role': 'user', 'content': [{'text': 'Hi'}]}], toolConfig={'tools': [t for t in tools if t]}, inferenceConfig={'maxTokens': n, 'temperature': 0.5, 'stopSequences': stops})",
            vec![("/toolConfig", Value::Null), ("/inferenceConfig", json!({ "temperature": 0.5 }))],
            &["`tools`", "`n` is known only when the program runs; maxTokens is left out", "`stops`"],
        ),
        (
            "roles, blocks and pictures",
            "c.converse(modelId='x.y', messages=[{'role': r, 'content': [{'text': 'a'}, block, {'image': {'format': 'png', 'source': {'bytes': open('a.png', 'rb').read()}}}]}, m, *more], system=system)",
            vec![
                ("/messages/0/role", json!("user")),
                ("/messages/0/content/1/text", json!("{block}")),
                ("/messages/0/content/2/image/format", json!("png")),
                ("/messages/1/content/0/text", json!("{m}")),
                ("/messages/2/content/0/text", json!("{more}")),
                ("/system", json!([{ "text": "{system}" }])),
            ],
            &["`r`", "`block`", "open('a.png', 'rb').read()", "`m`", "`more`", "`system`"],
        ),
        (
            "a Claude body",
            "c.invoke_model(modelId='anthropic.claude-3-haiku-20240307-v1:0', body=json.dumps({'anthropic_version': 'x', 'max_tokens': n, 'temperature': t, 'messages': [{'role': 'user', 'content': [{'type': 'image', 'source': {'type': 'base64', 'media_type': 'image/png', 'data': base64.b64encode(raw).decode()}}, {'type': 'text', 'text': q}]}]}))",
            vec![
                ("/max_tokens", json!(512)),
                ("/temperature", Value::Null),
                ("/messages/0/content/1/text", json!("{q}")),
            ],
            &[
                "`n` is known only when the program runs; max_tokens is 512",
                "`t`",
                "`base64.b64encode(raw).decode()`",
                "`q`",
            ],
        ),
        (
            "a Nova body",
            "c.invoke_model(modelId='amazon.nova-lite-v1:0', body=json.dumps({'schemaVersion': 'messages-v1', 'messages': history, 'inferenceConfig': {'maxTokens': 5, 'topP': p}}))",
            vec![("/messages", hi("{history}")), ("/inferenceConfig", json!({ "maxTokens": 5 }))],
            &["`history`", "`p`"],
        ),
        (
            "an f-string body",
            "prompt = 'Who was Ada?'\nbody = f'{{\"prompt\": \"<s>[INST] {prompt} [/INST]\", \"max_tokens\": 200, \"temperature\": 0.5}}'\nresponse = client.invoke_model(modelId='mistral.mistral-7b-instruct-v0:2', body=body, accept='application/json', contentType='application/json')",
            vec![("", json!({ "prompt": "<s>[INST] Who was Ada? [/INST]", "max_tokens": 200, "temperature": 0.5 }))],
            &[],
        ),
        (
            "an f-string body with an unknown text",
            "c.invoke_model(modelId='amazon.titan-text-express-v1', body=f\"\"\"{{ \"inputText\": \"{text}\", \"textGenerationConfig\": {{\"maxTokenCount\": 512}} }}\"\"\")",
            vec![("/inputText", json!("{text}")), ("/textGenerationConfig/maxTokenCount", json!(512))],
            &["`text`"],
        ),
        (
            "members that are unknown",
            "c.converse(modelId=model_id, messages=[{'role': 'user', 'content': [{'text': 'Hi'}]}], **extra, inferenceConfig={**base, 'maxTokens': 5})",
            vec![("/inferenceConfig", json!({ "maxTokens": 5 }))],
            &["`model_id`", "`**extra`", "`base`"],
        ),
        (
            "a choice",
            "c.converse(modelId='x.y', messages=[{'role': 'user', 'content': [{'text': 'a' if x else 'b'}, {'text': y or 'z'}]}])",
            vec![(TEXT, json!("a")), ("/messages/0/content/1/text", json!("z"))],
            &["`'a' if x else 'b'`", "`y or 'z'`"],
        ),
    ]);
    assert_eq!(
        parts("c.converse(modelId=self.MODEL, messages=[{'role': 'user', 'content': [{'text': 'Hi'}]}])").model,
        None
    );
}

#[test]
fn classes_functions_and_clients_are_followed() {
    let class = r#"
class Chat:
    MODEL: str = "amazon.nova-micro-v1:0"
    def __init__(self, region: str = "ap-northeast-1") -> None:
        self.client = boto3.client(service_name="bedrock-runtime", region_name=region)
    def ask(self, prompt: str = "Say hi", *, max_tokens: int = 64) -> str:
        messages: list[dict] = [{"role": "user", "content": [{"text": prompt}]}]
        response = self.client.converse_stream(modelId=self.MODEL, messages=messages, inferenceConfig={"maxTokens": max_tokens})
"#;
    let read = parts(class);
    assert_eq!(
        (read.model.as_deref(), read.region.as_deref()),
        (Some("amazon.nova-micro-v1:0"), Some("ap-northeast-1"))
    );
    assert!(read.operation.is_some_and(crate::bedrock::operation::Operation::is_streaming));
    let run = format!("{class}\nChat(region='eu-west-3').ask('Hello', max_tokens=2**10)");
    let read = parts(&run);
    assert_eq!((body(&read).pointer(TEXT), read.region.as_deref()), (Some(&json!("Hello")), Some("eu-west-3")));
    assert_eq!(body(&read).pointer("/inferenceConfig/maxTokens"), Some(&json!(1024)));

    let message = "[{'role': 'user', 'content': [{'text': 'Hi'}]}]";
    for (program, region) in [
        (
            "import aioboto3\nasync def f():\n    async with aioboto3.Session().client('bedrock-runtime', region_name='us-east-1') as c:\n        r = await c.converse(modelId='x.y', messages=M)",
            Some("us-east-1"),
        ),
        (
            "s = boto3.Session(region_name='eu-north-1', profile_name='dev')\nc = s.client('bedrock-runtime')\nc.converse (modelId='x.y', messages=M)",
            Some("eu-north-1"),
        ),
        (
            "from botocore.config import Config\nc = boto3.client('bedrock-runtime', config=Config(region_name='us-west-2', retries={'max_attempts': 3}))\nf = c.converse\nf(modelId='x.y', messages=M)",
            Some("us-west-2"),
        ),
        ("from functools import partial\ncall = partial(c.converse, modelId='x.y')\ncall(messages=M)", None),
        ("with ThreadPoolExecutor() as pool:\n    pool.submit(c.converse, modelId='x.y', messages=M).result()", None),
        (
            "os.environ['AWS_DEFAULT_REGION'] = 'ca-central-1'\nc = boto3.client('bedrock-runtime')\nc.converse(modelId='x.y', messages=M)",
            Some("ca-central-1"),
        ),
        (
            "async def f(texts):\n    return await asyncio.gather(*[asyncio.to_thread(c.converse, modelId='x.y', messages=M) for t in texts])",
            None,
        ),
        ("def call(**kwargs):\n    return c.converse(**kwargs)\ncall(modelId='x.y', messages=M)", None),
        (
            "class A:\n    def converse(self, q):\n        return self.c.converse(modelId='x.y', messages=M)\nA().converse('a')",
            None,
        ),
        (
            ">>> import boto3\n>>> c = boto3.client('bedrock-runtime')\n>>> c.converse(\n...     modelId='x.y',\n...     messages=M,\n... )\n{'output': {'message': 1}}\n>>> 1",
            None,
        ),
        ("In [3]: c.converse(modelId='x.y',\n   ...:     messages=M)\nOut[3]: {'a': 1}", None),
        ("Some words.\n```python\nc.converse(modelId='x.y', messages=M)\n```\nMore; words.", None),
        ("%pip install boto3\n!ls\nc.converse(modelId='x.y',\r\n  messages=M)\r\n", None),
        ("client = x\n    r = client.converse(modelId='x.y', messages=M)\n    return r", None),
        ("if stream:\n    c.converse(modelId='x.y', messages=M)\nelse:\n    pass", None),
        ("try:\n    c.converse(modelId='x.y', messages=M)\nexcept Exception as e:\n    raise", None),
        ("def main():\n    c.converse(modelId='x.y', messages=M)\nif __name__ == '__main__':\n    main()", None),
        ("c.converse(modelId='x.y', messages=M)\nprint 'python 2'\nx = [", None),
        ("c.converse(modelId='x.y', messages=M)\nx = \"open", None),
        ("print 'python 2'\nc.converse(modelId='x.y', messages=M)", None),
    ] {
        let program = program.replace("messages=M", &format!("messages={message}"));
        assert!(is_call(&program), "{program}");
        let read = parts(&program);
        assert_eq!(read.model.as_deref(), Some("x.y"), "{program}");
        assert_eq!(body(&read).pointer("/messages"), Some(&hi("Hi")), "{program}");
        assert_eq!(read.region.as_deref(), region, "{program}");
    }
}

#[test]
fn several_calls_are_named_once() {
    let call = "c.converse(modelId='x.y', messages=[{'role': 'user', 'content': [{'text': t}]}])";
    let read = parts(&format!("for t in ['a', 'b']:\n    {call}"));
    assert_eq!(body(&read).pointer(TEXT), Some(&json!("a")));
    assert_eq!(read.notes, ["The text makes one call for each item of ['a', 'b']; only the first is imported"]);
    let read = parts(&format!("t = 'a'\n{call}\nt = 'b'\n{call}"));
    assert_eq!(read.notes, ["The text contains 2 calls; only the first is imported"]);
}

#[test]
fn a_call_without_content_is_refused() {
    for (program, words) in [
        ("c.converse(modelId='x.y', messages=[])", "line 1: the text does not contain the messages"),
        ("c.converse(modelId='x.y')", "messages"),
        ("def f(**kw):\n    return c.converse(**kw)", "line 2"),
        ("c.converse(modelId=3, messages=m)", "modelId must be a string"),
        ("c.invoke_model(modelId='x.y', body=body)", "does not contain the body"),
        ("c.invoke_model(modelId='x.y', body=json.dumps({'max_tokens': 3}))", "does not contain the body"),
        ("c.invoke_model(modelId='x.y')", "body is missing"),
        ("x.converse(modelId='a',\n messages=[{'role': }])", "line 2, column 21"),
        ("x.converse(messages='abc", "does not end"),
        (
            "import boto3\nb = boto3.client('bedrock')\nb.list_foundation_models()",
            "list_foundation_models, an operation of the control plane",
        ),
        (
            "a = boto3.client('bedrock-agent-runtime')\na.retrieve_and_generate(input={'text': 'Hi'})",
            "retrieve_and_generate",
        ),
        ("from langchain_aws import ChatBedrockConverse\nChatBedrockConverse(model='x').invoke('Hi')", "LangChain"),
        ("import litellm\nlitellm.completion(model='bedrock/x', messages=[])", "LiteLLM"),
        ("from anthropic import AnthropicBedrock\nAnthropicBedrock().messages.create(model='x')", "Anthropic SDK"),
    ] {
        assert!(is_call(program), "{program}");
        let error = read(program).unwrap_err();
        assert!(error.contains(words), "{program}\n{error}");
    }
}

#[test]
fn other_languages_are_not_python() {
    for program in [
        "use aws_sdk_bedrockruntime::Client;\nlet response = client\n    .converse()\n    .model_id(\"x\")\n    .send()\n    .await?;",
        "const client = new BedrockRuntime({ region: \"us-east-1\" });\nconst r = await client.converse({\n  modelId: \"x\",\n});",
        "ConverseResponse response = client.converse(request -> request\n    .modelId(modelId)\n    .messages(message));",
        "val response = client.converse(request)\nval text = response.output",
        "resp = client.converse(model_id: 'x', messages: [{ role: 'user' }])",
        "let output = try await client.converse(input: ConverseInput(messages: [m], modelId: \"x\"))",
    ] {
        assert!(!is_call(program), "{program}");
    }
}

#[test]
fn secrets_are_noted_once_and_never_kept() {
    let program = r#"
KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
session = boto3.Session("ASIAIOSFODNN7EXAMPLE", KEY, "IQoJEXAMPLE")
os.environ["AWS_BEARER_TOKEN_BEDROCK"] = "bedrock-api-key-EXAMPLEONLY"
client = session.client("bedrock-runtime", region_name="us-east-1", aws_access_key_id="ASIAIOSFODNN7EXAMPLE")
client.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role":"user","content":[{"text":"key is " + os.environ["AWS_BEARER_TOKEN_BEDROCK"] + f" {KEY}"}]}])
"#;
    let read = parts(program);
    let all = format!("{read:?}");
    for secret in ["ASIAIOSFODNN7EXAMPLE", "wJalrX", "IQoJEXAMPLE", "bedrock-api-key-EXAMPLEONLY"] {
        assert!(!all.contains(secret), "{all}");
    }
    for name in ["(aws_access_key_id)", "(aws_secret_access_key)", "(aws_session_token)", "(AWS_BEARER_TOKEN_BEDROCK)"]
    {
        assert_eq!(read.notes.iter().filter(|note| note.contains(name)).count(), 1, "{:?}", read.notes);
    }
    let program = "c = boto3.client('bedrock-runtime', aws_access_key_id='YOUR_ACCESS_KEY', aws_secret_access_key=os.environ['S'], aws_session_token='<token>')\nc.converse(modelId='x.y', messages=[{'role': 'user', 'content': [{'text': 'Hi'}]}])";
    assert!(parts(program).notes.is_empty(), "{:?}", parts(program).notes);
}
