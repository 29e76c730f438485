#!/usr/bin/env python3
"""Event streams from an encoder of its own (zlib's CRC-32), read by botocore, as JSON Lines.

    eventstream_oracle.py corpus N SEED    N random streams with cut points and what botocore reads in them
    eventstream_oracle.py broken           damaged streams by name, with botocore's verdict
    eventstream_oracle.py decode           one base64 stream a line on standard input; what botocore reads in each
    eventstream_oracle.py converse         the same, as the events that boto3 would hand to a caller of ConverseStream

Needs botocore. The encoder follows https://smithy.io/2.0/aws/amazon-eventstream.html.
"""
import base64
import json
import random
import struct
import sys
import zlib

from botocore.eventstream import EventStreamBuffer

TYPES = ["true", "false", "byte", "int16", "int32", "int64", "bytes", "string", "timestamp", "uuid"]
FIXED = {"byte": "!b", "int16": "!h", "int32": "!i", "int64": "!q", "timestamp": "!q"}
ODD = "abc XYZ 0189 \n\t\"\\/ é ü 日本語 🦀 \u200b\u0000"


def b64(data):
    return base64.b64encode(data).decode()


def header(name, kind, value):
    raw = name.encode()
    out = struct.pack("!B", len(raw)) + raw + struct.pack("!B", TYPES.index(kind))
    if kind in FIXED:
        return out + struct.pack(FIXED[kind], value)
    if kind in ("bytes", "string"):
        data = value.encode() if kind == "string" else value
        return out + struct.pack("!H", len(data)) + data
    return out + (value if kind == "uuid" else b"")


def frame(headers, payload=b""):
    prelude = struct.pack("!II", 16 + len(headers) + len(payload), len(headers))
    prelude += struct.pack("!I", zlib.crc32(prelude))
    whole = prelude + headers + payload
    return whole + struct.pack("!I", zlib.crc32(whole))


def message(kind, name, body):
    keys = {"event": ":event-type", "exception": ":exception-type"}
    strings = {keys[kind]: name, ":content-type": "application/json", ":message-type": kind}
    payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return frame(b"".join(header(k, "string", v) for k, v in strings.items()), payload)


def error(code, text):
    strings = {":error-code": code, ":error-message": text, ":message-type": "error"}
    return frame(b"".join(header(k, "string", v) for k, v in strings.items()))


def plain(value):
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def read(data, cuts=()):
    """The frames that botocore reads when the bytes come cut at these places, and the bytes left over."""
    buffer, frames, at = EventStreamBuffer(), [], 0
    for end in [*cuts, len(data)]:
        buffer.add_data(data[at:end])
        at = end
        for event in buffer:
            frames.append(
                {
                    "headers": {name: plain(value) for name, value in event.headers.items()},
                    "payload": b64(event.payload),
                    "total_length": event.prelude.total_length,
                    "headers_length": event.prelude.headers_length,
                }
            )
    return frames, len(buffer._data)


def some_text(rng, most):
    return "".join(rng.choice(ODD) for _ in range(rng.randint(0, most)))


def random_frame(rng):
    headers = {}
    for _ in range(rng.choice([0, 1, 3, 8])):
        name = "".join(rng.choice("abcdefghij:-") for _ in range(rng.randint(1, 20)))
        kind = rng.choice(TYPES)
        headers[name] = kind, {
            "true": None,
            "false": None,
            "byte": rng.randint(-(2**7), 2**7 - 1),
            "int16": rng.randint(-(2**15), 2**15 - 1),
            "int32": rng.randint(-(2**31), 2**31 - 1),
            "int64": rng.randint(-(2**63), 2**63 - 1),
            "bytes": rng.randbytes(rng.randint(0, 40)),
            "string": some_text(rng, 40),
            "timestamp": rng.randint(-(2**42), 2**42),
            "uuid": rng.randbytes(16),
        }[kind]
    block = b"".join(header(name, *value) for name, value in headers.items())
    return frame(block, rng.randbytes(rng.choice([0, 1, 17, 300, 5000])))


def random_answer(rng):
    """What a model call streams, exceptions and errors included."""
    frames = [message("event", "messageStart", {"role": "assistant"})]
    for _ in range(rng.randint(0, 12)):
        body = {"contentBlockIndex": 0, "delta": {"text": some_text(rng, 30)}, "p": "abcdefgh"[: rng.randint(0, 8)]}
        frames.append(message("event", "contentBlockDelta", body))
    ending = rng.random()
    if ending < 0.2:
        frames.append(message("exception", "throttlingException", {"message": some_text(rng, 12)}))
    elif ending < 0.3:
        frames.append(error("InternalError", some_text(rng, 12)))
    else:
        frames.append(message("event", "messageStop", {"stopReason": "end_turn"}))
    return frames


def corpus(count, seed):
    rng = random.Random(seed)
    for _ in range(count):
        frames = random_answer(rng) if rng.random() < 0.5 else [random_frame(rng) for _ in range(rng.randint(0, 6))]
        data = b"".join(frames)
        cuts = sorted(rng.randint(0, len(data)) for _ in range(rng.randint(0, 12)))
        seen, left = read(data)
        assert left == 0 and len(seen) == len(frames) and read(data, cuts)[0] == seen
        yield {"stream": b64(data), "cuts": cuts, "frames": seen}


def broken():
    good = message("event", "contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": "hello"}})
    first = message("event", "messageStart", {"role": "assistant"})

    def flip(at):
        at %= len(good)
        return good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1 :]

    def prelude(total, headers):
        head = struct.pack("!II", total, headers)
        return head + struct.pack("!I", zlib.crc32(head))

    largest = 24 * 1024 * 1024
    cases = [
        # name, bytes, whether botocore objects too (it is not strict about everything)
        ("truncated-in-prelude", good[:7], True),
        ("truncated-in-headers", good[:40], True),
        ("truncated-in-payload", good[:-10], True),
        ("truncated-before-message-checksum", good[:-4], True),
        ("flipped-total-length", flip(2), True),
        ("flipped-headers-length", flip(7), True),
        ("flipped-prelude-checksum", flip(9), True),
        ("flipped-header-byte", flip(20), True),
        ("flipped-payload-byte", flip(-9), True),
        ("flipped-message-checksum", flip(-1), True),
        ("total-length-zero", prelude(0, 0) + bytes(8), True),
        ("total-length-15", prelude(15, 0) + bytes(3), True),
        ("headers-longer-than-message", prelude(32, 200) + bytes(20), True),
        ("headers-over-128k", prelude(200000, 131073) + bytes(16), True),
        ("payload-over-24m", prelude(16 + largest + 1, 0) + bytes(16), True),
        ("total-length-4g", prelude(0xFFFFFFFF, 0) + bytes(16), True),
        ("header-without-name", frame(b"\x00\x00"), False),
        ("header-name-too-long", frame(b"\x20a\x00"), True),
        ("header-type-unknown", frame(b"\x01a\x0a"), True),
        ("header-string-too-long", frame(b"\x01a\x07\x00\x20abc"), False),
        ("header-string-not-utf8", frame(b"\x01a\x07\x00\x02\xff\xfe"), True),
        ("header-twice", frame(b"\x01a\x00\x01a\x01"), True),
        ("header-number-cut-off", frame(b"\x01a\x04\x00\x00"), True),
        ("html-error-page", b"<html><body>502 Bad Gateway</body></html>", True),
        ("json-error-body", b'{"message":"The security token included in the request is expired"}', True),
    ]
    for name, data, both in cases:
        for in_front in (b"", first):
            try:
                frames, left = read(in_front + data)
                objects = left > 0
            except Exception:
                objects = True
            yield {"name": name, "stream": b64(in_front + data), "offset": len(in_front), "botocore_objects": objects, "expected": both}


def decode(line):
    frames, left = read(base64.b64decode(line))
    return {"frames": frames, "left": left}


def converse(line):
    import botocore.session
    from botocore.eventstream import EventStream
    from botocore.parsers import EventStreamJSONParser

    model = botocore.session.get_session().get_service_model("bedrock-runtime").operation_model("ConverseStream")
    data = base64.b64decode(line)

    class Raw:
        def stream(self):
            yield from (data[at : at + 1000] for at in range(0, len(data), 1000))

        def close(self):
            pass

    events = []
    try:
        for event in EventStream(Raw(), model.get_event_stream_output(), EventStreamJSONParser(), "ConverseStream"):
            events.append(event)
    except Exception as raised:
        events.append({"raised": type(raised).__name__, "text": str(raised)})
    return {"events": events}


def main(argv):
    mode = argv[1] if len(argv) > 1 else ""
    if mode == "corpus":
        cases = corpus(int(argv[2]), int(argv[3]))
    elif mode == "broken":
        cases = broken()
    elif mode in ("decode", "converse"):
        cases = ({"decode": decode, "converse": converse}[mode](line) for line in sys.stdin if line.strip())
    else:
        sys.exit(__doc__)
    for case in cases:
        print(json.dumps(case))


if __name__ == "__main__":
    main(sys.argv)
