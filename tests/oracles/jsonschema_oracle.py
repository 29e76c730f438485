"""Reads [schema, value] pairs, one a line, and prints what jsonschema has against the value, or an empty line."""

import json
import sys

from jsonschema import Draft202012Validator, FormatChecker

for line in sys.stdin:
    schema, value = json.loads(line)
    errors = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(value)
    print("; ".join(f"{error.json_path}: {error.message}" for error in errors).replace("\n", " "))
