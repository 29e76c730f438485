"""The native bodies that litellm builds for conversations with Amazon Nova.

Reads one JSON document a line, {"model": id, "body": a Converse body}, says the conversation in the OpenAI shape, which is
litellm's own, and lets its InvokeModel transformation write the body. Prints one line each: the native body.
"""

import json
import logging
import os
import sys

# Prices and limits of models come with the package; nothing is fetched.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

from litellm.llms.bedrock.chat.invoke_transformations.amazon_nova_transformation import AmazonInvokeNovaConfig

logging.getLogger("LiteLLM").setLevel(logging.ERROR)
CONFIG = AmazonInvokeNovaConfig()


def content(blocks):
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
    out = []
    if "system" in body:
        out.append({"role": "system", "content": [{"type": "text", "text": b["text"]} for b in body["system"]]})
    for message in body["messages"]:
        plain = content([block for block in message["content"] if "text" in block or "image" in block])
        if message["role"] == "assistant":
            calls = [block["toolUse"] for block in message["content"] if "toolUse" in block]
            said = {"role": "assistant", "content": plain or None}
            if calls:
                said["tool_calls"] = [
                    {
                        "id": call["toolUseId"],
                        "type": "function",
                        "function": {"name": call["name"], "arguments": json.dumps(call["input"])},
                    }
                    for call in calls
                ]
            out.append(said)
            continue
        for block in message["content"]:
            if "toolResult" in block:
                result = block["toolResult"]
                out.append(
                    {"role": "tool", "tool_call_id": result["toolUseId"], "content": result["content"][0]["text"]}
                )
        if plain:
            out.append({"role": "user", "content": plain})
    return out


def parameters(body):
    inference = body.get("inferenceConfig", {})
    names = {"maxTokens": "max_tokens", "temperature": "temperature", "topP": "top_p", "stopSequences": "stop"}
    out = {names[name]: value for name, value in inference.items()}
    config = body.get("toolConfig")
    if config:
        out["tools"] = []
        for tool in config["tools"]:
            spec = tool["toolSpec"]
            function = {"name": spec["name"], "parameters": spec["inputSchema"]["json"]}
            if "description" in spec:
                function["description"] = spec["description"]
            out["tools"].append({"type": "function", "function": function})
        choice = config.get("toolChoice", {})
        if "tool" in choice:
            out["tool_choice"] = {"type": "function", "function": {"name": choice["tool"]["name"]}}
        elif choice:
            out["tool_choice"] = "required" if "any" in choice else "auto"
    return out


def native(case):
    body, model = case["body"], case["model"]
    mapped = CONFIG.map_openai_params(
        non_default_params=parameters(body), optional_params={}, model=model, drop_params=False
    )
    return CONFIG.transform_request(
        model=model, messages=messages(body), optional_params=mapped, litellm_params={}, headers={}
    )


for line in sys.stdin:
    print(json.dumps(native(json.loads(line))))
