"""The requests that exported code sends, caught before they leave.

With the argument `python` it reads one program a line, {"code": text}, and runs it. With `cli` it reads one command a
line, {"args": [...], "folder": path}, and runs it with the AWS CLI in that folder. Prints one line each: method, URL,
headers and the body as base64 of each request, or {"errors": text}.
"""

import base64
import functools
import io
import json
import os
import sys
import traceback

import botocore.awsrequest

os.environ.update(
    AWS_ACCESS_KEY_ID="AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    AWS_CONFIG_FILE="/dev/null",
    AWS_SHARED_CREDENTIALS_FILE="/dev/null",
    AWS_EC2_METADATA_DISABLED="true",
)
for name in [name for name in os.environ if name == "AWS_PROFILE" or name.startswith("AWS_ENDPOINT")]:
    del os.environ[name]

sent = []


class Empty(io.BytesIO):
    """A body without a byte, as urllib3 gives it."""

    def stream(self, **_):
        return iter(())


def catch(request, **_):
    body = request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        body = body.encode()
    text = lambda value: value.decode() if isinstance(value, bytes) else value
    headers = {name.lower(): text(value) for name, value in request.headers.items()}
    sent.append(
        {"method": request.method, "url": request.url, "headers": headers, "body": base64.b64encode(body).decode()}
    )
    return botocore.awsrequest.AWSResponse(request.url, 200, {}, Empty())


def run_python():
    import boto3

    session = boto3.session.Session()
    session.events.register("before-send", catch)
    boto3.client = functools.lru_cache(session.client)
    return lambda asked: exec(compile(asked["code"], "exported", "exec"), {})


def run_cli():
    import awscli.clidriver

    driver = awscli.clidriver.create_clidriver()
    driver.session.register("before-send", catch)

    def run(asked):
        os.chdir(asked["folder"])
        sys.stderr = io.StringIO()
        try:
            code = driver.main(asked["args"])
        except SystemExit as error:
            code = error.code
        errors, sys.stderr = sys.stderr.getvalue(), sys.__stderr__
        if code:
            raise RuntimeError(f"{code}: {errors}")

    return run


# What programs print goes nowhere; the CLI opens the terminal's output by its path.
answers = os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
run = {"python": run_python, "cli": run_cli}[sys.argv[1]]()
for line in sys.stdin:
    sent.clear()
    try:
        run(json.loads(line))
        answers.write(json.dumps(sent) + "\n")
    except Exception:
        answers.write(json.dumps({"errors": traceback.format_exc()}) + "\n")
answers.flush()
