//! A lesson of a teacher, from a file: read, checked, and every solution and wrong attempt played, before it can be opened.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::desk::Desk;
use super::library;
use crate::bedrock::client::Client;
use crate::bedrock::service_model::ServiceModel;
use crate::lesson::bench::Road;
use crate::lesson::step::Lesson;
use crate::lesson::{format, player};
use crate::page::lessons::Address;
use crate::platform::{clock, files, fragment};
use crate::share::codec::{self, Codec};
use crate::ui::controllers::{account, parts, simulator};
use crate::ui::state::{AppState, Slot};

/// How reading a file goes.
#[derive(Clone, Copy)]
pub struct Reading {
    /// What is being done, or was.
    pub status: RwSignal<Option<String>>,
    /// The mistakes, each with file and line.
    pub mistakes: RwSignal<Vec<String>>,
}

thread_local! {
    static READING: Slot<Reading> = const { Slot::new() };
}

impl Reading {
    /// The page's own.
    pub fn of_page() -> Self {
        READING
            .with(|reading| reading.get(|| Self { status: RwSignal::new(None), mistakes: RwSignal::new(Vec::new()) }))
    }
}

/// Opens the first file as a lesson.
pub fn open(desk: Desk, chosen: Vec<File>) {
    let Some(file) = chosen.into_iter().next() else { return };
    let reading = Reading::of_page();
    reading.mistakes.set(Vec::new());
    reading.status.set(Some(format!("Reading {}, then playing its steps", file.name())));
    spawn_local(async move {
        let outcome = match files::read(file).await {
            Ok((name, bytes)) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                read(desk, &name, &bytes).await.map(|lesson| (lesson, text))
            }
            Err(error) => Err(vec![error.to_string()]),
        };
        match outcome {
            Ok((lesson, text)) => {
                let status = format!("“{}” is ready: every solution and every wrong attempt holds", lesson.title);
                library::bring(lesson, text);
                reading.status.set(Some(status));
            }
            Err(mistakes) => {
                reading.mistakes.set(mistakes);
                reading.status.set(None);
            }
        }
    });
}

/// The service model of `bedrock-runtime`, and those of the other clients. The token table is loaded too, so that vectors are those
/// that a learner sees.
///
/// # Errors
/// When one does not load.
pub async fn models(state: AppState) -> Result<(Arc<ServiceModel>, Vec<Arc<ServiceModel>>), String> {
    // Without the table, words and letters are compared, in a replay as in the view.
    let _ = simulator::load_token_table().await;
    let mut services = Vec::new();
    for client in Client::ALL.into_iter().filter(|client| *client != Client::Runtime) {
        services.push(account::service_model(state, client).await?);
    }
    Ok((simulator::service_model(state).await?, services))
}

async fn read(desk: Desk, name: &str, bytes: &[u8]) -> Result<Lesson, Vec<String>> {
    let one = |why: String| vec![why];
    let runtime = simulator::service_model(desk.state).await.map_err(one)?;
    let lesson = format::read(bytes, Some(&runtime))
        .map_err(|mistakes| mistakes.iter().map(|one| one.at(name)).collect::<Vec<_>>())?;
    if library::is_ours(&lesson.id) {
        return Err(one(format!("{name}: the name {} is that of a lesson of this page; choose another id", lesson.id)));
    }
    let (runtime, services) = models(desk.state).await.map_err(one)?;
    let road = Road { runtime: &runtime, services: &services, tokens: parts::token_table(), now: clock::now() };
    let findings = player::play(&lesson, &road).findings;
    let broken: Vec<String> =
        findings.iter().map(|found| format!("{name}:{}: step {}: {}", found.line, found.step, found.text)).collect();
    if broken.is_empty() { Ok(lesson) } else { Err(broken) }
}

/// What a link with a whole lesson begins with.
const LINK: &str = "#l=";

/// The most characters of a link with a whole lesson.
const LONGEST: usize = 8_000;

/// The link with a whole lesson that was opened here; the error says that it is too long.
pub fn link(id: &str) -> Result<String, String> {
    let text = library::text(id).ok_or_else(|| "There is no such lesson".to_owned())?;
    let (codec, characters) = codec::shortest_of_all(&text);
    let link = format!("{}{LINK}{}{characters}", fragment::page(), codec.letter());
    if link.len() > LONGEST {
        return Err(format!("The link would have {} characters. Pass the file on instead", link.len()));
    }
    Ok(link)
}

/// Opens the lesson that the address holds.
pub fn open_address(desk: Desk) {
    let reading = Reading::of_page();
    let address = fragment::read();
    spawn_local(async move {
        let text = address.strip_prefix(LINK).and_then(|rest| {
            let mut rest = rest.chars();
            let codec = Codec::from_letter(rest.next()?)?;
            codec.decode(rest.as_str()).ok()
        });
        let outcome = match text {
            Some(text) => read(desk, "The lesson of the link", text.as_bytes()).await.map(|lesson| (lesson, text)),
            None => Err(vec!["The link with a lesson is damaged. Ask for it again, or for the file".to_owned()]),
        };
        match outcome {
            Ok((lesson, text)) => {
                let first = Address::new(&lesson.id, 0).fragment();
                library::bring(lesson, text);
                fragment::go(&first);
            }
            Err(mistakes) => reading.mistakes.set(mistakes),
        }
    });
}
