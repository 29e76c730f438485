//! A turn of an agent: from the user's text, or from the results of functions, to an answer or to return of control.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::super::generate::{self, Generated};
use super::super::scene::{Scene, guarded, text};
use super::super::sessions::{Asked, Pending, PlannedCall, Session, Turn};
use super::super::{rag, retrieve};
use super::calls;
use super::definition::Agent;
use super::plan::{is_small_talk, open_parts, plan};
use super::trace::{Step, Trace};
use crate::bedrock::conversation::Role;
use crate::simulator::fault::Fault;
use crate::simulator::guard::{Effect, Side};
use crate::simulator::inference::completion;
use crate::simulator::inference::request::{Message, Request, readable};
use crate::simulator::inference::sampler::{Rng, seed_from, uuid};
use crate::simulator::inference::tokens;
use crate::simulator::writer::tool_results;
use crate::simulator::writer::tools::{Call, Outcome};

/// The tokens of one chunk when the final response is streamed.
const PIECES: usize = 12;

/// The turns that a session keeps.
const TURNS: usize = 20;

/// The turn that is going on.
pub struct Run<'a> {
    /// Where it happens.
    pub scene: &'a Scene<'a>,
    /// The agent.
    pub agent: &'a Agent,
    /// The request.
    pub input: &'a Value,
    /// The session state of the request.
    pub state: &'a Value,
    /// The session.
    pub session: Session,
    /// The events.
    pub trace: Trace<'a>,
}

impl Run<'_> {
    /// Attributes of the session, and those of this turn.
    fn attributes(&self) -> Map<String, Value> {
        let mut all = self.session.attributes.clone();
        let turn = self.state.get("promptSessionAttributes").and_then(Value::as_object);
        all.extend(turn.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())));
        all
    }

    /// The prompt of a step, as the messages of a model.
    fn prompt(&self, question: &str, observations: &[String]) -> String {
        let functions: Vec<String> = self
            .agent
            .functions
            .iter()
            .map(|function| format!("- {}::{}: {}", function.group, function.name, function.description))
            .collect();
        let bases: Vec<String> = self.agent.knowledge.iter().map(|(id, _)| format!("- {id}")).collect();
        let mut system = format!(
            "{}\n\nFunctions:\n{}\nKnowledge bases:\n{}",
            self.agent.instruction,
            functions.join("\n"),
            bases.join("\n")
        );
        let attributes = self.attributes();
        if !attributes.is_empty() {
            system.push_str("\nAttributes: ");
            system.push_str(&Value::Object(attributes).to_string());
        }
        let limit =
            super::super::scene::number(self.input, "/promptCreationConfigurations/previousConversationTurnsToInclude");
        let skipped = self.session.turns.len().saturating_sub(limit.unwrap_or(usize::MAX));
        let mut messages: Vec<Value> = Vec::new();
        for turn in self.session.turns.iter().skip(skipped) {
            messages.push(json!({ "role": "user", "content": turn.question }));
            messages.push(json!({ "role": "assistant", "content": turn.answer }));
        }
        messages.push(json!({ "role": "user", "content": question }));
        messages.extend(
            observations.iter().map(|seen| json!({ "role": "user", "content": format!("Observation: {seen}") })),
        );
        json!({ "system": system, "messages": messages }).to_string()
    }

    /// A turn that begins with the user's text.
    pub fn first(&mut self, typed: &str) -> Result<(), Fault> {
        let mut typed = readable(typed).into_owned();
        if let Some(guard) = &self.agent.guard {
            let checked = guarded(guard, Side::Input, &typed, &[], &typed);
            let action = if checked.effect == Effect::None { "NONE" } else { "INTERVENED" };
            self.trace.guardrail("inputAssessments", action, &checked.assessment);
            if checked.effect == Effect::Blocked {
                self.say(&Generated::plain(&checked.text));
                self.remember(&typed, &checked.text);
                return Ok(());
            }
            typed = checked.text;
        }
        let mut known = self.attributes();
        let mut question = typed.clone();
        if let Some(asked) = self.session.asked.take() {
            known.insert(asked.parameter, json!(typed.trim().trim_end_matches(['.', '!'])));
            question = asked.question;
        }
        if self.agent.pre_processing && !self.is_valid(&typed) {
            self.say(&Generated::plain(generate::UNABLE));
            self.remember(&typed, generate::UNABLE);
            return Ok(());
        }
        let plan = plan(&question, &self.agent.functions, &known);
        if let Some((function, parameter)) = plan.missing {
            self.ask(&question, &function, &parameter);
            return Ok(());
        }
        if !plan.calls.is_empty() {
            self.return_control(&question, plan.calls);
            return Ok(());
        }
        self.answer(&question, &question, None)
    }

    /// Judges whether the text is for the agent: one that asks for its instruction or its functions is not.
    fn is_valid(&mut self, typed: &str) -> bool {
        let lower = typed.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let pries = has(&["your instruction", "your prompt", "system prompt", "your functions", "your tools"])
            || (has(&["ignore", "disregard", "forget"]) && has(&["instruction", "rules"]));
        let rationale = if pries {
            "Category B: the text asks for the instruction or the functions of the agent, or tells it to ignore them."
        } else {
            "Category D: the text is a question or a wish that the agent may handle."
        };
        let prompt = self.prompt(typed, &[]);
        let raw = json!({ "category": if pries { "B" } else { "D" }, "thinking": rationale }).to_string();
        let parsed = json!({ "isValid": !pries, "rationale": rationale });
        self.trace.model(Step::Before, &prompt, &raw, Some(parsed));
        !pries
    }

    /// Asks the user for a parameter.
    fn ask(&mut self, question: &str, function: &str, parameter: &str) {
        let words = parameter.replace('_', " ");
        let asking = format!("I need one more thing for {function}: what is the {words}?");
        let prompt = self.prompt(question, &[]);
        self.trace.model(Step::Orchestration, &prompt, &asking, None);
        self.trace
            .rationale(&format!("{function} needs {parameter}, and neither the question nor the session has it."));
        if self.agent.asks {
            self.session.asked = Some(Asked { question: question.to_owned(), parameter: parameter.to_owned() });
            self.trace.observation("ASK_USER", "finalResponse", json!({ "text": asking }));
        } else {
            self.trace.observation("FINISH", "finalResponse", json!({ "text": asking }));
        }
        self.say(&Generated::plain(&asking));
        self.remember(question, &asking);
    }

    /// Gives control back to the application, which runs the functions.
    fn return_control(&mut self, question: &str, planned: Vec<PlannedCall>) {
        let number = self.scene.account().next_id();
        let id = uuid(&mut Rng::new(seed_from(number, b"invocation")));
        let prompt = self.prompt(question, &[]);
        let raw: Vec<Value> =
            planned.iter().map(|call| json!({ "function": call.function, "arguments": call.arguments })).collect();
        self.trace.model(Step::Orchestration, &prompt, &json!(raw).to_string(), None);
        let names: Vec<&str> = planned.iter().map(|call| call.function.as_str()).collect();
        self.trace.rationale(&format!("The question needs {}; the application runs it.", names.join(" and ")));
        for call in &planned {
            let value = calls::traced(call, &self.agent.functions, &id);
            self.trace.invocation("ACTION_GROUP", "actionGroupInvocationInput", &value);
        }
        let agent_id = self.agent.named.as_ref().map(|named| named.id.as_str());
        let inputs: Vec<Value> =
            planned.iter().map(|call| calls::returned(call, &self.agent.functions, agent_id)).collect();
        self.trace.event("returnControl", json!({ "invocationId": id, "invocationInputs": inputs }));
        self.session.pending = Some(Pending { invocation_id: id, question: question.to_owned(), calls: planned });
    }

    /// A turn that goes on with the results of functions.
    pub fn resume(&mut self, results: &[Value]) -> Result<(), Fault> {
        let named = text(self.state, "/invocationId");
        let Some(pending) = self.session.pending.clone().filter(|pending| pending.invocation_id == named) else {
            return Err(Fault::validation(format!(
                "The session has no open invocation with the ID '{named}'. Repeat the invocationId of the last \
                 returnControl event in sessionState."
            )));
        };
        let results = calls::results(&pending.calls, &self.agent.functions, results)?;
        self.session.pending = None;
        let mut observations = Vec::new();
        let (mut calls, mut outcomes) = (Vec::new(), Vec::new());
        for (place, (call, result)) in pending.calls.iter().zip(&results).enumerate() {
            let id = place.to_string();
            let content = serde_json::from_str(&result.body).unwrap_or_else(|_| json!(result.body));
            calls.push(Call { id: id.clone(), name: call.function.clone(), input: call.arguments.clone().into() });
            outcomes.push(Outcome { id, content, failed: false });
            match result.state {
                calls::State::Result => {
                    self.trace.observation(
                        "ACTION_GROUP",
                        "actionGroupInvocationOutput",
                        json!({ "text": result.body }),
                    );
                }
                calls::State::Reprompt => {
                    let value = json!({ "text": result.body, "source": "ACTION_GROUP" });
                    self.trace.observation("REPROMPT", "repromptResponse", value);
                }
                calls::State::Denied => {
                    let denied = "The user did not confirm the call.";
                    self.trace.observation("ACTION_GROUP", "actionGroupInvocationOutput", json!({ "text": denied }));
                }
            }
            observations.push(result.body.clone());
        }
        self.trace.next();
        let told = if results.iter().any(|result| result.state == calls::State::Denied) {
            "As you did not confirm it, I have not done it.".to_owned()
        } else if let Some(result) = results.iter().find(|result| result.state == calls::State::Reprompt) {
            result.body.clone()
        } else {
            tool_results::tell(&calls, &outcomes)
        };
        let open = open_parts(&pending.question, &self.agent.functions).join(" and ");
        self.answer(&pending.question, &open, Some(&told))
    }

    /// Looks up what is open, and ends the turn. `told` is what functions have answered.
    fn answer(&mut self, question: &str, open: &str, told: Option<&str>) -> Result<(), Fault> {
        let mut observations: Vec<String> = told.into_iter().map(str::to_owned).collect();
        let mut generated = told.map(Generated::plain);
        let is_looked_up = !open.is_empty() && !self.agent.knowledge.is_empty() && !is_small_talk(question);
        if is_looked_up {
            let before = self.session.turns.last().map_or("", |turn| turn.question.as_str());
            let query = if told.is_some() { open.to_owned() } else { rag::with_before(before, open) };
            let sources = self.look_up(question, &query, &mut observations)?;
            let found = generate::generate(&query, &sources);
            generated = Some(match generated {
                Some(told) if found.text == generate::UNABLE => told,
                Some(told) => told.and(&found),
                None => found,
            });
        }
        let generated = generated.unwrap_or_else(|| Generated::plain(&self.own_words(question)));
        let prompt = self.prompt(question, &observations);
        self.trace.model(Step::Orchestration, &prompt, &generated.text, None);
        self.trace.observation("FINISH", "finalResponse", json!({ "text": generated.text }));
        self.end(question, generated, &observations);
        Ok(())
    }

    /// Searches the knowledge bases, as `Retrieve` does.
    fn look_up(
        &mut self,
        question: &str,
        query: &str,
        observations: &mut Vec<String>,
    ) -> Result<Vec<generate::Source>, Fault> {
        let mut sources = Vec::new();
        for (id, configuration) in self.agent.knowledge.clone() {
            retrieve::known(self.scene, &id)?;
            let overrides =
                self.state.get("knowledgeBaseConfigurations").and_then(Value::as_array).into_iter().flatten();
            let own = overrides.into_iter().find(|own| text(own, "/knowledgeBaseId") == id);
            let own = own.and_then(|own| own.get("retrievalConfiguration")).cloned();
            let hits = retrieve::search(self.scene, query, &own.unwrap_or(configuration))?;
            let prompt = self.prompt(question, observations);
            let raw = json!({ "knowledgeBase": id, "query": query }).to_string();
            self.trace.model(Step::Orchestration, &prompt, &raw, None);
            self.trace.rationale(&format!("No function answers this, so I search the knowledge base {id}."));
            let lookup = json!({ "knowledgeBaseId": id, "text": query });
            self.trace.invocation("KNOWLEDGE_BASE", "knowledgeBaseLookupInput", &lookup);
            let references: Vec<Value> = hits.iter().map(retrieve::Hit::reference).collect();
            let found = json!({ "retrievedReferences": references });
            self.trace.observation("KNOWLEDGE_BASE", "knowledgeBaseLookupOutput", found);
            self.trace.next();
            observations.extend(hits.iter().map(|hit| hit.passage.text.clone()));
            sources.extend(rag::from_hits(&hits));
        }
        Ok(sources)
    }

    /// What the simulator's model says without functions and knowledge bases.
    fn own_words(&self, question: &str) -> String {
        let mut messages = Vec::new();
        for turn in &self.session.turns {
            messages.push(Message::new(Role::User, &turn.question));
            messages.push(Message::new(Role::Assistant, &turn.answer));
        }
        messages.push(Message::new(Role::User, question));
        let request = Request { system: self.agent.instruction.clone(), messages, ..Request::default() };
        completion::complete(&request, self.scene.context.seed).text()
    }

    /// Checks the answer, words it, and sends it.
    fn end(&mut self, question: &str, mut generated: Generated, grounds: &[String]) {
        if let Some(guard) = &self.agent.guard {
            let grounds: Vec<&str> = grounds.iter().map(String::as_str).collect();
            let checked = guarded(guard, Side::Output, &generated.text, &grounds, question);
            let action = if checked.effect == Effect::None { "NONE" } else { "INTERVENED" };
            self.trace.guardrail("outputAssessments", action, &checked.assessment);
            if checked.effect != Effect::None {
                generated = Generated::plain(&checked.text);
            }
        }
        if self.agent.post_processing {
            let prompt = self.prompt(question, std::slice::from_ref(&generated.text));
            let raw = format!("<final_response>{}</final_response>", generated.text);
            self.trace.model(Step::After, &prompt, &raw, Some(json!({ "text": generated.text })));
        }
        self.say(&generated);
        self.remember(question, &generated.text);
    }

    /// Sends an answer: whole, or in chunks if the request wants the final response streamed.
    fn say(&mut self, generated: &Generated) {
        let is_streamed =
            self.input.pointer("/streamingConfigurations/streamFinalResponse") == Some(&Value::Bool(true));
        let citations: Vec<Value> =
            generated.parts.iter().filter(|part| !part.references.is_empty()).map(generate::Part::citation).collect();
        let texts = if is_streamed {
            tokens::pieces(&generated.text).chunks(PIECES).map(<[&str]>::concat).collect()
        } else {
            vec![generated.text.clone()]
        };
        let last = texts.len().saturating_sub(1);
        for (place, part) in texts.into_iter().enumerate() {
            let mut chunk = json!({ "bytes": STANDARD.encode(part) });
            if let (true, false, Some(members)) = (place == last, citations.is_empty(), chunk.as_object_mut()) {
                members.insert("attribution".to_owned(), json!({ "citations": citations }));
            }
            self.trace.event("chunk", chunk);
        }
    }

    fn remember(&mut self, question: &str, answer: &str) {
        self.session.turns.push(Turn { question: question.to_owned(), answer: answer.to_owned() });
        let excess = self.session.turns.len().saturating_sub(TURNS);
        self.session.turns.drain(..excess);
    }
}
