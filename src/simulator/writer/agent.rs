//! The next step of an agent: which tools a turn calls, given what was called and what came back.
//!
//! Frameworks end a run with a tool of their own, whose arguments are the answer (`final_result` of Pydantic AI, `json` of
//! the AI SDK). Such an output tool is called when the other tools have done their work.

use super::retrieval::{has_phrase, words};
use super::tools::{self, Choice, Outcome, Tool};
use super::{arguments, facts};
use crate::bedrock::conversation::Role;
use crate::simulator::inference::request::{Message, Request};
use serde_json::Value;

/// Calls that one answer has at most.
const MOST_CALLS: usize = 8;

/// A call as the tool's name and its arguments.
pub type Planned = (String, Value);

/// `WeatherReport`: frameworks name the tool for a structured answer after its class.
fn is_class(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase())
        && !name.contains('_')
}

/// Whether the arguments of a tool are the answer itself.
fn is_output(tool: &Tool) -> bool {
    let name = tool.name.to_lowercase().replace(['_', '-'], "");
    let names = ["json", "output", "respond", "response", "answer", "result", "structuredoutput", "submitanswer"];
    let class = is_class(&tool.name)
        && ["Response", "Result", "Output", "Answer", "Report"].iter().any(|end| tool.name.ends_with(end));
    let description = tool.description.to_lowercase();
    let described =
        ["ends this conversation", "last and final tool", "respond with a json", "the final answer", "final response"];
    class
        || names.contains(&name.as_str())
        || ["finalresult", "finalanswer", "finalresponse", "finaloutput"].iter().any(|start| name.starts_with(start))
        || described.iter().any(|phrase| description.contains(phrase))
}

/// Whether a text asks for a structured answer.
fn asks_for_structure(text: &str) -> bool {
    let text = words(text);
    let phrases =
        ["extract", "structured", "json", "schema", "classify", "parse", "field", "fill", "tool call", "function call"];
    phrases.iter().any(|phrase| has_phrase(&text, &words(phrase)))
}

/// Whether a text only asks for the tool call that was missing, as frameworks do when they try again.
fn asks_again(text: &str) -> bool {
    let text = words(text);
    let phrases =
        ["response in a tool call", "include a tool call", "must call a tool", "call one of the tool", "please call"];
    phrases.iter().any(|phrase| has_phrase(&text, &words(phrase)))
}

/// The messages since the question that the agent works on.
fn since_question(request: &Request) -> &[Message] {
    let asks = |message: &Message| {
        message.role == Role::User && !message.text.trim().is_empty() && message.outcomes.is_empty()
    };
    let at = request.messages.iter().rposition(asks).unwrap_or(0);
    request.messages.get(at..).unwrap_or(&[])
}

/// What an answer would say in words, and its topic.
pub struct Told {
    /// The topic.
    pub topic: String,
    /// The words.
    pub text: String,
}

/// The calls of this turn; none for an answer in words.
pub fn calls(request: &Request, question: &str, outcomes: &[Outcome], mut tell: impl FnMut() -> Told) -> Vec<Planned> {
    let mut output = |tool: &Tool| {
        let told = tell();
        vec![(tool.name.clone(), arguments::instance(&tool.schema, question, &told.topic, &told.text))]
    };
    let mut calls = match &request.choice {
        Choice::Never => Vec::new(),
        Choice::Only(name) => match request.tools.iter().find(|tool| tool.name == *name) {
            Some(tool) if !outcomes.is_empty() => output(tool),
            _ => tools::calls(question, &request.tools, &request.choice),
        },
        Choice::Auto | Choice::Any if outcomes.is_empty() => first(request, question, output),
        Choice::Auto | Choice::Any => next(request, question, outcomes, output),
    };
    calls.truncate(if request.one_call { 1 } else { MOST_CALLS });
    calls
}

fn first(request: &Request, question: &str, mut output: impl FnMut(&Tool) -> Vec<Planned>) -> Vec<Planned> {
    let (outputs, ordinary): (Vec<Tool>, Vec<Tool>) = request.tools.iter().cloned().partition(is_output);
    let found = tools::calls(question, &ordinary, &Choice::Auto);
    if !found.is_empty() {
        return found;
    }
    if let Some(tool) = outputs.first() {
        return output(tool);
    }
    if request.choice == Choice::Any {
        return tools::calls(question, &ordinary, &Choice::Any);
    }
    let again = request.question();
    match ordinary.as_slice() {
        [] => Vec::new(),
        [tool] if is_class(&tool.name) && (asks_for_structure(&again) || asks_for_structure(&request.system)) => {
            tools::calls(question, &ordinary, &Choice::Only(tool.name.clone()))
        }
        _ if asks_again(&again) => tools::calls(question, &ordinary, &Choice::Any),
        _ => Vec::new(),
    }
}

fn next(
    request: &Request,
    question: &str,
    outcomes: &[Outcome],
    mut output: impl FnMut(&Tool) -> Vec<Planned>,
) -> Vec<Planned> {
    let work = since_question(request);
    let failed = |id: &str| work.iter().flat_map(|message| &message.outcomes).any(|o| o.id == id && o.failed);
    let done: Vec<_> = work.iter().flat_map(|message| &message.calls).filter(|call| !failed(&call.id)).collect();
    let is_open = |tool: &&Tool| !done.iter().any(|call| call.name == tool.name);
    let open: Vec<Tool> = request.tools.iter().filter(is_open).cloned().collect();
    let (outputs, ordinary): (Vec<Tool>, Vec<Tool>) = open.into_iter().partition(is_output);
    let is_any = request.choice == Choice::Any;
    if request.one_call {
        // What would have been called at once is called one by one.
        let ordinary: Vec<Tool> = request.tools.iter().filter(|tool| !is_output(tool)).cloned().collect();
        let mut planned = tools::calls(question, &ordinary, &Choice::Auto);
        planned.retain(|(name, input)| !done.iter().any(|call| call.name == *name && call.input == *input));
        if !planned.is_empty() && !done.is_empty() {
            return planned;
        }
    } else if is_any {
        let found = tools::calls(question, &ordinary, &Choice::Auto);
        if !found.is_empty() {
            return found;
        }
    }
    let all_failed = outcomes.iter().all(|outcome| outcome.failed);
    if let Some(tool) = outputs.first().filter(|_| is_any || !all_failed) {
        return output(tool);
    }
    if !is_any {
        return Vec::new();
    }
    // Something must be called: a tool that has not been, else the one that ends the run, else the same again.
    let last = request.tools.iter().find(|tool| is_output(tool));
    match (ordinary.is_empty(), last) {
        (false, _) => tools::calls(question, &ordinary, &Choice::Any),
        (true, Some(tool)) => output(tool),
        (true, None) => tools::calls(question, &request.tools, &Choice::Any),
    }
}

/// The rest of "And in Oslo?" or "What about tomorrow?"; `None` for a question that stands alone.
fn ellipsis(text: &str) -> Option<&str> {
    let text = text.trim();
    let mut rest = text;
    for lead in ["ok,", "ok", "and", "also", "then", "or", "now", "what about", "how about"] {
        let start = rest.get(..lead.len()).filter(|start| start.eq_ignore_ascii_case(lead));
        let after = start.and_then(|_| rest.get(lead.len()..)).filter(|after| after.starts_with([' ', ',']));
        rest = after.map_or(rest, |after| after.trim_start_matches([' ', ',']));
    }
    let all = words(rest);
    let alone = [
        "what", "who", "how", "why", "when", "where", "which", "is", "are", "do", "doe", "can", "could", "tell",
        "explain", "show", "give", "please", "thank", "i", "you",
    ];
    let first = all.first()?;
    let is_led = rest.len() < text.len() || ["in", "at", "for", "near", "on"].contains(&first.as_str());
    let found = facts::read(&format!("x {rest}"));
    let brings = !found.places.is_empty() || found.moment.is_some() || !found.numbers.is_empty();
    (is_led && brings && all.len() <= 6 && !alone.contains(&first.as_str())).then_some(rest)
}

/// The question with what a short message after it changes: "What is the weather in Oslo?" for "And in Oslo?".
fn combined(before: &str, rest: &str) -> String {
    let (old, new) = (facts::read(before), facts::read(&format!("x {rest}")));
    match (old.places.as_slice(), new.places.as_slice()) {
        ([one], [_, ..]) => before.replace(one.as_str(), &new.places.join(" and ")),
        ([_, _, ..], [_, ..]) => {
            let without = old.places.iter().fold(before.to_owned(), |text, place| text.replace(place.as_str(), ""));
            format!("{without} in {}", new.places.join(" and "))
        }
        _ => format!("{} {rest}", before.trim_end_matches(['?', '.', '!', ' '])),
    }
}

/// The question that tools are chosen for, if the last message alone does not hold it.
pub fn whole_question(request: &Request) -> Option<String> {
    let users = request.messages.iter().filter(|message| message.role == Role::User);
    let texts: Vec<&str> = users.map(|message| message.text.trim()).filter(|text| !text.is_empty()).collect();
    let recent = texts.get(texts.len().saturating_sub(12)..)?;
    let last = recent.last().filter(|text| text.len() < 400)?;
    if !asks_again(last) && ellipsis(last).is_none() {
        return None;
    }
    let mut whole: Option<String> = None;
    for text in recent.iter().filter(|text| text.len() < 20_000) {
        whole = match (whole, ellipsis(text)) {
            (Some(before), _) if asks_again(text) => Some(before),
            (Some(before), Some(rest)) => Some(combined(&before, rest)),
            _ => Some((*text).to_owned()),
        };
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_messages_change_the_question_before() {
        for (texts, expected) in [
            (&["What is the weather in Paris?", "And in Oslo?"][..], Some("What is the weather in Oslo?")),
            (&["What is the weather in Paris?", "What about Rome?"], Some("What is the weather in Rome?")),
            (&["Weather in Paris?", "And in Oslo?", "And in Bergen and Rome?"], Some("Weather in Bergen and Rome?")),
            (&["Weather in Paris", "and tomorrow?"], Some("Weather in Paris tomorrow?")),
            (&["Weather in Paris?", "in Oslo"], Some("Weather in Oslo?")),
            (&["Weather in Paris?", "Please include your response in a tool call."], Some("Weather in Paris?")),
            (&["Weather in Paris?", "And what are embeddings?"], None),
            (&["Weather in Paris?", "What about embeddings?"], None),
            (&["Weather in Paris?", "Thanks!"], None),
            (&["Weather in Paris?", "What is the time in Oslo?"], None),
        ] {
            let messages = texts.iter().map(|text| Message::new(Role::User, text)).collect();
            let found = whole_question(&Request { messages, ..Request::default() });
            assert_eq!(found.as_deref(), expected, "{texts:?}");
        }
    }
}
