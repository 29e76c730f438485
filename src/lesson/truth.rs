//! The facts behind the cards: the player holds what a file states against them.

use super::bench::{Bench, Road};
use super::step::{Card, Step, Truth};
use crate::bedrock::catalogue::{self, Lifecycle};
use crate::bedrock::client::Client;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Api;
use crate::experiment::explorer::index;
use crate::experiment::run::answer_json::{self, Shape};
use crate::lesson::journal::Entry;

/// The cards whose place is not what the named fact says.
pub fn faults(step: &Step, road: &Road<'_>) -> Vec<String> {
    let Some(truth) = step.cards.truth else { return Vec::new() };
    let fault = |card: &Card| {
        let stated = card.bin.clone().unwrap_or_default();
        let found = of_card(truth, card, step, road)?;
        (found != stated).then(|| format!("card “{}” is in “{stated}”, but it belongs in “{found}”", card.text))
    };
    step.cards.cards.iter().filter_map(fault).collect()
}

/// The bin that the fact names; `None` if the fact is not about cards one by one.
fn of_card(truth: Truth, card: &Card, step: &Step, road: &Road<'_>) -> Option<String> {
    let unknown = || Some("no bin: nothing is known of it".to_owned());
    let model = || ModelId::parse(&card.text).ok().as_ref().and_then(catalogue::find);
    match truth {
        Truth::Client => {
            let clients: Vec<&str> = index::named(&card.text).map(|operation| operation.client.name()).collect();
            match clients.as_slice() {
                [only] => Some((*only).to_owned()),
                _ => unknown(),
            }
        }
        Truth::Api => match model() {
            Some(model) => Some(if model.converse { "Converse" } else { "InvokeModel only" }.to_owned()),
            None => unknown(),
        },
        Truth::Alive => match model() {
            Some(model) => {
                let is_alive = matches!(model.lifecycle, Lifecycle::Current | Lifecycle::Ends(_))
                    && !model.ended_by(&road.now.date());
                Some(if is_alive { "may use" } else { "may not use" }.to_owned())
            }
            None => Some("may not use".to_owned()),
        },
        Truth::Auth => {
            let operation = index::named(&card.text).next()?;
            let bearer = match operation.client {
                Client::Runtime => road.runtime.bearer,
                client @ (Client::Bedrock | Client::AgentRuntime | Client::Agent) => road.model(client.name())?.bearer,
            };
            Some(if bearer { "API key or signature" } else { "signature only" }.to_owned())
        }
        Truth::Tries => {
            let works = |bin: &&String| {
                let tried = step.cards.tries.iter().find(|tried| tried.card == card.text && tried.bin == **bin);
                tried.is_some_and(|tried| answers(tried.actions.as_slice(), road))
            };
            let working: Vec<&String> = step.cards.bins.iter().filter(works).collect();
            match working.as_slice() {
                [only] => Some((*only).clone()),
                _ => card.bin.clone().filter(|bin| working.contains(&bin)).or_else(unknown),
            }
        }
        Truth::Twin => twin_name(card, road),
        Truth::Links => linked(card, step, road),
        Truth::Events => None,
    }
}

/// Whether every call of these actions is answered with 200.
fn answers(actions: &[super::action::Action], road: &Road<'_>) -> bool {
    let mut bench = Bench::default();
    let sent = actions.iter().all(|action| bench.apply(action, road).is_ok());
    let calls = || {
        bench.journal.of_step().iter().filter_map(|entry| if let Entry::Call(call) = entry { Some(call) } else { None })
    };
    sent && calls().next().is_some() && calls().all(|call| call.status == 200)
}

/// The model whose native body has a member of this name for the most tokens: the bins are model ids.
fn twin_name(card: &Card, road: &Road<'_>) -> Option<String> {
    let bin = card.bin.clone()?;
    let mut bench = Bench::default();
    bench.draft.model.clone_from(&bin);
    bench.draft.system = None;
    bench.draft.send_as = crate::experiment::SendAs::Invoke;
    bench.apply(&super::action::Action::Press(super::action::Button::Run), road).ok()?;
    let call = bench.journal.view().call(Api::Invoke)?;
    let has = call.body.contains(&format!("\"{}\"", card.text));
    Some(if has { bin } else { format!("a body without {}", card.text) })
}

/// The native place that the answers' links give for a card's place in Converse's answer, after the step's solution.
fn linked(card: &Card, step: &Step, road: &Road<'_>) -> Option<String> {
    let mut bench = Bench::default();
    bench.step(step, road);
    for action in &step.solve {
        bench.apply(action, road).ok()?;
    }
    let links = answer_json::links(&bench.session, Shape::Assembled);
    let link = links.iter().find(|link| link.converse.contains(&card.text))?;
    link.native.first().cloned()
}
