"""boto3 against the simulator: every embedding, image and rerank family, with Pillow as the judge of the pictures.

Usage: python labs.py http://127.0.0.1:PORT; prints "ok NAME" for each check, and fails with a traceback.
"""

import base64
import functools
import io
import json

import numpy
from checks import refused, run
from PIL import Image
from runtime import client, user

client = functools.cache(client)

ROCKS = "Granite is a hard rock made of quartz and feldspar"
STONES = "A hard stone, granite consists mainly of feldspar and quartz"
TABLE = "Please book a table for two tonight"


def invoke(model, body):
    answer = client().invoke_model(modelId=model, body=json.dumps(body))
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    assert headers["x-outcrop-simulated"] == "true", headers
    return json.loads(answer["body"].read()), headers


def cosine(a, b):
    a, b = numpy.array(a, float), numpy.array(b, float)
    return a @ b / numpy.linalg.norm(a) / numpy.linalg.norm(b)


def picture(size=(512, 384), colour=(30, 80, 200), kind="PNG"):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


def nova(text, **more):
    text = {"truncationMode": "END", "value": text}
    params = {"embeddingPurpose": "GENERIC_INDEX", "text": text, **more}
    return {"schemaVersion": "nova-multimodal-embed-v1", "taskType": "SINGLE_EMBEDDING", "singleEmbeddingParams": params}


def titan(text, **more):
    return {"inputText": text, **more}


def cohere(text, **more):
    return {"texts": [text], "input_type": "search_document", **more}


SINGLE = lambda answer: answer["embedding"]
COHERE = lambda answer: answer["embeddings"][0]
# Model, body for a text, where the vector is, how long it is.
EMBEDDERS = [
    ("amazon.titan-embed-text-v1", titan, SINGLE, 1536),
    ("amazon.titan-embed-text-v2:0", titan, SINGLE, 1024),
    ("amazon.titan-embed-text-v2:0", functools.partial(titan, dimensions=256), SINGLE, 256),
    ("amazon.titan-embed-image-v1", functools.partial(titan, embeddingConfig={"outputEmbeddingLength": 384}), SINGLE, 384),
    ("cohere.embed-english-v3", cohere, COHERE, 1024),
    ("cohere.embed-multilingual-v3", cohere, COHERE, 1024),
    ("us.cohere.embed-v4:0", cohere, COHERE, 1536),
    ("us.cohere.embed-v4:0", functools.partial(cohere, output_dimension=512), COHERE, 512),
    ("amazon.nova-2-multimodal-embeddings-v1:0", nova, lambda a: a["embeddings"][0]["embedding"], 3072),
    ("twelvelabs.marengo-embed-2-7-v1:0", lambda t: {"inputType": "text", "inputText": t}, lambda a: a["data"][0]["embedding"], 1024),
    ("us.twelvelabs.marengo-embed-3-0-v1:0", lambda t: {"inputType": "text", "text": {"inputText": t}}, lambda a: a["data"][0]["embedding"], 512),
]


def every_embedder_hears_synonyms():
    for model, body, vector, length in EMBEDDERS:
        found = []
        for text in (ROCKS, STONES, TABLE):
            answer, headers = invoke(model, body(text))
            assert headers["x-outcrop-measure"] == "token-table", headers
            assert int(headers["x-amzn-bedrock-input-token-count"]) > 3, headers
            found.append(vector(answer))
        assert {len(v) for v in found} == {length}, model
        assert cosine(found[0], found[1]) > 0.75 > 0.3 > cosine(found[0], found[2]), (model, cosine(found[0], found[2]))


def every_type_of_cohere():
    kinds = ["float", "int8", "uint8", "binary", "ubinary"]
    answer, _ = invoke("cohere.embed-english-v3", cohere(ROCKS, embedding_types=kinds))
    found = {kind: numpy.array(answer["embeddings"][kind][0]) for kind in kinds}
    bits = numpy.packbits(found["float"] > 0)
    assert (found["ubinary"] == bits).all() and (found["binary"] == bits.astype(int) - 128).all()
    assert (found["int8"] + 128 == found["uint8"]).all() and cosine(found["int8"], found["float"]) > 0.99


def pictures_are_embedded():
    red, blue = picture(colour=(200, 20, 30)), picture(colour=(20, 30, 200))
    multimodal = lambda **body: invoke("amazon.titan-embed-image-v1", body)[0]["embedding"]
    text = multimodal(inputText="a red wall")
    assert cosine(text, multimodal(inputImage=red)) > cosine(text, multimodal(inputImage=blue))
    # A file that the simulator cannot look into.
    assert len(multimodal(inputImage=picture(kind="JPEG"))) == 1024
    body = {"images": [f"data:image/png;base64,{red}"], "input_type": "image"}
    assert len(COHERE(invoke("cohere.embed-english-v3", body)[0])) == 1024


def opened(encoded, kind="PNG"):
    image = Image.open(io.BytesIO(base64.b64decode(encoded)))
    image.load()
    assert image.format == kind, image.format
    if kind == "PNG":
        assert image.info["Comment"].startswith("SIMULATED"), image.info
    return image


def stability_draws():
    for model in ("stability.stable-image-core-v1:1", "stability.stable-image-ultra-v1:1", "stability.sd3-5-large-v1:0"):
        answer, _ = invoke(model, {"prompt": "a red canyon at sunset", "seed": 7, "aspect_ratio": "3:2"})
        assert answer["seeds"] == [7] and answer["finish_reasons"] == [None]
        image = opened(answer["images"][0])
        assert image.size == (1216, 832) and image.info["Description"] == "a red canyon at sunset"
        again, _ = invoke(model, {"prompt": "a red canyon at sunset", "seed": 7, "aspect_ratio": "3:2"})
        assert again == answer
    body = {"prompt": "a lake", "output_format": "jpeg"}
    assert opened(invoke("stability.stable-image-core-v1:1", body)[0]["images"][0], "JPEG").size == (1024, 1024)
    body = {"prompt": "a lake", "mode": "image-to-image", "image": picture((640, 704)), "strength": 0.4}
    assert opened(invoke("stability.sd3-5-large-v1:0", body)[0]["images"][0]).size == (640, 704)
    filtered, _ = invoke("stability.stable-image-core-v1:1", {"prompt": "quicksand"})
    assert filtered == {"finish_reasons": ["Filter reason: prompt"]}
    body = {"text_prompts": [{"text": "a canyon"}], "seed": 3, "width": 896, "height": 1152}
    answer, _ = invoke("stability.stable-diffusion-xl-v1", body)
    assert opened(answer["artifacts"][0]["base64"]).size == (896, 1152)
    assert answer["artifacts"][0]["finishReason"] == "SUCCESS" and answer["artifacts"][0]["seed"] == 3


def amazon_draws_and_edits():
    config = {"width": 576, "height": 384, "seed": 5, "numberOfImages": 2}
    mask = Image.new("L", (512, 384), 255)
    mask.paste(0, (0, 0, 256, 384))
    file = io.BytesIO()
    mask.save(file, "PNG")
    mask = base64.b64encode(file.getvalue()).decode()
    for model in ("amazon.nova-canvas-v1:0", "amazon.titan-image-generator-v2:0"):
        body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a canyon"}, "imageGenerationConfig": config}
        answer, headers = invoke(model, body)
        assert headers["x-outcrop-retired"].startswith("2026-"), headers
        assert [opened(image).size for image in answer["images"]] == [(576, 384)] * 2
        params = {"image": picture(), "maskImage": mask, "text": "a canyon"}
        answer, _ = invoke(model, {"taskType": "INPAINTING", "inPaintingParams": params})
        painted = opened(answer["images"][0])
        assert painted.getpixel((400, 20)) == (30, 80, 200) != painted.getpixel((100, 20))
        answer, _ = invoke(model, {"taskType": "OUTPAINTING", "outPaintingParams": params})
        painted = opened(answer["images"][0])
        assert painted.getpixel((100, 20)) == (30, 80, 200) != painted.getpixel((400, 20))


def rerank():
    documents = [TABLE, STONES, "The museum shows paintings from France"]
    for model, more in (("cohere.rerank-v3-5:0", {"api_version": 2}), ("amazon.rerank-v1:0", {})):
        answer, _ = invoke(model, {"query": "What is granite made of?", "documents": documents, "top_n": 2, **more})
        results = answer["results"]
        assert [r["index"] for r in results][0] == 1 and len(results) == 2, results
        assert 1 >= results[0]["relevance_score"] > results[1]["relevance_score"] >= 0, results


def refusals():
    cases = [
        (lambda: invoke("amazon.titan-embed-text-v2:0", titan("a", dimensions=300)), "#/dimensions: 300 is not a valid"),
        (lambda: invoke("cohere.embed-english-v3", {"texts": ["a"]}), "required key [input_type] not found"),
        (lambda: invoke("us.cohere.embed-v4:0", cohere("a", truncate="START")), "START is not a valid enum value"),
        (lambda: invoke("amazon.nova-canvas-v1:0", {"taskType": "TEXT_IMAGE"}), "[textToImageParams] not found"),
        (lambda: invoke("cohere.rerank-v3-5:0", {"query": "a", "documents": ["b"]}), "required key [api_version]"),
        (lambda: client().converse(modelId="amazon.titan-embed-text-v2:0", messages=user()), "doesn't support the model"),
        (lambda: client().converse(modelId="stability.stable-image-core-v1:1", messages=user()), "doesn't support the model"),
        (
            lambda: client().invoke_model_with_response_stream(modelId="amazon.titan-embed-text-v2:0", body=b"{}"),
            "The model is unsupported for streaming",
        ),
    ]
    for call, part in cases:
        refused(call, part)


CHECKS = [
    every_embedder_hears_synonyms,
    every_type_of_cohere,
    pictures_are_embedded,
    stability_draws,
    amazon_draws_and_edits,
    rerank,
    refusals,
]

if __name__ == "__main__":
    run(CHECKS)
