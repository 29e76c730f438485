//! The foundation models of a Region: `ListFoundationModels` as rows, filtered, compared, and how each is called.

use serde_json::{Value, json};

use super::profiles::Profile;
use super::{Ask, items, moment, some_text, text, texts};
use crate::aws::time::Timestamp;
use crate::bedrock::catalogue;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::prices;
use crate::text::number;

/// A model, as the control plane lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Its ID.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// Its provider.
    pub provider: String,
    /// `TEXT`, `IMAGE`, …
    pub input: Vec<String>,
    /// `TEXT`, `IMAGE`, `EMBEDDING`, …
    pub output: Vec<String>,
    /// `FINE_TUNING`, …
    pub customizations: Vec<String>,
    /// `ON_DEMAND`, `PROVISIONED`, `INFERENCE_PROFILE`.
    pub calls: Vec<String>,
    /// Whether it streams; unknown if the list does not say.
    pub streams: Option<bool>,
    /// `ACTIVE` or `LEGACY`.
    pub status: String,
    /// The dates of its life, each with its name.
    pub dates: Vec<(&'static str, Timestamp)>,
}

/// The list of all models.
pub fn list() -> Ask {
    Ask::bedrock("ListFoundationModels", json!({}))
}

/// Reads the output of `ListFoundationModels`.
pub fn read(output: &Value) -> Vec<Model> {
    let mut models: Vec<Model> = items(output, "modelSummaries").iter().filter_map(read_one).collect();
    models.sort_by(|a, b| (&a.provider, &a.name, &a.id).cmp(&(&b.provider, &b.name, &b.id)));
    models
}

fn read_one(value: &Value) -> Option<Model> {
    let life = value.get("modelLifecycle").unwrap_or(&Value::Null);
    let dates = [
        ("Launched", "startOfLifeTime"),
        ("Legacy from", "legacyTime"),
        ("Extended access from", "publicExtendedAccessTime"),
        ("Ends", "endOfLifeTime"),
    ];
    let id = some_text(value, "modelId")?;
    Some(Model {
        arn: text(value, "modelArn"),
        name: some_text(value, "modelName").unwrap_or_else(|| id.clone()),
        provider: text(value, "providerName"),
        input: texts(value, "inputModalities"),
        output: texts(value, "outputModalities"),
        customizations: texts(value, "customizationsSupported"),
        calls: texts(value, "inferenceTypesSupported"),
        streams: value.get("responseStreamingSupported").and_then(Value::as_bool),
        status: some_text(life, "status").unwrap_or_else(|| "ACTIVE".to_owned()),
        dates: dates.into_iter().filter_map(|(name, key)| Some((name, moment(life, key)?))).collect(),
        id,
    })
}

/// A column that the list is filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// The provider.
    Provider,
    /// What it takes.
    Input,
    /// What it gives.
    Output,
    /// How it is called.
    Calls,
    /// How it can be customised.
    Customization,
    /// Active or legacy.
    Lifecycle,
}

impl Facet {
    /// All of them, in the order of the bar.
    pub const ALL: [Self; 6] =
        [Self::Provider, Self::Input, Self::Output, Self::Calls, Self::Customization, Self::Lifecycle];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Provider => "Provider",
            Self::Input => "Input",
            Self::Output => "Output",
            Self::Calls => "Called by",
            Self::Customization => "Customisation",
            Self::Lifecycle => "Lifecycle",
        }
    }

    /// The values of a model.
    pub fn of(self, model: &Model) -> Vec<String> {
        match self {
            Self::Provider => vec![model.provider.clone()],
            Self::Input => model.input.clone(),
            Self::Output => model.output.clone(),
            Self::Calls => model.calls.clone(),
            Self::Customization => model.customizations.clone(),
            Self::Lifecycle => vec![model.status.clone()],
        }
    }

    /// The values of all models, sorted.
    pub fn values(self, models: &[Model]) -> Vec<String> {
        let mut values: Vec<String> = models.iter().flat_map(|model| self.of(model)).collect();
        values.sort_unstable();
        values.dedup();
        values
    }
}

/// What the list shows: a text, and a value for some facets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// All words must be in the name, the ID or the provider.
    pub words: String,
    /// The chosen values.
    pub chosen: Vec<(Facet, String)>,
}

impl Filter {
    /// Chooses the value of a facet; an empty one means any.
    pub fn choose(&mut self, facet: Facet, value: String) {
        self.chosen.retain(|(of, _)| *of != facet);
        if !value.is_empty() {
            self.chosen.push((facet, value));
        }
    }

    /// The chosen value of a facet; empty means any.
    pub fn of(&self, facet: Facet) -> String {
        self.chosen.iter().find(|(of, _)| *of == facet).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Whether a model passes.
    pub fn takes(&self, model: &Model) -> bool {
        let about = format!("{} {} {}", model.name, model.id, model.provider).to_lowercase();
        self.words.to_lowercase().split_whitespace().all(|word| about.contains(word))
            && self.chosen.iter().all(|(facet, value)| facet.of(model).contains(value))
    }
}

/// How a value of the API is written for people.
pub fn word(value: &str) -> String {
    match value {
        "ON_DEMAND" => "on demand".to_owned(),
        "PROVISIONED" => "provisioned throughput".to_owned(),
        "INFERENCE_PROFILE" => "inference profile".to_owned(),
        "FINE_TUNING" => "fine-tuning".to_owned(),
        "CONTINUED_PRE_TRAINING" => "continued pre-training".to_owned(),
        other => other.to_lowercase().replace('_', " "),
    }
}

/// A way of calling a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Its name.
    pub name: &'static str,
    /// The `modelId` to send, if there is one already.
    pub id: Option<String>,
    /// What to know about it.
    pub note: String,
}

/// How a model is called: on demand, through each profile, by provisioned throughput.
pub fn ways(model: &Model, profiles: &[Profile]) -> Vec<Way> {
    let mut ways = Vec::new();
    if model.calls.iter().any(|kind| kind == "ON_DEMAND") {
        let note = "Paid by token; no set-up. The Region answers".to_owned();
        ways.push(Way { name: "On demand", id: Some(model.id.clone()), note });
    }
    for profile in profiles.iter().filter(|profile| profile.serves(&model.id)) {
        let id = if profile.is_application { profile.arn.clone() } else { profile.id.clone() };
        ways.push(Way { name: "Inference profile", id: Some(id), note: profile.route() });
    }
    if ways.is_empty() && model.calls.iter().any(|kind| kind == "INFERENCE_PROFILE") {
        let note = "Only through a profile, and no profile of this Region has it. Load the profiles".to_owned();
        ways.push(Way { name: "Inference profile", id: None, note });
    }
    if model.calls.iter().any(|kind| kind == "PROVISIONED") {
        let note = "Buy model units; their ARN is then the modelId. Billed by the hour".to_owned();
        ways.push(Way { name: "Provisioned throughput", id: None, note });
    }
    if ways.is_empty() {
        let note = "The list names no way of calling it in this Region".to_owned();
        ways.push(Way { name: "None", id: None, note });
    }
    ways
}

/// One line of a comparison: its name, a value for each model, and whether they differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is compared.
    pub name: &'static str,
    /// The value of each model.
    pub values: Vec<String>,
    /// Whether the values differ.
    pub differs: bool,
}

/// The least and the most models of a comparison.
pub const COMPARED: std::ops::RangeInclusive<usize> = 2..=4;

/// Reads a value of a model.
type Reader<'a> = dyn Fn(&Model) -> String + 'a;

/// Compares models side by side. What the list does not state comes from the dated catalogue and price list.
pub fn compare(models: &[Model], profiles: &[Profile]) -> Vec<Line> {
    let words = |values: &[String]| {
        if values.is_empty() {
            "–".to_owned()
        } else {
            values.iter().map(|value| word(value)).collect::<Vec<_>>().join(", ")
        }
    };
    let of_catalogue = |model: &Model, read: fn(&catalogue::Model) -> Option<u32>| {
        let found = ModelId::parse(&model.id).ok().and_then(|id| catalogue::find(&id)).and_then(read);
        found.map_or_else(|| "not known".to_owned(), |tokens| number::grouped(u64::from(tokens)))
    };
    let price = |model: &Model| {
        let found = prices::find(&model.id)
            .or_else(|| ways(model, profiles).into_iter().filter_map(|way| way.id).find_map(|id| prices::find(&id)));
        found.map_or_else(
            || "not known".to_owned(),
            |price| format!("${} in, ${} out", number::trimmed(price.input), number::trimmed(price.output)),
        )
    };
    let called = |model: &Model| {
        let names: Vec<String> =
            ways(model, profiles).into_iter().map(|way| way.id.unwrap_or_else(|| way.name.to_owned())).collect();
        names.join(", ")
    };
    let lines: [(&'static str, &Reader); 11] = [
        ("Provider", &|model| model.provider.clone()),
        ("Input", &|model| words(&model.input)),
        ("Output", &|model| words(&model.output)),
        ("Streams", &|model| model.streams.map_or("not stated", |yes| if yes { "yes" } else { "no" }).to_owned()),
        ("Context, tokens", &|model| of_catalogue(model, |known| known.context_tokens)),
        ("Answer at most, tokens", &|model| of_catalogue(model, |known| known.max_output_tokens)),
        ("Price of a million tokens", &price),
        ("Called by", &called),
        ("Customisation", &|model| words(&model.customizations)),
        ("Lifecycle", &|model| model.status.to_lowercase()),
        ("Ends", &|model| {
            model.dates.iter().find(|(name, _)| *name == "Ends").map_or_else(|| "–".to_owned(), |(_, at)| at.date())
        }),
    ];
    lines
        .into_iter()
        .map(|(name, value)| {
            let values: Vec<String> = models.iter().map(value).collect();
            let differs = values.windows(2).any(|pair| pair.first() != pair.last());
            Line { name, values, differs }
        })
        .collect()
}

/// The view that uses a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Text: the playground.
    Chat,
    /// Vectors.
    Embeddings,
    /// Pictures.
    Images,
}

/// Where a model is used, by its output; `None` for video, speech and the like.
pub fn used_in(model: &Model) -> Option<Use> {
    let gives = |kind: &str| model.output.iter().any(|output| output == kind);
    if gives("TEXT") {
        Some(Use::Chat)
    } else if gives("EMBEDDING") {
        Some(Use::Embeddings)
    } else if gives("IMAGE") {
        Some(Use::Images)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output() -> Value {
        json!({"modelSummaries": [
            {"modelId": "amazon.nova-lite-v1:0", "modelArn": "arn:x", "modelName": "Nova Lite", "providerName": "Amazon",
             "inputModalities": ["TEXT", "IMAGE"], "outputModalities": ["TEXT"], "responseStreamingSupported": true,
             "customizationsSupported": ["FINE_TUNING"], "inferenceTypesSupported": ["ON_DEMAND", "PROVISIONED"],
             "modelLifecycle": {"status": "ACTIVE"}},
            {"modelId": "amazon.titan-embed-text-v2:0", "modelName": "Titan Embed", "providerName": "Amazon",
             "inputModalities": ["TEXT"], "outputModalities": ["EMBEDDING"], "inferenceTypesSupported": [],
             "modelLifecycle": {"status": "LEGACY", "endOfLifeTime": "2027-01-08T00:00:00Z"}},
            {"noId": true}
        ]})
    }

    fn profile(id: &str) -> Profile {
        Profile {
            id: id.to_owned(),
            models: vec!["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0".to_owned()],
            ..Profile::default()
        }
    }

    #[test]
    fn models_are_read_and_what_is_damaged_is_left_out() {
        let models = read(&output());
        assert_eq!(models.iter().map(|model| model.name.as_str()).collect::<Vec<_>>(), ["Nova Lite", "Titan Embed"]);
        assert_eq!(
            models[1].dates.iter().map(|(name, at)| (*name, at.date())).collect::<Vec<_>>(),
            [("Ends", "2027-01-08".to_owned())]
        );
        assert_eq!(read(&json!({})), []);
    }

    #[test]
    fn a_filter_takes_words_and_facets_together() {
        let models = read(&output());
        let passing = |filter: &Filter| models.iter().filter(|model| filter.takes(model)).count();
        let mut filter = Filter { words: "amazon LITE".to_owned(), ..Filter::default() };
        assert_eq!(passing(&filter), 1);
        filter.words.clear();
        filter.choose(Facet::Output, "EMBEDDING".to_owned());
        assert_eq!(passing(&filter), 1);
        filter.choose(Facet::Lifecycle, "ACTIVE".to_owned());
        assert_eq!(passing(&filter), 0);
        filter.choose(Facet::Output, String::new());
        assert_eq!((passing(&filter), filter.of(Facet::Lifecycle).as_str()), (1, "ACTIVE"));
        assert_eq!(Facet::Input.values(&models), ["IMAGE", "TEXT"]);
    }

    #[test]
    fn each_way_of_calling_is_named_with_its_id() {
        let models = read(&output());
        let named: Vec<_> = ways(&models[0], &[profile("us.amazon.nova-lite-v1:0")])
            .into_iter()
            .map(|way| (way.name, way.id))
            .collect();
        assert_eq!(
            named,
            [
                ("On demand", Some("amazon.nova-lite-v1:0".to_owned())),
                ("Inference profile", Some("us.amazon.nova-lite-v1:0".to_owned())),
                ("Provisioned throughput", None),
            ]
        );
        assert_eq!(ways(&models[1], &[])[0].name, "None");
    }

    #[test]
    fn a_comparison_marks_what_differs_and_says_what_is_not_known() {
        let lines = compare(&read(&output()), &[]);
        let line = |name: &str| lines.iter().find(|line| line.name == name).unwrap();
        assert!(!line("Provider").differs && line("Output").differs);
        assert_eq!(line("Ends").values, ["–", "2027-01-08"]);
        assert_eq!(line("Context, tokens").values[0], "300,000");
    }

    #[test]
    fn a_model_is_used_where_its_output_belongs() {
        let models = read(&output());
        assert_eq!((used_in(&models[0]), used_in(&models[1])), (Some(Use::Chat), Some(Use::Embeddings)));
    }
}
