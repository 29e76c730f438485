//! The four jobs of the control plane as their screens do them, against the simulator's account: what a form sends is
//! accepted, and what is listed becomes rows.

use std::cell::RefCell;
use std::sync::Arc;

use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::error::AwsError;
use outcrop::aws::http::ResponseHead;
use outcrop::aws::region::Region;
use outcrop::aws::sigv4::{self, Scope};
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::client::Client;
use outcrop::bedrock::service_model::{ServiceModel, call};
use outcrop::experiment::datasets::{Family, Part, check, examples};
use outcrop::experiment::jobs::guardrail::bench::{self, Expected, Judgement, judge};
use outcrop::experiment::jobs::guardrail::correct::correction;
use outcrop::experiment::jobs::guardrail::{self, Form, list, verdict};
use outcrop::experiment::jobs::refusal::Refusal;
use outcrop::experiment::jobs::tuning::Job;
use outcrop::experiment::jobs::{Ask, access, deployments, models, profiles, throughput, tuning};
use outcrop::simulator::account::{Account, Control};
use outcrop::simulator::{Pacing, World, example_credentials, serve};
use serde_json::Value;

const HOUR_MS: i64 = 3_600_000;

/// The account, and the moment of the next call.
struct Lab {
    account: RefCell<Account>,
    runtime: Arc<ServiceModel>,
    control: Arc<ServiceModel>,
    now: Timestamp,
}

impl Lab {
    fn new() -> Self {
        let model = |name: &str| {
            let path = format!("{}/assets/service-model/{name}.json", env!("CARGO_MANIFEST_DIR"));
            Arc::new(ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap())
        };
        Self {
            account: RefCell::default(),
            runtime: model("bedrock-runtime"),
            control: model("bedrock"),
            now: Timestamp::parse("2026-11-30T10:00:00Z").unwrap(),
        }
    }

    fn later(&mut self, hours: i64) {
        self.now = self.now.plus_ms(hours * HOUR_MS);
    }

    /// The output of a call, or the refusal as the screen shows it.
    fn ask(&self, ask: &Ask) -> Result<Value, Refusal> {
        let model = if ask.client == Client::Runtime { &self.runtime } else { &self.control };
        let region = Region::parse("us-east-1").unwrap();
        let endpoint = Endpoint::aws(ask.client.name(), &region);
        let request = call::request(model, ask.operation, &endpoint, &ask.input).unwrap();
        let scope = Scope { region, service: "bedrock".to_owned() };
        let signed = sigv4::sign(&request, &example_credentials(), &scope, self.now).unwrap();
        let services = [self.control.clone()];
        let world = World {
            now: self.now,
            seed: 7,
            call: 0,
            service_model: &self.runtime,
            token_table: None,
            pacing: Pacing::Instant,
            mishap: None,
            control: Some(Control { services: &services, account: &self.account }),
        };
        let reply = serve(&signed.request, &world);
        let head = ResponseHead { status: reply.status, headers: reply.headers.clone() };
        if head.is_success() {
            Ok(call::output(model, ask.operation, &reply.headers, &reply.body()).unwrap())
        } else {
            Err(Refusal::of_service(ask.operation, AwsError::from_response(&head, &reply.body())))
        }
    }

    fn done(&self, ask: &Ask) -> Value {
        self.ask(ask).unwrap_or_else(|refusal| panic!("{}: {refusal:?}", ask.operation))
    }
}

#[test]
fn models_are_found_with_their_ways_and_access() {
    let lab = Lab::new();
    let all = models::read(&lab.done(&models::list()));
    let profiles = profiles::read(&lab.done(&profiles::list()));
    assert!(all.len() > 50 && profiles.len() > 10, "{} {}", all.len(), profiles.len());
    let nova = all.iter().find(|model| model.id == "amazon.nova-lite-v1:0").unwrap();
    let ways = models::ways(nova, &profiles);
    assert!(ways.iter().any(|way| way.id.as_deref() == Some("us.amazon.nova-lite-v1:0")), "{ways:?}");
    let claude = all.iter().find(|model| model.provider == "Anthropic" && model.status == "ACTIVE").unwrap();
    let availability = access::read_availability(&lab.done(&access::availability(&claude.id)));
    assert_eq!(availability.fields.len(), 4);
    let offers = access::read_offers(&lab.done(&access::offers(&claude.id)));
    lab.done(&access::agree(&claude.id, offers.first().expect("an offer")).ask);
    let none = lab.ask(&access::sent_form()).unwrap_err();
    assert!(none.advice.is_some(), "{none:?}");
    let form = ["Rock", "https://rock.example", "0", "Mining", "", "Chat"].map(str::to_owned);
    lab.done(&access::send_form(&form).unwrap().ask);
    assert_eq!(access::read_form(&lab.done(&access::sent_form())).first().unwrap().1, "Rock");
}

#[test]
fn throughput_is_refused_bought_renamed_and_deleted() {
    let mut lab = Lab::new();
    let form = throughput::Form {
        name: "desk".to_owned(),
        model: "amazon.nova-lite-v1:0:24k".to_owned(),
        ..throughput::Form::default()
    };
    let buy = form.plan().unwrap().ask;
    let refusal = lab.ask(&buy).unwrap_err();
    assert_eq!(refusal.code.as_deref(), Some("ServiceQuotaExceededException"));
    assert!(refusal.advice.unwrap().contains("0 model units"));
    let raised = throughput::with_units(serde_json::to_value(&*lab.account.borrow()).unwrap(), 4);
    *lab.account.borrow_mut() = serde_json::from_value(raised).unwrap();
    lab.done(&buy);
    let rows = |lab: &Lab| throughput::read(&lab.done(&throughput::list()));
    assert!(rows(&lab)[0].is_changing());
    lab.later(1);
    assert_eq!(rows(&lab)[0].status, "InService");
    lab.done(&rows(&lab)[0].rename("front-desk").unwrap().ask);
    lab.later(1);
    let row = rows(&lab).remove(0);
    assert_eq!((row.name.as_str(), row.unit_hours(lab.now)), ("front-desk", Some(3)));
    lab.done(&row.delete(lab.now).ask);
    assert_eq!(rows(&lab), []);
}

#[test]
fn a_job_trains_its_model_is_deployed_and_another_is_stopped() {
    let mut lab = Lab::new();
    let family = Family::of("nova");
    let report = check(&examples::text(&family), &family, Part::Training);
    assert!(report.is_good());
    lab.done(&tuning::Form::example(&family).plan(&family, &report).unwrap().ask);
    let jobs = |lab: &Lab| tuning::read(&lab.done(&tuning::list()));
    let job = jobs(&lab).remove(0);
    assert!(job.is_running());
    assert_eq!(
        job.phases.iter().map(|phase| phase.name).collect::<Vec<_>>(),
        ["Validation", "Data processing", "Training"]
    );
    lab.later(9);
    let job = jobs(&lab).remove(0);
    assert_eq!(job.status, "Completed", "{job:?}");
    assert!(tuning::read_details(&lab.done(&job.details())).training_loss.is_some());
    let tuned = deployments::read_models(&lab.done(&deployments::models())).remove(0);
    assert_eq!(Some(&tuned.arn), job.model_arn.as_ref());
    lab.done(&tuned.deploy("rocks-live", "").unwrap().ask);
    lab.later(1);
    let deployed = deployments::read(&lab.done(&deployments::list())).remove(0);
    assert!(deployed.is_active(), "{deployed:?}");
    assert!(lab.ask(&tuned.delete().ask).is_err(), "it is in use");
    lab.done(&deployed.delete().ask);
    lab.done(&tuned.delete().ask);

    let start = |key: &str| {
        let family = Family::of(key);
        let mut form = tuning::Form::example(&family);
        form.job = key.to_owned();
        form.model = key.to_owned();
        form.plan(&family, &report).unwrap().ask
    };
    lab.done(&start("distillation"));
    lab.done(&start("reinforcement"));
    // The catalogue has an end for the model, so it takes no new jobs.
    let legacy = lab.ask(&start("llama")).unwrap_err();
    assert!(legacy.advice.is_some_and(|advice| advice.contains("legacy")), "{legacy:?}");
    let running = jobs(&lab).into_iter().find(Job::is_running).unwrap();
    lab.done(&running.stop().ask);
    lab.later(1);
    let stopped = jobs(&lab).into_iter().find(|job| job.name == running.name).unwrap();
    assert_eq!(stopped.status, "Stopped");
}

#[test]
fn a_false_alarm_is_corrected_and_tried_again() {
    let mut lab = Lab::new();
    let mut form = Form::example();
    let output = lab.done(&form.create().unwrap().ask);
    let id = list::created_id(&output).unwrap();
    lab.later(1);
    let row = list::read(&lab.done(&list::list())).remove(0);
    assert!(!row.is_changing(), "{row:?}");
    assert_eq!(Form::read(&lab.done(&list::get(&id, list::DRAFT))), form);
    let tried = |lab: &Lab| {
        let sentences = bench::examples();
        let verdicts = sentences.iter().map(|sentence| {
            let output = lab.done(&bench::apply(&id, list::DRAFT, sentence));
            verdict::read(&output, &sentence.text)
        });
        sentences.clone().into_iter().zip(verdicts.collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let (sentence, verdict) = tried(&lab)
        .into_iter()
        .find(|(sentence, verdict)| judge(sentence.expected, verdict) == Judgement::FalseAlarm)
        .expect("a false alarm");
    for finding in &verdict.findings {
        if let Some(correction) = correction(&form, finding, sentence.source) {
            correction.apply(&mut form);
        }
    }
    lab.done(&form.update(&id).unwrap().ask);
    lab.later(1);
    let alarms = tried(&lab).into_iter().filter(|(sentence, verdict)| {
        sentence.expected == Expected::Pass && judge(sentence.expected, verdict) == Judgement::FalseAlarm
    });
    assert_eq!(alarms.count(), 0);
    lab.done(&row.create_version("first").ask);
    lab.later(1);
    let versions = list::read(&lab.done(&list::versions(&id)));
    assert_eq!(versions.len(), 2, "{versions:?}");
    let frozen = Form::read(&lab.done(&list::get(&id, "1")));
    // A version has a description of its own; its policies are the draft's.
    let differences = guardrail::differences(&frozen, &form);
    assert!(differences.iter().all(|(path, ..)| path == "description"), "{differences:?}");
    lab.done(&row.delete().ask);
    lab.later(1);
    assert_eq!(list::read(&lab.done(&list::list())), []);
}
