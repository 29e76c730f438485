//! The lessons of the page: tracks, lessons, the four checks, and which step teaches which sentence.

use super::format;
use super::step::Lesson;

/// A track: lessons on one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Track {
    /// Its letter.
    pub letter: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The lesson that one should have done before, by its id; empty if there is none. Nothing is locked.
    pub needs: &'static str,
}

/// The tracks, in order.
pub const TRACKS: [Track; 5] = [
    Track { letter: "a", title: "First calls", needs: "" },
    Track { letter: "b", title: "The other API", needs: "a1" },
    Track { letter: "c", title: "On the wire", needs: "b1" },
    Track { letter: "d", title: "Vectors and pictures", needs: "b1" },
    Track { letter: "e", title: "Control plane and production", needs: "a4" },
];

/// A lesson of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id, which begins with the letter of its track.
    pub id: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// The row of a lesson.
macro_rules! lesson {
    ($id:literal) => {
        Entry { id: $id, text: include_str!(concat!("texts/", $id, ".txt")) }
    };
}

/// The lessons, in order.
pub const LESSONS: &[Entry] = &[
    lesson!("a1"),
    lesson!("a2"),
    lesson!("a3"),
    lesson!("a4"),
    lesson!("b1"),
    lesson!("b2"),
    lesson!("b3"),
    lesson!("b4"),
    lesson!("c1"),
    lesson!("c2"),
    lesson!("c3"),
    lesson!("d1"),
    lesson!("d2"),
    lesson!("e1"),
    lesson!("e2"),
    lesson!("e3"),
];

impl Entry {
    /// What the index shows of the lesson, without reading its steps: the first lines of its text.
    pub fn facts(&self) -> Facts {
        let of = |keyword: &str| {
            let line = self.text.lines().find_map(|line| line.strip_prefix(keyword)?.strip_prefix(' '));
            line.unwrap_or_default().trim()
        };
        let steps = self.text.lines().filter_map(|line| line.strip_prefix("step ")?.split(' ').next()).collect();
        Facts { title: of("title"), minutes: of("minutes").parse().unwrap_or_default(), after: of("after"), steps }
    }

    /// The track.
    pub fn track(&self) -> Option<&'static Track> {
        TRACKS.iter().find(|track| self.id.starts_with(track.letter))
    }

    /// The lesson.
    ///
    /// # Errors
    /// The mistakes of its text; a test proves that there are none.
    pub fn lesson(&self) -> Result<Lesson, Vec<format::Mistake>> {
        format::parse(self.text, None)
    }
}

/// What the index shows of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its title.
    pub title: &'static str,
    /// How long it takes.
    pub minutes: u32,
    /// What one can do afterwards.
    pub after: &'static str,
    /// The names of its steps.
    pub steps: Vec<&'static str>,
}

/// The lesson of that id.
pub fn find(id: &str) -> Option<&'static Entry> {
    LESSONS.iter().find(|entry| entry.id == id)
}

/// The lesson after another one.
pub fn next(id: &str) -> Option<&'static Entry> {
    let place = LESSONS.iter().position(|entry| entry.id == id)?;
    LESSONS.get(place + 1)
}

/// One of the four checks: a step that is done, not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The question of the checklist.
    pub question: &'static str,
    /// The lesson.
    pub lesson: &'static str,
    /// The step.
    pub step: &'static str,
}

/// The four checks of the teaching text.
pub const GATES: [Gate; 4] = [
    Gate { question: "Which client has which operation?", lesson: "e1", step: "owners" },
    Gate { question: "When Converse, when InvokeModel?", lesson: "b4", step: "cases" },
    Gate { question: "Write a minimal Converse call", lesson: "a4", step: "from-nothing" },
    Gate { question: "Why do embeddings go through InvokeModel?", lesson: "d1", step: "refused" },
];

/// Where to begin with little time: lessons that together take about a quarter of an hour.
pub const FIFTEEN_MINUTES: [(&str, &str); 5] =
    [("a1", "run"), ("a4", "from-nothing"), ("b4", "cases"), ("d1", "refused"), ("e1", "owners")];

/// A statement of the teaching text, and the steps in which one does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The statement.
    pub statement: &'static str,
    /// The steps, as `lesson.step`.
    pub steps: &'static [&'static str],
    /// What the lessons put right; empty if nothing.
    pub correction: &'static str,
}

/// Every statement of the teaching text with its steps.
pub const COVERAGE: [Covered; 20] = [
    Covered {
        statement: "Bedrock has two inference APIs and a control plane",
        steps: &["b1.only-right", "b4.cases", "e1.owners"],
        correction: "AWS now names five shapes; the other three are Responses, Chat Completions and Messages",
    },
    Covered {
        statement: "There are two boto3 clients",
        steps: &["e1.owners", "e1.scopes"],
        correction: "There are three here: bedrock-agent-runtime asks agents and knowledge bases; bedrock-agent builds them",
    },
    Covered { statement: "bedrock lists models", steps: &["e1.embedding-models"], correction: "" },
    Covered { statement: "bedrock buys provisioned throughput", steps: &["e2.rent"], correction: "" },
    Covered { statement: "bedrock trains custom models", steps: &["e2.tune", "e2.call-it"], correction: "" },
    Covered { statement: "bedrock manages guardrails", steps: &["e3.create", "e3.version"], correction: "" },
    Covered { statement: "Both clients are made with boto3.client", steps: &["a4.client"], correction: "" },
    Covered {
        statement: "bedrock-runtime has Converse, ConverseStream and both InvokeModel operations",
        steps: &["a1.run", "b1.only-right", "c1.first", "e1.owners"],
        correction: "",
    },
    Covered {
        statement: "bedrock-runtime invokes agents and knowledge bases",
        steps: &["e1.owners", "e1.ask"],
        correction: "It does not: bedrock-agent-runtime does",
    },
    Covered {
        statement: "Converse has one message shape for all text models",
        steps: &["a1.other-model", "a2.history", "b3.two-models"],
        correction: "The same shape, not the same support: parameters and tools differ by model",
    },
    Covered {
        statement: "A Converse call has modelId, messages, system and inferenceConfig, and prints the text",
        steps: &["a4.model-id", "a4.from-nothing", "a2.instruction", "a3.limit", "a1.words"],
        correction: "The text's model id fails twice: it has a wrong date, and it needs an inference profile",
    },
    Covered {
        statement: "ConverseStream brings contentBlockDelta events",
        steps: &["c1.first", "c1.events"],
        correction: "",
    },
    Covered {
        statement: "Tools go in toolConfig with one schema",
        steps: &["b3.asks", "b3.answer", "b3.wrapper", "b3.two-models"],
        correction: "Which choices of a tool there are differs by model",
    },
    Covered {
        statement: "InvokeModel takes raw JSON with a schema per family, which you serialise and parse",
        steps: &["b1.answers", "b2.llama", "b2.limits", "b2.wrong-body", "c1.length"],
        correction: "",
    },
    Covered {
        statement: "Its code has json.dumps, anthropic_version and body.read()",
        steps: &["b1.break", "b4.program", "a4.lines"],
        correction: "",
    },
    Covered {
        statement: "Use Converse for portability, tools and chat; InvokeModel for embeddings, images and special parameters",
        steps: &["b4.cases", "b4.models", "b2.top-k", "d2.alive"],
        correction: "Special parameters go into additionalModelRequestFields first; some named image models are past their end",
    },
    Covered {
        statement: "Embeddings do not fit the chat shape, so they go through InvokeModel",
        steps: &["d1.refused"],
        correction: "",
    },
    Covered {
        statement: "Titan V2 has 256, 512 and 1,024 dimensions and normalises",
        steps: &["d1.lengths", "d1.normalise"],
        correction: "",
    },
    Covered { statement: "Cohere v3 takes an input type", steps: &["d1.purpose"], correction: "" },
    Covered {
        statement: "Knowledge bases use embeddings",
        steps: &["e1.ask"],
        correction: "Agents “Classic” is closed to new customers since 30 July 2026, so nothing here builds on InvokeAgent",
    },
];
