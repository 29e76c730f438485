"""Runs programs with the real boto3, each with prepared HTTP answers in place of the network.

Standard input is a list of {"text": program, "answers": [{"status": 200, "headers": {…}, "body": base64}]}. The output is a
list of {"printed": standard output, "error": the end of the traceback, "line": the program's line in it}.
"""

import base64
import io
import json
import os
import sys
import time
import traceback

for name in list(os.environ):
    if name.startswith("AWS_"):
        del os.environ[name]
os.environ.update(
    AWS_DEFAULT_REGION="us-east-1",
    AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    AWS_EC2_METADATA_DISABLED="true",
)

import boto3  # noqa: E402
from botocore.awsrequest import AWSResponse  # noqa: E402
from botocore.httpsession import URLLib3Session  # noqa: E402

time.sleep = lambda seconds: None


class Raw(io.BytesIO):
    """A body that botocore reads in pieces."""

    def stream(self, amt=2**16, decode_content=None):
        while piece := self.read(amt):
            yield piece


def answer(answers):
    def send(session, request):
        # The last answer is given again where botocore repeats a call.
        prepared = answers.pop(0) if len(answers) > 1 else answers[0]
        raw = Raw(base64.b64decode(prepared["body"]))
        return AWSResponse(request.url, prepared["status"], prepared["headers"], raw)

    return send


def end_of(report):
    """The report without the frames of the traceback."""
    lines = report.rstrip("\n").split("\n")
    last = max((at for at, line in enumerate(lines) if line.startswith("  ")), default=-1)
    return "\n".join(lines[last + 1 :])


def run(program):
    boto3.DEFAULT_SESSION = None
    URLLib3Session.send = answer(list(program["answers"]))
    printed, errors = io.StringIO(), io.StringIO()
    outside = sys.stdout, sys.stderr
    line = None
    sys.stdout, sys.stderr = printed, errors
    try:
        try:
            exec(compile(program["text"], "program.py", "exec"), {"__name__": "__main__"})
        except SystemExit:
            pass
        except SyntaxError as error:
            line = error.lineno
            sys.__excepthook__(type(error), error, None)
        except BaseException as error:
            frames = traceback.extract_tb(error.__traceback__)
            line = [frame.lineno for frame in frames if frame.filename == "program.py"][-1]
            sys.__excepthook__(type(error), error, error.__traceback__)
    finally:
        sys.stdout, sys.stderr = outside
    return {"printed": printed.getvalue(), "error": end_of(errors.getvalue()), "line": line}


json.dump([run(program) for program in json.load(sys.stdin)], sys.stdout)
