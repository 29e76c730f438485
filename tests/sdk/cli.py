"""Does each job once with the AWS CLI, as a user of a shell would.

Usage: cli.py ENDPOINT_URL. The account behind it may buy model units. An operation that this CLI does not know is skipped, and
the line says so.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from checks import run

URL = sys.argv[1]
AWS = Path(sys.executable).parent / "aws"
ROLE = "arn:aws:iam::123456789012:role/Bedrock"


def aws(service, command, **members):
    """The JSON that a command prints; None if this CLI has no such command."""
    arguments = [str(AWS), service, command, "--endpoint-url", URL, "--region", "us-east-1", "--output", "json", "--no-cli-pager"]
    if members:
        arguments += ["--cli-input-json", json.dumps(members)]
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_SESSION_TOKEN": "outcrop-simulator-session",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_MAX_ATTEMPTS": "1",
    }
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=60)
    if done.returncode != 0 and "nvalid choice" in done.stderr:
        print(f"skipped: {service} {command}")
        return None
    assert done.returncode == 0, f"{service} {command}: {done.stderr}"
    return json.loads(done.stdout) if done.stdout.strip() else {}


def models():
    listed = aws("bedrock", "list-foundation-models", byProvider="Amazon")
    assert any(model["modelId"] == "amazon.nova-lite-v1:0" for model in listed["modelSummaries"])


def throughput():
    bought = aws(
        "bedrock",
        "create-provisioned-model-throughput",
        provisionedModelName="cli-desk",
        modelId="amazon.nova-lite-v1:0:24k",
        modelUnits=1,
    )
    rows = aws("bedrock", "list-provisioned-model-throughputs")["provisionedModelSummaries"]
    assert any(row["provisionedModelArn"] == bought["provisionedModelArn"] for row in rows)


def tuning():
    job = aws(
        "bedrock",
        "create-model-customization-job",
        jobName="cli-rocks",
        customModelName="cli-rocks",
        roleArn=ROLE,
        baseModelIdentifier="amazon.nova-lite-v1:0:300k",
        trainingDataConfig={"s3Uri": "s3://bucket/train.jsonl"},
        outputDataConfig={"s3Uri": "s3://bucket/out/"},
    )
    assert aws("bedrock", "get-model-customization-job", jobIdentifier=job["jobArn"])["jobName"] == "cli-rocks"


def batch():
    job = aws(
        "bedrock",
        "create-model-invocation-job",
        jobName="cli-batch",
        roleArn=ROLE,
        modelId="amazon.nova-lite-v1:0",
        inputDataConfig={"s3InputDataConfig": {"s3Uri": "s3://bucket/questions-250.jsonl"}},
        outputDataConfig={"s3OutputDataConfig": {"s3Uri": "s3://bucket/out/"}},
    )
    assert aws("bedrock", "get-model-invocation-job", jobIdentifier=job["jobArn"])["jobName"] == "cli-batch"


def guardrails():
    made = aws("bedrock", "create-guardrail", name="cli-desk", blockedInputMessaging="No.", blockedOutputsMessaging="No.",
               wordPolicyConfig={"wordsConfig": [{"text": "gneiss"}]})
    verdict = aws("bedrock-runtime", "apply-guardrail", guardrailIdentifier=made["guardrailId"], guardrailVersion="DRAFT",
                  source="INPUT", content=[{"text": {"text": "What is gneiss?"}}])
    assert verdict["action"] == "GUARDRAIL_INTERVENED", verdict
    scores = aws("bedrock-runtime", "invoke-guardrail-checks", messages=[{"role": "user", "content": [{"text": "a@b.example"}]}],
                 checks={"sensitiveInformation": {"entities": [{"type": "EMAIL"}]}})
    assert scores is None or scores["results"]["sensitiveInformation"]["results"], scores


def knowledge():
    base = aws("bedrock-agent", "list-knowledge-bases")["knowledgeBaseSummaries"][0]["knowledgeBaseId"]
    found = aws("bedrock-agent-runtime", "retrieve", knowledgeBaseId=base, retrievalQuery={"text": "What is an inference profile?"})
    assert found["retrievalResults"][0]["content"]["text"]
    answer = aws(
        "bedrock-agent-runtime",
        "retrieve-and-generate",
        input={"text": "What is an inference profile?"},
        retrieveAndGenerateConfiguration={
            "type": "KNOWLEDGE_BASE",
            "knowledgeBaseConfiguration": {"knowledgeBaseId": base, "modelArn": "amazon.nova-lite-v1:0"},
        },
    )
    assert answer["output"]["text"] and answer["citations"]


run([models, throughput, tuning, batch, guardrails, knowledge])
