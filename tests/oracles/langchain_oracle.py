"""The native bodies that langchain-aws builds for conversations.

Reads one JSON document a line, {"model": id, "body": a Converse body}, says the conversation in LangChain's terms, lets the
client send it with boto3, and catches the request before it leaves. Prints one line each: the native body.
"""

import json
import os
import sys

os.environ["LANGSMITH_TRACING"] = "false"

import boto3
from botocore.config import Config
from langchain_aws import ChatBedrock
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage


class Caught(Exception):
    pass


def catch(request, **kwargs):
    raise Caught(request.body)


CLIENT = boto3.client(
    "bedrock-runtime",
    region_name="us-east-1",
    aws_access_key_id="AKIDEXAMPLE",
    aws_secret_access_key="secret",
    config=Config(retries={"total_max_attempts": 1}),
)
CLIENT.meta.events.register("before-send.bedrock-runtime.*", catch)


def content(blocks):
    if len(blocks) == 1 and "text" in blocks[0]:
        return blocks[0]["text"]
    out = []
    for block in blocks:
        if "text" in block:
            out.append({"type": "text", "text": block["text"]})
        else:
            image = block["image"]
            url = f"data:image/{image['format']};base64,{image['source']['bytes']}"
            out.append({"type": "image_url", "image_url": {"url": url}})
    return out


def messages(body):
    out = [SystemMessage(block["text"]) for block in body.get("system", [])]
    for message in body["messages"]:
        plain = [block for block in message["content"] if "text" in block or "image" in block]
        if message["role"] == "assistant":
            calls = [block["toolUse"] for block in message["content"] if "toolUse" in block]
            calls = [{"id": call["toolUseId"], "name": call["name"], "args": call["input"]} for call in calls]
            out.append(AIMessage(content(plain) if plain else "", tool_calls=calls))
            continue
        for block in message["content"]:
            if "toolResult" in block:
                result = block["toolResult"]
                status = result.get("status", "success")
                out.append(ToolMessage(result["content"][0]["text"], tool_call_id=result["toolUseId"], status=status))
        if plain:
            out.append(HumanMessage(content(plain)))
    return out


def native(case):
    body = case["body"]
    inference = body.get("inferenceConfig", {})
    more = dict(body.get("additionalModelRequestFields", {}))
    if "topP" in inference:
        more["topP" if case["model"].startswith("amazon.") else "top_p"] = inference["topP"]
    chat = ChatBedrock(
        model=case["model"],
        client=CLIENT,
        bedrock_client=CLIENT,
        region="us-east-1",
        beta_use_converse_api=False,
        max_tokens=inference.get("maxTokens"),
        temperature=inference.get("temperature"),
        model_kwargs=more,
    )
    config = body.get("toolConfig")
    if config and "anthropic" in case["model"]:
        tools = []
        for tool in config["tools"]:
            spec = tool["toolSpec"]
            tools.append({"name": spec["name"], "input_schema": spec["inputSchema"]["json"]})
            if "description" in spec:
                tools[-1]["description"] = spec["description"]
        choice = config.get("toolChoice", {})
        named = choice.get("tool", {}).get("name") or next(iter(choice), None)
        chat = chat.bind_tools(tools, **({"tool_choice": named} if named else {}))
    try:
        chat.invoke(messages(body), stop=inference.get("stopSequences"))
    except Exception as error:
        cause = error
        while cause is not None:
            if isinstance(cause, Caught):
                return json.loads(cause.args[0])
            cause = cause.__cause__ or cause.__context__
        raise
    raise AssertionError("nothing was sent")


for line in sys.stdin:
    print(json.dumps(native(json.loads(line))))
