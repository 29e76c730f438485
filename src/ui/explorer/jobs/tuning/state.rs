//! The state of the screen.

use leptos::prelude::*;

use crate::experiment::datasets::{Family, Part, Report, check};
use crate::experiment::jobs::deployments::{self, CustomModel, Deployment};
use crate::experiment::jobs::tuning::{self, Details, Form, Job};
use crate::ui::controllers::account::ask::{By, Desk, Loaded};
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Slot, use_app};
use crate::ui::widgets::debounce::Settling;

/// How long a pause in typing starts the check, in milliseconds.
const PAUSE_MS: u32 = 250;

/// The state of the screen, for the life of the page.
#[derive(Clone, Copy)]
pub struct Screen {
    pub state: AppState,
    /// The key of the family of base models.
    pub family: RwSignal<&'static str>,
    /// The training data, as typed.
    pub text: RwSignal<String>,
    /// Whether it is training or validation data.
    pub part: RwSignal<Part>,
    /// Counts the changes of the text that are to be checked.
    changes: RwSignal<u64>,
    /// What the check of the last change found.
    pub report: Memo<Report>,
    settling: Settling,
    pub form: RwSignal<Form>,
    /// Whether a press has shown what is missing.
    pub tried: RwSignal<bool>,
    pub jobs: Loaded<Vec<Job>>,
    /// The ARN of the job that is shown in full, and its details.
    pub open: RwSignal<Option<String>>,
    pub details: Loaded<Details>,
    pub models: Loaded<Vec<CustomModel>>,
    pub deployments: Loaded<Vec<Deployment>>,
    pub desk: Desk,
}

thread_local! {
    static SCREEN: Slot<Screen> = const { Slot::new() };
}

/// The state.
pub fn use_screen() -> Screen {
    SCREEN.with(|screen| {
        screen.get(|| {
            let (family, part) = (RwSignal::new("nova"), RwSignal::new(Part::Training));
            let (text, changes) = (RwSignal::<String>::default(), RwSignal::new(0));
            Screen {
                state: use_app(),
                family,
                text,
                part,
                changes,
                report: memo(move || {
                    changes.track();
                    let (family, part) = (Family::of(family.get()), part.get());
                    text.with_untracked(|text| check(text, &family, part))
                }),
                settling: Settling::new(),
                form: RwSignal::default(),
                tried: RwSignal::new(false),
                jobs: Loaded::new(),
                open: RwSignal::new(None),
                details: Loaded::new(),
                models: Loaded::new(),
                deployments: Loaded::new(),
                desk: Desk::new(),
            }
        })
    })
}

impl Screen {
    /// The chosen family.
    pub fn family(self) -> Family {
        Family::of(self.family.get())
    }

    /// Takes a text that is being typed, and checks it after a pause.
    pub fn typed(self, text: String) {
        self.text.set(text);
        self.settling.after(PAUSE_MS, move || {
            self.changes.try_update(|changes| *changes += 1);
        });
    }

    /// Takes a text and checks it at once.
    pub fn take(self, text: String) {
        self.settling.cancel();
        self.text.set(text);
        self.changes.update(|changes| *changes += 1);
    }

    /// Reads jobs, models and deployments.
    pub fn read(self, by: By) {
        self.jobs.load(self.state, by, tuning::list(), tuning::read);
        self.models.load(self.state, by, deployments::models(), deployments::read_models);
        self.deployments.load(self.state, by, deployments::list(), deployments::read);
        let open = self.open.get_untracked();
        let job = self
            .jobs
            .value
            .with_untracked(|jobs| jobs.iter().flatten().find(|job| Some(&job.arn) == open.as_ref()).cloned());
        if let Some(job) = job {
            self.details.load(self.state, by, job.details(), tuning::read_details);
        }
    }

    /// Reads after a change.
    pub fn again<T>(self) -> impl Fn(T) + Send + Sync + 'static {
        move |_| self.read(By::Press)
    }
}
