"""Reads [schema, value] pairs, one a line, and prints what jsonschema has against the value, or an empty line."""

import json
import sys

from jsonschema import Draft202012Validator

for line in sys.stdin:
    schema, value = json.loads(line)
    errors = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(value)
    print("; ".join(f"{error.json_path}: {error.message}" for error in errors).replace("\n", " "))
