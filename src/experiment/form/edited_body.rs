//! A request body that was edited as JSON, read back into the conversation.

use serde_json::Value;

use crate::bedrock::conversation::Conversation;
use crate::bedrock::converse;
use crate::bedrock::model_id::ModelId;
use crate::text::number;
use crate::twin;

/// What an edited body means.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// The conversation.
    pub conversation: Conversation,
    /// What Converse cannot hold, and where it is kept, in sentences.
    pub notes: Vec<String>,
}

/// Most bytes of a body that is read while it is typed: the most that Bedrock takes (API model, `Body`: 25,000,000).
pub const LONGEST: usize = 25_000_000;

/// Why a typed body is not read, if it is too long. A longer one would stop the page while it is parsed.
pub fn too_long(typed: &str) -> Option<String> {
    (typed.len() > LONGEST).then(|| {
        format!(
            "This body has {}, and Bedrock takes at most {}. It is not read; the text stays as it is",
            number::bytes(typed.len()),
            number::bytes(LONGEST)
        )
    })
}

/// Reads a body of Converse.
pub fn converse(body: &Value) -> Result<Edited, String> {
    let conversation = converse::from_body(body).map_err(|error| error.to_string())?;
    Ok(Edited { conversation, notes: Vec::new() })
}

/// Reads a body of `InvokeModel`, by the family of the model. What no native body holds is taken over from the Converse body
/// as it was before.
pub fn native(body: &Value, model: Option<&ModelId>, before: &str) -> Result<Edited, String> {
    let model = model.ok_or("The model field holds no model ID, so the body’s family is unknown")?;
    let family = model.family().ok_or(
        "This ID does not say which model family it serves. Pick the family beside the model, or detach the body",
    )?;
    let mut back = twin::converse_body(family, body, model).map_err(|error| error.to_string())?;
    if let Ok(before) = serde_json::from_str(before) {
        back.carry_over(&before);
    }
    let note = |only: &twin::NativeOnly| match &only.kept_at {
        Some(kept) => format!("{} is kept at {kept}. {}", only.pointer, only.note),
        None => format!("{} is not in the Converse request. {}", only.pointer, only.note),
    };
    let notes = back.native_only.iter().map(note).collect();
    let conversation = converse::from_body(&back.body).map_err(|error| error.to_string())?;
    Ok(Edited { conversation, notes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claude() -> ModelId {
        ModelId::parse("anthropic.claude-3-haiku-20240307-v1:0").unwrap()
    }

    fn native_body(more: &Value) -> Value {
        let mut body = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9,
            "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]});
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        body
    }

    #[test]
    fn a_body_that_bedrock_would_not_take_is_not_parsed() {
        assert_eq!(too_long(&" ".repeat(LONGEST)), None);
        let why = too_long(&" ".repeat(2 * LONGEST)).unwrap();
        assert_eq!(
            why,
            "This body has 50.0 MB, and Bedrock takes at most 25.0 MB. It is not read; the text stays as it is"
        );
    }

    #[test]
    fn both_bodies_of_one_request_are_the_same_conversation() {
        let converse_body = json!({"messages": [{"role": "user", "content": [{"text": "Hi"}]}],
            "inferenceConfig": {"maxTokens": 9}});
        let edited = converse(&converse_body).unwrap();
        assert_eq!(edited.notes, [""; 0]);
        let native = native(&native_body(&json!({})), Some(&claude()), "").unwrap();
        assert_eq!(native.conversation, edited.conversation);
    }

    #[test]
    fn what_converse_cannot_hold_is_noted_and_what_no_native_body_holds_is_taken_over() {
        let before = json!({"messages": [], "requestMetadata": {"team": "rocks"}}).to_string();
        let edited = native(&native_body(&json!({"top_k": 5})), Some(&claude()), &before).unwrap();
        assert_eq!(edited.conversation.extra.get("requestMetadata"), Some(&json!({"team": "rocks"})));
        assert!(edited.notes.iter().any(|note| note.contains("/top_k is kept at ")), "{:?}", edited.notes);
        // The body before is not JSON while it is typed: nothing is taken over.
        let edited = native(&native_body(&json!({})), Some(&claude()), "{").unwrap();
        assert!(edited.conversation.extra.is_empty(), "{:?}", edited.conversation.extra);
    }

    #[test]
    fn a_body_that_cannot_be_read_says_why() {
        let profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123";
        let profile = ModelId::parse(profile).unwrap();
        let body = native_body(&json!({}));
        for (outcome, part) in [
            (native(&body, None, ""), "no model ID"),
            (native(&body, Some(&profile), ""), "Pick the family"),
            (native(&json!({"prompt": 7}), Some(&claude()), ""), "messages"),
            (converse(&json!([])), "messages"),
        ] {
            let why = outcome.unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }
}
