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
use crate::platform::{clock, files};
use crate::ui::controllers::{account, simulator};
use crate::ui::state::Slot;

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
            Ok((name, bytes)) => read(desk, &name, &bytes).await,
            Err(error) => Err(vec![error.to_string()]),
        };
        match outcome {
            Ok(lesson) => {
                let status = format!("“{}” is ready: every solution and every wrong attempt holds", lesson.title);
                library::bring(lesson);
                reading.status.set(Some(status));
            }
            Err(mistakes) => {
                reading.mistakes.set(mistakes);
                reading.status.set(None);
            }
        }
    });
}

async fn read(desk: Desk, name: &str, bytes: &[u8]) -> Result<Lesson, Vec<String>> {
    let one = |why: String| vec![why];
    let runtime = simulator::service_model(desk.state).await.map_err(one)?;
    let lesson = format::read(bytes, Some(&runtime))
        .map_err(|mistakes| mistakes.iter().map(|one| one.at(name)).collect::<Vec<_>>())?;
    if library::is_ours(&lesson.id) {
        return Err(one(format!("{name}: the name {} is that of a lesson of this page; choose another id", lesson.id)));
    }
    let mut services: Vec<Arc<ServiceModel>> = Vec::new();
    for client in Client::ALL.into_iter().filter(|client| *client != Client::Runtime) {
        services.push(account::service_model(desk.state, client).await.map_err(one)?);
    }
    let road = Road { runtime: &runtime, services: &services, tokens: None, now: clock::now() };
    let findings = player::play(&lesson, &road).findings;
    let broken: Vec<String> =
        findings.iter().map(|found| format!("{name}:{}: step {}: {}", found.line, found.step, found.text)).collect();
    if broken.is_empty() { Ok(lesson) } else { Err(broken) }
}
