//! Forms against the API model, and events as AWS documents them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::control::{Outcome, Reply, Wanted};
use super::filter::{Condition, Filter};
use super::{Event, agent, flow, generate, inline, passage, rerank, resources, retrieve};
use crate::bedrock::client::Client;
use crate::bedrock::service_model::ServiceModel;
use crate::experiment::jobs::Ask;

const REGION: &str = "us-east-1";

fn owned(text: &str) -> String {
    text.to_owned()
}

fn retrieval() -> retrieve::Form {
    let mut filter = Filter::default();
    let condition = Condition { key: owned("topic"), value: owned("access"), ..Condition::default() };
    filter.add(&[], Filter::One(condition));
    retrieve::Form {
        base: owned("KB12345678"),
        query: owned("What is a guardrail?"),
        results: owned("5"),
        search: retrieve::Search::Hybrid,
        filter,
        reranker: owned("cohere.rerank-v3-5:0"),
    }
}

fn generation() -> generate::Form {
    generate::Form {
        base: owned("KB12345678"),
        model: owned("amazon.nova-lite-v1:0"),
        question: owned("What is a guardrail?"),
        ..generate::Form::default()
    }
}

fn talk() -> agent::Form {
    agent::Form {
        agent: owned("AGENT12345"),
        input: owned("Hello"),
        attributes: owned("a=b"),
        ..agent::Form::default()
    }
}

fn inline() -> inline::Form {
    inline::Form {
        base: owned("KB12345678"),
        function: owned("look-up"),
        does: owned("Looks up an order"),
        parameters: owned("order: integer\nname"),
        input: owned("Hello"),
        ..inline::Form::default()
    }
}

fn ran() -> flow::Form {
    flow::Form { flow: owned("FLOW123456"), document: owned("hi"), ..flow::Form::default() }
}

fn fits(ask: &Ask) {
    let name = ask.client.name();
    let path = format!("{}/assets/service-model/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let model = ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap();
    let rejection = model.inspect_whole(ask.operation, &ask.input).rejection();
    assert!(rejection.is_none(), "{}: {rejection:?}: {}", ask.operation, ask.input);
}

#[test]
fn every_call_fits_the_api_model() {
    let control = super::control::read(&returned());
    let reply = Reply { outcome: Outcome::Done, body: owned("12 °C") };
    let whole = generate::Form { delivery: generate::Delivery::Whole, session: owned("abc"), ..generation() };
    let given = generate::Form {
        sources: generate::Sources::Given,
        given: owned("Rocks are hard."),
        template: owned("Answer from $search_results$"),
        ..generation()
    };
    let more = flow::Form { asked: Some((owned("Agent_1"), owned("exec-1"))), document: owned("[1]"), ..ran() };
    let rerank = rerank::Form {
        query: owned("q"),
        documents: owned("a\n{\"b\": 1}"),
        results: owned("2"),
        ..rerank::Form::default()
    };
    for ask in [
        retrieval().ask(REGION),
        generation().ask(REGION),
        whole.ask(REGION),
        given.ask(REGION),
        rerank.ask(REGION),
        talk().ask(),
        talk().go_on(&control, &[reply.clone(), Reply { outcome: Outcome::Denied, ..Reply::default() }]),
        inline().ask(),
        inline().go_on(&control, &[reply]),
        ran().ask(),
        more.ask(),
        resources::bases(),
        resources::agents(),
        resources::aliases("AGENT12345"),
        resources::flows(),
        resources::flow_aliases("FLOW123456"),
    ] {
        assert!(matches!(ask.client, Client::Agent | Client::AgentRuntime));
        fits(&ask);
    }
    assert!(retrieval().faults().is_empty(), "{:?}", retrieval().faults());
    for faults in [
        generation().faults(),
        whole.faults(),
        given.faults(),
        rerank.faults(),
        talk().faults(),
        inline().faults(),
        ran().faults(),
        more.faults(),
    ] {
        assert_eq!(faults, []);
    }
}

#[test]
fn an_empty_form_names_what_is_missing() {
    let fields =
        |faults: Vec<crate::experiment::jobs::Fault>| faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>();
    assert_eq!(fields(retrieve::Form::default().faults()), ["base", "query"]);
    assert_eq!(fields(generate::Form::default().faults()), ["base", "model", "question"]);
    assert_eq!(fields(rerank::Form::default().faults()), ["query", "documents"]);
    assert_eq!(fields(agent::Form::default().faults()), ["agent", "input"]);
    assert_eq!(fields(flow::Form::default().faults()), ["flow", "document"]);
    let wrong = inline::Form { instruction: owned("Short"), parameters: owned("x: thing"), ..inline::Form::default() };
    assert_eq!(fields(wrong.faults()), ["instruction", "parameters", "input"]);
    let wrong = generate::Form { template: owned("No place"), session: owned("a b"), ..generation() };
    assert_eq!(fields(wrong.faults()), ["template", "session"]);
    let wrong = retrieve::Form { base: owned("KB-1"), results: owned("0"), ..retrieval() };
    assert_eq!(fields(wrong.faults()), ["base", "results"]);
}

fn reference(uri: &str, text: &str) -> Value {
    json!({"content": {"text": text}, "location": {"type": "S3", "s3Location": {"uri": uri}}, "metadata": {"year": 2026}})
}

#[test]
fn passages_have_a_source_a_bar_and_metadata() {
    let mut result = reference("s3://b/a.txt", "One");
    result["score"] = json!(0.5);
    let row = json!({"content": {"type": "ROW", "row": [{"columnName": "a", "columnValue": "1"}]},
                     "location": {"type": "SQL", "sqlLocation": {"query": "select 1"}}, "score": 2.0});
    let read = retrieve::read(&json!({"retrievalResults": [result, row], "guardrailAction": "NONE"}));
    let [first, second] = read.passages.as_slice() else { panic!("{read:?}") };
    assert_eq!((first.text.as_str(), first.source.as_str(), first.name()), ("One", "s3://b/a.txt", "a.txt"));
    assert_eq!(first.metadata, [(owned("year"), owned("2026"))]);
    assert_eq!((second.text.as_str(), second.source.as_str(), second.kind.as_str()), ("a: 1", "select 1", "SQL"));
    assert_eq!(passage::bars(&read.passages), [25, 100]);
    assert_eq!(passage::bars(&read.passages[..1]), [50], "of 1 where no score is more");
    assert_eq!(read.guardrail, None);
    let next = retrieval().next(REGION, &json!({"nextToken": "t"})).unwrap();
    assert_eq!(next.input["nextToken"], "t");
}

#[test]
fn citations_lead_to_their_passages_and_places() {
    let text = "Ä guardrail blocks. It masks. It masks.";
    let citation = |part: &str, start: usize, uris: &[&str]| {
        json!({
            "generatedResponsePart": {"textResponsePart": {"text": part, "span": {"start": start, "end": start + part.chars().count()}}},
            "retrievedReferences": uris.iter().map(|uri| reference(uri, "x")).collect::<Vec<_>>()
        })
    };
    let output = json!({
        "output": {"text": text},
        "sessionId": "s1",
        "citations": [
            citation("Ä guardrail blocks.", 0, &["s3://b/1", "s3://b/2"]),
            citation("It masks.", 30, &["s3://b/1"]),
            citation("Not in it", 3, &["s3://b/3"]),
            citation("It masks.", 20, &[])
        ]
    });
    let read = generate::read(&output).answer;
    assert_eq!(read.passages.len(), 3);
    assert_eq!(
        read.citations.iter().map(|each| each.passages.clone()).collect::<Vec<_>>(),
        [vec![0, 1], vec![0], vec![2]]
    );
    let places: Vec<_> = read.citations.iter().map(|each| each.place.clone()).collect();
    assert_eq!(text.get(places[1].clone().unwrap()), Some("It masks."));
    assert!(places[1].as_ref().unwrap().start > 30, "the second of two: {places:?}");
    assert_eq!(places[2], None);
    let pieces = read.pieces();
    assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
    assert_eq!(pieces.iter().map(|piece| piece.citations.clone()).collect::<Vec<_>>(), [vec![0], vec![], vec![1]]);

    let (one, two) = (json!({"text": "Ä guardrail "}), json!({"text": "blocks."}));
    let cited = citation("Ä guardrail blocks.", 0, &["s3://b/1"]);
    let old = json!({"citation": cited});
    for event in [&cited, &old] {
        let events: [Event<'_>; 3] = [("output", &one), ("output", &two), ("citation", event)];
        let streamed = generate::read_events(&events, Some("s2"));
        assert_eq!(streamed.answer.pieces().first().map(|piece| piece.citations.len()), Some(1));
        assert_eq!(streamed.session.as_deref(), Some("s2"));
    }
}

#[test]
fn documents_come_back_in_order_with_their_text() {
    let form = rerank::Form { query: owned("q"), documents: owned("a\n\n{\"b\": 1}"), ..rerank::Form::default() };
    let output = json!({"results": [{"index": 1, "relevanceScore": 0.75}, {"index": 0, "relevanceScore": 0.25}, {"index": 9, "relevanceScore": 0.0}]});
    let ranked = rerank::read(&output, &form.ask(REGION).input);
    assert_eq!(
        ranked.iter().map(|each| (each.index, each.text.as_str())).collect::<Vec<_>>(),
        [(1, r#"{"b":1}"#), (0, "a"), (9, "")]
    );
}

fn returned() -> Value {
    json!({"invocationId": "i-1", "invocationInputs": [
        {"functionInvocationInput": {"actionGroup": "Weather", "function": "now", "agentId": "AGENT12345",
            "parameters": [{"name": "city", "type": "string", "value": "Bonn"}]}},
        {"apiInvocationInput": {"actionGroup": "Orders", "apiPath": "/orders/{id}", "httpMethod": "GET",
            "actionInvocationType": "USER_CONFIRMATION",
            "requestBody": {"content": {"application/json": {"properties": [{"name": "id", "type": "integer", "value": "7"}]}}}}}
    ]})
}

#[test]
fn control_is_handed_back_by_hand() {
    let control = super::control::read(&returned());
    let [first, second] = control.asked.as_slice() else { panic!("{control:?}") };
    assert_eq!(first.name(), "now of Weather");
    assert_eq!(first.parameters, [(owned("city"), owned("string"), owned("Bonn"))]);
    assert!(first.result && !first.confirmation && second.confirmation && !second.result);
    assert!(matches!(&second.wanted, Wanted::Api(path, _) if path == "/orders/{id}"));
    assert_eq!(second.parameters.len(), 1);
    let replies = [
        Reply { outcome: Outcome::Done, body: owned("12 °C") },
        Reply { outcome: Outcome::Denied, body: String::new() },
    ];
    let ask = talk().go_on(&control, &replies);
    assert_eq!(ask.input.get("inputText"), None);
    let state = &ask.input["sessionState"];
    assert_eq!(state["invocationId"], "i-1");
    let results = &state["returnControlInvocationResults"];
    assert_eq!(results[0]["functionResult"]["responseBody"]["TEXT"]["body"], "12 °C");
    assert_eq!(results[0]["functionResult"]["agentId"], "AGENT12345");
    assert_eq!(results[1]["apiResult"]["confirmationState"], "DENY");
    assert_eq!(agent::read(&ask.input, &[]).said, "now: 12 °C\n/orders/{id}: ");
    let failed =
        [Reply { outcome: Outcome::Failed, body: owned("no") }, Reply { outcome: Outcome::Reprompt, body: owned("?") }];
    let results = talk().go_on(&control, &failed).input["sessionState"]["returnControlInvocationResults"].clone();
    assert_eq!(
        (&results[0]["functionResult"]["responseState"], &results[1]["apiResult"]["responseState"]),
        (&json!("FAILURE"), &json!("REPROMPT"))
    );
}

#[test]
fn a_turn_has_its_answer_trace_and_files() {
    let bytes = "Bonn, 12 °C".as_bytes();
    // The first chunk ends inside a character.
    let cut = bytes.iter().position(|byte| !byte.is_ascii()).unwrap() + 1;
    let chunk = |bytes: &[u8]| json!({"bytes": BASE64.encode(bytes)});
    let (first, second) = (chunk(&bytes[..cut]), chunk(&bytes[cut..]));
    let trace = |member: &str, inner: Value| json!({"trace": {member: inner}});
    let events = [
        trace(
            "preProcessingTrace",
            json!({"modelInvocationOutput": {"traceId": "t-pre", "parsedResponse": {"rationale": "Fine"}}}),
        ),
        trace(
            "orchestrationTrace",
            json!({"modelInvocationInput": {"traceId": "t-0", "text": "…", "foundationModel": "m"}}),
        ),
        trace("orchestrationTrace", json!({"rationale": {"traceId": "t-0", "text": "I look it up"}})),
        trace(
            "orchestrationTrace",
            json!({"invocationInput": {"traceId": "t-0", "knowledgeBaseLookupInput": {"knowledgeBaseId": "KB1", "text": "q"}}}),
        ),
        trace(
            "orchestrationTrace",
            json!({"observation": {"traceId": "t-0", "knowledgeBaseLookupOutput": {"retrievedReferences": [{}, {}]}}}),
        ),
        trace(
            "orchestrationTrace",
            json!({"invocationInput": {"traceId": "t-1", "actionGroupInvocationInput": {
            "actionGroupName": "Weather", "function": "now", "executionType": "RETURN_CONTROL", "parameters": [{"name": "city", "value": "Bonn"}]}}}),
        ),
        trace("orchestrationTrace", json!({"observation": {"traceId": "t-1", "finalResponse": {"text": "12"}}})),
        trace("failureTrace", json!({"traceId": "t-1", "failureReason": "late"})),
        trace("newTrace", json!({"thing": {"a": 1}})),
    ];
    let files = json!({"files": [{"name": "a.csv", "type": "text/csv", "bytes": BASE64.encode("1,2")}]});
    let mut all: Vec<Event<'_>> = events.iter().map(|event| ("trace", event)).collect();
    all.extend([("chunk", &first), ("chunk", &second), ("files", &files)]);
    let turn = agent::read(&json!({"inputText": "Weather?"}), &all);
    assert_eq!((turn.said.as_str(), turn.answer.text.as_str()), ("Weather?", "Bonn, 12 °C"));
    assert_eq!(turn.files, ["a.csv, 3 B"]);
    let shape: Vec<_> = turn.phases.iter().map(|phase| (phase.name, phase.id.as_str(), phase.steps.len())).collect();
    assert_eq!(
        shape,
        [
            ("Pre-processing", "t-pre", 1),
            ("Orchestration", "t-0", 4),
            ("Orchestration", "t-1", 2),
            ("Failure", "t-1", 1),
            ("Trace", "", 1)
        ]
    );
    let titles: Vec<_> = turn.phases[1].steps.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(titles, ["Prompt to the model", "Rationale", "Looks up in KB1", "Found 2 passages"]);
    assert_eq!(turn.phases[2].steps[0].title, "Calls now of Weather, by the caller");
    assert_eq!(turn.phases[2].steps[0].text, "city = Bonn");
    assert!(turn.phases[4].steps[0].raw.contains("\"a\": 1"));
}

#[test]
fn a_flow_has_outputs_a_trace_and_may_ask() {
    let events = [
        (
            "flowTraceEvent",
            json!({"trace": {"nodeInputTrace": {"nodeName": "Prompt", "fields": [{"nodeInputName": "q", "content": {"document": "hi"}}]}}}),
        ),
        (
            "flowTraceEvent",
            json!({"trace": {"conditionNodeResultTrace": {"nodeName": "If", "satisfiedConditions": [{"conditionName": "long"}]}}}),
        ),
        (
            "flowTraceEvent",
            json!({"trace": {"nodeActionTrace": {"nodeName": "Prompt", "serviceName": "bedrock-runtime", "operationName": "Converse"}}}),
        ),
        (
            "flowOutputEvent",
            json!({"nodeName": "Out", "nodeType": "FlowOutputNode", "content": {"document": {"a": 1}}}),
        ),
        (
            "flowMultiTurnInputRequestEvent",
            json!({"nodeName": "Agent_1", "nodeType": "AgentNode", "content": {"document": "Which?"}}),
        ),
        ("flowCompletionEvent", json!({"completionReason": "INPUT_REQUIRED"})),
    ];
    let all: Vec<Event<'_>> = events.iter().map(|(name, payload)| (*name, payload)).collect();
    let ran = flow::read(&all);
    assert_eq!((ran.outputs[0].name.as_str(), ran.outputs[0].text.as_str()), ("Out", r#"{"a":1}"#));
    let told: Vec<_> = ran.trace.iter().map(|node| (node.what.as_str(), node.text.as_str())).collect();
    assert_eq!(told, [("Input", "q: hi"), ("Conditions that hold", "long"), ("Calls", "Converse of bedrock-runtime")]);
    assert_eq!(ran.question, Some((owned("Agent_1"), owned("Which?"))));
    assert_eq!(ran.ended.as_deref(), Some("INPUT_REQUIRED"));
}

#[test]
fn resources_are_listed() {
    let read = resources::read_agents(
        &json!({"agentSummaries": [{"agentId": "A", "agentName": "n", "agentStatus": "PREPARED", "description": "d"}, {}]}),
    );
    assert_eq!(read.len(), 1);
    assert_eq!((read[0].name.as_str(), read[0].status.as_str()), ("n", "PREPARED"));
    let read = resources::read_flow_aliases(&json!({"flowAliasSummaries": [{"id": "F", "name": "live"}]}));
    assert_eq!(read[0].id, "F");
}
