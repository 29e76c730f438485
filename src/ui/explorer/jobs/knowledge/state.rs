//! The state of the screen.

use leptos::prelude::*;

use crate::experiment::explorer::call::Call;
use crate::experiment::jobs::knowledge::agent::{self, Turn};
use crate::experiment::jobs::knowledge::control::Reply;
use crate::experiment::jobs::knowledge::filter::Filter;
use crate::experiment::jobs::knowledge::resources::{self, Resource};
use crate::experiment::jobs::knowledge::{calls, flow, generate, inline, rerank, retrieve};
use crate::ui::controllers::account::ask::{By, Desk, Loaded};
use crate::ui::controllers::explorer::Calling;
use crate::ui::memo::memo;
use crate::ui::state::{AppState, Slot, use_app};

/// A call of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Passages.
    Retrieve,
    /// An answer from passages.
    Generate,
    /// Documents in order.
    Rerank,
    /// An agent of the account.
    Agent,
    /// An agent that comes with the call.
    Inline,
    /// A flow.
    Flow,
}

impl Part {
    /// All of them, in the order of the tabs.
    pub const ALL: [Self; 6] = [Self::Retrieve, Self::Generate, Self::Rerank, Self::Agent, Self::Inline, Self::Flow];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Retrieve => "Retrieve",
            Self::Generate => "Retrieve and generate",
            Self::Rerank => "Rerank",
            Self::Agent => "Agent",
            Self::Inline => "Inline agent",
            Self::Flow => "Flow",
        }
    }
}

/// A conversation with an agent.
#[derive(Clone, Copy)]
pub struct Talk {
    /// The call of the last turn.
    pub calling: Calling,
    /// The turns before it.
    pub past: RwSignal<Vec<Turn>>,
    /// What the caller answers to what the agent asks for.
    pub replies: RwSignal<Vec<Reply>>,
}

impl Talk {
    fn new() -> Self {
        Self { calling: Calling::new(), past: RwSignal::default(), replies: RwSignal::default() }
    }

    /// Puts the last turn behind the next one.
    pub fn begin(self) {
        if let Some(turn) = self.calling.call.with_untracked(|call| call.as_ref().map(calls::turn)) {
            self.past.update(|past| past.push(turn));
        }
        self.replies.set(Vec::new());
    }

    /// Forgets the conversation.
    pub fn clear(self) {
        self.past.set(Vec::new());
        self.replies.set(Vec::new());
        self.calling.call.set(None);
    }
}

/// The state of the screen, for the life of the page.
#[derive(Clone, Copy)]
pub struct Screen {
    pub state: AppState,
    /// The open tab.
    pub open: RwSignal<usize>,
    pub bases: Loaded<Vec<Resource>>,
    pub agents: Loaded<Vec<Resource>>,
    pub flows: Loaded<Vec<Resource>>,
    pub aliases: Loaded<Vec<Resource>>,
    pub flow_aliases: Loaded<Vec<Resource>>,
    pub retrieve: RwSignal<retrieve::Form>,
    pub generate: RwSignal<generate::Form>,
    pub rerank: RwSignal<rerank::Form>,
    pub agent: RwSignal<agent::Form>,
    pub inline: RwSignal<inline::Form>,
    pub flow: RwSignal<flow::Form>,
    /// The filter on metadata, of Retrieve and of generating.
    pub filter: RwSignal<Filter>,
    /// The parts in which a press has shown what is missing.
    pub tried: RwSignal<Vec<Part>>,
    pub retrieving: Calling,
    pub generating: Calling,
    pub reranking: Calling,
    pub flowing: Calling,
    pub talk: Talk,
    pub inline_talk: Talk,
    /// The citation that is marked in the generated answer.
    pub marked: RwSignal<Option<usize>>,
    pub desk: Desk,
}

thread_local! {
    static SCREEN: Slot<Screen> = const { Slot::new() };
}

/// The state.
pub fn use_screen() -> Screen {
    SCREEN.with(|screen| {
        screen.get(|| Screen {
            state: use_app(),
            open: RwSignal::new(0),
            bases: Loaded::new(),
            agents: Loaded::new(),
            flows: Loaded::new(),
            aliases: Loaded::new(),
            flow_aliases: Loaded::new(),
            retrieve: RwSignal::default(),
            generate: RwSignal::new(generate::Form {
                model: "amazon.nova-lite-v1:0".to_owned(),
                ..generate::Form::default()
            }),
            rerank: RwSignal::default(),
            agent: RwSignal::default(),
            inline: RwSignal::default(),
            flow: RwSignal::default(),
            filter: RwSignal::default(),
            tried: RwSignal::default(),
            retrieving: Calling::new(),
            generating: Calling::new(),
            reranking: Calling::new(),
            flowing: Calling::new(),
            talk: Talk::new(),
            inline_talk: Talk::new(),
            marked: RwSignal::new(None),
            desk: Desk::new(),
        })
    })
}

impl Screen {
    /// The Region; tracked.
    pub fn region(self) -> String {
        self.state.draft.with(|draft| draft.region.clone())
    }

    /// Reads what there is to choose from.
    pub fn read(self, by: By) {
        self.bases.load(self.state, by, resources::bases(), resources::read_bases);
        self.agents.load(self.state, by, resources::agents(), resources::read_agents);
        self.flows.load(self.state, by, resources::flows(), resources::read_flows);
        self.read_aliases(by);
    }

    /// Reads the aliases of the agent and of the flow in the forms.
    pub fn read_aliases(self, by: By) {
        let agent = self.agent.with_untracked(|form| form.agent.clone());
        if agent.len() == 10 {
            self.aliases.load(self.state, by, resources::aliases(&agent), resources::read_aliases);
        }
        let flow = self.flow.with_untracked(|form| form.flow.clone());
        if flow.len() == 10 {
            self.flow_aliases.load(self.state, by, resources::flow_aliases(&flow), resources::read_flow_aliases);
        }
    }

    /// Forgets what another Region or account has.
    pub fn clear(self) {
        for loaded in [self.bases, self.agents, self.flows, self.aliases, self.flow_aliases] {
            loaded.clear();
        }
    }

    /// Puts a knowledge base into the forms.
    pub fn use_base(self, id: &str) {
        self.retrieve.update(|form| id.clone_into(&mut form.base));
        self.generate.update(|form| id.clone_into(&mut form.base));
        self.inline.update(|form| id.clone_into(&mut form.base));
    }

    /// Puts an agent into its form.
    pub fn use_agent(self, id: &str, by: By) {
        self.agent.update(|form| id.clone_into(&mut form.agent));
        self.read_aliases(by);
    }

    /// Puts a flow into its form.
    pub fn use_flow(self, id: &str, by: By) {
        self.flow.update(|form| id.clone_into(&mut form.flow));
        self.read_aliases(by);
    }

    /// Whether a part shows what is missing.
    pub fn has_tried(self, part: Part) -> bool {
        self.tried.with(|tried| tried.contains(&part))
    }
}

/// Something that is read of a call, and drawn anew only when it changes.
pub fn of_call<T: PartialEq + Clone + Send + Sync + 'static>(
    calling: Calling,
    read: fn(&Call) -> Option<T>,
) -> Memo<Option<T>> {
    memo(move || calling.call.with(|call| call.as_ref().and_then(read)))
}
