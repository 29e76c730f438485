"""Lives through the guardrails of an account as a user of boto3 would, and meets their refusals.

Usage: guardrails.py ENDPOINT_URL. A guardrail is ready within a second; the script waits for a status, never for a time.
"""

import functools
import json
import sys
import time

import boto3
from botocore.config import Config
from checks import run
from runtime import NOVA, client, user

runtime = functools.cache(client)
MESSAGES = {"blockedInputMessaging": "Sorry, I cannot use that.", "blockedOutputsMessaging": "Sorry, I cannot say that."}
WORDS = {"wordsConfig": [{"text": "bluebird"}]}
EMAIL = {"piiEntitiesConfig": [{"type": "EMAIL", "action": "ANONYMIZE"}]}


@functools.cache
def bedrock():
    session = boto3.Session(
        aws_access_key_id="ASIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        aws_session_token="outcrop-simulator-session",
        region_name="us-east-1",
    )
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30, proxies={})
    return session.client("bedrock", endpoint_url=sys.argv[1], config=config)


def ready(identifier, **version):
    for _ in range(100):
        found = bedrock().get_guardrail(guardrailIdentifier=identifier, **version)
        if found["status"] == "READY":
            return found
        time.sleep(0.1)
    raise AssertionError(f"not READY: {found}")


def made(name, **policies):
    created = bedrock().create_guardrail(name=name, **MESSAGES, **policies)
    assert created["version"] == "DRAFT" and created["guardrailArn"].endswith(created["guardrailId"]), created
    ready(created["guardrailId"])
    return created["guardrailId"]


def refuses(error_name, part, operation, /, **members):
    try:
        getattr(bedrock(), operation)(**members)
    except getattr(bedrock().exceptions, error_name) as error:
        assert part in error.response["Error"]["Message"], error
    else:
        raise AssertionError(f"{operation} was not refused")


def apply(identifier, text, version="DRAFT", source="INPUT"):
    content = [{"text": {"text": text}}]
    answer = runtime().apply_guardrail(
        guardrailIdentifier=identifier, guardrailVersion=version, source=source, content=content
    )
    return answer["action"], [output["text"] for output in answer["outputs"]]


def create_version_update_and_delete():
    identifier = made("life", wordPolicyConfig=WORDS, tags=[{"key": "team", "value": "desk"}])
    assert apply(identifier, "A bluebird") == ("GUARDRAIL_INTERVENED", ["Sorry, I cannot use that."])
    assert bedrock().create_guardrail_version(guardrailIdentifier=identifier)["version"] == "1"
    ready(identifier)
    updated = bedrock().update_guardrail(
        guardrailIdentifier=identifier, name="life", **MESSAGES, sensitiveInformationPolicyConfig=EMAIL
    )
    assert updated["version"] == "DRAFT", updated
    draft = ready(identifier)
    assert "wordPolicy" not in draft and draft["sensitiveInformationPolicy"]["piiEntities"][0]["type"] == "EMAIL", draft
    assert apply(identifier, "A bluebird, ana@example.com") == ("GUARDRAIL_INTERVENED", ["A bluebird, {EMAIL}"])
    assert apply(identifier, "A bluebird", version="1")[0] == "GUARDRAIL_INTERVENED"
    listed = bedrock().get_paginator("list_guardrails").paginate(guardrailIdentifier=identifier, PaginationConfig={"PageSize": 1})
    assert [item["version"] for page in listed for item in page["guardrails"]] == ["DRAFT", "1"]
    bedrock().delete_guardrail(guardrailIdentifier=identifier)
    for _ in range(100):
        if all(item["id"] != identifier for item in bedrock().list_guardrails()["guardrails"]):
            break
        time.sleep(0.1)
    refuses("ResourceNotFoundException", identifier, "get_guardrail", guardrailIdentifier=identifier)


def what_is_refused():
    identifier = made("refusals", wordPolicyConfig=WORDS)
    refuses("ConflictException", "already exists", "create_guardrail", name="refusals", **MESSAGES, wordPolicyConfig=WORDS)
    refuses("ValidationException", "at least one policy", "create_guardrail", name="empty", **MESSAGES)
    regex = {"regexesConfig": [{"name": "r", "pattern": "a(?=b)", "action": "BLOCK"}]}
    refuses(
        "ValidationException", "look-around", "create_guardrail", name="regex", **MESSAGES,
        sensitiveInformationPolicyConfig=regex,
    )
    bedrock().create_guardrail_version(guardrailIdentifier=identifier)
    ready(identifier, guardrailVersion="1")
    config = {"guardrailIdentifier": identifier, "guardrailVersion": "1"}
    config["modelEnforcement"] = {"includedModels": ["amazon.nova-pro-v1:0"], "excludedModels": []}
    put = bedrock().put_enforced_guardrail_configuration(guardrailInferenceConfig=config)
    refuses("ResourceInUseException", "enforces version 1", "delete_guardrail", guardrailIdentifier=identifier)
    listed = bedrock().list_enforced_guardrails_configuration()["guardrailsConfig"]
    assert [item["configId"] for item in listed] == [put["configId"]], listed
    bedrock().delete_enforced_guardrail_configuration(configId=put["configId"])
    ready(identifier)
    bedrock().delete_guardrail(guardrailIdentifier=identifier)


def converse_and_streams_are_guarded():
    late = {"regexesConfig": [{"name": "three", "pattern": "3", "action": "ANONYMIZE", "inputEnabled": False}]}
    identifier = made("streams", sensitiveInformationPolicyConfig=late)
    asked = {"modelId": NOVA, "messages": user("Count to 5"), "inferenceConfig": {"temperature": 0.0}}
    config = {"guardrailIdentifier": identifier, "guardrailVersion": "DRAFT", "trace": "enabled"}
    answer = runtime().converse(**asked, guardrailConfig=config)
    assert answer["output"]["message"]["content"][0]["text"] == "1, 2, {three}, 4, 5", answer
    assert answer["trace"]["guardrail"]["outputAssessments"][identifier][0]["sensitiveInformationPolicy"]["regexes"], answer
    for mode, expected in [("sync", "1, 2, {three}, 4, 5"), ("async", "1, 2, 3, 4, 5")]:
        events = runtime().converse_stream(**asked, guardrailConfig=dict(config, streamProcessingMode=mode))["stream"]
        text = "".join(event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event)
        assert text == expected, (mode, text)


def invoke_model_is_guarded():
    identifier = made("invoke", wordPolicyConfig=WORDS)
    body = json.dumps({"messages": [{"role": "user", "content": [{"text": "A bluebird"}]}]})
    answer = runtime().invoke_model(
        modelId=NOVA, body=body, contentType="application/json", guardrailIdentifier=identifier, guardrailVersion="DRAFT",
        trace="ENABLED",
    )
    found = json.loads(answer["body"].read())
    assert found["amazon-bedrock-guardrailAction"] == "INTERVENED", found
    assert "wordPolicy" in found["amazon-bedrock-trace"]["guardrail"]["input"][identifier], found


run([create_version_update_and_delete, what_is_refused, converse_and_streams_are_guarded, invoke_model_is_guarded])
