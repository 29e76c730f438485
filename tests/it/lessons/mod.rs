//! The lessons: each step of each lesson is played on the bench, as a person would do it.

mod deal;
mod exam;
mod format;
mod hand_in;
mod index;
mod played;
mod python;
mod tried;

use std::sync::{Arc, OnceLock};

use outcrop::aws::time::Timestamp;
use outcrop::bedrock::catalogue::changes::changes;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::lesson::bench::Road;

use super::client::{service_model, token_table};

/// The service models of the clients beside the runtime's.
fn services() -> &'static [Arc<ServiceModel>] {
    static MODELS: OnceLock<Vec<Arc<ServiceModel>>> = OnceLock::new();
    MODELS.get_or_init(|| {
        let read = |name: &str| {
            let path = format!("{}/assets/service-model/{name}.json", env!("CARGO_MANIFEST_DIR"));
            Arc::new(ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap())
        };
        vec![read("bedrock"), read("bedrock-agent"), read("bedrock-agent-runtime")]
    })
}

/// The road that the lessons are played on: at noon of the day of the committed catalogue, so that a lesson is refused a model
/// that has ended by then.
fn road() -> Road<'static> {
    let now = Timestamp::parse(&format!("{}T12:00:00Z", changes().as_of)).unwrap();
    Road { runtime: service_model(), services: services(), tokens: Some(token_table()), now }
}
