//! Which reader a text needs, and what is no reader's.

use std::fmt::Write as _;

use super::super::{ImportError, Origin, Reader, import, recognise};
use crate::experiment::Draft;

#[test]
fn the_reader_follows_from_the_beginnings_of_lines() {
    for (text, reader) in [
        ("{\"messages\": []}", Reader::Data),
        ("[{\"role\": \"user\"}]", Reader::Data),
        ("POST /model/a/converse HTTP/1.1\n\n{}", Reader::Data),
        ("INFO request {\"messages\": [1]}", Reader::Data),
        ("curl https://a/model/b/converse -d '{}'", Reader::Shell),
        ("$ aws bedrock-runtime converse --model-id a", Reader::Shell),
        ("PS C:\\Users\\me> curl.exe https://a", Reader::Shell),
        ("me@host:~$ curl https://a", Reader::Shell),
        ("R=$(curl -s https://a)", Reader::Shell),
        ("export M=a\naws bedrock-runtime converse --model-id $M", Reader::Shell),
        ("#!/bin/bash\n# import boto3\nBODY='{}'\ncurl https://a -d \"$BODY\"", Reader::Shell),
        ("for m in a b; do aws bedrock-runtime converse --model-id $m; done", Reader::Shell),
        ("cat ids | xargs -I {} aws bedrock-runtime converse --model-id {}", Reader::Shell),
        ("Invoke-WebRequest -Uri \"https://a\" -Method POST", Reader::Shell),
        ("curl https://a -d '{\"text\": \"package main\\nfunc main() {}\\nimport boto3\"}'", Reader::Shell),
        ("import boto3\nc = boto3.client('bedrock-runtime')\nc.converse(modelId='a')", Reader::Python),
        ("r = client.converse(\n    modelId='a',\n    messages=m,\n)", Reader::Python),
        ("c.converse (modelId=m)", Reader::Python),
        (">>> c.converse(\n...     modelId='a')", Reader::Python),
        ("x.converse(modelId='a', messages=[])", Reader::Python),
        ("```python\nimport boto3\nc.converse(modelId='a')\n```", Reader::Python),
        ("import boto3\nPROMPT = '''\ncurl https://a\n'''\nboto3.client('x').converse(modelId='a')", Reader::Python),
        ("const r = await client.send(new ConverseCommand({}));", Reader::JavaScript),
        ("import { ConverseCommand } from \"@aws-sdk/client-bedrock-runtime\";", Reader::JavaScript),
        ("client.converse({ modelId: 'a' })", Reader::JavaScript),
        ("fetch(\"https://a/model/b/converse\", {\"body\": \"{}\"});", Reader::JavaScript),
        ("await fetch(url, {\n  method: 'POST',\n})", Reader::JavaScript),
        ("{ modelId: 'a', messages: [] }", Reader::JavaScript),
        ("{'messages': [{'role': 'user'}]}", Reader::JavaScript),
        ("// curl https://a\nconst a = require('aws-sdk');\nnew a.BedrockRuntime().converse({})", Reader::JavaScript),
    ] {
        assert_eq!(recognise(text).map(|recognised| recognised.reader), Ok(reader), "{text}");
    }
}

#[test]
fn other_languages_are_named() {
    for (text, name) in [
        (
            "use aws_sdk_bedrockruntime::Client;\n\n#[tokio::main]\nasync fn main() {\n    let r = client.converse().model_id(\"a\").send().await?;\n}",
            "Rust",
        ),
        (
            "let response = client\n    .converse()\n    .model_id(\"a\")\n    .messages(Message::builder().build()?)\n    .send()\n    .await?;",
            "Rust",
        ),
        (
            "import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;\n\npublic class A {\n  public static void main(String[] args) {\n    var r = client.converse(b -> b.modelId(\"a\"));\n  }\n}",
            "Java",
        ),
        (
            "BedrockRuntimeClient client = BedrockRuntimeClient.builder().build();\nConverseResponse r = client.converse(request);",
            "Java",
        ),
        (
            "import aws.sdk.kotlin.services.bedrockruntime.BedrockRuntimeClient\n\nsuspend fun main() {\n  val r = client.converse { modelId = \"a\" }\n}",
            "Kotlin",
        ),
        (
            "import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient\nobject A extends App {\n  val r = client.converse(request)\n}",
            "Scala",
        ),
        (
            "package main\n\nimport (\n\t\"github.com/aws/aws-sdk-go-v2/service/bedrockruntime\"\n)\n\nfunc main() {\n\tout, err := client.Converse(ctx, &bedrockruntime.ConverseInput{})\n}",
            "Go",
        ),
        (
            "using Amazon.BedrockRuntime;\nvar client = new AmazonBedrockRuntimeClient();\nvar r = await client.ConverseAsync(new ConverseRequest { });",
            "C#",
        ),
        ("open Amazon.BedrockRuntime\nlet client = new AmazonBedrockRuntimeClient()", "F#"),
        (
            "require 'aws-sdk-bedrockruntime'\nclient = Aws::BedrockRuntime::Client.new\nclient.converse(model_id: 'a')",
            "Ruby",
        ),
        (
            "<?php\nuse Aws\\BedrockRuntime\\BedrockRuntimeClient;\n$client = new BedrockRuntimeClient(['region' => 'a']);",
            "PHP",
        ),
        (
            "import AWSBedrockRuntime\nlet client = try BedrockRuntimeClient(region: \"a\")\nlet r = try await client.converse(input: input)",
            "Swift",
        ),
        ("library(paws)\nclient <- paws::bedrockruntime()\nclient$converse(modelId = \"a\")", "R"),
        ("#include <aws/bedrock-runtime/BedrockRuntimeClient.h>\nint main() {}", "C++"),
        ("resource \"aws_bedrock_guardrail\" \"g\" {\n  name = \"a\"\n}", "Terraform"),
        (
            "import * as cdk from 'aws-cdk-lib';\nconst model = bedrock.FoundationModel.fromFoundationModelId(this, 'a', x);",
            "the AWS CDK",
        ),
        ("from aws_cdk import aws_bedrock as bedrock\nclass A(Stack):\n    def __init__(self): pass", "the AWS CDK"),
        (
            "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  G:\n    Type: AWS::Bedrock::Guardrail",
            "a CloudFormation template",
        ),
        ("Invoke-BDRRConverse -ModelId a -Message $m", "PowerShell with the AWS Tools"),
        ("from langchain_aws import ChatBedrock\nllm = ChatBedrock(model='a')", "LangChain"),
        (
            "import { ChatBedrockConverse } from \"@langchain/aws\";\nconst m = new ChatBedrockConverse({});",
            "LangChain",
        ),
        ("import litellm\nlitellm.completion(model='bedrock/a', messages=[])", "LiteLLM"),
        (
            "from anthropic import AnthropicBedrock\nclient = AnthropicBedrock()\nclient.messages.create(model='a')",
            "the Anthropic SDK",
        ),
        (
            "import AnthropicBedrock from '@anthropic-ai/bedrock-sdk';\nconst c = new AnthropicBedrock();",
            "the Anthropic SDK",
        ),
        (
            "from openai import OpenAI\nOpenAI(base_url='https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1').chat.completions.create(model='a')",
            "the OpenAI SDK",
        ),
        ("import { bedrock } from '@ai-sdk/amazon-bedrock';\nimport { generateText } from 'ai';", "the Vercel AI SDK"),
        ("import org.springframework.ai.chat.client.ChatClient;\npublic class A {}", "Spring AI"),
    ] {
        assert_eq!(recognise(text), Err(ImportError::NotReadBack(name.to_owned())), "{text}");
    }
}

/// The page's own code for each target: read back, or named.
#[test]
fn exported_code_is_read_back_or_named() {
    use crate::bedrock::model_id::ModelId;
    use crate::bedrock::operation::Operation;
    use crate::bedrock::service_model::ServiceModel;
    use crate::export::{Request, Target, code};
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/service-model/bedrock-runtime.json");
    let model = ServiceModel::from_json(&std::fs::read_to_string(path).unwrap()).unwrap();
    let converse = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"import boto3\\ncurl https://a\"}]}]}";
    let claude = "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"package main\"}]}";
    for operation in Operation::ALL {
        let body = if operation.is_converse() { converse } else { claude };
        let request = Request {
            operation,
            model: ModelId::parse("us.anthropic.claude-haiku-4-5-20251001-v1:0").unwrap(),
            region: crate::aws::region::Region::parse("eu-west-1").unwrap(),
            headers: Vec::new(),
            bodies: vec![body.to_owned()],
        };
        for target in Target::ALL {
            let text = code(target, &request, &model).text();
            let read = import(&text, &Draft::default());
            let named = match target {
                Target::Rust => "Rust",
                Target::Java => "Java",
                Target::Go => "Go",
                Target::JavaScript | Target::Boto3 | Target::Curl | Target::Cli | Target::Http => {
                    let read = read.unwrap_or_else(|error| panic!("{target:?} {operation:?} {error}\n{text}"));
                    assert_eq!(read.origin == Origin::JavaScript, target == Target::JavaScript, "{text}");
                    continue;
                }
            };
            assert_eq!(read, Err(ImportError::NotReadBack(named.to_owned())), "{text}");
        }
    }
}

#[test]
fn what_is_nothing_of_this_kind_is_refused() {
    for text in ["hello", "What is a token?", "I use aws for everything", "https://example.com", "a = 1", "let x be 2"]
    {
        assert!(import(text, &Draft::default()).is_err(), "{text}");
    }
}

#[test]
fn fences_keep_the_numbers_of_lines() {
    let text = "Try this:\n\n```js\nconst a = ;\nclient.converse({});\n```\nIt fails.";
    let error = import(text, &Draft::default()).unwrap_err().to_string();
    assert!(error.contains("line 2") || error.contains("line 4"), "{error}");
    // A fence in a prompt belongs to the program.
    let program = "import boto3\np = '''\n```json\n{}\n```\n'''\nboto3.client('a').converse(modelId='a')";
    assert_eq!(super::fence::without_fences(program), program);
}

#[test]
fn addresses_are_read_with_their_region_and_model() {
    let arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123xyz";
    let nova = "amazon.nova-lite-v1:0";
    for (url, model, region, note) in [
        ("https://bedrock-runtime.us-west-2.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse".to_owned(), nova, "us-west-2", ""),
        ("https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com/model/amazon.nova-lite-v1:0/converse".to_owned(), nova, "us-gov-west-1", ""),
        ("https://bedrock-runtime.us-east-2.api.aws/model/amazon.nova-lite-v1:0/converse".to_owned(), nova, "us-east-2", ""),
        ("https://vpce-0abc123-x1y2z3.bedrock-runtime.eu-central-1.vpce.amazonaws.com/model/amazon.nova-lite-v1:0/converse".to_owned(), nova, "eu-central-1", "VPC endpoint"),
        ("https://vpce-0abc123-x1y2z3-eu-central-1a.bedrock-runtime.eu-central-1.vpce.amazonaws.com/model/amazon.nova-lite-v1:0/converse".to_owned(), nova, "eu-central-1", "VPC endpoint"),
        ("https://gateway.ai.cloudflare.com/v1/ACCOUNT/GATEWAY/aws-bedrock/bedrock-runtime/us-east-2/model/amazon.nova-lite-v1:0/converse".to_owned(), nova, "us-east-2", "Ignored the host"),
        ("http://localhost:8080/bedrock/model/amazon.nova-lite-v1:0/converse".to_owned(), nova, "us-west-1", "names no region"),
        ("https://bedrock-runtime.us-east-1.evil.example/model/amazon.nova-lite-v1:0/converse".to_owned(), nova, "us-west-1", "Ignored the host"),
        (format!("https://bedrock-runtime.us-east-1.amazonaws.com/model/{arn}/converse"), arn, "us-east-1", "plain slash"),
        ("https://bedrock-runtime.us-east-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fabc123xyz/converse".to_owned(), arn, "us-east-1", ""),
        ("https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1%253A0/converse".to_owned(), nova, "us-east-1", "encoded twice"),
        ("https://bedrock-runtime.us-east-1.amazonaws.com/model/arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0/converse".to_owned(), "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "us-east-1", "plain slash"),
        ("https://bedrock-runtime.us-east-1.amazonaws.com/model/$M/converse".to_owned(), "amazon.nova-pro-v1:0", "us-east-1", "variable $M"),
    ] {
        let body = "{\"modelId\":\"x.y\",\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}";
        let message = format!("POST {url} HTTP/1.1\nAuthorization: Bearer $KEY\nx-api-key: sk-live-0123456789abcdef\n\n{body}");
        let before = Draft { model: "amazon.nova-pro-v1:0".to_owned(), region: "us-west-1".to_owned(), ..Draft::default() };
        let imported = import(&message, &before).unwrap_or_else(|error| panic!("{error}\n{url}"));
        if url.contains("$M") {
            // The body names a model, which then counts.
            assert_eq!(imported.draft.model, "x.y");
            continue;
        }
        assert_eq!((imported.draft.model.as_str(), imported.draft.region.as_str()), (model, region), "{url}\n{:?}", imported.notes);
        let count = |part: &str| imported.notes.iter().filter(|each| each.contains(part)).count();
        assert_eq!((count("x-api-key"), count("authorization"), count("“modelId”")), (1, 0, 1), "{:?}", imported.notes);
        assert_eq!(count(note), if note.is_empty() { imported.notes.len() } else { 1 }, "{url}\n{:?}", imported.notes);
        let fewest = 2 + usize::from(!note.is_empty());
        assert!(imported.notes.len() >= fewest, "{:?}", imported.notes);
    }
}

#[test]
fn compatible_endpoints_are_named_and_their_bodies_taken_where_a_model_takes_them() {
    let openai = "{\"model\":\"openai.gpt-oss-20b-1:0\",\"messages\":[{\"role\":\"developer\",\"content\":\"Be brief\"},{\"role\":\"user\",\"content\":\"Hello!\"}],\"max_completion_tokens\":128}";
    let claude = "{\"model\":\"us.anthropic.claude-haiku-4-5-20251001-v1:0\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    let host = "https://bedrock-runtime.us-west-2.amazonaws.com";
    let mantle = "https://bedrock-mantle.us-west-2.api.aws";
    for (url, body, model, stream) in [
        (format!("{host}/openai/v1/chat/completions"), openai, "openai.gpt-oss-20b-1:0", false),
        (format!("{mantle}/v1/chat/completions"), openai, "openai.gpt-oss-20b-1:0", false),
        (format!("{host}/anthropic/v1/messages"), claude, "us.anthropic.claude-haiku-4-5-20251001-v1:0", true),
    ] {
        for text in [
            format!("curl -X POST {url} -H \"Authorization: Bearer $KEY\" -d '{body}'"),
            format!("fetch(\"{url}\", {{ method: \"POST\", body: JSON.stringify({body}) }})"),
        ] {
            let imported = import(&text, &Draft::default()).unwrap_or_else(|error| panic!("{error}\n{text}"));
            let draft = &imported.draft;
            assert_eq!(
                (draft.model.as_str(), draft.region.as_str(), draft.stream),
                (model, "us-west-2", stream),
                "{text}"
            );
            assert!(imported.notes.iter().any(|note| note.contains("-compatible endpoint")), "{:?}", imported.notes);
        }
    }
    for (path, body, part) in [
        ("/openai/v1/chat/completions", claude, "takes another body"),
        ("/openai/v1/chat/completions", "{\"messages\":[]}", "names no model"),
        ("/openai/v1/responses", openai, "Responses endpoint"),
        ("/model/a/count-tokens", openai, "CountTokens"),
        ("/guardrail/a/version/1/apply", openai, "ApplyGuardrail"),
        ("/knowledgebases/a/retrieve", openai, "knowledge base"),
        ("/foundation-models", openai, "control plane"),
    ] {
        let text = format!("POST {host}{path} HTTP/1.1\n\n{body}");
        let error = import(&text, &Draft::default()).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn placeholders_are_no_secrets() {
    use super::super::placeholder::is_placeholder;
    for value in [
        "",
        "$KEY",
        "\"$KEY\"",
        "Bearer $KEY",
        "Bearer ${AWS_BEARER_TOKEN_BEDROCK}",
        "AWS4-****",
        "****",
        "<token>",
        "Bearer <api-key>",
        "YOUR_API_KEY",
        "your-token-here",
        "{{token}}",
        "%KEY%",
        "$(cat key)",
        "xxxxxxxx",
        "Bearer ...",
        "sk-...",
        "REDACTED",
        "process.env.KEY",
        "$env:KEY",
    ] {
        assert!(is_placeholder(value), "{value}");
    }
    for value in [
        "bedrock-api-key-c2VjcmV0",
        "ABSKQmVkcm9ja0FQSUtleS1hYmNk",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "sk-live-0123456789",
        "IQoJb3JpZ2luX2VjEXAMPLETOKEN",
        "session=abc",
    ] {
        assert!(!is_placeholder(value), "{value}");
    }
}

#[test]
fn a_long_text_of_nothing_ends() {
    let mut text = String::new();
    for line in 0..20_000 {
        let _ = writeln!(text, "{{ line {line} > a@b$ {{ \"x\" ({{");
    }
    assert!(import(&text, &Draft::default()).is_err());
}
