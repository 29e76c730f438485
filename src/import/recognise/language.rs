//! Programming languages and frameworks, by the words at the beginnings of their lines.

/// A language that a program may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    JavaScript,
    Rust,
    Java,
    Kotlin,
    Scala,
    Go,
    CSharp,
    FSharp,
    VisualBasic,
    Ruby,
    Php,
    Swift,
    R,
    Cpp,
    Dart,
    Elixir,
    Clojure,
    Perl,
    Julia,
    PowerShellTools,
    Terraform,
    Cdk,
    CloudFormation,
}

impl Language {
    /// The language's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::JavaScript => "JavaScript",
            Self::Rust => "Rust",
            Self::Java => "Java",
            Self::Kotlin => "Kotlin",
            Self::Scala => "Scala",
            Self::Go => "Go",
            Self::CSharp => "C#",
            Self::FSharp => "F#",
            Self::VisualBasic => "Visual Basic",
            Self::Ruby => "Ruby",
            Self::Php => "PHP",
            Self::Swift => "Swift",
            Self::R => "R",
            Self::Cpp => "C++",
            Self::Dart => "Dart",
            Self::Elixir => "Elixir",
            Self::Clojure => "Clojure",
            Self::Perl => "Perl",
            Self::Julia => "Julia",
            Self::PowerShellTools => "PowerShell with the AWS Tools",
            Self::Terraform => "Terraform",
            Self::Cdk => "the AWS CDK",
            Self::CloudFormation => "a CloudFormation template",
        }
    }
}

use Language::{
    CSharp, Cdk, Clojure, CloudFormation, Cpp, Dart, Elixir, FSharp, Go, Java, JavaScript, Julia, Kotlin, Perl, Php,
    PowerShellTools, Python, R, Ruby, Rust, Scala, Swift, Terraform, VisualBasic,
};

/// What a line begins with, the language that begins its lines so, and how much that says: 1 where several languages
/// share it, 3 where hardly another one has it, 6 for the SDK's own names.
const STARTS: [(&str, Language, u32); 96] = [
    ("import boto3", Python, 6),
    ("import aioboto3", Python, 6),
    ("from boto3", Python, 6),
    ("from botocore", Python, 6),
    (">>> ", Python, 6),
    ("import json", Python, 1),
    ("import os", Python, 1),
    ("import base64", Python, 1),
    ("from ", Python, 1),
    ("def ", Python, 2),
    ("async def ", Python, 3),
    ("elif ", Python, 3),
    ("except ", Python, 2),
    ("with open(", Python, 3),
    ("async with ", Python, 3),
    ("print(", Python, 1),
    ("modelId=", Python, 3),
    ("messages=", Python, 2),
    ("body=", Python, 1),
    ("if __name__", Python, 6),
    ("import {", JavaScript, 3),
    ("import * as", JavaScript, 3),
    ("import type ", JavaScript, 3),
    ("const ", JavaScript, 1),
    ("let ", JavaScript, 1),
    ("var ", JavaScript, 1),
    ("export ", JavaScript, 1),
    ("async function", JavaScript, 3),
    ("function ", JavaScript, 1),
    ("await ", JavaScript, 1),
    ("fetch(", JavaScript, 3),
    ("await fetch(", JavaScript, 3),
    ("axios", JavaScript, 3),
    ("modelId:", JavaScript, 2),
    ("module.exports", JavaScript, 6),
    ("use aws_", Rust, 6),
    ("#[tokio::main]", Rust, 6),
    ("let mut ", Rust, 3),
    ("fn main", Rust, 3),
    ("async fn ", Rust, 3),
    ("pub async fn ", Rust, 3),
    ("pub fn ", Rust, 3),
    ("impl ", Rust, 3),
    ("use ", Rust, 1),
    (".await?", Rust, 3),
    ("import software.amazon.awssdk", Java, 6),
    ("import com.amazonaws", Java, 6),
    ("import java", Java, 3),
    ("public class ", Java, 2),
    ("public static void main", Java, 6),
    ("BedrockRuntimeClient ", Java, 6),
    ("ConverseResponse ", Java, 3),
    ("InvokeModelResponse ", Java, 3),
    ("import aws.sdk.kotlin", Kotlin, 12),
    ("fun main", Kotlin, 6),
    ("suspend fun ", Kotlin, 8),
    ("fun ", Kotlin, 4),
    ("val ", Kotlin, 2),
    ("object ", Scala, 4),
    ("import scala", Scala, 12),
    ("import zio", Scala, 12),
    ("lazy val ", Scala, 6),
    ("package main", Go, 6),
    ("func main()", Go, 6),
    ("\"github.com/aws/aws-sdk-go", Go, 6),
    ("func ", Go, 2),
    ("using Amazon", CSharp, 6),
    ("using System", CSharp, 6),
    ("namespace ", CSharp, 2),
    ("public async Task", CSharp, 6),
    ("open Amazon", FSharp, 12),
    ("Imports Amazon", VisualBasic, 12),
    ("require 'aws-sdk", Ruby, 12),
    ("require \"aws-sdk", Ruby, 12),
    ("require 'json'", Ruby, 6),
    ("<?php", Php, 12),
    ("use Aws\\", Php, 12),
    ("import AWSBedrock", Swift, 12),
    ("import Foundation", Swift, 6),
    ("library(", R, 6),
    ("#include <", Cpp, 6),
    ("import 'package:", Dart, 12),
    ("defmodule ", Elixir, 12),
    ("(ns ", Clojure, 12),
    ("(require ", Clojure, 6),
    ("use strict;", Perl, 6),
    ("use Paws", Perl, 12),
    ("using AWS", Julia, 12),
    ("resource \"aws", Terraform, 12),
    ("data \"aws", Terraform, 12),
    ("provider \"aws\"", Terraform, 12),
    ("terraform {", Terraform, 12),
    ("import * as cdk", Cdk, 24),
    ("import aws_cdk", Cdk, 24),
    ("from aws_cdk", Cdk, 24),
    ("AWSTemplateFormatVersion", CloudFormation, 24),
];

/// What a line contains, with the language and how much that says.
const WITHIN: [(&str, Language, u32); 32] = [
    ("boto3.", Python, 6),
    ("json.dumps(", Python, 3),
    ("Command({", JavaScript, 6),
    ("@aws-sdk/client-bedrock-runtime", JavaScript, 6),
    ("JSON.stringify(", JavaScript, 3),
    (" => {", JavaScript, 1),
    ("process.env.", JavaScript, 3),
    ("require(\"", JavaScript, 3),
    ("require('", JavaScript, 3),
    ("aws_sdk_bedrockruntime", Rust, 6),
    ("aws_config::", Rust, 6),
    ("::builder()", Rust, 6),
    (".builder()", Java, 3),
    ("BedrockRuntimeClient.builder()", Java, 3),
    ("BedrockRuntimeClient.fromEnvironment", Kotlin, 12),
    ("BedrockRuntimeClient {", Kotlin, 6),
    ("extends App", Scala, 12),
    (" := ", Go, 3),
    ("bedrockruntime.", Go, 3),
    ("AmazonBedrockRuntimeClient", CSharp, 6),
    ("new ConverseRequest", CSharp, 3),
    ("Aws::BedrockRuntime", Ruby, 9),
    ("BedrockRuntimeClient([", Php, 12),
    ("BedrockRuntimeClient.BedrockRuntimeClientConfiguration", Swift, 12),
    ("BedrockRuntimeClientTypes.", Swift, 12),
    (" <- ", R, 3),
    ("paws::", R, 12),
    ("std::", Cpp, 2),
    ("Aws::BedrockRuntime::BedrockRuntimeClient ", Cpp, 12),
    ("Invoke-BDRR", PowerShellTools, 24),
    ("aws-cdk-lib", Cdk, 24),
    ("Type: AWS::", CloudFormation, 24),
];

/// The languages that the text's lines speak for, the strongest first. Each kind of line counts once.
pub(super) fn evidence(text: &str) -> Vec<(Language, u32)> {
    let mut starts_seen = [false; STARTS.len()];
    let mut within_seen = [false; WITHIN.len()];
    // A line of a large body says nothing beyond its beginning.
    let lines = text.lines().take(5_000).map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with(['"', '{'])) {
        let line = shortened(line);
        for (seen, (start, _, _)) in starts_seen.iter_mut().zip(STARTS) {
            *seen |= line.starts_with(start);
        }
        if line.starts_with("//") || line.starts_with("# ") {
            continue;
        }
        for (seen, (part, _, _)) in within_seen.iter_mut().zip(WITHIN) {
            *seen |= line.contains(part);
        }
    }
    // The imports of Go stand in quotation marks, one a line.
    if text.lines().take(60).any(|line| line.trim().starts_with("\"github.com/aws/aws-sdk-go")) {
        within_seen
            .iter_mut()
            .zip(WITHIN)
            .filter(|(_, (part, _, _))| *part == "bedrockruntime.")
            .for_each(|(seen, _)| *seen = true);
    }
    let starts = starts_seen.into_iter().zip(STARTS);
    let within = within_seen.into_iter().zip(WITHIN);
    let mut found: Vec<(Language, u32)> = Vec::new();
    for (_, (_, language, weight)) in starts.chain(within).filter(|(seen, _)| *seen) {
        match found.iter_mut().find(|(of, _)| *of == language) {
            Some((_, sum)) => *sum += weight,
            None => found.push((language, weight)),
        }
    }
    found.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    found
}

/// The first 400 bytes of a line.
fn shortened(line: &str) -> &str {
    let end = (0..=400.min(line.len())).rev().find(|end| line.is_char_boundary(*end)).unwrap_or(0);
    line.get(..end).unwrap_or(line)
}

/// Libraries that build the request themselves, by what their programs contain.
const FRAMEWORKS: [(&str, &[&str]); 22] = [
    ("LangChain", &["langchain", "ChatBedrock", "BedrockChat"]),
    ("LiteLLM", &["import litellm", "from litellm", "litellm.completion("]),
    ("the Anthropic SDK", &["import anthropic", "from anthropic", "AnthropicBedrock", "@anthropic-ai/"]),
    (
        "the OpenAI SDK",
        &["import openai", "from openai", "from \"openai\"", "from 'openai'", "chat.completions.create("],
    ),
    ("the Vercel AI SDK", &["@ai-sdk/", "from \"ai\"", "from 'ai'"]),
    ("Spring AI", &["org.springframework.ai", "spring.ai."]),
    ("LangChain4j", &["dev.langchain4j"]),
    ("LlamaIndex", &["llama_index", "llamaindex"]),
    ("Semantic Kernel", &["semantic_kernel", "Microsoft.SemanticKernel"]),
    ("Haystack", &["haystack_integrations", "from haystack"]),
    ("Strands Agents", &["from strands", "@strands-agents/"]),
    ("Pydantic AI", &["pydantic_ai"]),
    ("Instructor", &["import instructor"]),
    ("DSPy", &["import dspy"]),
    ("CrewAI", &["from crewai"]),
    ("Genkit", &["genkit"]),
    ("Mastra", &["@mastra/"]),
    ("Transformers", &["from transformers"]),
    ("smolagents", &["from smolagents"]),
    ("Autogen", &["from autogen"]),
    ("Griptape", &["from griptape"]),
    ("Agno", &["from agno"]),
];

/// The library that builds the request, unless the program calls the service's own client.
pub(super) fn framework(text: &str) -> Option<&'static str> {
    let own = [
        "boto3.client",
        ".converse(",
        ".converse_stream(",
        ".invoke_model(",
        ".invoke_model_with_response_stream(",
        "ConverseCommand(",
        "ConverseStreamCommand(",
        "InvokeModelCommand(",
        "InvokeModelWithResponseStreamCommand(",
    ];
    if own.iter().any(|call| text.contains(call)) {
        return None;
    }
    let lines = || text.lines().map(str::trim).filter(|line| !line.starts_with(['{', '"', '[']));
    let has = |part: &&str| lines().any(|line| shortened(line).contains(*part));
    FRAMEWORKS.iter().find(|(_, parts)| parts.iter().any(has)).map(|(name, _)| *name)
}
