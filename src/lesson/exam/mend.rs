//! Items about mending: one fault, and the rest stays.

use serde_json::{Value, json};

use super::Generator;
use super::draw::Draw;
use super::read::QUESTIONS;
use super::sheet::{Sheet, quoted, sheet};

pub(super) const ALL: &[Generator] = &[
    Generator { name: "content", track: 'a', gate: 3, make: content },
    Generator { name: "order", track: 'a', gate: 3, make: order },
    Generator { name: "blank", track: 'a', gate: 0, make: blank },
    Generator { name: "samplers", track: 'a', gate: 0, make: samplers },
    Generator { name: "wrapper", track: 'b', gate: 0, make: wrapper },
    Generator { name: "ids", track: 'b', gate: 0, make: ids },
    Generator { name: "document", track: 'a', gate: 0, make: document },
    Generator { name: "picture", track: 'd', gate: 0, make: picture },
    Generator { name: "foreign", track: 'b', gate: 2, make: foreign },
    Generator { name: "embedding", track: 'd', gate: 4, make: embedding },
    Generator { name: "input-type", track: 'd', gate: 4, make: input_type },
    Generator { name: "ratio", track: 'd', gate: 0, make: ratio },
    Generator { name: "guardrail", track: 'e', gate: 0, make: guardrail },
];

const CLAUDE: &str = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const NOVA: &str = "us.amazon.nova-lite-v1:0";
const LLAMA: &str = "us.meta.llama3-3-70b-instruct-v1:0";

/// Small pictures of one pixel: PNG and GIF.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const GIF: &str = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/// A conversation for Converse.
fn converse(model: &str, messages: &Value) -> Value {
    json!({ "sendAs": "converse", "stream": false, "model": model, "messages": messages })
}

/// The conditions that a mended Converse call meets.
fn answered(sheet: Sheet, model: &str) -> Sheet {
    sheet
        .line("check", "C.status = 200 : Converse answers with status 200")
        .line("check", format!("C.model = {} : The model is the same", quoted(model)))
}

/// A start with a native body.
fn native(model: &str, body: &Value) -> Value {
    json!({ "sendAs": "invoke", "stream": false, "model": model, "messages": ["Hi"], "native": { "body": body } })
}

fn invoked(sheet: Sheet, model: &str) -> Sheet {
    sheet
        .line("look", "pane invoke-request")
        .line("check", "I.status = 200 : InvokeModel answers with status 200")
        .line("check", format!("I.model = {} : The model is the same", quoted(model)))
}

/// Content that is a string where blocks are wanted.
fn content(draw: &mut Draw) -> String {
    let question = draw.pick(&QUESTIONS);
    let (tokens, temperature) = (draw.between(50, 400), draw.pick(&["0.1", "0.5", "0.7"]));
    let temperature: Value = serde_json::from_str(temperature).unwrap_or_default();
    let body = json!({ "messages": [{ "role": "user", "content": question }],
        "inferenceConfig": { "maxTokens": tokens, "temperature": temperature } });
    let sheet =
        sheet("content", "fix", "Nova refuses this body. Mend it, keep the question and the settings, and run.")
            .start(&native(NOVA, &body))
            .line("check", format!("I.req/messages/0/content/0/text = {} : The question is asked", quoted(question)))
            .line("check", format!("I.req/inferenceConfig/maxTokens = {tokens} : The limit is the same"));
    invoked(sheet, NOVA)
        .line("solve", format!("put native /messages/0/content [{}]; press \"Run\"", json!({ "text": question })))
        .text()
}

/// Two messages of the user in a row.
fn order(draw: &mut Draw) -> String {
    let two = draw.some(&QUESTIONS, 2);
    let [first, second] = two.as_slice() else { return String::new() };
    let (first, second) = (*first, *second);
    let model = draw.pick(&[CLAUDE, NOVA]);
    let merged = json!([{ "role": "user", "content": [{ "text": first }, { "text": second }] }]);
    let sheet = sheet("order", "fix", "The roles do not alternate. Ask both questions in one valid request.")
        .start(&converse(model, &json!([first, { "user": second }])))
        .line("look", "pane converse-request /messages")
        .line(
            "check",
            format!("C.body contains {} and C.body contains {} : Both are asked", quoted(first), quoted(second)),
        )
        .line("check", "C.req/messages/*/role != [\"user\", \"assistant\"] : Both are the user's words");
    answered(sheet, model).line("solve", format!("put converse /messages {merged}; press \"Run\"")).text()
}

/// A block without words.
fn blank(draw: &mut Draw) -> String {
    let (question, model) = (draw.pick(&QUESTIONS), CLAUDE);
    let blank = draw.pick(&["", " ", "\n"]);
    let blocks = if draw.below(2) == 0 { json!([[question, blank]]) } else { json!([[blank, question]]) };
    let sheet = sheet("blank", "fix", "A text block is blank. Mend the message and keep its question.")
        .start(&converse(model, &blocks))
        .line("look", "pane converse-request /messages/0/content")
        .line("check", format!("C.req/messages/*/content/*/text = {} : The question is asked", json!([question])));
    answered(sheet, model)
        .line("solve", format!("put converse /messages/0/content [{}]; press \"Run\"", json!({ "text": question })))
        .text()
}

/// Samplers that the model refuses.
fn samplers(draw: &mut Draw) -> String {
    let (model, name, keeps) = draw.pick(&[
        (CLAUDE, "Claude Haiku 4.5", true),
        ("us.anthropic.claude-sonnet-5", "Claude Sonnet 5", false),
        ("us.anthropic.claude-opus-5", "Claude Opus 5", false),
    ]);
    let mut start = converse(model, &json!([draw.pick(&QUESTIONS)]));
    if let Some(members) = start.as_object_mut() {
        members.insert("temperature".to_owned(), json!(draw.pick(&["0.2", "0.6", "1"])));
        members.insert("topP".to_owned(), json!(draw.pick(&["0.8", "0.9"])));
    }
    let (goal, check, solve) = if keeps {
        (
            "Send exactly one of the two samplers",
            "C.req has /inferenceConfig/temperature and C.req lacks /inferenceConfig/topP or C.req lacks \
             /inferenceConfig/temperature and C.req has /inferenceConfig/topP : Exactly one is sent",
            "unset \"Top P\"; press \"Run\"",
        )
    } else {
        (
            "Send what this model takes",
            "C.req lacks /inferenceConfig/temperature and C.req lacks /inferenceConfig/topP : No sampler is sent",
            "unset \"Top P\"; unset \"Temperature\"; press \"Run\"",
        )
    };
    let sheet = sheet("samplers", "fix", &format!("{name} refuses these samplers. {goal}."))
        .start(&start)
        .line("look", "field \"Temperature\"")
        .line("check", check);
    answered(sheet, model).line("solve", solve).text()
}

/// A tool and the question that needs it.
fn tool(draw: &mut Draw) -> (&'static str, &'static str, &'static str, &'static str) {
    draw.pick(&[
        ("get_weather", "Tells the weather in a city", "city", "What is the weather in Paris?"),
        ("get_time", "Tells the time in a city", "city", "What is the time in Oslo?"),
        ("get_population", "Tells the population of a city", "city", "What is the population of Rome?"),
    ])
}

/// A tool in the wrappers of another API.
fn wrapper(draw: &mut Draw) -> String {
    let (name, description, key, question) = tool(draw);
    let model = draw.pick(&[CLAUDE, NOVA]);
    let schema = json!({ "type": "object", "properties": { key: { "type": "string" } }, "required": [key] });
    let wrong = if draw.below(2) == 0 {
        json!({ "name": name, "description": description, "input_schema": schema })
    } else {
        json!({ "toolSpec": { "name": name, "description": description, "inputSchema": schema } })
    };
    let right = json!({ "toolSpec": { "name": name, "description": description, "inputSchema": { "json": schema } } });
    let mut start = converse(model, &json!([question]));
    if let Some(members) = start.as_object_mut() {
        members.insert("more".to_owned(), json!({ "toolConfig": { "tools": [wrong] } }));
    }
    let sheet = sheet("wrapper", "fix", "Converse refuses this tool. Mend its wrappers, and get a request for it.")
        .start(&start)
        .line("look", "pane converse-request /toolConfig")
        .line("check", "C.res/stopReason = \"tool_use\" : The answer ends with `tool_use`")
        .line(
            "check",
            format!("C.res/output/message/content/*/toolUse/name = {} : It asks for the tool", json!([name])),
        );
    answered(sheet, model)
        .line("solve", format!("put converse /toolConfig {}; press \"Run\"", json!({ "tools": [right] })))
        .text()
}

/// A result under another id.
fn ids(draw: &mut Draw) -> String {
    let (name, description, key, question) = tool(draw);
    let id = format!("tooluse_{}", draw.between(1_000, 9_999));
    let wrong = format!("tooluse_{}", draw.between(10_000, 99_999));
    let schema = json!({ "type": "object", "properties": { key: { "type": "string" } }, "required": [key] });
    let messages = json!([
        question,
        [{ "toolUse": { "toolUseId": id, "name": name, "input": { key: "Paris" } } }],
        [{ "toolResult": { "toolUseId": wrong, "content": [{ "text": "21" }] } }],
    ]);
    let mut start = converse(CLAUDE, &messages);
    if let Some(members) = start.as_object_mut() {
        let tool =
            json!({ "toolSpec": { "name": name, "description": description, "inputSchema": { "json": schema } } });
        members.insert("more".to_owned(), json!({ "toolConfig": { "tools": [tool] } }));
    }
    let sheet = sheet("ids", "fix", "The result of the tool does not belong to its request. Mend it.")
        .start(&start)
        .line("look", "pane converse-request /messages/2")
        .line(
            "check",
            "C.req/messages/*/content/*/toolResult/toolUseId = C.req/messages/*/content/*/toolUse/toolUseId : The ids are equal",
        )
        .line("check", "C.req/messages/*/content/*/toolResult/content/0/text = [\"21\"] : The result is the same");
    answered(sheet, CLAUDE)
        .line(
            "solve",
            format!("put converse /messages/2/content/0/toolResult/toolUseId {}; press \"Run\"", quoted(&id)),
        )
        .text()
}

/// A document whose name has letters that Bedrock does not take.
fn document(draw: &mut Draw) -> String {
    let (wrong, right) = draw.pick(&[
        ("report.2026", "report 2026"),
        ("notes/final", "notes final"),
        ("price list: May", "price list May"),
        ("plan  b", "plan b"),
    ]);
    let block =
        json!({ "document": { "format": "txt", "name": wrong, "source": { "bytes": "QSBiYXNpbiBpcyBmdWxsLg==" } } });
    let sheet = sheet("document", "fix", "Bedrock refuses the name of this document. Give it a valid one.")
        .start(&converse(CLAUDE, &json!([["Sum this up.", block]])))
        .line("look", "pane converse-request /messages/0/content/1")
        .line(
            "check",
            "C.req/messages/0/content/*/document/source/bytes = [\"QSBiYXNpbiBpcyBmdWxsLg==\"] : The document is sent",
        );
    answered(sheet, CLAUDE)
        .line("solve", format!("put converse /messages/0/content/1/document/name {}; press \"Run\"", quoted(right)))
        .text()
}

/// A picture with the wrong format.
fn picture(draw: &mut Draw) -> String {
    let (bytes, right) = draw.pick(&[(PNG, "png"), (GIF, "gif")]);
    let wrong = draw.pick(&["jpeg", "webp"]);
    let block = json!({ "image": { "format": wrong, "source": { "bytes": bytes } } });
    let sheet = sheet("picture", "fix", "The format does not fit the picture's bytes. Mend the request.")
        .start(&converse(CLAUDE, &json!([["What is this?", block]])))
        .line("look", "pane converse-request /messages/0/content/1")
        .line(
            "check",
            format!("C.req/messages/0/content/*/image/source/bytes = {} : The picture is sent", json!([bytes])),
        );
    answered(sheet, CLAUDE)
        .line("solve", format!("put converse /messages/0/content/1/image/format {}; press \"Run\"", quoted(right)))
        .text()
}

/// A body of another family.
fn foreign(draw: &mut Draw) -> String {
    let question = draw.pick(&QUESTIONS);
    let tokens = draw.between(50, 300);
    let claude = json!({ "anthropic_version": "bedrock-2023-05-31", "max_tokens": tokens,
        "messages": [{ "role": "user", "content": question }] });
    let nova = json!({ "messages": [{ "role": "user", "content": [{ "text": question }] }],
        "inferenceConfig": { "maxTokens": tokens } });
    let (model, name, wrong) = if draw.below(2) == 0 { (NOVA, "Nova", claude) } else { (LLAMA, "Llama", nova) };
    let start = json!({ "sendAs": "invoke", "stream": false, "model": model, "messages": [question],
        "maxTokens": tokens.to_string(), "native": { "body": wrong } });
    let sheet =
        sheet("foreign", "fix", &format!("This body is not {name}'s own. Ask {name} the question with InvokeModel."))
            .start(&start)
            .line("check", format!("I.body contains {} : The question is asked", quoted(question)));
    invoked(sheet, model).line("solve", "attach; press \"Run\"").text()
}

/// A body for Titan that asks for what it does not have.
fn embedding(draw: &mut Draw) -> String {
    const TITAN: &str = "amazon.titan-embed-text-v2:0";
    let text = draw.pick(&["A cat sleeps.", "The parcel is late.", "Rain is coming."]);
    let wrong = draw.pick(&[300, 128, 768, 2_048]);
    let right = draw.pick(&[256, 512, 1_024]);
    let body = json!({ "inputText": text, "dimensions": wrong });
    let sheet = sheet(
        "embedding",
        "fix",
        &format!("Titan refuses this body. Get a vector of {right} numbers for the same text."),
    )
    .start(&native(TITAN, &body))
    .line("check", format!("I.req/inputText = {} : The text is the same", quoted(text)))
    .line("check", format!("I.req/dimensions = {right} : The vector has {right} numbers"));
    invoked(sheet, TITAN).line("solve", format!("put native /dimensions {right}; press \"Run\"")).text()
}

/// A body for Cohere without its purpose.
fn input_type(draw: &mut Draw) -> String {
    let (purpose, word) = draw.pick(&[
        ("texts that are stored to be found", "search_document"),
        ("a question that looks for them", "search_query"),
        ("texts that are put into classes", "classification"),
        ("texts that are grouped", "clustering"),
    ]);
    let model = draw.pick(&["cohere.embed-english-v3", "cohere.embed-multilingual-v3"]);
    let text = draw.pick(&["A cat sleeps.", "The parcel is late.", "Rain is coming."]);
    let sheet = sheet("input-type", "fix", &format!("Cohere refuses this body. Mend it for {purpose}."))
        .start(&native(model, &json!({ "texts": [text] })))
        .line("check", format!("I.req/texts = {} : The text is the same", json!([text])))
        .line("check", format!("I.req/input_type = {} : The purpose is the right one", quoted(word)));
    invoked(sheet, model).line("solve", format!("put native /input_type {}; press \"Run\"", quoted(word))).text()
}

/// A shape of picture that the model does not make.
fn ratio(draw: &mut Draw) -> String {
    const STABLE: &str = "stability.sd3-5-large-v1:0";
    let (wrong, wanted, right) = draw.pick(&[
        ("16:10", "wide", "16:9"),
        ("4:3", "nearly square and wide", "5:4"),
        ("10:16", "tall", "9:16"),
        ("2:1", "very wide", "21:9"),
    ]);
    let prompt = draw.pick(&["A lighthouse in fog", "A harbour at dawn", "A bridge of stone"]);
    let sheet = sheet("ratio", "fix", &format!("The model refuses this aspect ratio. Choose {right}: {wanted}."))
        .start(&native(STABLE, &json!({ "prompt": prompt, "aspect_ratio": wrong })))
        .line("check", format!("I.req/prompt = {} : The prompt is the same", quoted(prompt)))
        .line("check", format!("I.req/aspect_ratio = {} : The ratio is {right}", quoted(right)));
    invoked(sheet, STABLE).line("solve", format!("put native /aspect_ratio {}; press \"Run\"", quoted(right))).text()
}

/// A guardrail without a required member.
fn guardrail(draw: &mut Draw) -> String {
    let word = draw.pick(&["quicksand", "sinkhole", "landslide", "avalanche"]);
    let missing = draw.pick(&["blockedInputMessaging", "blockedOutputsMessaging"]);
    let whole = json!({ "name": format!("no-{word}"), "wordPolicyConfig": { "wordsConfig": [{ "text": word }] },
        "blockedInputMessaging": "Not that.", "blockedOutputsMessaging": "Not that." });
    let mut broken = whole.clone();
    if let Some(members) = broken.as_object_mut() {
        members.shift_remove(missing);
    }
    sheet("guardrail", "fix", &format!("CreateGuardrail refuses this input. Mend it; it blocks the word {word}."))
        .start(&json!({ "kind": "explorer", "model": "bedrock/CreateGuardrail", "region": "us-east-1",
            "parameters": broken }))
        .line("look", "pane operation-input")
        .line("check", "op.name = \"CreateGuardrail\" and op.status < 300 : The guardrail is created")
        .line("check", format!("op.req/wordPolicyConfig/wordsConfig/0/text = {} : It blocks the word", quoted(word)))
        .line("check", format!("op.req/name = {} : Its name is the same", quoted(&format!("no-{word}"))))
        .line("solve", format!("explore bedrock CreateGuardrail {whole}"))
        .text()
}
