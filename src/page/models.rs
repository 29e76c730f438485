//! The names and the list of models on the page, only from facts in the catalogue.

use super::View;
use super::choices::{Choice, Named, Worth};
use crate::bedrock::catalogue::{self, AS_OF, Lifecycle, Modality, Model, Sampling, Tools};
use crate::bedrock::family::{Family, FamilyKind};
use crate::bedrock::model_id::{ModelId, ModelIdKind};
use crate::experiment::Draft;
use crate::experiment::document::lab::LabKind;
use crate::experiment::fitting::{self, About};

/// The filters over a list of models that write text.
pub const FILTERS: [&str; 5] = ["tools", "images", "streaming", "schema", "not retired"];

/// How a field without the focus shows this text: the model's name and how it is called, and the ID.
pub fn named(text: &str) -> Named {
    let Ok(model) = ModelId::parse(text) else { return Named { title: text.to_owned(), value: String::new() } };
    let how = match (model.kind(), model.profile_prefix()) {
        (ModelIdKind::InferenceProfile, Some(prefix)) => profile_name(prefix),
        (ModelIdKind::Bare, _) => "on demand".to_owned(),
        (kind, _) => kind.label().to_owned(),
    };
    let title = match (catalogue::find(&model), model.family()) {
        (Some(known), _) => format!("{} · {how}", known.name),
        (None, Some(family)) => format!("{} · {how} · not in the list of {AS_OF}", family.name()),
        (None, None) if model.kind() == ModelIdKind::Bare => format!("Not in the list of {AS_OF}"),
        (None, None) => how,
    };
    Named { title, value: model.as_str().to_owned() }
}

/// “us profile”, of a prefix with its dot.
fn profile_name(prefix: &str) -> String {
    format!("{} profile", prefix.trim_end_matches('.'))
}

/// Whether a text in a model field is a value: a catalogue ID or an ARN is one, an ID of a known family can be one.
pub fn worth(text: &str) -> Worth {
    match ModelId::parse(text) {
        Ok(model) if model.as_str().starts_with("arn:") || catalogue::find(&model).is_some() => Worth::Value,
        Ok(model) if model.family().is_some() => Worth::Perhaps,
        Ok(_) | Err(_) => Worth::Search,
    }
}

/// The models of the catalogue as a list: first the text models, then those that Converse does not serve. `draft` is given
/// for the playground: each model then warns of what it does not take of the draft.
pub fn choices(region: &str, today: &str, serves: fn(&Model) -> bool, draft: Option<&Draft>) -> Vec<Choice> {
    let (text, other): (Vec<&Model>, Vec<&Model>) =
        catalogue::models().iter().filter(|model| serves(model)).partition(|model| model.writes_text());
    // The list of another view has only one kind, grouped by provider.
    let alone = text.is_empty();
    let mut all: Vec<Choice> =
        text.into_iter().map(|model| choice(model, model.provider, region, today, draft)).collect();
    let mut other: Vec<(&str, &Model)> =
        other.into_iter().map(|model| (if alone { model.provider } else { group_of(model) }, model)).collect();
    // One group after the other. The list is short, and a sort would weigh more in the first load than this loop.
    while let Some(group) = (!alone).then(|| other.iter().map(|(group, _)| *group).min()).flatten() {
        let (of_group, rest): (Vec<_>, Vec<_>) = other.into_iter().partition(|(each, _)| *each == group);
        all.extend(of_group.into_iter().map(|(_, model)| choice(model, group, region, today, draft)));
        other = rest;
    }
    all.extend(other.into_iter().map(|(group, model)| choice(model, group, region, today, draft)));
    all
}

fn group_of(model: &Model) -> &'static str {
    match model.family().map(Family::kind) {
        Some(FamilyKind::Embedding) => "Embedding models: InvokeModel only",
        Some(FamilyKind::Image) => "Image models: InvokeModel only",
        Some(FamilyKind::Rerank) => "Rerank models: InvokeModel only",
        Some(FamilyKind::Video | FamilyKind::Speech | FamilyKind::Text) | None => model.provider,
    }
}

fn choice(model: &'static Model, group: &'static str, region: &str, today: &str, draft: Option<&Draft>) -> Choice {
    let value = model.callable_id(region);
    let note = match value.strip_suffix(model.id) {
        Some(prefix) if !prefix.is_empty() => profile_name(prefix),
        Some(_) | None => "on demand".to_owned(),
    };
    let mut warnings = Vec::new();
    let ended = fitting::ended(model, today);
    match (model.lifecycle, ended) {
        (_, Some(day)) => warnings.push(format!("retired {day}")),
        (Lifecycle::Unlisted, None) => warnings.push("no longer in AWS’s list".to_owned()),
        (Lifecycle::Current | Lifecycle::Ends(_), None) => {}
    }
    if model.profile_only && value == model.id {
        warnings.push(format!("needs an inference profile, and none is for {region}"));
    }
    if model.writes_text() {
        if !model.converse {
            warnings.push("InvokeModel only".to_owned());
        }
        if !model.streaming {
            warnings.push("no stream".to_owned());
        }
    }
    let id = ModelId::parse(&value).ok();
    let misfits = draft.zip(id).map(|(draft, id)| fitting::misfits(draft, &id, today)).unwrap_or_default();
    let clashes = |about: About| misfits.iter().any(|misfit| misfit.about == about);
    let mut facts = facts(model);
    // It is a warning if the draft sends it, otherwise only a fact.
    for (about, words) in [(About::System, no_system(model)), (About::Sampling, sampling(model))] {
        if let Some(words) = words {
            if clashes(about) { &mut warnings } else { &mut facts }.push(words.to_owned());
        }
    }
    let mut kinds = Vec::new();
    let images = model.input.contains(&Modality::Image);
    for (has, kind) in [
        (model.tools != Tools::No, FILTERS[0]),
        (images, FILTERS[1]),
        (model.streaming, FILTERS[2]),
        (model.schema, FILTERS[3]),
        (ended.is_none(), FILTERS[4]),
    ] {
        if has {
            kinds.push(kind);
        }
    }
    Choice { group, name: model.name.to_owned(), note, facts, warnings, value, kinds }
}

/// What it reads and takes, according to the catalogue.
fn facts(model: &Model) -> Vec<String> {
    let reads: Vec<&str> = model
        .input
        .iter()
        .map(|kind| match kind {
            Modality::Text => "text",
            Modality::Image => "images",
            Modality::Video => "video",
            Modality::Audio => "audio",
            Modality::Embedding => "vectors",
            Modality::Scores => "scores",
        })
        .collect();
    let mut facts = vec![format!("reads {}", reads.join(", "))];
    match model.tools {
        Tools::Yes => facts.push("tools".to_owned()),
        Tools::NotStreamed => facts.push("tools without Stream".to_owned()),
        Tools::No => {}
    }
    if model.schema {
        facts.push("JSON schema".to_owned());
    }
    if model.profile_only {
        facts.push("inference profile only".to_owned());
    }
    facts
}

fn no_system(model: &Model) -> Option<&'static str> {
    (model.converse && !model.system).then_some("no system prompt")
}

fn sampling(model: &Model) -> Option<&'static str> {
    match model.sampling {
        _ if !model.converse => None,
        Sampling::None => Some("no temperature, no Top P"),
        Sampling::OneOf => Some("temperature or Top P"),
        Sampling::Both => None,
    }
}

/// The place for a model that Converse does not serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Why Converse does not serve it, and which API does.
    pub why: String,
    /// The view of this page that writes its body.
    pub view: Option<View>,
}

/// The name of the button that opens it there.
pub fn open_in(view: View) -> String {
    format!("Open in {}", view.name())
}

/// Whether Converse does not serve this model; [`elsewhere`] gives its place. The first paint needs only this.
pub fn is_elsewhere(model: &ModelId) -> bool {
    model.family().is_some_and(|family| family.kind() != FamilyKind::Text || family == Family::Pegasus)
}

/// The place for this model, if Converse does not serve it.
pub fn elsewhere(model: &ModelId) -> Option<Elsewhere> {
    let family = model.family()?;
    let name = family.name();
    let why = match family.kind() {
        FamilyKind::Embedding => {
            "Embedding models have no Converse: a vector is not a message. They take InvokeModel only".to_owned()
        }
        FamilyKind::Image => {
            "Image models have no Converse: they return pictures, not messages. They take InvokeModel only".to_owned()
        }
        FamilyKind::Rerank => {
            "Rerank models have no Converse: they return scores, not messages. They take InvokeModel only".to_owned()
        }
        FamilyKind::Video => format!("{name} writes videos: it is called with StartAsyncInvoke, not with Converse"),
        FamilyKind::Speech => {
            format!("{name} speaks: it is called with InvokeModelWithBidirectionalStream, not with Converse")
        }
        FamilyKind::Text if family == Family::Pegasus => {
            format!("{name} has no Converse: it answers questions about a video. It takes InvokeModel only")
        }
        FamilyKind::Text => return None,
    };
    let view = view_of(model);
    let why = if view.is_some() { why } else { format!("{why}. This page has no view for it") };
    Some(Elsewhere { why, view })
}

/// The view that writes the native body of a model without Converse.
pub fn view_of(model: &ModelId) -> Option<View> {
    LabKind::of_model(model).map(|kind| match kind {
        LabKind::Embeddings => View::Embeddings,
        LabKind::Images => View::Images,
        LabKind::Explorer => View::Explorer,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2026-11-30";

    #[test]
    fn a_field_names_the_model_and_how_it_is_called() {
        for (text, title) in [
            ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "Claude Haiku 4.5 · us profile"),
            ("amazon.nova-lite-v1:0", "Nova Lite · on demand"),
            ("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "Nova Lite · foundation-model ARN"),
            ("anthropic.claude-of-tomorrow", "Anthropic Claude Messages · on demand · not in the list of 2026-11-30"),
            ("my-own-thing", "Not in the list of 2026-11-30"),
            ("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef", "Provisioned Throughput"),
        ] {
            assert_eq!(named(text), Named { title: title.to_owned(), value: text.to_owned() });
        }
        assert_eq!(named("not a model"), Named { title: "not a model".to_owned(), value: String::new() });
    }

    #[test]
    fn an_id_is_a_value_and_the_beginning_of_one_is_a_search() {
        for (text, expected) in [
            ("amazon.nova-lite-v1:0", Worth::Value),
            ("eu.amazon.nova-lite-v1:0", Worth::Value),
            ("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef", Worth::Value),
            ("anthropic.claude", Worth::Perhaps),
            ("nova", Worth::Search),
            ("my-own-thing", Worth::Search),
            ("not a model", Worth::Search),
            ("", Worth::Search),
        ] {
            assert_eq!(worth(text), expected, "{text}");
        }
    }

    fn listed(name: &str, draft: Option<&Draft>) -> Choice {
        let all = choices("us-east-1", TODAY, |_| true, draft);
        all.into_iter().find(|choice| choice.name == name).unwrap()
    }

    #[test]
    fn the_list_says_what_the_catalogue_states() {
        let haiku = listed("Claude Haiku 4.5", None);
        assert_eq!((haiku.group, haiku.note.as_str()), ("Anthropic", "us profile"));
        let facts = ["reads text, images", "tools", "JSON schema", "inference profile only", "temperature or Top P"];
        assert_eq!(haiku.facts, facts);
        assert_eq!(haiku.kinds, FILTERS);
        assert!(haiku.warnings.is_empty());
        assert!(listed("Llama 4 Scout 17B", None).warnings.is_empty());
        assert_eq!(listed("Pegasus 1.5", None).warnings, ["InvokeModel only"]);
        let retired = listed("Nova Canvas", None);
        assert_eq!(
            (retired.group, retired.warnings),
            ("Image models: InvokeModel only", vec!["retired 2026-09-30".to_owned()])
        );
        assert!(!retired.kinds.contains(&"not retired"));
        let far = choices("sa-east-1", TODAY, |model| model.profiles == ["us."] && model.profile_only, None);
        assert!(far.iter().all(|choice| choice.warnings.iter().any(|text| text.contains("none is for sa-east-1"))));
        assert!(!far.is_empty());
    }

    #[test]
    fn what_the_draft_sends_and_a_model_refuses_is_a_warning() {
        let draft = Draft::default();
        assert_eq!(
            listed("Titan Text G1 Express", Some(&draft)).warnings,
            ["no longer in AWS’s list", "no system prompt"]
        );
        assert!(listed("Claude Opus 5", Some(&draft)).warnings.contains(&"no temperature, no Top P".to_owned()));
        assert!(listed("Claude Opus 5", None).facts.contains(&"no temperature, no Top P".to_owned()));
        assert!(listed("Claude Haiku 4.5", Some(&draft)).warnings.is_empty());
    }

    #[test]
    fn what_converse_does_not_serve_is_listed_last_and_a_view_of_its_own_keeps_the_makers() {
        let all = choices("us-east-1", TODAY, |_| true, None);
        let first = all.iter().position(|choice| choice.group.ends_with("InvokeModel only")).unwrap();
        assert!(all[first..].iter().all(|choice| choice.group.ends_with("InvokeModel only")));
        let mut groups: Vec<&str> = all.iter().map(|choice| choice.group).collect();
        groups.dedup();
        let count = groups.len();
        groups.sort_unstable();
        groups.dedup();
        assert_eq!(groups.len(), count, "each group stands once");
        let images = choices(
            "us-east-1",
            TODAY,
            |model| view_of(&ModelId::parse(model.id).unwrap()) == Some(View::Images),
            None,
        );
        assert!(!images.is_empty() && images.iter().all(|choice| !choice.group.contains("InvokeModel")));
    }

    #[test]
    fn a_model_that_converse_does_not_serve_has_its_place() {
        for (text, view, part) in [
            ("amazon.titan-embed-text-v2:0", Some(View::Embeddings), "a vector is not a message"),
            ("cohere.rerank-v3-5:0", Some(View::Embeddings), "scores"),
            ("stability.sd3-5-large-v1:0", Some(View::Images), "pictures"),
            ("us.stability.stable-image-inpaint-v1:0", None, "no view"),
            ("twelvelabs.pegasus-1-2-v1:0", None, "no view"),
            ("amazon.nova-reel-v1:0", None, "StartAsyncInvoke"),
            ("amazon.nova-sonic-v1:0", None, "InvokeModelWithBidirectionalStream"),
        ] {
            let found = elsewhere(&ModelId::parse(text).unwrap()).unwrap();
            assert_eq!(found.view, view, "{text}");
            assert!(found.why.contains(part) && !found.why.contains("with Converse:"), "{text}: {}", found.why);
        }
        for text in ["amazon.nova-lite-v1:0", "my-own-thing", "cohere.command-text-v14"] {
            assert_eq!(elsewhere(&ModelId::parse(text).unwrap()), None, "{text}");
        }
    }

    #[test]
    fn every_model_of_the_catalogue_that_has_no_converse_says_so() {
        for model in catalogue::models().iter().filter(|model| !model.converse) {
            assert!(elsewhere(&ModelId::parse(model.id).unwrap()).is_some(), "{}", model.id);
        }
        for model in catalogue::models() {
            let id = ModelId::parse(model.id).unwrap();
            assert_eq!(is_elsewhere(&id), elsewhere(&id).is_some(), "{}", model.id);
        }
    }
}
