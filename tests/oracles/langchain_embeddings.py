"""The native bodies that langchain-aws builds for embeddings.

Reads one JSON object a line, {"model": id, "texts": [...]} or {"model": id, "query": text} or {"model": id, "image": base64},
with "dimensions" where a length is asked for; lets the client send it with boto3, and catches what would leave. Prints one
line each: the list of bodies.
"""

import base64
import io
import json
import logging
import os
import sys

os.environ["LANGSMITH_TRACING"] = "false"
logging.disable(logging.CRITICAL)

from langchain_aws import BedrockEmbeddings  # noqa: E402 - after what it reads when it is imported


class Client:
    """Takes a body where boto3 would send it, and gives an answer that the client can read."""

    def __init__(self):
        self.bodies = []

    def invoke_model(self, body, **kwargs):
        sent = json.loads(body)
        self.bodies.append(sent)
        if "texts" in sent or "images" in sent:
            answer = {"embeddings": [[0.5]] * len(sent.get("texts", sent.get("images")))}
        elif "taskType" in sent:
            answer = {"embeddings": [{"embedding": [0.5]}]}
        else:
            answer = {"embedding": [0.5], "data": [{"embedding": [0.5]}]}
        return {"body": io.BytesIO(json.dumps(answer).encode())}


def bodies(case):
    client = Client()
    embeddings = BedrockEmbeddings(
        client=client, model_id=case["model"], region_name="us-east-1", dimensions=case.get("dimensions")
    )
    if "query" in case:
        embeddings.embed_query(case["query"])
    elif "image" in case:
        embeddings.embed_image(base64.b64decode(case["image"]))
    else:
        embeddings.embed_documents(case["texts"])
    return client.bodies


for line in sys.stdin:
    print(json.dumps(bodies(json.loads(line))))
