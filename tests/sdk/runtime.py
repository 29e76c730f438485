"""Calls the simulator as a user of boto3 would: all four operations, and what goes wrong.

Usage: runtime.py ENDPOINT_URL. Prints one line a check and ends with status 1 if one fails. Nothing is retried, and
no configuration of the machine is read: the credentials are the simulator's published examples.
"""

import json
import sys

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError
from checks import run

ENDPOINT = sys.argv[1]
KEY = "ASIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "outcrop-simulator-session"
NOVA = "amazon.nova-lite-v1:0"
CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
CLAUDE_ARN = f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/{CLAUDE}"
QUESTION = "Explain RAG in one paragraph."
BOTH = (NOVA, CLAUDE, CLAUDE_ARN)


def client(key=KEY, secret=SECRET, token=TOKEN, region="us-east-1"):
    session = boto3.Session(
        aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token, region_name=region
    )
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30, proxies={})
    return session.client("bedrock-runtime", endpoint_url=ENDPOINT, config=config)


def user(text=QUESTION):
    return [{"role": "user", "content": [{"text": text}]}]


def native(model, max_tokens=300, text=QUESTION):
    if "anthropic" in model:
        return {
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": max_tokens,
            "messages": [{"role": "user", "content": text}],
        }
    return {"messages": user(text), "inferenceConfig": {"maxTokens": max_tokens}}


def sensible(text):
    assert "passages" in text and len(text) > 150, text


def converse():
    for model in BOTH:
        answer = client().converse(modelId=model, messages=user(), inferenceConfig={"maxTokens": 300})
        sensible(answer["output"]["message"]["content"][0]["text"])
        assert answer["stopReason"] == "end_turn", answer
        usage = answer["usage"]
        assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"] and usage["inputTokens"] > 5, usage
        assert answer["metrics"]["latencyMs"] > 0, answer
        headers = answer["ResponseMetadata"]["HTTPHeaders"]
        assert headers["x-outcrop-simulated"] == "true", headers
        assert len(answer["ResponseMetadata"]["RequestId"]) == 36, answer


def converse_with_everything():
    answer = client().converse(
        modelId="us.anthropic.claude-opus-4-5-20251101-v1:0",
        system=[{"text": "Answer in one sentence."}],
        messages=user("What are embeddings?")
        + [{"role": "assistant", "content": [{"text": "Vectors."}]}]
        + user("Count to 20"),
        inferenceConfig={"maxTokens": 100, "temperature": 0.0, "topP": 0.9, "stopSequences": ["7"]},
        additionalModelRequestFields={"top_k": 50},
        additionalModelResponseFieldPaths=["/stop_sequence"],
    )
    assert answer["output"]["message"]["content"][0]["text"] == "1, 2, 3, 4, 5, 6, ", answer
    assert answer["stopReason"] == "stop_sequence", answer
    assert answer["additionalModelResponseFields"] == {"stop_sequence": "7"}, answer


def converse_stream():
    for model in BOTH:
        answer = client().converse_stream(modelId=model, messages=user(), inferenceConfig={"maxTokens": 300})
        names, text = [], ""
        for event in answer["stream"]:
            (name, value), = event.items()
            names.append(name)
            if name == "contentBlockDelta":
                text += value["delta"]["text"]
            if name == "messageStop":
                assert value["stopReason"] == "end_turn", value
            if name == "metadata":
                assert value["usage"]["outputTokens"] > 20 and value["metrics"]["latencyMs"] > 0, value
        sensible(text)
        assert names[0] == "messageStart" and names[-3:] == ["contentBlockStop", "messageStop", "metadata"], names
        assert names.count("contentBlockDelta") > 10, names


def invoke_model():
    for model in BOTH:
        answer = client().invoke_model(modelId=model, body=json.dumps(native(model)))
        body = json.loads(answer["body"].read())
        if "anthropic" in model:
            sensible(body["content"][0]["text"])
            assert body["stop_reason"] == "end_turn" and body["model"] == "claude-haiku-4-5-20251001", body
            counts = (body["usage"]["input_tokens"], body["usage"]["output_tokens"])
        else:
            sensible(body["output"]["message"]["content"][0]["text"])
            assert body["stopReason"] == "end_turn", body
            counts = (body["usage"]["inputTokens"], body["usage"]["outputTokens"])
        headers = answer["ResponseMetadata"]["HTTPHeaders"]
        stated = [int(headers[f"x-amzn-bedrock-{side}-token-count"]) for side in ("input", "output")]
        assert tuple(stated) == counts, (stated, counts)
        assert answer["contentType"] == "application/json", answer


def invoke_model_with_response_stream():
    for model in BOTH:
        answer = client().invoke_model_with_response_stream(modelId=model, body=json.dumps(native(model, 12)))
        assert answer["contentType"] == "application/json", answer
        chunks = [json.loads(event["chunk"]["bytes"]) for event in answer["body"]]
        metrics = chunks[-1]["amazon-bedrock-invocationMetrics"]
        assert metrics["outputTokenCount"] == 12 and metrics["firstByteLatency"] <= metrics["invocationLatency"], metrics
        if "anthropic" in model:
            kinds = [chunk["type"] for chunk in chunks]
            assert kinds[:2] == ["message_start", "content_block_start"], kinds
            assert kinds[-3:] == ["content_block_stop", "message_delta", "message_stop"], kinds
            assert chunks[-2]["delta"]["stop_reason"] == "max_tokens", chunks[-2]
        else:
            assert [next(iter(chunk)) for chunk in chunks[-3:]] == ["contentBlockStop", "messageStop", "metadata"]
            assert chunks[-2]["messageStop"]["stopReason"] == "max_tokens", chunks[-2]


def one_seed_gives_one_answer():
    ask = lambda temperature: client().converse(
        modelId=NOVA, messages=user(), inferenceConfig={"temperature": temperature}
    )["output"]["message"]["content"][0]["text"]
    assert ask(0.0) == ask(0.0)
    assert ask(1.0) == ask(1.0)


def refusals():
    """What boto3 raises, case by case: the code, a part of the message, the status."""
    converse_with = lambda body=None, model=NOVA, **keys: lambda: client(**keys).converse(
        modelId=model, **(body or {"messages": user()})
    )
    invoke = lambda body, model=CLAUDE: lambda: client().invoke_model(modelId=model, body=json.dumps(body))
    claude = native(CLAUDE)
    cases = [
        (converse_with(secret="wrong"), "InvalidSignatureException", "signature we calculated does not match", 403),
        (converse_with(region="us-gov-west-1"), "InvalidSignatureException", "scoped to a valid region", 403),
        (converse_with(token=None), "UnrecognizedClientException", "security token included in the request is invalid", 403),
        (converse_with(token="other"), "UnrecognizedClientException", "security token included in the request is invalid", 403),
        (converse_with(key="ASIAOTHER"), "UnrecognizedClientException", "security token included in the request is invalid", 403),
        (converse_with(token=TOKEN + "-expired"), "ExpiredTokenException", "is expired", 403),
        (converse_with(model="amazon.nova-lite-v9:9"), "ValidationException", "model identifier is invalid", 400),
        (converse_with(model=CLAUDE[3:]), "ValidationException", "on-demand throughput isn\u2019t supported", 400),
        (converse_with(region="eu-west-1", model=CLAUDE), "ValidationException", "model identifier is invalid", 400),
        (converse_with(model="amazon.titan-embed-text-v2:0"), "ValidationException", "doesn't support the model", 400),
        (
            converse_with({"messages": user() + user()}),
            "ValidationException",
            "must alternate between user and assistant",
            400,
        ),
        (
            converse_with({"messages": user(), "inferenceConfig": {"temperature": 0.5, "topP": 0.5}}, CLAUDE),
            "ValidationException",
            "`temperature` and `top_p` cannot both be specified",
            400,
        ),
        (invoke(claude | {"model": "x"}), "ValidationException", "model: Extra inputs are not permitted", 400),
        (invoke({"messages": []}), "ValidationException", "anthropic_version: Field required", 400),
        (
            invoke({"inputText": "hi"}, NOVA),
            "ValidationException",
            "Malformed input request: 2 schema violations found",
            400,
        ),
        (
            lambda: client().invoke_model_with_response_stream(modelId="amazon.titan-embed-text-v2:0", body="{}"),
            "ValidationException",
            "unsupported for streaming",
            400,
        ),
    ]
    for call, code, part, status in cases:
        try:
            call()
        except ClientError as error:
            found = error.response["Error"]
            assert found["Code"] == code and part in found["Message"], (code, part, found)
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == status, error.response
        else:
            raise AssertionError(f"nothing was raised instead of {code} ({part})")


def long_term_key_and_other_regions():
    for region in ("us-east-1", "eu-central-1", "ap-northeast-1"):
        answer = client(key="AKIAIOSFODNN7EXAMPLE", token=None, region=region).converse(modelId=NOVA, messages=user())
        assert answer["stopReason"] == "end_turn", answer


def large_bodies():
    image = {"image": {"format": "png", "source": {"bytes": b"\x89PNG\r\n\x1a\n" + bytes(1_599_992)}}}
    message = {"role": "user", "content": [{"text": "What are tokens?"}, image]}
    text = client().converse(modelId=NOVA, messages=[message])["output"]["message"]["content"][0]["text"]
    assert "cannot look at the image" in text and "okens" in text, text


CHECKS = [
    converse,
    converse_with_everything,
    converse_stream,
    invoke_model,
    invoke_model_with_response_stream,
    one_seed_gives_one_answer,
    refusals,
    long_term_key_and_other_regions,
    large_bodies,
]

if __name__ == "__main__":
    print(f"boto3 {boto3.__version__}, botocore {botocore.__version__}")
    run(CHECKS)
