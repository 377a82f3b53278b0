"""Any bytes on the wire: a value or a WireError, and a value can be sent again."""

import math
import struct
from types import SimpleNamespace

import msgspec
import numpy as np
import torch
from choices import Choices

from autograder.engine.tensors import DTYPES as SENT
from autograder.engine.wire import LENGTHS, Channel, Decoder, Encoder, Probe, RemoteRef
from autograder.errors import WireError

INSTRUMENTED = ["autograder.engine.wire", "autograder.engine.tensors", "autograder.bounds"]
PARTS = ["tensor", "array", "tuple", "list", "dict", "set", "slice", "range", "int", "float"]
PARTS += ["bytes", "complex", "dtype", "device", "generator", "remote", "probe", "iterator"]
PARTS += ["objects", "unheard-of"]
PLAIN = [0, 1, -1, 7, 2**40, 2**62, 2**64, 1.5, -0.0, 1e308, True, None, "", "cpu", "cuda:0", "nan"]
PLAIN += ["inf", "float32", "__doc__", "_dynamo", "ff", "0x7fffffffffffffff", "ä\u202e", [], {}]
DTYPES = ["F32", "F64", "I64", "U8", "BOOL", "BF16", "F16", "F8_E4M3", "C64", "X"]
DICTIONARY = [*(f'{{"$":"{part}","v":' for part in PARTS), *DTYPES, '"shape":[', '"data_offsets":[']
DICTIONARY += [
    '"strides":[',
    '"grad":true',
    '"complex":true',
    '"device":"cpu"',
    '"kind":"x"',
    "1e999",
]


class Fed:
    """A socket from which only given bytes come."""

    def __init__(self, data):
        self.data = data

    def settimeout(self, seconds):
        """Never wait."""

    def recv(self, size):
        """Return what comes next; nothing at the end."""
        chunk, self.data = self.data[:size], self.data[size:]
        return chunk


def built(choices, depth=0):
    """Return a header, more or less as an honest sender writes it."""
    part = choices.of(PARTS) if depth < 6 else ""
    if part in ("", "unheard-of"):
        return choices.of(PLAIN)
    if part == "list":
        return choices.some(lambda: built(choices, depth + 1))
    note = {"$": part, "v": built(choices, depth + 1)}
    if part in ("tensor", "array", "remote"):
        note["v"] = choices.number() % 5
    elif part in ("tuple", "set", "slice", "range", "complex"):
        note["v"] = choices.some(lambda: built(choices, depth + 1))
    elif part == "dict":
        note["v"] = choices.some(lambda: [built(choices, depth + 1), built(choices, depth + 1)])
    for name in choices.some(lambda: choices.of(["grad", "strides", "complex", "device", "kind"])):
        note[name] = choices.some(lambda: choices.of(PLAIN)) if name == "strides" else True
    return note


def built_tensors(choices):
    """Return a payload, more or less as safetensors writes it."""
    infos, size = {}, 0
    for name in range(choices.number() % 5):
        dtype, shape = choices.of(DTYPES), choices.some(lambda: choices.of([0, 1, 2, 3, 2**40, -1]))
        start, size = size, size + math.prod(shape) * SENT.get(dtype, ("", 1))[1] % 4096
        infos[str(name)] = {"dtype": dtype, "shape": shape, "data_offsets": [start, size]}
    text = msgspec.json.encode(infos)
    return struct.pack("<Q", len(text)) + text + bytes(size) if infos else b""


def frame(data):
    """Make a frame of any bytes: as they are, cut into its parts, or built as they choose."""
    how, rest = data[0] % 4, data[1:]
    if how == 0 or len(rest) < 4:
        return rest
    if how == 1:
        choices = Choices(rest)
        header, payload = msgspec.json.encode(built(choices)), built_tensors(choices)
    else:
        first, second = struct.unpack(">HH", rest[:4])
        header, payload = rest[4 : 4 + first], rest[4 + first :]
        if how == 3:
            infos, tensors = payload[:second], payload[second:]
            payload = struct.pack("<Q", len(infos)) + infos + tensors
    return LENGTHS.pack(len(header), len(payload)) + header + payload


def one_input(data):
    """Receive a frame and decode its value; anything but a WireError at that is a finding."""
    try:
        header, payload = Channel(Fed(frame(data or b"\0"))).receive(1)
        value = Decoder(payload, remote=RemoteRef, probe=Probe).decode(header)
    except (WireError, EOFError):
        return
    encoder = Encoder()
    try:
        again = encoder.encode(value)
    except WireError:  # tensors and iterators have bounds of their own
        return
    Decoder(encoder.payload(), remote=RemoteRef, probe=Probe).decode(again)


def seed(value, **options):
    """Return input that decodes to a value."""
    encoder = Encoder(lambda kept: 7, **options)
    header = msgspec.json.encode(encoder.encode(value))
    payload = encoder.payload()
    infos = int.from_bytes(payload[:8], "little")
    return (
        bytes([2 if payload else 0]) + struct.pack(">HH", len(header), infos) + header + payload[8:]
    )


def seeds():
    """Return one input for each kind of value."""
    x = torch.arange(6.0).reshape(2, 3)
    values = [
        [None, True, 1, -1.5, "text", "ä"], {1: "a", "b": [1]}, (1, (2,)), {1, 2}, slice(1, 4, 2),
        range(3, 9, 2), b"bytes", 1 + 2j, 2**70, float("nan"), iter([1, 2]), SimpleNamespace(),
        x, x.T, x[:, :1].expand(2, 4), [x, x], x.to(torch.complex64), x.bool(), x.bfloat16(),
        torch.zeros(0, 3), torch.ones(2, requires_grad=True), np.arange(3), np.float32(1),
        torch.float16, torch.device("cpu"), torch.Generator(), np.array(["a", None], dtype=object),
        RemoteRef(3, "Thing"), Probe("f", "def f(student): pass"),
    ]  # fmt: skip
    return [seed(value, strides=strides) for value in values for strides in (False, True)]
