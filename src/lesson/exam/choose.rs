//! Items about choosing: clients, hosts, permissions, APIs, ids.

use serde_json::json;

use super::Generator;
use super::draw::Draw;
use super::read::{QUESTIONS, pairs};
use super::sheet::{quoted, sheet};
use crate::bedrock::catalogue::{self, Lifecycle, Model};
use crate::bedrock::client::Client;
use crate::experiment::explorer::{iam, index};

pub(super) const ALL: &[Generator] = &[
    Generator { name: "clients", track: 'e', gate: 1, make: clients },
    Generator { name: "host", track: 'e', gate: 1, make: host },
    Generator { name: "action", track: 'c', gate: 1, make: action },
    Generator { name: "key", track: 'c', gate: 1, make: key },
    Generator { name: "api", track: 'b', gate: 2, make: api },
    Generator { name: "region", track: 'e', gate: 0, make: region },
    Generator { name: "alive", track: 'd', gate: 0, make: alive },
];

/// Operations that a learner meets, with their clients.
const OPERATIONS: [(&str, Client); 20] = [
    ("ListFoundationModels", Client::Bedrock),
    ("GetFoundationModel", Client::Bedrock),
    ("CreateGuardrail", Client::Bedrock),
    ("CreateGuardrailVersion", Client::Bedrock),
    ("CreateProvisionedModelThroughput", Client::Bedrock),
    ("CreateModelCustomizationJob", Client::Bedrock),
    ("ListInferenceProfiles", Client::Bedrock),
    ("Converse", Client::Runtime),
    ("ConverseStream", Client::Runtime),
    ("InvokeModel", Client::Runtime),
    ("InvokeModelWithResponseStream", Client::Runtime),
    ("ApplyGuardrail", Client::Runtime),
    ("CountTokens", Client::Runtime),
    ("Retrieve", Client::AgentRuntime),
    ("RetrieveAndGenerate", Client::AgentRuntime),
    ("InvokeAgent", Client::AgentRuntime),
    ("InvokeFlow", Client::AgentRuntime),
    ("CreateKnowledgeBase", Client::Agent),
    ("CreateAgent", Client::Agent),
    ("CreatePrompt", Client::Agent),
];

/// The clients of six operations.
fn clients(draw: &mut Draw) -> String {
    let cards: Vec<(String, String)> = draw
        .some(&OPERATIONS, 6)
        .into_iter()
        .map(|(name, client)| (name.to_owned(), client.name().to_owned()))
        .collect();
    sheet("clients", "sort", "Sort six operations by the boto3 client that has them.")
        .line("look", "panel")
        .line("truth", "client")
        .sorted(&Client::ALL.map(Client::name), &cards)
        .text()
}

/// The host of an operation.
fn host(draw: &mut Draw) -> String {
    let (name, client) = draw.one(&OPERATIONS).unwrap_or(("Converse", Client::Runtime));
    let region = draw.pick(&["us-east-1", "us-west-2", "eu-central-1", "ap-northeast-1"]);
    sheet("host", "do", &format!("Type the host that serves {name} in {region}."))
        .asked("Host name, without https", &format!("{}.{region}.amazonaws.com", client.name()))
        .text()
}

/// The IAM action of an operation.
fn action(draw: &mut Draw) -> String {
    let (name, client) = draw.one(&OPERATIONS).unwrap_or(("Converse", Client::Runtime));
    let action = index::find(client, name).map(iam::action).unwrap_or_default();
    sheet("action", "do", &format!("Type the IAM action that a policy must allow for {name}."))
        .asked("Action, with its prefix", &action)
        .text()
}

/// What an API key opens.
fn key(draw: &mut Draw) -> String {
    let auth = |client: Client| match client {
        Client::Bedrock | Client::Runtime => "API key or signature",
        Client::AgentRuntime | Client::Agent => "signature only",
    };
    let cards: Vec<(String, String)> = draw
        .some(&OPERATIONS, 5)
        .into_iter()
        .map(|(name, client)| (name.to_owned(), auth(client).to_owned()))
        .collect();
    sheet("key", "sort", "Does a Bedrock API key open these operations, or a signature only?")
        .line("look", "panel")
        .line("truth", "auth")
        .sorted(&["API key or signature", "signature only"], &cards)
        .text()
}

/// Models that are current, by whether Converse serves them.
fn current(converse: bool) -> Vec<&'static Model> {
    let fits = |model: &&Model| {
        model.converse == converse && matches!(model.lifecycle, Lifecycle::Current) && model.family().is_some()
    };
    catalogue::models().iter().filter(fits).collect()
}

/// The API for models.
fn api(draw: &mut Draw) -> String {
    let mut cards: Vec<(String, String)> = Vec::new();
    let several = draw.between(2, 3);
    for (converse, count, bin) in [(true, several, "Converse"), (false, 5 - several, "InvokeModel only")] {
        let models = draw.some(&current(converse), count);
        cards.extend(models.iter().map(|model| (model.id.to_owned(), bin.to_owned())));
    }
    let cards = draw.shuffled(&cards);
    sheet("api", "sort", "Five models: served by Converse, or by InvokeModel only?")
        .line("look", "panel")
        .line("truth", "api")
        .sorted(&["Converse", "InvokeModel only"], &cards)
        .text()
}

/// An id that runs from a Region.
fn region(draw: &mut Draw) -> String {
    let region = draw.pick(&["eu-west-1", "eu-central-1", "us-west-2", "us-east-1"]);
    let fits = |model: &&Model| {
        model.converse
            && model.profile_only
            && model.profile_id(region).is_some()
            && matches!(model.lifecycle, Lifecycle::Current)
            && model.provider == "Anthropic"
    };
    let models: Vec<&Model> = catalogue::models().iter().filter(fits).collect();
    let (id, name) = draw.one(&models).map_or(("", ""), |model| (model.id, model.name));
    let callable = draw_id(id, region);
    sheet("region", "do", &format!("Call {name} with Converse from {region}."))
        .line("text", format!("Its base id is `{id}`."))
        .start(&json!({ "sendAs": "converse", "stream": false, "region": region, "model": id,
            "messages": [draw.pick(&QUESTIONS)] }))
        .line("look", "field \"Model\"")
        .line("check", "C.status = 200 : Converse answers with status 200")
        .line("check", format!("C.base = {} : It is the model that was asked for", quoted(id)))
        .line("check", format!("C.host contains {} : The call goes to {region}", quoted(region)))
        .line("solve", format!("model {}; press \"Run\"", quoted(&callable)))
        .text()
}

/// The id to call from a Region.
fn draw_id(id: &str, region: &str) -> String {
    let model = catalogue::models().iter().find(|model| model.id == id);
    model.map(|model| model.callable_id(region)).unwrap_or_default()
}

/// Models that a new program may use on a day.
fn alive(draw: &mut Draw) -> String {
    let day = draw.pick(&["2027-02-01", "2027-04-20", "2026-12-15"]);
    let ends: Vec<&Model> =
        catalogue::models().iter().filter(|model| matches!(model.lifecycle, Lifecycle::Ends(_))).collect();
    let lasts: Vec<&Model> =
        catalogue::models().iter().filter(|model| matches!(model.lifecycle, Lifecycle::Current)).collect();
    let (ends, lasts) = (draw.some(&ends, 3), draw.some(&lasts, 2));
    let card = |model: &&Model| {
        let end = match model.lifecycle {
            Lifecycle::Ends(day) => format!("{}, ends {day}", model.id),
            Lifecycle::Current | Lifecycle::Unlisted => format!("{}, no end announced", model.id),
        };
        (end, if model.ended_by(day) { "may not use" } else { "may use" })
    };
    let cards: Vec<(String, &str)> = ends.iter().chain(&lasts).map(card).collect();
    let cards = draw.shuffled(&cards);
    let cards: Vec<(&str, &str)> = cards.iter().map(|(card, bin)| (card.as_str(), *bin)).collect();
    sheet("alive", "sort", &format!("It is {day}. Which of these models may a program still call?"))
        .line("look", "panel")
        .sorted(&["may use", "may not use"], &pairs(&cards))
        .text()
}
