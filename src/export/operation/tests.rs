use serde_json::{Value, json};

use super::*;
use crate::bedrock::service_model::ServiceModel;

fn model(client: Client) -> ServiceModel {
    ServiceModel::from_json(match client {
        Client::Bedrock => include_str!("../../../assets/service-model/bedrock.json"),
        Client::Runtime => include_str!("../../../assets/service-model/bedrock-runtime.json"),
        Client::AgentRuntime => include_str!("../../../assets/service-model/bedrock-agent-runtime.json"),
        Client::Agent => include_str!("../../../assets/service-model/bedrock-agent.json"),
    })
    .unwrap()
}

fn code(tool: Target, client: Client, operation: &str, input: &Value) -> Result<String, String> {
    write(tool, client, operation, input, "us-east-1", &model(client))
}

#[test]
fn every_taught_operation_is_one_of_the_control_plane() {
    let model = model(Client::Bedrock);
    assert!(TAUGHT.iter().all(|name| model.operation(name).is_some()));
    let mut names = TAUGHT.to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), TAUGHT.len());
}

#[test]
fn each_tool_writes_a_list_with_a_moment() {
    let input = json!({"creationTimeAfter": "2026-11-30T11:00:00Z", "statusEquals": "InProgress"});
    let written = |tool| code(tool, Client::Bedrock, "ListModelCustomizationJobs", &input).unwrap();
    for (tool, expected) in [
        (
            Target::Boto3,
            r#"response = client.list_model_customization_jobs(
    creationTimeAfter=datetime.datetime.fromisoformat("2026-11-30T11:00:00+00:00"),
    statusEquals="InProgress",
)
"#,
        ),
        (
            Target::Cli,
            r"aws bedrock list-model-customization-jobs \
  --region us-east-1 \
  --no-paginate \
  --creation-time-after 2026-11-30T11:00:00Z \
  --status-equals InProgress
",
        ),
        (
            Target::Curl,
            r#"  --request GET "$endpoint$path?$query" \
  --aws-sigv4 'aws:amz:us-east-1:bedrock' \
"#,
        ),
        (Target::JavaScript, "    creationTimeAfter: new Date(\"2026-11-30T11:00:00Z\"),\n"),
        (
            Target::Rust,
            "        .creation_time_after(DateTime::from_str(\"2026-11-30T11:00:00Z\", DateTimeFormat::DateTime)?)\n        \
             .status_equals(FineTuningJobStatus::InProgress)\n",
        ),
        (Target::Java, ".statusEquals(FineTuningJobStatus.IN_PROGRESS)\n"),
        (Target::Go, "\t\tCreationTimeAfter: aws.Time(moment(\"2026-11-30T11:00:00Z\")),\n"),
        (
            Target::Http,
            "GET /model-customization-jobs?creationTimeAfter=2026-11-30T11%3A00%3A00Z&statusEquals=InProgress HTTP/1.1\n\
             Host: bedrock.us-east-1.amazonaws.com\n",
        ),
    ] {
        let text = written(tool);
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn a_structure_a_list_and_an_enumeration_have_each_language_s_form() {
    let input = json!({
        "name": "g", "blockedInputMessaging": "no", "blockedOutputsMessaging": "no",
        "contentPolicyConfig": {"filtersConfig": [{"type": "HATE", "inputStrength": "HIGH", "outputStrength": "LOW", "inputEnabled": true}]},
        "contextualGroundingPolicyConfig": {"filtersConfig": [{"type": "GROUNDING", "threshold": 1}]},
        "wordPolicyConfig": {"wordsConfig": [{"text": "it's"}]},
    });
    let written = |tool| code(tool, Client::Bedrock, "CreateGuardrail", &input).unwrap();
    for (tool, expected) in [
        (Target::Rust, ".input_enabled(true)\n"),
        (Target::Rust, ".r#type(GuardrailContentFilterType::Hate)\n"),
        (Target::Rust, ".threshold(1.0)"),
        (Target::Java, ".type(GuardrailContentFilterType.HATE)\n"),
        (Target::Java, ".threshold(1D)"),
        (Target::Go, "InputEnabled: aws.Bool(true),\n"),
        (Target::Go, "Type: types.GuardrailContentFilterTypeHate,\n"),
        (Target::Go, "WordPolicyConfig: &types.GuardrailWordPolicyConfig{"),
        (Target::Cli, r"it'\''s"),
    ] {
        let text = written(tool);
        assert!(text.contains(expected), "{expected} in\n{text}");
    }
}

#[test]
fn events_are_printed_as_they_arrive_and_the_cli_says_that_it_cannot() {
    let input = json!({"agentId": "AGENT12345", "agentAliasId": "TSTALIASID", "sessionId": "s-1", "inputText": "Hi"});
    let written = |tool| code(tool, Client::AgentRuntime, "InvokeAgent", &input);
    assert!(written(Target::Boto3).unwrap().ends_with("for event in response[\"completion\"]:\n    print(event)\n"));
    assert!(written(Target::JavaScript).unwrap().contains("for await (const event of response.completion) {\n"));
    assert!(written(Target::Curl).unwrap().contains("--no-buffer --output - \\\n"));
    assert_eq!(
        written(Target::Cli).unwrap_err(),
        "InvokeAgent answers with a stream of events, which the AWS CLI does not print. Python and JavaScript do."
    );
}

#[test]
fn a_tool_that_is_not_written_for_an_operation_says_so() {
    for tool in [Target::Rust, Target::Java, Target::Go] {
        let reason = code(tool, Client::Agent, "ListAgents", &json!({})).unwrap_err();
        assert!(reason.starts_with(&format!("{} code is written for the 43 operations", tool.label())), "{reason}");
        assert!(reason.contains("ListAgents is not one of them."), "{reason}");
    }
}

#[test]
fn an_input_that_cannot_be_sent_has_no_code() {
    for tool in Target::ALL {
        assert_eq!(
            code(tool, Client::Bedrock, "GetGuardrail", &json!({})).unwrap_err(),
            "guardrailIdentifier is in the path, so the request needs it"
        );
        assert!(code(tool, Client::Runtime, "InvokeModelWithBidirectionalStream", &json!({"modelId": "a"})).is_err());
        assert!(write(tool, Client::Bedrock, "ListGuardrails", &json!({}), "moon-1", &model(Client::Bedrock)).is_err());
    }
}

#[test]
fn pages_are_followed_where_the_tool_can() {
    let input = json!({"nextToken": "old", "maxResults": 2});
    let all = |tool, operation| {
        write_all_pages(tool, Client::Bedrock, operation, &input, "us-east-1", &model(Client::Bedrock))
    };
    let python = all(Target::Boto3, "ListGuardrails").unwrap();
    assert!(python.ends_with(
        "paginator = client.get_paginator(\"list_guardrails\")\nfor page in paginator.paginate(\n    maxResults=2,\n):\n    \
         for item in page.get(\"guardrails\", []):\n        print(item)\n"
    ));
    let javascript = all(Target::JavaScript, "ListGuardrails").unwrap();
    assert!(
        javascript.contains("for await (const page of paginateListGuardrails({ client }, {\n  maxResults: 2,\n})) {\n")
    );
    let cli = all(Target::Cli, "ListGuardrails").unwrap();
    assert!(!cli.contains("--no-paginate") && !cli.contains("--max-results") && !cli.contains("old"), "{cli}");
    assert_eq!(
        all(Target::Curl, "ListGuardrails").unwrap_err(),
        "Code that follows the pages is written for Python, the AWS CLI and JavaScript. In curl, repeat the call with \
         nextToken set to the nextToken of the page before."
    );
    assert_eq!(
        all(Target::Boto3, "GetGuardrail").unwrap_err(),
        "guardrailIdentifier is in the path, so the request needs it"
    );
    assert_eq!(
        all(Target::Boto3, "ListFoundationModels").unwrap_err(),
        "ListFoundationModels answers in one piece, so there are no pages to follow."
    );
}

#[test]
fn a_member_without_a_place_in_the_api_is_named_in_a_comment() {
    let text = code(Target::Boto3, Client::Bedrock, "ListGuardrails", &json!({"un\nheard": 1})).unwrap();
    assert!(text.starts_with("# `/un heard` is not in the API model"), "{text}");
}

#[test]
fn bytes_that_are_text_are_written_as_text_and_others_as_base64() {
    let call = |base64: &str| json!({"modelId": "a.b-v1:0", "body": base64});
    let written = |tool, base64| code(tool, Client::Runtime, "InvokeModel", &call(base64)).unwrap();
    assert!(written(Target::Boto3, "eyJhIjoxfQ==").contains(r#"body="{\"a\":1}".encode(),"#));
    assert!(written(Target::JavaScript, "eyJhIjoxfQ==").contains(r#"body: Buffer.from("{\"a\":1}", "utf8"),"#));
    assert!(written(Target::Cli, "eyJhIjoxfQ==").contains("cat > body.json <<'JSON'\n{\"a\":1}\nJSON\n"));
    assert!(written(Target::Boto3, "//8=").contains("body=base64.b64decode(\"//8=\"),"));
    assert!(written(Target::Cli, "//8=").contains("base64 --decode > body.bin <<'BASE64'\n//8=\nBASE64\n"));
    assert!(written(Target::Curl, "//8=").contains("--data-binary @body.bin\n"));
    assert!(code(Target::Http, Client::Runtime, "InvokeModel", &call("//8=")).is_err());
}
