#!/usr/bin/env python3
"""Signs random requests with botocore at frozen times and prints each step, as JSON Lines.

    sigv4_oracle.py corpus N SEED     N requests with botocore's canonical request, string to sign and headers
    sigv4_oracle.py presigned N SEED  the same, signed in the query
    sigv4_oracle.py api_keys N SEED   short-term Bedrock API keys as AWS's own generator makes them
    sigv4_oracle.py operations        what a boto3 client would send for the operations of bedrock-runtime
    sigv4_oracle.py regions           the regions that botocore lists for Bedrock, one a line, "partition region suffix"

Needs botocore (and boto3 for `operations`, aws-bedrock-token-generator for `api_keys`). Nothing is sent anywhere. The keys are AWS's published examples.
"""
import base64
import datetime
import hashlib
import json
import os
import random
import sys

import botocore
import botocore.auth
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
ODD = " !*'()$&+,;=:@/?#[]%\"<>\\^`{|}é日本🦀\u0301\u00a0"
# Spaces and tabs at the ends and inside, which the canonical form folds.
HEADER_VALUES = ["  a   b  ", "a\tb", '"a   b"', "A,b , C", "", "\t", "x;y=z", "-"]
MODELS = [
    "anthropic.claude-3-haiku-20240307-v1:0",
    "us.amazon.nova-micro-v1:0",
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-v1:0",
    "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:provisioned-model/abc123",
]
REGIONS = ["us-east-1", "eu-central-2", "ap-southeast-4", "us-gov-west-1", "eusc-de-east-1"]


class Keeping:
    """Keeps what a signer computes on its way."""

    def canonical_request(self, request):
        self.canonical = super().canonical_request(request)
        return self.canonical

    def string_to_sign(self, request, canonical_request):
        self.to_sign = super().string_to_sign(request, canonical_request)
        return self.to_sign


class Recording(Keeping, SigV4Auth):
    """The header form."""


class RecordingQuery(Keeping, SigV4QueryAuth):
    """The query form."""


def freeze(when):
    """Makes botocore's signers believe that it is `when`."""
    modules = [botocore.auth]
    try:
        from botocore.crt import auth as crt_auth  # boto3 prefers it where awscrt is installed

        modules.append(crt_auth)
    except ImportError:
        pass
    for module in modules:
        if not hasattr(module, "get_current_datetime"):
            sys.exit("this botocore reads its clock in another way; install a version from late 2025 or newer")
        module.get_current_datetime = lambda *args, **kwargs: when


def sign(spec):
    when = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=spec["now_ms"])
    freeze(when)
    body = base64.b64decode(spec["body"])
    request = AWSRequest(method=spec["method"], url=spec["url"], data=body)
    for name, value in spec["headers"]:
        request.headers[name] = value  # appends: names may repeat
    signer = Recording(
        Credentials(spec["access_key_id"], spec["secret"], spec["session_token"]), spec["service"], spec["region"]
    )
    signer.add_auth(request)
    return {
        "canonical_request": signer.canonical,
        "string_to_sign": signer.to_sign,
        "authorization": request.headers["Authorization"],
        "amz_date": request.headers["X-Amz-Date"],
        "security_token": request.headers.get("X-Amz-Security-Token"),
        "payload_hash": hashlib.sha256(body).hexdigest(),
    }


def presign(spec):
    freeze(datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=spec["now_ms"]))
    request = AWSRequest(method=spec["method"], url=spec["url"])
    for name, value in spec["headers"]:
        request.headers[name] = value
    signer = RecordingQuery(
        Credentials(spec["access_key_id"], spec["secret"], spec["session_token"]),
        spec["service"],
        spec["region"],
        expires=spec["expires_s"],
    )
    signer.add_auth(request)
    return {"canonical_request": signer.canonical, "string_to_sign": signer.to_sign, "url": request.url}


def strict(text):
    """AWS's UriEncode, written out: everything but the unreserved set, upper-case digits."""
    return "".join(chr(b) if chr(b) in UNRESERVED else f"%{b:02X}" for b in text.encode())


def some_text(rng, low, high):
    pool = UNRESERVED * 2 + ODD
    return "".join(rng.choice(pool) for _ in range(rng.randint(low, high)))


def random_spec(rng):
    service, host, labels = rng.choice(
        [
            ("bedrock", "bedrock-runtime.%s.amazonaws.com", ["model", None, "converse"]),
            ("bedrock", "bedrock-runtime.%s.amazonaws.com", ["model", None, "converse-stream"]),
            ("bedrock", "bedrock-runtime.%s.amazonaws.com", ["model", None, "invoke"]),
            ("bedrock", "bedrock.%s.amazonaws.com", ["foundation-models"]),
            ("bedrock", "127.0.0.1:4566", ["base", "model", None, "invoke"]),
            ("bedrock", f"localhost:{rng.choice([80, 443, 8080])}", ["model", None, "converse"]),
            ("sts", "sts.%s.amazonaws.com", []),
            ("service", "example.%s.amazonaws.com", "random"),
        ]
    )
    region = rng.choice(REGIONS)
    scheme = "https" if "%s" in host else "http"
    if labels == "random":
        labels = [some_text(rng, 0, 12) for _ in range(rng.randint(0, 4))]
    labels = [rng.choice(MODELS + [some_text(rng, 1, 40)]) if label is None else label for label in labels]
    path = "/" + "/".join(strict(label) for label in labels)
    if rng.random() < 0.1:
        path += "/"
    pairs = [strict(some_text(rng, 1, 8)) + "=" + strict(some_text(rng, 0, 10)) for _ in range(rng.choice([0, 0, 0, 1, 2, 5]))]
    if len(pairs) > 1 and rng.random() < 0.3:
        pairs.append(pairs[0].split("=")[0] + "=again")  # equal keys are sorted by value
    method = "POST" if service != "service" else rng.choice(["GET", "POST", "PUT", "DELETE"])
    body = b"" if method in ("GET", "DELETE") else some_text(rng, 0, 400).encode()
    headers = []
    if body:
        headers.append(["Content-Type", rng.choice(["application/json", "application/x-www-form-urlencoded; charset=utf-8"])])
    if rng.random() < 0.5:
        headers.append(["Accept", rng.choice(["application/json", "application/vnd.amazon.eventstream", "*/*"])])
    if rng.random() < 0.3:
        headers.append(["X-Amz-Odd", rng.choice(HEADER_VALUES)])
    if rng.random() < 0.1:
        headers += [["x-amz-twice", rng.choice(HEADER_VALUES)], ["X-Amz-Twice", rng.choice(HEADER_VALUES)]]
    if rng.random() < 0.3:
        headers.append(["x-amzn-bedrock-trace", "ENABLED"])
    if rng.random() < 0.3:
        headers.append(["User-Agent", "not signed"])
    rng.shuffle(headers)
    secret_pool = UNRESERVED + "/+="
    token = "".join(rng.choice(secret_pool) for _ in range(rng.choice([16, 100, 700]))) if rng.random() < 0.5 else None
    return {
        "method": method,
        "url": f"{scheme}://{host % region if '%s' in host else host}{path}{'?' + '&'.join(pairs) if pairs else ''}",
        "headers": headers,
        "body": base64.b64encode(body).decode(),
        "region": region,
        "service": service,
        "now_ms": rng.randint(0, 4_000_000_000) * 1000 + rng.choice([0, 1, 999]),
        "access_key_id": rng.choice(["AKIDEXAMPLE", "ASIAIOSFODNN7EXAMPLE"]),
        "secret": "".join(rng.choice(secret_pool) for _ in range(40)),
        "session_token": token,
    }


def corpus(count, seed):
    rng = random.Random(seed)
    for _ in range(count):
        spec = random_spec(rng)
        yield {"request": spec, "expected": sign(spec)}


def presigned(count, seed):
    """botocore moves a body into the query, so these have none; its form of existing parameters must be ours already."""
    rng = random.Random(seed)
    for _ in range(count):
        spec = random_spec(rng)
        spec["body"] = ""
        spec["expires_s"] = rng.choice([1, 60, 900, 43_200, 604_800])
        spec["headers"] = [header for header in spec["headers"] if header[0] != "Content-Type"]
        url, _, query = spec["url"].partition("?")
        # botocore reads the query into a dictionary, which drops empty values and joins none.
        seen = {}
        for pair in filter(None, query.split("&")):
            name, _, value = pair.partition("=")
            if value:
                seen.setdefault(name, value)
        spec["url"] = url + ("?" + "&".join(f"{name}={value}" for name, value in seen.items()) if seen else "")
        yield {"request": spec, "expected": presign(spec)}


def api_keys(count, seed):
    from aws_bedrock_token_generator import token_generator

    rng = random.Random(seed)
    for _ in range(count):
        spec = random_spec(rng)
        spec = {name: spec[name] for name in ("region", "now_ms", "access_key_id", "secret", "session_token")}
        spec["expires_s"] = rng.choice([1, 3_600, 43_200, rng.randint(1, 43_200)])
        freeze(datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=spec["now_ms"]))
        keys = Credentials(spec["access_key_id"], spec["secret"], spec["session_token"])
        yield {**spec, "api_key": token_generator._generate_token(keys, spec["region"], spec["expires_s"])}


def operations():
    """The whole request of a real client, caught before it is sent."""
    import boto3
    from botocore.config import Config

    now_ms = 1_735_787_045_000
    keys = {"access_key_id": "ASIAIOSFODNN7EXAMPLE", "secret": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
    token = "TOKEN/+=="
    freeze(datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=now_ms))
    client = boto3.client(
        "bedrock-runtime",
        region_name="us-east-1",
        aws_access_key_id=keys["access_key_id"],
        aws_secret_access_key=keys["secret"],
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}),
    )

    class Caught(Exception):
        pass

    def catch(request, **kwargs):
        raise Caught(request)

    client.meta.events.register("before-send.*.*", catch)
    messages = [{"role": "user", "content": [{"text": "Hello"}]}]
    invoke = {"body": b'{"x":1}', "contentType": "application/json", "accept": "application/json"}
    for model in MODELS:
        for operation, params in [
            ("converse", {"messages": messages}),
            ("converse_stream", {"messages": messages}),
            ("invoke_model", invoke),
            ("invoke_model", {"body": b"{}", "trace": "ENABLED", "performanceConfigLatency": "optimized"}),
            ("invoke_model_with_response_stream", invoke),
        ]:
            try:
                getattr(client, operation)(modelId=model, **params)
            except Caught as caught:
                request = caught.args[0]
                text = lambda value: value.decode() if isinstance(value, bytes) else value
                body = request.body.read() if hasattr(request.body, "read") else request.body
                yield {
                    "operation": operation,
                    "now_ms": now_ms,
                    "session_token": token,
                    "method": request.method,
                    "url": request.url,
                    "headers": [[name, text(value)] for name, value in request.headers.items()],
                    "body": base64.b64encode(body or b"").decode(),
                    **keys,
                }


def regions():
    with open(os.path.join(os.path.dirname(botocore.__file__), "data", "endpoints.json")) as file:
        endpoints = json.load(file)
    for partition in endpoints["partitions"]:
        listed = partition["services"].get("bedrock", {}).get("endpoints", {})
        for region in sorted(set(listed) & set(partition["regions"])):
            yield f"{partition['partition']} {region} {partition['dnsSuffix']}"


def main(argv):
    mode = argv[1] if len(argv) > 1 else ""
    if mode == "corpus":
        for case in corpus(int(argv[2]), int(argv[3])):
            print(json.dumps(case))
    elif mode == "presigned":
        for case in presigned(int(argv[2]), int(argv[3])):
            print(json.dumps(case))
    elif mode == "api_keys":
        for case in api_keys(int(argv[2]), int(argv[3])):
            print(json.dumps(case))
    elif mode == "operations":
        for case in operations():
            print(json.dumps(case))
    elif mode == "regions":
        print("\n".join(regions()))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv)
