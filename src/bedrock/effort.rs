//! `outputConfig.effort`: how much work a model puts into an answer, and which models take it.
//!
//! The API model has the member for every model (a text of at most 16 characters), the models do not. Sources: Anthropic's
//! guide to effort (<https://platform.claude.com/docs/en/build-with-claude/effort>) for the older Claude models; the cards of
//! AWS for the newer ones, GPT and Grok, and public probes of 2026 for `none`. Anthropic has no statement on Claude Haiku 5.5;
//! it thinks adaptively, so it is taken to have every level.

use super::catalogue;
use super::family::{Body, Family};
use super::model_id::ModelId;

/// Every level, from the least to the most.
pub const LEVELS: [&str; 5] = ["low", "medium", "high", "xhigh", "max"];

/// Claude models and the levels that they take, by how their names begin. The first that fits counts.
const CLAUDE: [(&str, &[&str]); 10] = [
    ("claude-v", &[]),
    ("claude-instant", &[]),
    ("claude-3", &[]),
    ("claude-haiku-4", &[]),
    ("claude-opus-4-1", &[]),
    ("claude-sonnet-4-5", &[]),
    ("claude-opus-4-5", &["low", "medium", "high"]),
    ("claude-opus-4-6", &["low", "medium", "high", "max"]),
    ("claude-sonnet-4-6", &["low", "medium", "high", "max"]),
    ("claude-mythos-preview", &["low", "medium", "high", "max"]),
];

/// Models in the chat shape, by how their ids begin. What is not listed is not known.
const CHAT: [(&str, &[&str]); 4] = [
    ("openai.gpt-oss", &["none", "low", "medium", "high"]),
    ("openai.gpt-5", &["none", "low", "medium", "high", "xhigh"]),
    ("openai.gpt-6", &["low", "medium", "high", "xhigh"]),
    ("xai.grok", &["low", "medium", "high", "xhigh"]),
];

/// The levels that a model takes: none of them if it takes no effort. `None` where that is not known.
pub fn levels(model: &ModelId) -> Option<&'static [&'static str]> {
    levels_of(model.base_id()?, model.family()?)
}

/// The same, of a base id and its family.
pub fn levels_of(id: &str, family: Family) -> Option<&'static [&'static str]> {
    let row = |rows: &[(&str, &'static [&'static str])], id: &str| {
        rows.iter().find(|(start, _)| id.starts_with(start)).map(|(_, levels)| *levels)
    };
    match family.body() {
        Body::Claude => {
            let name = id.strip_prefix("anthropic.").unwrap_or(id);
            Some(row(&CLAUDE, name).unwrap_or(&LEVELS))
        }
        Body::Chat(_) if matches!(family, Family::Jamba | Family::Palmyra) => Some(&[]),
        Body::Chat(_) => row(&CHAT, id),
        Body::Nova
        | Body::CohereR
        | Body::TitanText
        | Body::Prompt(_)
        | Body::Embedding(_)
        | Body::Image(_)
        | Body::Rerank(_)
        | Body::Unwritten => Some(&[]),
    }
}

/// Why a model refuses this effort; `None` if it takes it, or if that is not known.
pub fn refusal(model: &ModelId, effort: &str) -> Option<String> {
    let levels = levels(model)?;
    if levels.contains(&effort) {
        return None;
    }
    let name = catalogue::find(model).map_or(model.as_str(), |model| model.name);
    Some(match levels {
        [] => format!("{name} takes no effort: remove outputConfig.effort"),
        levels => format!("{name} takes the effort {}, not “{effort}”", levels.join(", ")),
    })
}

/// What a reader should know about effort with this model.
pub fn note(model: &ModelId) -> String {
    let name = catalogue::find(model).map_or(model.as_str(), |model| model.name);
    match (levels(model), model.family().map(Family::body)) {
        (Some([]), _) => format!("{name} takes no effort and refuses a request with it."),
        (Some(_), Some(Body::Claude)) => {
            "More effort means more thinking and more tokens. Claude's own body has it as output_config.effort."
                .to_owned()
        }
        (Some(_), _) => {
            "More effort means more thinking and more tokens. The chat body has it as reasoning_effort.".to_owned()
        }
        (None, _) => format!("Outcrop does not know which levels {name} takes."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_model_has_its_levels() {
        for (model, expected) in [
            ("us.anthropic.claude-haiku-4-5-20251001-v1:0", Some("")),
            ("anthropic.claude-3-haiku-20240307-v1:0", Some("")),
            ("us.anthropic.claude-opus-4-5-20251101-v1:0", Some("low medium high")),
            ("us.anthropic.claude-sonnet-4-6", Some("low medium high max")),
            ("us.anthropic.claude-opus-4-7", Some("low medium high xhigh max")),
            ("us.anthropic.claude-sonnet-5-5", Some("low medium high xhigh max")),
            ("us.openai.gpt-6.1-sol", Some("low medium high xhigh")),
            ("openai.gpt-oss-20b-1:0", Some("none low medium high")),
            ("us.xai.grok-4.7", Some("low medium high xhigh")),
            ("qwen.qwen3-32b-v1:0", None),
            ("mistral.magistral-small-2509", None),
            ("us.writer.palmyra-x5-v1:0", Some("")),
            ("ai21.jamba-1-5-mini-v1:0", Some("")),
            ("amazon.nova-2-lite-v1:0", Some("")),
            ("us.meta.llama3-3-70b-instruct-v1:0", Some("")),
            ("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef", None),
        ] {
            let model = ModelId::parse(model).unwrap();
            assert_eq!(levels(&model).map(|levels| levels.join(" ")).as_deref(), expected, "{model:?}");
        }
    }

    #[test]
    fn a_refusal_names_the_model_and_its_levels() {
        let of = |model: &str, effort: &str| refusal(&ModelId::parse(model).unwrap(), effort);
        assert_eq!(
            of("amazon.nova-lite-v1:0", "low").as_deref(),
            Some("Nova Lite takes no effort: remove outputConfig.effort")
        );
        assert_eq!(
            of("us.anthropic.claude-opus-4-6-v1", "xhigh").as_deref(),
            Some("Claude Opus 4.6 takes the effort low, medium, high, max, not “xhigh”")
        );
        assert_eq!(of("us.anthropic.claude-opus-4-6-v1", "max"), None);
        assert_eq!(of("qwen.qwen3-32b-v1:0", "extreme"), None);
        assert!(note(&ModelId::parse("amazon.nova-lite-v1:0").unwrap()).starts_with("Nova Lite takes no effort"));
    }
}
