"""Meets every mishap of the simulator as a user of boto3 would: each raises what its cause raises.

Usage: mishaps.py NAME=ENDPOINT_URL…, one simulator each, started with `--mishap NAME`. Prints one line a mishap and ends
with status 1 if one fails. Nothing is retried, and no configuration of the machine is read.
"""

import json
import sys
import traceback

import boto3
from botocore.config import Config
from botocore.eventstream import ChecksumMismatch
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    EventStreamError,
    ResponseStreamingError,
)
from urllib3.exceptions import ProtocolError

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
MESSAGES = [{"role": "user", "content": [{"text": "Explain RAG in one paragraph."}]}]
NATIVE = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 300, "messages": [{"role": "user", "content": "What is RAG?"}]}

# Each refusal by its error code and status.
REFUSALS = {
    "throttling": ("ThrottlingException", 429),
    "token-throttling": ("ThrottlingException", 429),
    "service-unavailable": ("ServiceUnavailableException", 503),
    "internal-error": ("InternalServerException", 500),
    "model-not-ready": ("ModelNotReadyException", 429),
    "model-timeout": ("ModelTimeoutException", 408),
    "model-error": ("ModelErrorException", 424),
    "quota-exceeded": ("ServiceQuotaExceededException", 400),
    "conflict": ("ConflictException", 400),
    "not-found": ("ResourceNotFoundException", 404),
    "model-retired": ("ResourceNotFoundException", 404),
    "unknown-operation": ("UnknownOperationException", 404),
    "serialization": ("SerializationException", 400),
    "expired-token": ("ExpiredTokenException", 403),
    "unknown-key": ("UnrecognizedClientException", 403),
    "wrong-secret": ("InvalidSignatureException", 403),
    "clock-skew": ("InvalidSignatureException", 403),
    "no-signature": ("MissingAuthenticationTokenException", 403),
    "incomplete-signature": ("IncompleteSignatureException", 400),
    "wrong-scope": ("InvalidSignatureException", 403),
    "unsigned-header": ("InvalidSignatureException", 403),
    "api-key": ("AccessDeniedException", 403),
    "access-denied": ("AccessDeniedException", 403),
    "explicit-deny": ("AccessDeniedException", 403),
    "no-model-access": ("AccessDeniedException", 403),
    "use-case-form": ("FTUFormNotFilled", 404),
    "agreement-pending": ("MPAgreementBeingCreated", 403),
}


def client(url):
    session = boto3.Session(
        aws_access_key_id="ASIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        aws_session_token="outcrop-simulator-session",
        region_name="us-east-1",
    )
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30, proxies={})
    return session.client("bedrock-runtime", endpoint_url=url, config=config)


def converse(url):
    return client(url).converse(modelId=MODEL, messages=MESSAGES)


def converse_stream(url):
    return list(client(url).converse_stream(modelId=MODEL, messages=MESSAGES)["stream"])


def invoke(url):
    return json.loads(client(url).invoke_model(modelId=MODEL, body=json.dumps(NATIVE))["body"].read())


def invoke_stream(url):
    answer = client(url).invoke_model_with_response_stream(modelId=MODEL, body=json.dumps(NATIVE))
    return list(answer["body"])


def raised(error, call, url):
    try:
        answer = call(url)
    except error as caught:
        return caught
    raise AssertionError(f"{call.__name__} answered {answer!r}")


def refusal(name, url):
    code, status = REFUSALS[name]
    for call in (converse, converse_stream, invoke, invoke_stream):
        response = raised(ClientError, call, url).response
        found = (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"])
        assert found == (code, status), f"{call.__name__}: {found}"


def slow_first_byte(_, url):
    assert converse(url)["stopReason"] == "end_turn"
    assert "messageStop" in converse_stream(url)[-2]


def mid_stream_exception(_, url):
    for call in (converse_stream, invoke_stream):
        assert raised(EventStreamError, call, url).response["Error"]["Code"] == "modelStreamErrorException"
    assert raised(ClientError, converse, url).response["Error"]["Code"] == "ModelErrorException"


def cut_stream(_, url):
    for call in (converse, converse_stream, invoke, invoke_stream):
        raised((ConnectionClosedError, ResponseStreamingError, ProtocolError), call, url)


def is_empty(answer):
    """botocore raises nothing for a body that is no JSON: a program that looks for the answer finds none."""
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200 and "output" not in answer, answer


def corrupt_frame(_, url):
    for call in (converse_stream, invoke_stream):
        raised(ChecksumMismatch, call, url)
    is_empty(converse(url))
    raised(json.JSONDecodeError, invoke, url)


def sign_in_page(_, url):
    is_empty(converse(url))
    raised(json.JSONDecodeError, invoke, url)
    for call in (converse_stream, invoke_stream):
        # An event-stream reader takes the page's first letters for lengths and checksums.
        raised((BotoCoreError, ChecksumMismatch), call, url)


def no_answer(_, url):
    for call in (converse, converse_stream, invoke, invoke_stream):
        raised(ConnectionClosedError, call, url)


OTHERS = {
    "slow-first-byte": slow_first_byte,
    "mid-stream-exception": mid_stream_exception,
    "cut-stream": cut_stream,
    "corrupt-frame": corrupt_frame,
    "sign-in-page": sign_in_page,
    "no-answer": no_answer,
}

failed = False
for argument in sys.argv[1:]:
    name, url = argument.split("=", 1)
    try:
        (refusal if name in REFUSALS else OTHERS[name])(name, url)
        print(f"ok {name}")
    except Exception:
        failed = True
        print(f"FAILED {name}")
        traceback.print_exc(file=sys.stdout)
sys.exit(failed)
