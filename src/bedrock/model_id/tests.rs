//! Tests of `model_id`.

use super::*;

#[test]
fn reads_every_form_of_model_id() {
    use ModelIdKind as K;
    for (text, kind, base, prefix) in [
        ("amazon.nova-lite-v1:0", K::Bare, Some("amazon.nova-lite-v1:0"), None),
        (" us.amazon.nova-lite-v1:0\n", K::InferenceProfile, Some("amazon.nova-lite-v1:0"), Some("us.")),
        ("us-gov.anthropic.claude-sonnet-5", K::InferenceProfile, Some("anthropic.claude-sonnet-5"), Some("us-gov.")),
        ("global.openai.gpt-5.5", K::InferenceProfile, Some("openai.gpt-5.5"), Some("global.")),
        ("deepseek.v3.2", K::Bare, Some("deepseek.v3.2"), None),
        ("in.moonshotai.kimi-k3", K::InferenceProfile, Some("moonshotai.kimi-k3"), Some("in.")),
        ("us.nova", K::Bare, Some("us.nova"), None),
        (
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
            K::FoundationModelArn,
            Some("anthropic.claude-haiku-4-5-20251001-v1:0"),
            None,
        ),
        (
            "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.amazon.nova-pro-v1:0",
            K::InferenceProfileArn,
            Some("amazon.nova-pro-v1:0"),
            Some("us-gov."),
        ),
        (
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456",
            K::ApplicationInferenceProfileArn,
            None,
            None,
        ),
        ("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef", K::ProvisionedModelArn, None, None),
        (
            "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-text-lite-v1:0:4k/abcdefabcdef",
            K::CustomModelArn,
            Some("amazon.titan-text-lite-v1:0:4k"),
            None,
        ),
        (
            "arn:aws:bedrock:us-east-1:123456789012:custom-model-deployment/abcdefabcdef",
            K::CustomModelDeploymentArn,
            None,
            None,
        ),
        ("arn:aws:bedrock:us-east-1:123456789012:imported-model/abcdefabcdef", K::ImportedModelArn, None, None),
        ("arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDE12345:1", K::PromptArn, None, None),
        (
            "arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/anthropic.claude:1",
            K::PromptRouterArn,
            None,
            None,
        ),
        ("arn:aws:sagemaker:us-east-1:123456789012:endpoint/my-endpoint", K::SageMakerEndpointArn, None, None),
    ] {
        let id = ModelId::parse(text).unwrap();
        assert_eq!((id.kind(), id.base_id(), id.profile_prefix()), (kind, base, prefix), "{text}");
        assert_eq!(id.as_str(), text.trim());
    }
    let arn = ModelId::parse("arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0").unwrap();
    assert_eq!(arn.arn_region(), Some("eu-west-1"));
    assert_eq!(ModelId::parse("amazon.nova-pro-v1:0").unwrap().arn_region(), None);
}

#[test]
fn says_what_is_wrong_and_what_to_do() {
    for (text, sentence) in [
        ("  ", "empty"),
        ("amazon.nova-lite-v1%3A0", "percent-encoded"),
        ("amazon.nova lite", "' '"),
        ("amazon/nova", "'/'"),
        ("bedrock/amazon.nova-lite-v1:0", "type amazon.nova-lite-v1:0."),
        ("bedrock/converse/us.amazon.nova-pro-v1:0", "type us.amazon.nova-pro-v1:0."),
        ("bedrock/us-west-2/amazon.nova-pro-v1:0", "type amazon.nova-pro-v1:0."),
        ("bedrock/arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDE12345", "type arn:aws:bedrock"),
        ("bedrock_converse/anthropic.claude-sonnet-4-6", "“bedrock_converse/”, which LiteLLM"),
        ("arn:aws:bedrock:us-east-1:123456789012:foundation-model/amazon.nova-lite-v1:0", "has none"),
        ("..", "“..” is not a model ID"),
        ("amazon.novä", "'ä'"),
        ("arn:aws:bedrock:us-east-1", "arn:aws:bedrock:us-east-1::foundation-model"),
        ("arn:aws:s3:us-east-1:123456789012:bucket/x", "not an ARN of a Bedrock model"),
        ("arn:aws:bedrock:us-east-1:123456789012:agent/ABCDEFGHIJ", "type “agent”"),
        ("arn:aws:bedrock:us-east-1:12:provisioned-model/abcdefabcdef", "“12”"),
        ("arn:aws:bedrock:us-east-1::provisioned-model/abcdefabcdef", "nothing"),
    ] {
        let error = ModelId::parse(text).unwrap_err().to_string();
        assert!(error.contains(sentence), "{text}: {error}");
    }
    assert_eq!(ModelId::parse(&"a".repeat(2049)), Err(ModelIdError::TooLong(2049)));
}

#[test]
fn a_context_window_is_told_from_a_version() {
    for (text, window) in [
        ("anthropic.claude-3-haiku-20240307-v1:0:200k", Some("200k")),
        ("us.amazon.nova-lite-v1:0:300k", Some("300k")),
        ("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0:128k", Some("128k")),
        ("amazon.nova-lite-v1:0", None),
        ("deepseek.v3.2", None),
        // A customised model keeps the suffix of its base.
        ("arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-text-lite-v1:0:4k/abcdefabcdef", None),
    ] {
        assert_eq!(ModelId::parse(text).unwrap().context_window(), window, "{text}");
    }
}

#[test]
fn the_reader_tells_the_family_only_where_the_id_does_not() {
    use crate::bedrock::family::PICKS;
    let arn = ModelId::parse("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef").unwrap();
    assert!(arn.is_opaque() && arn.clone().with_family(Some(Family::Nova)).family() == Some(Family::Nova));
    assert_eq!(arn.family(), None);
    let known = ModelId::parse("us.anthropic.claude-haiku-4-5-20251001-v1:0").unwrap().with_family(Some(Family::Nova));
    assert!(!known.is_opaque() && known.family() == Some(Family::Claude));
    let mut families: Vec<_> = PICKS.iter().map(|start| Family::from_base_id(start)).collect();
    families.dedup();
    assert!(families.len() == PICKS.len() && !families.contains(&None));
}
