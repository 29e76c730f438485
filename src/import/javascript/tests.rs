//! JavaScript and TypeScript as people write them.

use serde_json::{Value, json};

use crate::aws::endpoint::Endpoint;
use crate::aws::region::Region;
use crate::experiment::run::requests;
use crate::experiment::{Draft, SendAs};
use crate::import::{Imported, Origin, import};

fn read(text: &str) -> Imported {
    import(text, &Draft::default()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The body that the imported experiment sends.
fn body(imported: &Imported) -> Value {
    let draft = &imported.draft;
    let composed = draft.compose();
    let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse(&draft.region).unwrap());
    let model = composed.model.as_ref().unwrap();
    let twin = requests::build(model, &composed.conversation, draft.detached.as_ref(), draft.stream.into(), &endpoint);
    let built = if draft.send_as == SendAs::Converse { twin.converse } else { twin.invoke.unwrap() };
    serde_json::from_str(&built.body_text).unwrap()
}

fn has_note(imported: &Imported, part: &str) -> bool {
    imported.notes.iter().any(|note| note.contains(part))
}

const HI: &str = "[{ role: \"user\", content: [{ text: \"Hi\" }] }]";

/// A program, a pointer into the body that is sent, what is there, and a part of a note (or nothing).
#[test]
fn values_are_followed() {
    let call = |before: &str, input: &str| {
        format!(
            "import {{ BedrockRuntimeClient, ConverseCommand }} from \"@aws-sdk/client-bedrock-runtime\";\nconst client = new BedrockRuntimeClient({{ region: \"eu-west-1\" }});\n{before}\nawait client.send(new ConverseCommand({{ modelId: \"amazon.nova-lite-v1:0\", {input} }}));"
        )
    };
    let text = "/messages/0/content/0/text";
    let tokens = "/inferenceConfig/maxTokens";
    let rows: Vec<(String, &str, Value, &str)> = vec![
        (call("", &format!("messages: {HI}")), text, json!("Hi"), ""),
        (call("const messages = [];\nmessages.push({ role: \"user\", content: [{ text: \"Hi\" }] });", "messages"), text, json!("Hi"), ""),
        (call(&format!("const base = {HI};\nconst messages = [...base, {{ role: ConversationRole.USER, content: [{{ text: \"2\" }}] }}];"), "messages"), "/messages/1/content/0/text", json!("2"), ""),
        (call("const city = \"Paris\";", "messages: [{ role: \"user\", content: [{ text: `Weather in ${city}?` }] }]"), text, json!("Weather in Paris?"), ""),
        (call("const city = await ask();", "messages: [{ role: \"user\", content: [{ text: `Weather in ${city}?` }] }]"), text, json!("Weather in {ask}?"), "`ask` (line 3)"),
        (call("", "messages: [{ role: \"user\", content: [{ text: \"a\" + \"b\" + 1 }] }]"), text, json!("ab1"), ""),
        (call("const prompt = process.argv[2] ?? \"Hello\";", "messages: [{ role: \"user\", content: [{ text: prompt }] }]"), text, json!("Hello"), ""),
        (call("", "messages: [{ role: \"user\", content: [{ text: process.env.PROMPT! }] }]"), text, json!("{process.env.PROMPT}"), "`process.env.PROMPT` (line 4)"),
        (call("", "messages: history"), text, json!("{history}"), "`history` (line 4)"),
        (call("const turns = [\"a\", \"b\"];\nconst messages = turns.map((text, i) => ({ role: i % 2 === 0 ? \"user\" : \"assistant\", content: [{ text }] }));", "messages"), "/messages/1/role", json!("assistant"), ""),
        (call("", "messages: history.map((m) => ({ role: m.role, content: [{ text: m.text }] }))"), "/messages/0/role", json!("user"), "`history.map` (line 4)"),
        (call("const inferenceConfig = { maxTokens: 4 * 1024, temperature: 1 - 0.5 };", &format!("messages: {HI}, inferenceConfig")), tokens, json!(4096), ""),
        (call("const options = { inferenceConfig: { maxTokens: 5 } };", &format!("messages: {HI}, ...options")), tokens, json!(5), ""),
        (call("const p: Record<string, unknown> = {};\np.inferenceConfig = { maxTokens: 7 } satisfies object;", &format!("messages: {HI}, ...p")), tokens, json!(7), ""),
        (call("let maxTokens = 1;\nmaxTokens += 2;", &format!("messages: {HI}, inferenceConfig: {{ maxTokens }}")), tokens, json!(3), ""),
        (call("", &format!("messages: {HI}, inferenceConfig: {{ temperature: options.t, maxTokens: 9 }}")), tokens, json!(9), "Left out “temperature”: only a run would give `options.t` (line 4)"),
        (call("enum Role { User = \"user\" }", "messages: [{ role: Role.User, content: [{ text: <string>\"Hi\" as const }] }]"), text, json!("Hi"), ""),
        (call("", "messages: [{ role: \"user\", content: [{ text: \"x\" }, { image: { format: \"png\", source: { bytes: Buffer.from(\"iVBORw0KGgo=\", \"base64\") } } }] }]"), "/messages/0/content/1/image/source/bytes", json!("iVBORw0KGgo="), ""),
        (call("const { text = \"Hi\" } = {};", "messages: [{ role: \"user\", content: [{ text }] }]"), text, json!("Hi"), ""),
        (call("const lines = [\"a\", \"b\"];", "messages: [{ role: \"user\", content: [{ text: lines.join(\"\\n\").trim() }] }]"), text, json!("a\nb"), ""),
        ("const r = await client.converse({ modelId: 'amazon.nova-lite-v1:0', messages: [{ role: 'user', content: [{ text: 'Hi' }] }] });".to_owned(), text, json!("Hi"), "names no region"),
        ("const AWS = require('aws-sdk');\nAWS.config.update({ region: 'eu-west-1' });\nconst c = new AWS.BedrockRuntime();\nc.invokeModel({ modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0', body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] }) }).promise();".to_owned(), "/max_tokens", json!(9), ""),
        ("export const handler = async (event) => {\n  const command = new InvokeModelCommand({ modelId: \"us.anthropic.claude-haiku-4-5-20251001-v1:0\", body: new TextEncoder().encode(JSON.stringify({ anthropic_version: \"bedrock-2023-05-31\", max_tokens: 9, messages: [{ role: \"user\", content: event.prompt }] })) });\n  return client.send(command);\n};".to_owned(), "/messages/0/content/0/text", json!("{event.prompt}"), "`event.prompt` (line 2)"),
        ("class Chat {\n  #model = \"amazon.nova-lite-v1:0\";\n  messages = [];\n  async ask(text = \"Hi\", { maxTokens = 64 } = {}) {\n    this.messages.push({ role: \"user\", content: [{ text }] });\n    return this.client.send(new ConverseStreamCommand({ modelId: this.#model, messages: this.messages, inferenceConfig: { maxTokens } }));\n  }\n}\nnew Chat().ask(\"Hello\");".to_owned(), text, json!("Hello"), ""),
        ("async function ask(prompt: string, maxTokens = 64) {\n  return client.send(new ConverseCommand({ modelId: MODEL, messages: [{ role: \"user\", content: [{ text: prompt }] }], inferenceConfig: { maxTokens } }));\n}\nconst MODEL = process.env.MODEL || \"amazon.nova-lite-v1:0\";\nawait ask(\"Hello\");".to_owned(), tokens, json!(64), ""),
    ];
    for (program, pointer, wanted, note) in rows {
        let imported = read(&program);
        assert_eq!(imported.origin, Origin::JavaScript, "{program}");
        let sent = body(&imported);
        assert_eq!(sent.pointer(pointer), Some(&wanted), "{program}\n{sent}\n{:?}", imported.notes);
        assert!(note.is_empty() || has_note(&imported, note), "{program}\n{:?}", imported.notes);
        if note.is_empty() && program.contains("eu-west-1") {
            assert_eq!(imported.draft.region, "eu-west-1");
            assert_eq!(imported.notes, Vec::<String>::new(), "{program}");
        }
    }
}

#[test]
fn http_calls_are_read() {
    let url = "https://bedrock-runtime.eu-west-3.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse";
    let json_body = "{\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"content\\\":[{\\\"text\\\":\\\"Hi\\\"}]}]}";
    let object = format!("{{ messages: {HI} }}");
    for program in [
        format!(
            "fetch(\"{url}\", {{\n  \"headers\": {{ \"content-type\": \"application/json\", \"authorization\": \"Bearer bedrock-api-key-c2VjcmV0\" }},\n  \"body\": \"{json_body}\",\n  \"method\": \"POST\"\n}});"
        ),
        format!(
            "const res = await fetch(\"{url}\", {{ method: \"POST\", headers: {{ Authorization: `Bearer ${{process.env.KEY}}` }}, body: JSON.stringify({object}) }});"
        ),
        format!(
            "const region = \"eu-west-3\";\nconst model = \"amazon.nova-lite-v1:0\";\nconst url = `https://bedrock-runtime.${{region}}.amazonaws.com/model/${{encodeURIComponent(model)}}/converse`;\nconst token = await fetch(\"https://example.com/token\");\nawait fetch(url, {{ method: \"POST\", body: JSON.stringify({object}) }});"
        ),
        format!("await axios.post(\"{url}\", {object}, {{ headers: {{ Authorization: \"Bearer \" + key }} }});"),
        format!("const {{ data }} = await axios({{ method: \"post\", url: \"{url}\", data: {object} }});"),
        format!("await got.post(\"{url}\", {{ json: {object} }});"),
        format!(
            "const signed = aws4.sign({{ host: \"bedrock-runtime.eu-west-3.amazonaws.com\", path: \"/model/amazon.nova-lite-v1%3A0/converse\", service: \"bedrock\", region: \"eu-west-3\", body: JSON.stringify({object}) }});"
        ),
    ] {
        let imported = read(&program);
        let draft = &imported.draft;
        assert_eq!(
            (imported.origin, draft.model.as_str(), draft.region.as_str(), draft.send_as),
            (Origin::Fetch, "amazon.nova-lite-v1:0", "eu-west-3", SendAs::Converse),
            "{program}"
        );
        assert_eq!(body(&imported).pointer("/messages/0/content/0/text"), Some(&json!("Hi")), "{program}");
        let secrets = imported.notes.iter().filter(|note| note.contains("revoke")).count();
        assert_eq!(secrets, usize::from(program.contains("c2VjcmV0")), "{program}\n{:?}", imported.notes);
        assert!(!format!("{imported:?}").contains("c2VjcmV0"));
    }
}

#[test]
fn an_unknown_model_leaves_the_pages_model() {
    for model in ["process.env.MODEL", "MODEL", "config.models[0]", "`${provider}.nova-lite-v1:0`"] {
        let imported =
            read(&format!("await client.send(new ConverseCommand({{ modelId: {model}, messages: {HI} }}));"));
        assert_eq!(imported.draft.model, Draft::default().model);
        let notes = imported.notes.iter().filter(|note| note.contains("model")).count();
        assert_eq!(notes, 1, "{:?}", imported.notes);
    }
}

#[test]
fn secrets_of_a_client_are_noted_once_and_placeholders_are_not() {
    let program = |secret: &str| {
        format!(
            "const client = new BedrockRuntimeClient({{ region: \"us-east-1\", credentials: {{ accessKeyId: \"AKIAIOSFODNN7EXAMPLE\", secretAccessKey: {secret} }} }});\nawait client.send(new ConverseCommand({{ modelId: \"amazon.nova-lite-v1:0\", messages: {HI} }}));"
        )
    };
    let imported = read(&program("\"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\""));
    assert_eq!(
        imported.notes.iter().filter(|note| note.contains("secretAccessKey")).count(),
        1,
        "{:?}",
        imported.notes
    );
    assert!(!format!("{imported:?}").contains("wJalr"));
    for placeholder in ["process.env.SECRET", "\"YOUR_SECRET_KEY\"", "\"<secret>\"", "\"****\"", "\"xxxxx\""] {
        assert_eq!(read(&program(placeholder)).notes, Vec::<String>::new(), "{placeholder}");
    }
}

#[test]
fn a_program_without_a_readable_call_is_refused() {
    for (program, part) in [
        (
            "import { BedrockRuntimeClient } from \"@aws-sdk/client-bedrock-runtime\";\nconst client = new BedrockRuntimeClient({});",
            "calls no Converse",
        ),
        ("await client.send(new ConverseCommand(input));", "input of Converse (line 1)"),
        ("await client.send(new ConverseCommand({ modelId: \"a\", messages: [] }));", "no messages"),
        ("await client.send(new InvokeModelCommand({ modelId: \"a\" }));", "body of InvokeModel"),
        ("const x = await fetch(\"https://example.com/a\", { body: \"{}\" });", "not the path of a model call"),
        ("const a = ;\nclient.converse({", "line 1, column 11"),
    ] {
        let error = import(program, &Draft::default()).expect_err(program).to_string();
        assert!(error.contains(part), "{program}: {error}");
    }
}

#[test]
fn a_mistake_after_the_call_does_not_lose_it() {
    let imported = read(&format!(
        "await client.send(new ConverseCommand({{ modelId: \"amazon.nova-lite-v1:0\", messages: {HI} }}));\nconsole.log(\nconst ;"
    ));
    assert!(has_note(&imported, "line "), "{:?}", imported.notes);
}

/// A piece of text many times, with its number in place of `#`.
fn numbered(count: usize, piece: &str) -> String {
    (0..count).flat_map(|number| [piece.replace('#', &number.to_string())]).collect()
}

/// Each of these would overflow the stack, or take forever, if it were parsed or followed without a bound.
#[test]
fn hostile_programs_end() {
    let call = "client.converse({ modelId: \"amazon.nova-lite-v1:0\", messages: x });";
    for hostile in [
        format!("x={}{};{call}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("x={}1;{call}", "!".repeat(100_000)),
        format!("x={}1;{call}", "a=>".repeat(100_000)),
        format!("x={}1;{call}", "a?b:".repeat(50_000)),
        format!("x={}1;{call}", "a=".repeat(50_000)),
        format!("x={}1;{call}", "a+".repeat(50_000)),
        format!("x=a{};{call}", ".b()".repeat(50_000)),
        format!("x={}1{};{call}", "`${".repeat(20_000), "}`".repeat(20_000)),
        format!("if(a)b;{}{call}", "else if(a)b;".repeat(20_000)),
        format!("let y:{}B{};{call}", "A<".repeat(20_000), ">".repeat(20_000)),
        format!("x=\"aaaaaaaaaaaaaaaa\";{}{call}", "x=x+x;".repeat(2_000)),
        format!("x=[1];{}{call}", "x=[...x,...x];".repeat(2_000)),
        format!("x=[1];{}{call}", "x=[x,x];".repeat(2_000)),
        format!("x=[];x.push(x);{call}"),
        format!("function f(){{return f()+f()}};x=f();{call}"),
        format!(
            "x=[1,2,3,4,5,6,7,8,9];f=()=>x.map(()=>x.map(()=>x.map(()=>x.map(()=>x.map(()=>x.map(()=>x.map(()=>1)))))));f();{call}"
        ),
        format!("{}{call}", "x=JSON.stringify(x);".repeat(5_000)),
        format!("{}{call}", numbered(50_000, "const a#=b#;")),
        format!("x={{{}}};{call}", numbered(30_000, "a#:1,")),
    ] {
        let _ = import(&hostile, &Draft::default());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 400, rng_seed: proptest::test_runner::RngSeed::Fixed(5), ..Default::default() })]

    #[test]
    fn no_program_makes_it_panic(middle in "[a-z0-9{}()\\[\\],.:;=>`$\"' \n?!+*/&|-]{0,60}", tail in "[ -~\n]{0,60}") {
        let _ = import(&format!("const x = {middle};\nclient.converse({{ modelId: \"a\", messages: x{tail}"), &Draft::default());
        let _ = import(&format!("await client.send(new ConverseCommand({{ messages: {middle}{tail} }}))"), &Draft::default());
    }
}
