"""What botocore says to inputs of bedrock-runtime operations.

Reads one JSON document a line, {"operation": name, "body": {...}}, where bytes are base64 as on the wire. Prints one
line each: the members that the API model does not have, the errors of botocore's parameter validator as
[kind, JSON pointer], and, when there are none, the body as botocore serialises it.
"""

import base64
import binascii
import json
import re
import sys

import botocore.loaders
import botocore.model
import botocore.serialize
import botocore.validate

KINDS = {
    "missing required field": "missing",
    "invalid type": "type",
    "invalid range": "min",
    "invalid length": "min",
    "more than one input": "union",
    "empty input": "union",
}


def escape(key):
    return key.replace("~", "~0").replace("/", "~1")


def prepare(value, shape, pointer, unknown):
    """The value with bytes for base64 and without members that the shape does not have."""
    kind = shape.type_name
    if kind == "structure" and not getattr(shape, "is_document_type", False) and isinstance(value, dict):
        out = {}
        for key, member in value.items():
            if key in shape.members:
                out[key] = prepare(member, shape.members[key], f"{pointer}/{escape(key)}", unknown)
            else:
                unknown.append(f"{pointer}/{escape(key)}")
        return out
    if kind == "list" and isinstance(value, list):
        return [prepare(item, shape.member, f"{pointer}/{i}", unknown) for i, item in enumerate(value)]
    if kind == "map" and isinstance(value, dict):
        return {k: prepare(v, shape.value, f"{pointer}/{escape(k)}", unknown) for k, v in value.items()}
    if kind == "blob" and isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error:
            return value
    return value


def pointer_of(name, extra):
    name = re.sub(r" \(key: (.*)\)$", r".\1", name)
    name = re.sub(r"\[(\d+)\]", r".\1", name)
    parts = [part for part in name.split(".") if part]
    if "required_name" in extra:
        parts.append(extra["required_name"])
    return "".join("/" + escape(part) for part in parts)


def main():
    loader = botocore.loaders.Loader()
    service = botocore.model.ServiceModel(loader.load_service_model("bedrock-runtime", "service-2"))
    serializer = botocore.serialize.create_serializer("rest-json", include_validation=False)
    for line in sys.stdin:
        case = json.loads(line)
        operation = service.operation_model(case["operation"])
        unknown = []
        params = prepare(case["body"], operation.input_shape, "", unknown)
        params["modelId"] = "amazon.nova-lite-v1:0"
        report = botocore.validate.ParamValidator().validate(params, operation.input_shape)
        errors = sorted([KINDS[kind], pointer_of(name, extra)] for kind, name, extra in report._errors)
        body = None
        if not errors:
            body = json.loads(serializer.serialize_to_request(params, operation)["body"])
        print(json.dumps({"unknown": sorted(unknown), "errors": errors, "body": body}))


main()
