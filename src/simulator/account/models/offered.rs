//! Which models are offered for throughput, training and deployment, and under which ids.
//!
//! Sources: the AWS user guide's pages on Provisioned Throughput, on custom models and on their deployment (newest crawl
//! before 2026-11). Nova 2 Lite's id for training is not confirmed. A model of the list may have reached its Legacy
//! state; AWS then refuses new purchases and new jobs.

use crate::bedrock::catalogue::{self, Lifecycle, Model};
use crate::bedrock::model_id::ModelId;

/// What one foundation model is offered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its base id.
    pub id: &'static str,
    /// The one region that offers it; `None` where the list does not say.
    pub region: Option<&'static str>,
    /// The ids that Provisioned Throughput takes.
    pub provisioned: &'static [&'static str],
    /// The id that a customization job trains.
    pub trained: Option<&'static str>,
    /// The types of customization.
    pub types: &'static [&'static str],
    /// Whether a custom model of it can be deployed.
    pub deployed: bool,
}

const TUNED: &[&str] = &["FINE_TUNING", "DISTILLATION"];

const fn provisioned_only(id: &'static str, region: Option<&'static str>, ids: &'static [&'static str]) -> Offer {
    Offer { id, region, provisioned: ids, trained: None, types: &[], deployed: false }
}

const OFFERS: [Offer; 14] = [
    Offer {
        id: "amazon.nova-micro-v1:0",
        region: Some("us-east-1"),
        provisioned: &["amazon.nova-micro-v1:0:24k", "amazon.nova-micro-v1:0:128k"],
        trained: Some("amazon.nova-micro-v1:0:128k"),
        types: TUNED,
        deployed: true,
    },
    Offer {
        id: "amazon.nova-lite-v1:0",
        region: Some("us-east-1"),
        provisioned: &["amazon.nova-lite-v1:0:24k", "amazon.nova-lite-v1:0:300k"],
        trained: Some("amazon.nova-lite-v1:0:300k"),
        types: TUNED,
        deployed: true,
    },
    Offer {
        id: "amazon.nova-pro-v1:0",
        region: Some("us-east-1"),
        provisioned: &["amazon.nova-pro-v1:0:24k", "amazon.nova-pro-v1:0:300k"],
        trained: Some("amazon.nova-pro-v1:0:300k"),
        types: TUNED,
        deployed: true,
    },
    Offer {
        id: "amazon.nova-2-lite-v1:0",
        region: Some("us-east-1"),
        provisioned: &[],
        trained: Some("amazon.nova-2-lite-v1:0:256k"),
        types: &["FINE_TUNING", "REINFORCEMENT_FINE_TUNING"],
        deployed: true,
    },
    Offer {
        id: "meta.llama3-3-70b-instruct-v1:0",
        region: Some("us-west-2"),
        provisioned: &[],
        trained: Some("meta.llama3-3-70b-instruct-v1:0:128k"),
        types: TUNED,
        deployed: true,
    },
    Offer {
        id: "meta.llama3-1-70b-instruct-v1:0",
        region: Some("us-west-2"),
        provisioned: &["meta.llama3-1-70b-instruct-v1:0:128k"],
        trained: Some("meta.llama3-1-70b-instruct-v1:0:128k"),
        types: TUNED,
        deployed: false,
    },
    Offer {
        id: "meta.llama3-1-8b-instruct-v1:0",
        region: Some("us-west-2"),
        provisioned: &["meta.llama3-1-8b-instruct-v1:0:128k"],
        trained: Some("meta.llama3-1-8b-instruct-v1:0:128k"),
        types: TUNED,
        deployed: false,
    },
    provisioned_only("amazon.titan-embed-text-v1", None, &["amazon.titan-embed-text-v1:2:8k"]),
    provisioned_only("amazon.titan-embed-text-v2:0", None, &["amazon.titan-embed-text-v2:0:8k"]),
    provisioned_only("amazon.titan-embed-image-v1", None, &["amazon.titan-embed-image-v1:0"]),
    provisioned_only(
        "anthropic.claude-3-haiku-20240307-v1:0",
        None,
        &["anthropic.claude-3-haiku-20240307-v1:0:48k", "anthropic.claude-3-haiku-20240307-v1:0:200k"],
    ),
    provisioned_only("cohere.embed-english-v3", None, &["cohere.embed-english-v3:0:512"]),
    provisioned_only("cohere.embed-multilingual-v3", None, &["cohere.embed-multilingual-v3:0:512"]),
    provisioned_only("amazon.titan-image-generator-v2:0", None, &["amazon.titan-image-generator-v2:0"]),
];

/// What a model is offered for.
pub fn offer(base_id: &str) -> Option<&'static Offer> {
    OFFERS.iter().find(|offer| offer.id == base_id)
}

/// The model of an id, also of one that only Provisioned Throughput or training takes.
pub fn model(id: &ModelId) -> Option<&'static Model> {
    let base = id.base_id()?;
    let special = |offer: &&Offer| offer.provisioned.contains(&base) || offer.trained == Some(base);
    let named = OFFERS.iter().find(special).map(|offer| offer.id);
    match named {
        Some(named) => catalogue::models().iter().find(|model| model.id == named),
        None => catalogue::find(id),
    }
}

impl Offer {
    /// Whether a region offers it.
    pub fn is_in(&self, region: &str) -> bool {
        self.region.is_none_or(|only| only == region)
    }
}

/// The dates of a model that ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dates {
    /// Six months before its end: AWS's policy for models launched before 2026-09-07 keeps a model in Legacy state for
    /// at least that long. The true day may be earlier.
    pub legacy: String,
    /// Three months later the provider may raise the price.
    pub extended: String,
    /// Its end.
    pub end: String,
}

/// The dates of a model; `None` if it has no end.
pub fn dates(model: &Model) -> Option<Dates> {
    match model.lifecycle {
        Lifecycle::Ends(day) => {
            Some(Dates { legacy: months_before(day, 6), extended: months_before(day, 3), end: day.to_owned() })
        }
        Lifecycle::Current | Lifecycle::Unlisted => None,
    }
}

/// Whether a model is in Legacy state on a day.
pub fn is_legacy(model: &Model, today: &str) -> bool {
    dates(model).is_some_and(|dates| dates.legacy.as_str() <= today)
}

/// The same day of an earlier month, at most the 28th.
fn months_before(day: &str, months: i32) -> String {
    let number = |range: std::ops::Range<usize>| day.get(range).and_then(|text| text.parse::<i32>().ok()).unwrap_or(1);
    let months = number(0..4) * 12 + number(5..7) - 1 - months;
    format!("{:04}-{:02}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1, number(8..10).min(28))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offer_is_of_a_model_of_the_catalogue_under_ids_that_are_read() {
        for offer in &OFFERS {
            assert!(catalogue::models().iter().any(|model| model.id == offer.id), "{}", offer.id);
            for id in offer.provisioned.iter().chain(&offer.trained) {
                let found = model(&ModelId::parse(id).unwrap()).map(|model| model.id);
                assert_eq!(found, Some(offer.id), "{id}");
            }
        }
    }

    #[test]
    fn a_model_is_legacy_for_six_months_before_its_end() {
        assert_eq!(months_before("2027-01-08", 6), "2026-07-08");
        assert_eq!(months_before("2027-08-31", 6), "2027-02-28");
        let model = catalogue::models().iter().find(|model| model.id.contains("sonnet-4-5")).unwrap();
        assert!(!is_legacy(model, "2026-10-07") && is_legacy(model, "2026-10-08"));
    }
}
