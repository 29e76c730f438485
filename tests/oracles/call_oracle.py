"""The request that botocore writes for an input of any operation.

Reads one JSON document a line, {"service": name, "operation": name, "input": {...}}, where bytes are base64 and times
are ISO 8601. Prints one line each: method, path, query as pairs, headers, and the body as text or base64, or the
errors of botocore's own validator.
"""

import base64
import functools
import json
import sys

import botocore.loaders
import botocore.model
import botocore.serialize
import botocore.validate


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


for line in sys.stdin:
    print(json.dumps(answer(line)))
