"""The request that botocore writes for an input of any operation.

Reads one JSON document a line, {"service": name, "operation": name, "input": {...}}, where bytes are base64 and times
are ISO 8601. Prints one line each: method, path, query as pairs, headers, and the body as text or base64, or the
errors of botocore's own validator.

With the argument `responses` it reads {"service", "operation", "status", "headers", "body"} and prints what botocore
reads in the response.
"""

import base64
import datetime
import functools
import json
import sys

import botocore.loaders
import botocore.model
import botocore.parsers
import botocore.serialize
import botocore.validate
from botocore.awsrequest import HeadersDict


@functools.lru_cache
def service(name):
    source = botocore.loaders.Loader().load_service_model(name, "service-2")
    model = botocore.model.ServiceModel(source, name)
    return model, botocore.serialize.create_serializer(model.metadata["protocol"], False)


def prepare(value, shape):
    """The value as botocore takes it: bytes for base64."""
    if getattr(shape, "is_document_type", False):
        return value
    kind = shape.type_name
    if kind == "structure":
        return {key: prepare(member, shape.members[key]) for key, member in value.items()}
    if kind == "list":
        return [prepare(item, shape.member) for item in value]
    if kind == "map":
        return {key: prepare(item, shape.value) for key, item in value.items()}
    if kind == "blob":
        return base64.b64decode(value)
    return value


def answer(line):
    asked = json.loads(line)
    model, serializer = service(asked["service"])
    operation = model.operation_model(asked["operation"])
    parameters = prepare(asked["input"], operation.input_shape)
    report = botocore.validate.ParamValidator().validate(parameters, operation.input_shape)
    if report.has_errors():
        return {"errors": report.generate_report()}
    written = serializer.serialize_to_request(parameters, operation)
    body = written["body"]
    if isinstance(body, str):
        body = body.encode()
    query = written["query_string"] or {}
    pairs = [
        [key, item if isinstance(item, str) else str(item)]
        for key, value in query.items()
        for item in (value if isinstance(value, list) else [value])
    ]
    return {
        "method": written["method"],
        "path": written["url_path"],
        "query": sorted(pairs),
        "headers": {key.lower(): value for key, value in written["headers"].items()},
        "body": base64.b64encode(body).decode(),
    }


def plain(value):
    """A parsed value as JSON: times as ISO 8601, bytes as base64."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if hasattr(value, "read"):
        value = value.read()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def parsed(line):
    """What botocore reads in a response, its metadata left out."""
    came = json.loads(line)
    model, _ = service(came["service"])
    operation = model.operation_model(came["operation"])
    body = base64.b64decode(came["body"])
    response = {"status_code": came["status"], "headers": HeadersDict(came["headers"]), "body": body}
    out = botocore.parsers.create_parser(model.metadata["protocol"]).parse(response, operation.output_shape)
    out.pop("ResponseMetadata")
    payload = operation.output_shape.serialization.get("payload")
    if payload and operation.output_shape.members[payload].type_name == "blob":
        # A real client reads it from the connection.
        out[payload] = body
    return plain(out)


for line in sys.stdin:
    print(json.dumps(parsed(line) if sys.argv[1:] == ["responses"] else answer(line)))
