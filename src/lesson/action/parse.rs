//! Reads actions from a line: `set "Max tokens" 5; press "Run"`.

use serde_json::Value;

use super::{Action, Body, Button, Field, ModelCall, OperationInput, Switch};
use crate::bedrock::client::Client;
use crate::experiment::form::draft::SendAs;
use crate::experiment::{Api, Role};
use crate::lesson::journal::Pane;
use crate::lesson::step::Place;
use crate::lesson::tokens::{Token, meant};
use crate::simulator::Mishap;

/// The mistakes in a signature, by their words in the journal.
pub const CHANGES: [&str; 11] = [
    "Nothing",
    "Clock",
    "Region",
    "Service",
    "PathOnce",
    "HeaderCase",
    "HeaderSpaces",
    "HeaderDropped",
    "BodyByte",
    "NoToken",
    "WrongSecret",
];

/// What each action takes, as a message shows it.
const ACTIONS: [(&str, &str); 41] = [
    ("open", "open playground"),
    ("press", "press \"Run\""),
    ("set", "set \"Max tokens\" 5"),
    ("unset", "unset \"Top P\""),
    ("setting", "setting /dimensions 256"),
    ("unsetting", "unsetting /dimensions"),
    ("model", "model \"us.amazon.nova-lite-v1:0\""),
    ("region", "region \"eu-west-1\""),
    ("send", "send converse"),
    ("stream", "stream on"),
    ("fault", "fault throttling, or fault none"),
    ("message", "message 1 \"Hi\""),
    ("add", "add user \"Hi\""),
    ("remove-message", "remove-message 2"),
    ("role", "role 2 assistant"),
    ("continue", "continue \"And why?\""),
    ("tool", "tool {\"temperature\": 21}"),
    ("put", "put converse /system [{\"text\": \"Be brief.\"}]"),
    ("drop", "drop native /max_tokens"),
    ("body", "body native {}"),
    ("attach", "attach"),
    ("caret", "caret converse-response /stopReason"),
    ("pin", "pin converse-request /system/0/text"),
    ("unpin", "unpin"),
    ("guess", "guess \"fall\", or guess none"),
    ("answer", "answer 35"),
    ("place", "place \"Retrieve\" \"bedrock-agent-runtime\""),
    ("order", "order \"first\" \"second\""),
    ("code", "code \"import boto3\""),
    ("line", "line 3 \"client = boto3.client('bedrock-runtime')\""),
    ("remove-line", "remove-line 3"),
    ("explore", "explore bedrock ListFoundationModels {}"),
    ("call", "call converse \"amazon.nova-lite-v1:0\" {}"),
    ("sign", "sign PathOnce"),
    ("frame", "frame 2"),
    ("byte", "byte 0"),
    ("flip", "flip 40"),
    ("clock", "clock 5"),
    ("quota", "quota \"modelUnits\" 2"),
    ("texts", "texts \"a\" \"b\""),
    ("query", "query \"Who sleeps?\""),
];

/// Reads the actions of these words, which `;` separates.
///
/// # Errors
/// What is wrong with the first that cannot be read.
pub fn parse(tokens: &[Token]) -> Result<Vec<Action>, String> {
    let parts = tokens.split(|token| token.is(";")).filter(|part| !part.is_empty());
    let actions: Vec<Action> = parts.map(action).collect::<Result<_, _>>()?;
    if actions.is_empty() { Err("an action is missing, for example: press \"Run\"".to_owned()) } else { Ok(actions) }
}

fn action(tokens: &[Token]) -> Result<Action, String> {
    let Some((Token::Word(verb), rest)) = tokens.split_first() else {
        return Err("an action begins with a word, for example: press \"Run\"".to_owned());
    };
    let text = |token: &Token| match token {
        Token::Text(text) => Ok(text.clone()),
        Token::Json(value) => Ok(value.to_string()),
        Token::Word(_) => Err(format!("{} stands without quotes", token.shown())),
    };
    let read = match (verb.as_str(), rest) {
        ("open", [place]) => Action::Open(word(place, "view", Place::from_word, Place::ALL.map(Place::word))?),
        ("press", [button]) => Action::Press(label(button, "button", &Button::ALL)?),
        ("set", [field, value]) => Action::Set(label(field, "field", &Field::ALL)?, text(value)?),
        ("unset", [field]) => Action::Unset(label(field, "field", &Field::ALL)?),
        ("setting", [pointer, value]) => Action::Setting(at(pointer)?, value.value().ok_or_else(|| bare(value))?),
        ("unsetting", [pointer]) => Action::Unsetting(at(pointer)?),
        ("model", [model]) => Action::Model(text(model)?),
        ("region", [region]) => Action::Region(text(region)?),
        ("send", [apis]) => Action::SendAs(word(apis, "API", SendAs::from_word, ["converse", "invoke", "both"])?),
        ("stream", [switch]) => Action::Stream(word(
            switch,
            "position",
            |word| match word {
                "on" => Some(Switch::On),
                "off" => Some(Switch::Off),
                _ => None,
            },
            ["on", "off"],
        )?),
        ("fault", [none]) if none.is("none") => Action::Fault(None),
        ("fault", [key]) => {
            let keys = Mishap::ALL.map(Mishap::key);
            Action::Fault(Some(word(key, "fault", Mishap::from_key, keys)?))
        }
        ("message", [number, text_of]) => Action::Message(counted(number)?, text(text_of)?),
        ("add", [role, text_of]) => Action::AddMessage(role_of(role)?, text(text_of)?),
        ("remove-message", [number]) => Action::RemoveMessage(counted(number)?),
        ("role", [number, role]) => Action::Role(counted(number)?, role_of(role)?),
        ("continue", [text_of]) => Action::Continue(text(text_of)?),
        ("tool", [value]) => Action::AnswerTool(value.value().ok_or_else(|| bare(value))?),
        ("put", [body, pointer, value]) => {
            Action::Put(body_of(body)?, at(pointer)?, value.value().ok_or_else(|| bare(value))?)
        }
        ("drop", [body, pointer]) => Action::Drop(body_of(body)?, at(pointer)?),
        ("body", [body, Token::Json(value)]) => Action::Replace(body_of(body)?, value.clone()),
        ("attach", []) => Action::Attach,
        ("caret", [pane, pointer]) => Action::Caret(pane_of(pane)?, at(pointer)?),
        ("pin", [pane, pointer]) => Action::Pin(pane_of(pane)?, at(pointer)?),
        ("unpin", []) => Action::Unpin,
        ("guess", [none]) if none.is("none") => Action::Guess(None),
        ("guess", [guess]) => Action::Guess(Some(text(guess)?)),
        ("answer", [value]) => Action::Answer(value.value().ok_or_else(|| bare(value))?),
        ("place", [card, bin]) => Action::Place(text(card)?, text(bin)?),
        ("order", cards @ [_, ..]) => Action::Order(cards.iter().map(text).collect::<Result<_, _>>()?),
        ("code", [program]) => Action::Code(text(program)?),
        ("line", [number, line]) => Action::CodeLine(counted(number)?, text(line)?),
        ("remove-line", [number]) => Action::RemoveLine(counted(number)?),
        ("explore", [client, Token::Word(operation), Token::Json(input)]) => Action::Operation(OperationInput {
            client: word(client, "client", Client::from_name, Client::ALL.map(Client::name))?.name().to_owned(),
            operation: operation.clone(),
            input: input.clone(),
        }),
        ("call", [api, model, Token::Json(body)]) => Action::Call(ModelCall {
            api: word(api, "API", Api::from_key, Api::ALL.map(Api::key))?,
            model: text(model)?,
            body: body.clone(),
        }),
        ("sign", [change]) => {
            Action::Sign(word(change, "mistake", |word| CHANGES.contains(&word).then(|| word.to_owned()), CHANGES)?)
        }
        ("frame", [number]) => Action::Frame(counted(number)?),
        ("byte", [number]) => Action::Byte(whole(number)?),
        ("flip", [number]) => Action::Flip(whole(number)?),
        ("clock", [hours]) => {
            Action::Clock(u32::try_from(whole(hours)?).map_err(|_| "the hours are too many".to_owned())?)
        }
        ("quota", [name, number]) => {
            Action::Quota(text(name)?, u64::try_from(whole(number)?).map_err(|_| "the quota is too large".to_owned())?)
        }
        ("texts", texts @ [_, ..]) => Action::Texts(texts.iter().map(text).collect::<Result<_, _>>()?),
        ("query", [query]) => Action::Query(text(query)?),
        (verb, _) => {
            let known = ACTIONS.iter().find(|(known, _)| *known == verb);
            return Err(match known {
                Some((_, example)) => format!("write {verb} as: {example}"),
                None => format!("{verb} is not an action{}", meant(verb, ACTIONS.iter().map(|(known, _)| *known))),
            });
        }
    };
    Ok(read)
}

fn bare(token: &Token) -> String {
    format!("{} stands without quotes", token.shown())
}

/// A thing of the page by its label.
fn label<T: Copy>(token: &Token, what: &str, all: &[(T, &'static str)]) -> Result<T, String> {
    let shown = match token {
        Token::Text(text) => text.clone(),
        Token::Word(_) | Token::Json(_) => token.shown(),
    };
    let found = all.iter().find(|(_, label)| *label == shown);
    let near = || meant(&shown, all.iter().map(|(_, label)| *label));
    found.map(|(thing, _)| *thing).ok_or_else(|| format!("there is no {what} \"{shown}\"{}", near()))
}

fn word<T, const N: usize>(
    token: &Token,
    what: &str,
    read: impl Fn(&str) -> Option<T>,
    known: [&'static str; N],
) -> Result<T, String> {
    let shown = token.shown();
    token.word().and_then(read).ok_or_else(|| format!("{shown} is not a {what}{}", meant(&shown, known)))
}

fn at(token: &Token) -> Result<String, String> {
    let found = token.word().filter(|word| word.starts_with('/'));
    found.map(str::to_owned).ok_or_else(|| format!("{} is not a JSON pointer, which begins with /", token.shown()))
}

fn whole(token: &Token) -> Result<usize, String> {
    let number = match token {
        Token::Json(Value::Number(number)) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
        Token::Json(_) | Token::Word(_) | Token::Text(_) => None,
    };
    number.ok_or_else(|| format!("{} is not a whole number", token.shown()))
}

/// A number that counts from 1.
fn counted(token: &Token) -> Result<usize, String> {
    whole(token)?.checked_sub(1).map(|place| place + 1).ok_or_else(|| "counting begins with 1".to_owned())
}

fn body_of(token: &Token) -> Result<Body, String> {
    let read = |word: &str| match word {
        "converse" => Some(Body::Converse),
        "native" => Some(Body::Native),
        _ => None,
    };
    word(token, "body", read, ["converse", "native"])
}

fn pane_of(token: &Token) -> Result<Pane, String> {
    word(token, "pane", Pane::from_word, Pane::ALL.map(Pane::word))
}

fn role_of(token: &Token) -> Result<Role, String> {
    let read = |word: &str| match word {
        "user" => Some(Role::User),
        "assistant" => Some(Role::Assistant),
        "system" => Some(Role::System),
        _ => None,
    };
    word(token, "role", read, ["user", "assistant", "system"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::tokens;

    fn read(text: &str) -> Result<Vec<Action>, String> {
        parse(&tokens::all(text).unwrap())
    }

    #[test]
    fn every_example_of_an_action_can_be_read() {
        for (verb, example) in ACTIONS {
            for example in example.split(", or ") {
                assert_eq!(read(example).map(|actions| actions.len()), Ok(1), "{verb}: {example}");
            }
        }
    }

    #[test]
    fn actions_follow_each_other() {
        assert_eq!(
            read(r#"set "Stop" "5;"; unset "Max tokens"; press "Run";"#).unwrap(),
            [Action::Set(Field::Stop, "5;".to_owned()), Action::Unset(Field::MaxTokens), Action::Press(Button::Run)]
        );
    }

    #[test]
    fn a_mistake_says_what_was_meant() {
        for (text, part) in [
            ("", "an action is missing"),
            ("pres \"Run\"", "did you mean press?"),
            ("press \"Rnu\"", "did you mean Run?"),
            ("press", "write press as"),
            ("set \"Max token\" 5", "did you mean Max tokens?"),
            ("set \"Stop\" five", "without quotes"),
            ("stream maybe", "not a position"),
            ("message 0 \"x\"", "counting begins with 1"),
            ("put converse system []", "not a JSON pointer"),
            ("explore s3 ListBuckets {}", "not a client"),
            ("sign PathTwice", "did you mean PathOnce?"),
            ("\"Run\"", "begins with a word"),
        ] {
            let why = read(text).unwrap_err();
            assert!(why.contains(part), "{text}: {why}");
        }
    }
}
