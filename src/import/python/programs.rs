//! What a program calls: the operations that are read, others of AWS, and libraries that call Bedrock themselves.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ModModule, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::expressions::operation;

/// What was found in a program.
#[derive(Default)]
pub(super) struct Calls {
    /// Calls of an operation that is read.
    pub models: Vec<TextRange>,
    /// The first other operation of AWS: method, what it is, and its place.
    pub other: Option<(String, &'static str, TextRange)>,
    /// The first library that calls models in its own way.
    pub library: Option<&'static str>,
}

/// Looks through a program.
pub(super) fn find(module: &ModModule) -> Calls {
    let mut calls = Calls::default();
    calls.visit_body(&module.body);
    calls
}

/// Operations of AWS near those that call a model, by the name of the method.
fn other_operation(method: &str) -> Option<&'static str> {
    Some(match method {
        "count_tokens" => "which counts the tokens of a request and calls no model",
        "apply_guardrail" => "which checks a text with a guardrail and calls no model",
        "start_async_invoke" | "get_async_invoke" | "list_async_invokes" => "which belongs to asynchronous calls",
        "create_model_invocation_job" | "get_model_invocation_job" | "list_model_invocation_jobs" => {
            "which belongs to batch inference"
        }
        "invoke_agent"
        | "invoke_inline_agent"
        | "invoke_flow"
        | "retrieve"
        | "retrieve_and_generate"
        | "rerank"
        | "retrieve_and_generate_stream"
        | "invoke_agent_runtime" => "an operation of the agents' client",
        "list_foundation_models"
        | "get_foundation_model"
        | "list_inference_profiles"
        | "get_inference_profile"
        | "create_inference_profile"
        | "list_custom_models"
        | "create_guardrail"
        | "get_guardrail"
        | "list_guardrails"
        | "list_provisioned_model_throughputs"
        | "create_provisioned_model_throughput"
        | "put_model_invocation_logging_configuration"
        | "get_foundation_model_availability"
        | "put_use_case_for_model_access"
        | "create_model_customization_job"
        | "list_imported_models"
        | "create_prompt_router"
        | "list_prompt_routers" => "an operation of the control plane (the client bedrock)",
        "invoke_endpoint" | "invoke_endpoint_with_response_stream" => "an operation of SageMaker",
        "invoke_model_with_bidirectional_stream" => "which speaks both ways and has no request body",
        _ => return None,
    })
}

/// The library of a module or a class.
fn library(name: &str) -> Option<&'static str> {
    let root = name.split('.').next().unwrap_or_default();
    Some(match root {
        "langchain"
        | "langchain_aws"
        | "langchain_community"
        | "langchain_core"
        | "langgraph"
        | "ChatBedrock"
        | "ChatBedrockConverse"
        | "BedrockLLM"
        | "BedrockChat" => "LangChain",
        "litellm" => "LiteLLM",
        "anthropic" | "AnthropicBedrock" | "AsyncAnthropicBedrock" => "the Anthropic SDK",
        "openai" | "OpenAI" => "the OpenAI SDK",
        "llama_index" => "LlamaIndex",
        "strands" => "Strands Agents",
        "haystack" | "haystack_integrations" => "Haystack",
        "pydantic_ai" => "Pydantic AI",
        "instructor" => "Instructor",
        "dspy" => "DSPy",
        "crewai" => "CrewAI",
        _ => return None,
    })
}

impl<'a> Visitor<'a> for Calls {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(each) => {
                let found = each.names.iter().find_map(|alias| library(alias.name.as_str()));
                self.library = self.library.or(found);
            }
            Stmt::ImportFrom(each) => {
                let module = each.module.as_ref().map_or("", |module| module.as_str());
                self.library = self.library.or_else(|| library(module));
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr {
            match &*call.func {
                Expr::Attribute(attribute) => {
                    let method = attribute.attr.as_str();
                    if operation(method).is_some() {
                        self.models.push(call.range());
                    } else if let (Some(what), None) = (other_operation(method), &self.other) {
                        self.other = Some((method.to_owned(), what, call.range()));
                    }
                }
                Expr::Name(name) => self.library = self.library.or_else(|| library(name.id.as_str())),
                _ => {}
            }
        }
        walk_expr(self, expr);
    }
}
