"""The native bodies that litellm builds for pictures, and for Marengo's vectors.

Reads one JSON object a line. {"model": id, "prompt": text, "size": "WxH", "n": count, "quality": word, "more": {...}}, all
but the model and the prompt left out where they are not asked for, is a picture; {"model": id, "text": text} or
{"model": id, "picture": data URL} is a vector. Prints one line each: the body.
"""

import json
import logging
import os
import sys

# Prices and limits of models come with the package; nothing is fetched.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

from litellm.llms.bedrock.embed.twelvelabs_marengo_transformation import TwelveLabsMarengoEmbeddingConfig
from litellm.llms.bedrock.image_generation.amazon_nova_canvas_transformation import AmazonNovaCanvasConfig
from litellm.llms.bedrock.image_generation.amazon_stability1_transformation import AmazonStabilityConfig
from litellm.llms.bedrock.image_generation.amazon_stability3_transformation import AmazonStability3Config
from litellm.llms.bedrock.image_generation.amazon_titan_transformation import AmazonTitanImageGenerationConfig

logging.getLogger("LiteLLM").setLevel(logging.ERROR)


def config(model):
    if AmazonNovaCanvasConfig._is_nova_model(model):
        return AmazonNovaCanvasConfig
    if AmazonTitanImageGenerationConfig._is_titan_model(model):
        return AmazonTitanImageGenerationConfig
    if AmazonStability3Config._is_stability_3_model(model):
        return AmazonStability3Config
    return AmazonStabilityConfig


def native(case):
    model = case["model"]
    if "marengo" in model:
        kind, said = ("text", case["text"]) if "text" in case else ("image", case["picture"])
        return TwelveLabsMarengoEmbeddingConfig()._transform_request(said, {"inputType": kind})
    asked = {name: case[name] for name in ("size", "n", "quality") if name in case}
    chosen = config(model)
    parameters = chosen.map_openai_params(asked, {})
    return chosen.transform_request_body(text=case["prompt"], optional_params={**parameters, **case.get("more", {})})


for line in sys.stdin:
    print(json.dumps(native(json.loads(line))))
