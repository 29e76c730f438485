"""Lives through the resources of the control plane as a user of boto3 would, and meets its refusals.

Usage: control.py ENDPOINT_URL ENDPOINT_URL. The account behind the first has AWS's quotas, the one behind the second may
buy model units. Both let time pass quickly; the script waits for a status, never for a time.
"""

import json
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from checks import run

PLAIN, RICH = sys.argv[1], sys.argv[2]
ROLE = "arn:aws:iam::123456789012:role/Bedrock"
NOVA = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"


def client(service="bedrock", endpoint=RICH):
    session = boto3.Session(
        aws_access_key_id="ASIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        aws_session_token="outcrop-simulator-session",
        region_name="us-east-1",
    )
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30, proxies={})
    return session.client(service, endpoint_url=endpoint, config=config)


def until(status, get):
    """Repeats a call until its answer has this status; gives the answer."""
    for _ in range(600):
        answer = get()
        if answer["status"] == status:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"no {status}: {answer}")


def refuses(name, part, operation, **members):
    bedrock = members.pop("client", None) or client()
    try:
        getattr(bedrock, operation)(**members)
    except getattr(bedrock.exceptions, name) as error:
        assert part in error.response["Error"]["Message"], error
    else:
        raise AssertionError(f"{operation} was not refused")


def ask(model):
    answer = client("bedrock-runtime").converse(
        modelId=model, messages=[{"role": "user", "content": [{"text": "Explain RAG in one paragraph."}]}]
    )
    return answer["output"]["message"]["content"][0]["text"]


def train(job, model, **members):
    return client().create_model_customization_job(**{
        "jobName": job,
        "customModelName": model,
        "roleArn": ROLE,
        "baseModelIdentifier": "amazon.nova-micro-v1:0:128k",
        "trainingDataConfig": {"s3Uri": "s3://bucket/train.jsonl"},
        "outputDataConfig": {"s3Uri": "s3://bucket/out/"},
        "hyperParameters": {"epochCount": "2"},
        "customModelTags": [{"key": "team", "value": "a"}],
        **members,
    })["jobArn"]


def models_and_access():
    bedrock = client()
    models = bedrock.list_foundation_models(byProvider="Amazon", byInferenceType="ON_DEMAND")["modelSummaries"]
    assert any(model["modelId"] == "amazon.nova-lite-v1:0" for model in models), models
    claude = "anthropic.claude-haiku-4-5-20251001-v1:0"
    found = bedrock.get_foundation_model_availability(modelId=claude)
    assert found["agreementAvailability"]["status"] == "NOT_AVAILABLE", found
    offer = bedrock.list_foundation_model_agreement_offers(modelId=claude)["offers"][0]
    bedrock.create_foundation_model_agreement(modelId=claude, offerToken=offer["offerToken"])
    refuses(
        "ConflictException", "already exists", "create_foundation_model_agreement", modelId=claude,
        offerToken=offer["offerToken"],
    )
    form = json.dumps({"companyName": "Example"}).encode()
    bedrock.put_use_case_for_model_access(formData=form)
    assert bedrock.get_use_case_for_model_access()["formData"] == form


def the_first_purchase_exceeds_the_quota():
    refuses(
        "ServiceQuotaExceededException", "is 0", "create_provisioned_model_throughput", client=client(endpoint=PLAIN),
        modelUnits=1, provisionedModelName="mine", modelId="amazon.nova-lite-v1:0:300k",
    )


def throughput_from_purchase_to_deletion():
    bedrock = client()
    arn = bedrock.create_provisioned_model_throughput(
        modelUnits=1, provisionedModelName="mine", modelId="amazon.nova-lite-v1:0:300k"
    )["provisionedModelArn"]
    until("InService", lambda: bedrock.get_provisioned_model_throughput(provisionedModelId="mine"))
    assert ask(arn)
    bedrock.update_provisioned_model_throughput(provisionedModelId=arn, desiredProvisionedModelName="yours")
    pages = bedrock.get_paginator("list_provisioned_model_throughputs").paginate(nameContains="your")
    listed = [item for page in pages for item in page["provisionedModelSummaries"]]
    assert [item["provisionedModelArn"] for item in listed] == [arn], listed
    bedrock.delete_provisioned_model_throughput(provisionedModelId="yours")
    refuses("ResourceNotFoundException", "yours", "get_provisioned_model_throughput", provisionedModelId="yours")


def training_then_a_deployment_that_answers():
    bedrock = client()
    train("job", "tuned")
    job = until("Completed", lambda: bedrock.get_model_customization_job(jobIdentifier="job"))
    model = job["outputModelArn"]
    assert bedrock.get_custom_model(modelIdentifier="tuned")["modelArn"] == model
    assert bedrock.list_tags_for_resource(resourceARN=model)["tags"] == [{"key": "team", "value": "a"}]
    arn = bedrock.create_custom_model_deployment(modelDeploymentName="live", modelArn=model)["customModelDeploymentArn"]
    until("Active", lambda: bedrock.get_custom_model_deployment(customModelDeploymentIdentifier="live"))
    assert ask(arn)
    refuses("ConflictException", "in use", "delete_custom_model", modelIdentifier="tuned")
    bedrock.delete_custom_model_deployment(customModelDeploymentIdentifier=arn)
    bedrock.delete_custom_model(modelIdentifier="tuned")
    refuses(
        "ConflictException",
        "job",
        "create_model_customization_job",
        jobName="job",
        customModelName="again",
        roleArn=ROLE,
        baseModelIdentifier="amazon.nova-micro-v1:0:128k",
        trainingDataConfig={"s3Uri": "s3://bucket/train.jsonl"},
        outputDataConfig={"s3Uri": "s3://bucket/out/"},
    )


def a_failed_job_names_its_reason():
    train("bad", "never", trainingDataConfig={"s3Uri": "s3://bucket/table.csv"})
    job = until("Failed", lambda: client().get_model_customization_job(jobIdentifier="bad"))
    assert job["failureMessage"].startswith("Unable to parse Amazon S3 file: table.csv."), job


def a_batch_to_its_end():
    bedrock = client()
    arn = bedrock.create_model_invocation_job(
        jobName="batch",
        roleArn=ROLE,
        modelId="amazon.nova-lite-v1:0",
        inputDataConfig={"s3InputDataConfig": {"s3Uri": "s3://bucket/records-250.jsonl"}},
        outputDataConfig={"s3OutputDataConfig": {"s3Uri": "s3://bucket/out/"}},
    )["jobArn"]
    job = until("Completed", lambda: bedrock.get_model_invocation_job(jobIdentifier=arn))
    assert (job["totalRecordCount"], job["successRecordCount"]) == (250, 250), job
    refuses("ConflictException", "Completed", "stop_model_invocation_job", jobIdentifier=arn)


def a_profile_of_the_account():
    bedrock = client()
    pages = bedrock.get_paginator("list_inference_profiles").paginate(PaginationConfig={"PageSize": 7})
    listed = [profile["inferenceProfileId"] for page in pages for profile in page["inferenceProfileSummaries"]]
    assert "us.amazon.nova-lite-v1:0" in listed and len(listed) == len(set(listed)) > 40, listed
    arn = bedrock.create_inference_profile(
        inferenceProfileName="Team A", modelSource={"copyFrom": NOVA}, tags=[{"key": "a", "value": "b"}]
    )["inferenceProfileArn"]
    assert ask(arn)
    bedrock.delete_inference_profile(inferenceProfileIdentifier=arn)
    refuses("ResourceNotFoundException", arn, "get_inference_profile", inferenceProfileIdentifier=arn)


def refusals_are_the_exceptions_of_the_client():
    nova = "amazon.nova-lite-v1:0:300k"
    buy = {"modelUnits": 1, "provisionedModelName": "other", "modelId": nova}
    for name, part, operation, members in [
        ("ValidationException", "identifier is invalid", "create_provisioned_model_throughput",
         {**buy, "modelId": "amazon.nova-none-v1:0"}),
        ("ValidationException", "Member must satisfy regular expression pattern",
         "create_provisioned_model_throughput", {**buy, "provisionedModelName": "a b"}),
        ("ServiceQuotaExceededException", "quota", "create_provisioned_model_throughput", {**buy, "modelUnits": 99}),
        ("ValidationException", "nextToken", "list_custom_models", {"nextToken": "wrong"}),
        ("ResourceNotFoundException", "nova-none", "get_foundation_model",
         {"modelIdentifier": "amazon.nova-none-v1:0"}),
    ]:
        refuses(name, part, operation, **members)
    try:
        train("next", "other", roleArn="arn:aws:iam::210987654321:role/X")
    except ClientError as error:
        assert error.response["Error"]["Message"] == "Could not assume provided IAM role.", error
    else:
        raise AssertionError("the role was assumed")


CHECKS = [
    models_and_access,
    the_first_purchase_exceeds_the_quota,
    throughput_from_purchase_to_deletion,
    training_then_a_deployment_that_answers,
    a_failed_job_names_its_reason,
    a_batch_to_its_end,
    a_profile_of_the_account,
    refusals_are_the_exceptions_of_the_client,
]

if __name__ == "__main__":
    run(CHECKS)
