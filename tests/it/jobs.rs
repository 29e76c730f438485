//! The jobs as their screens do them, against the simulator's account: what a form sends is accepted, and what is listed
//! becomes rows.

use std::cell::RefCell;
use std::sync::Arc;

use outcrop::aws::arrival::Arrival;
use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::error::AwsError;
use outcrop::aws::http::{HttpRequest, ResponseHead};
use outcrop::aws::region::Region;
use outcrop::aws::sigv4::{self, Scope};
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::client::Client;
use outcrop::bedrock::service_model::{ServiceModel, call};
use outcrop::experiment::Origin;
use outcrop::experiment::datasets::{Family, Part, check, examples};
use outcrop::experiment::explorer::call::Call;
use outcrop::experiment::explorer::index;
use outcrop::experiment::jobs::guardrail::bench::{self, Expected, Judgement, judge};
use outcrop::experiment::jobs::guardrail::correct::correction;
use outcrop::experiment::jobs::guardrail::{self, Form, checks, list, verdict};
use outcrop::experiment::jobs::knowledge::control::{Outcome, Reply as Answer};
use outcrop::experiment::jobs::knowledge::{agent, calls, flow, generate, inline, rerank, resources, retrieve};
use outcrop::experiment::jobs::refusal::Refusal;
use outcrop::experiment::jobs::tuning::Job;
use outcrop::experiment::jobs::{Ask, access, batch, deployments, models, profiles, quotas, throughput, tuning};
use outcrop::simulator::account::{Account, Control};
use outcrop::simulator::{Pacing, Reply, World, example_credentials, serve};
use serde_json::Value;

const HOUR_MS: i64 = 3_600_000;

/// The account, and the moment of the next call.
struct Lab {
    account: RefCell<Account>,
    runtime: Arc<ServiceModel>,
    services: [Arc<ServiceModel>; 3],
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
            services: ["bedrock", "bedrock-agent", "bedrock-agent-runtime"].map(model),
            now: Timestamp::parse("2026-11-30T10:00:00Z").unwrap(),
        }
    }

    fn later(&mut self, hours: i64) {
        self.now = self.now.plus_ms(hours * HOUR_MS);
    }

    fn model(&self, client: Client) -> &Arc<ServiceModel> {
        self.services.iter().find(|model| model.service == client.name()).unwrap_or(&self.runtime)
    }

    /// The record of a call, as the Explorer keeps it.
    fn call(&self, ask: &Ask) -> Call {
        let (request, reply) = self.reply(ask);
        let operation = index::find(ask.client, ask.operation).unwrap();
        let mut call = Call::new(operation, Origin::Simulator, ask.input.clone());
        call.sent(&request);
        let head = ResponseHead { status: reply.status, headers: reply.headers.clone() };
        for arrival in [Arrival::Head(head), Arrival::Chunk(reply.body()), Arrival::End] {
            call.take(arrival, 1);
        }
        call.conclude(self.model(ask.client));
        assert!(call.failure.is_none(), "{}: {:?}", ask.operation, call.failure);
        call
    }

    /// The output of a call, or the refusal as the screen shows it.
    fn ask(&self, ask: &Ask) -> Result<Value, Refusal> {
        let (_, reply) = self.reply(ask);
        let head = ResponseHead { status: reply.status, headers: reply.headers.clone() };
        if head.is_success() {
            Ok(call::output(self.model(ask.client), ask.operation, &reply.headers, &reply.body()).unwrap())
        } else {
            Err(Refusal::of_service(ask.operation, AwsError::from_response(&head, &reply.body())))
        }
    }

    fn reply(&self, ask: &Ask) -> (HttpRequest, Reply) {
        let model = self.model(ask.client);
        let region = Region::parse("us-east-1").unwrap();
        let endpoint = Endpoint::aws(ask.client.name(), &region);
        let request = call::request(model, ask.operation, &endpoint, &ask.input).unwrap();
        let scope = Scope { region, service: "bedrock".to_owned() };
        let signed = sigv4::sign(&request, &example_credentials(), &scope, self.now).unwrap();
        let world = World {
            now: self.now,
            seed: 7,
            call: 0,
            service_model: &self.runtime,
            token_table: None,
            pacing: Pacing::Instant,
            mishap: None,
            control: Some(Control { services: &self.services, account: &self.account }),
        };
        let reply = serve(&signed.request, &world);
        (signed.request, reply)
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

#[test]
fn a_batch_is_processed_and_another_is_stopped() {
    let mut lab = Lab::new();
    lab.done(&batch::Form::example().plan().unwrap().ask);
    let jobs = |lab: &Lab| batch::read(&lab.done(&batch::list()));
    assert_eq!(jobs(&lab)[0].status, "Submitted");
    assert_eq!(jobs(&lab)[0].records.total, 0);
    lab.later(2);
    let done = jobs(&lab).remove(0);
    assert_eq!((done.status.as_str(), done.records.total, done.records.percent()), ("Completed", 250, 100));
    let second = batch::Form { job: "questions-2".to_owned(), ..batch::Form::example() };
    lab.done(&second.plan().unwrap().ask);
    let open = jobs(&lab).into_iter().find(batch::Job::is_open).unwrap();
    lab.done(&open.stop().ask);
    lab.later(1);
    let stopped = jobs(&lab).into_iter().find(|job| job.arn == open.arn).unwrap();
    assert_eq!(stopped.way().last().map(|(state, _)| state.as_str()), Some("Stopped"));
    assert!(lab.ask(&stopped.stop().ask).is_err(), "it has ended");
}

#[test]
fn a_quota_of_the_account_is_set_and_binds() {
    let lab = Lab::new();
    let saved = serde_json::to_value(&*lab.account.borrow()).unwrap();
    let all = quotas::read(&saved, &serde_json::to_value(Account::default()).unwrap());
    assert!(all.iter().all(|quota| quota.name != quota.key && quota.value == quota.default), "{all:?}");
    let set = quotas::with(saved, "batchJobsBase", 0);
    *lab.account.borrow_mut() = serde_json::from_value(set).unwrap();
    assert!(lab.ask(&batch::Form::example().plan().unwrap().ask).is_err());
}

#[test]
fn sentences_are_scored_without_a_guardrail() {
    let lab = Lab::new();
    let scores: Vec<_> = bench::examples()
        .iter()
        .map(|sentence| checks::read(&lab.done(&checks::ask(sentence)), &sentence.text))
        .collect();
    let mail = scores[3].found.iter().find(|score| score.name == "EMAIL").expect("an address");
    assert_eq!(mail.matched, "ana@example.com");
    assert!(scores[5].found.iter().any(|score| score.check == "Prompt attack"), "{:?}", scores[5]);
    assert!(scores.iter().all(|scores| scores.clear > 0 && !scores.units.is_empty()));
}

#[test]
fn the_knowledge_base_is_asked_and_documents_are_ordered() {
    let lab = Lab::new();
    let bases = resources::read_bases(&lab.done(&resources::bases()));
    let base = bases.first().expect("a knowledge base").id.clone();
    let form = retrieve::Form {
        base: base.clone(),
        query: "What is an inference profile?".to_owned(),
        ..retrieve::Form::default()
    };
    let found = calls::retrieved(&lab.call(&form.ask("us-east-1"))).unwrap();
    assert!(!found.passages.is_empty() && found.passages.iter().all(|passage| passage.source.starts_with("s3://")));
    let asked = |delivery| generate::Form {
        base: base.clone(),
        model: "amazon.nova-lite-v1:0".to_owned(),
        question: "What is an inference profile?".to_owned(),
        delivery,
        ..generate::Form::default()
    };
    for delivery in [generate::Delivery::Streamed, generate::Delivery::Whole] {
        let generated = calls::generated(&lab.call(&asked(delivery).ask("us-east-1"))).unwrap();
        let answer = generated.answer;
        assert!(!answer.citations.is_empty(), "{answer:?}");
        assert!(answer.citations.iter().all(|citation| citation.place.is_some()), "{answer:?}");
        assert!(generated.session.is_some_and(|session| session.len() >= 2));
    }
    let form = rerank::Form {
        query: "What does it cost when nobody uses it?".to_owned(),
        documents: rerank::EXAMPLE.to_owned(),
        ..rerank::Form::default()
    };
    let ranked = calls::ranked(&lab.call(&form.ask("us-east-1"))).unwrap();
    assert_eq!(ranked.len(), 4);
    assert!(ranked.is_sorted_by(|one, other| one.score >= other.score), "{ranked:?}");
}

#[test]
fn agents_hand_control_back_and_a_flow_runs() {
    let lab = Lab::new();
    let agents = resources::read_agents(&lab.done(&resources::agents()));
    let agent = agents.first().expect("an agent").id.clone();
    assert!(!resources::read_aliases(&lab.done(&resources::aliases(&agent))).is_empty());
    let form = agent::Form { agent, input: "What is the weather in Bonn?".to_owned(), ..agent::Form::default() };
    let turn = calls::turn(&lab.call(&form.ask()));
    assert!(!turn.phases.is_empty(), "{turn:?}");
    let control = turn.control.expect("the agent asks for the weather");
    assert!(control.asked[0].parameters.iter().any(|(_, _, value)| value == "Bonn"), "{control:?}");
    let reply = Answer { outcome: Outcome::Done, body: "12 degrees, light rain".to_owned() };
    let turn = calls::turn(&lab.call(&form.go_on(&control, std::slice::from_ref(&reply))));
    assert!(turn.answer.text.contains("12 degrees"), "{turn:?}");

    let form = inline::Form {
        function: "order_status".to_owned(),
        does: "Gives the status of an order by its number".to_owned(),
        parameters: "order_id: string".to_owned(),
        input: "What is the status of order 48213?".to_owned(),
        ..inline::Form::default()
    };
    let control = calls::turn(&lab.call(&form.ask())).control.expect("the agent asks for the order");
    assert_eq!(control.asked[0].name(), "order_status of by-hand");
    let turn = calls::turn(&lab.call(&form.go_on(&control, &[reply])));
    assert!(!turn.answer.text.is_empty());

    let flows = resources::read_flows(&lab.done(&resources::flows()));
    let flow = flows.first().expect("a flow").id.clone();
    assert!(!resources::read_flow_aliases(&lab.done(&resources::flow_aliases(&flow))).is_empty());
    let form = flow::Form { flow, document: "What is a guardrail?".to_owned(), ..flow::Form::default() };
    let (ran, _) = calls::ran(&lab.call(&form.ask()));
    assert!(!ran.outputs.is_empty() && !ran.trace.is_empty(), "{ran:?}");
    assert_eq!(ran.ended.as_deref(), Some("SUCCESS"));
}
