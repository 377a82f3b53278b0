"""The wire between the grader and a worker: frames that carry data and nothing else.

A frame is two lengths, a JSON header and a safetensors payload. Values that JSON does not know are
written as `{"$": kind, …}`; tensors stand in the payload and are named by position. No pickle ever
crosses. Whoever decodes trusts nothing: lengths, depth, counts, dtypes and shapes are bounded
before a tensor is built, and what comes out is plain.
"""

from __future__ import annotations

import math
import socket
import struct
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec

from autograder.bounds import check_json
from autograder.engine.tensors import MAX_TENSORS, laid_out, load_tensors, save_tensors, span
from autograder.errors import WireError

if TYPE_CHECKING:
    import torch

__all__ = ["Channel", "Decoder", "Encoder", "Probe", "RemoteRef"]

LENGTHS: Final = struct.Struct(">II")
MAX_HEADER: Final = 16 * 2**20
MAX_PAYLOAD: Final = 256 * 2**20
MAX_DEPTH: Final = 40
MAX_NODES: Final = 300_000
MAX_ITEMS: Final = 100_000
MAX_NAME: Final = 200
MAX_RANGE: Final = 1_000_000
MAX_COLLISIONS: Final = 100
NESTED: Final = (list, dict)

Json = Any  # what msgspec.json decodes to
Keep = Callable[[object], int]


class RemoteRef:
    """An object that stays on the other side, known by number. `kind` is its class's name."""

    def __init__(self, number: int, kind: str) -> None:
        self.number = number
        self.kind = kind


class Probe:
    """A function sent as source, compiled and run beside the student's code."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.source = source


class Channel:
    """Frames over a stream socket. Every wait ends at a deadline."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def send(self, header: Json, payload: bytes = b"", seconds: float | None = None) -> None:
        """Send one frame; raise TimeoutError when the other side does not read it in `seconds`."""
        data = msgspec.json.encode(header)
        if len(data) > MAX_HEADER or len(payload) > MAX_PAYLOAD:
            raise WireError(f"a frame of {len(data)} + {len(payload)} bytes is too large to send")
        self.sock.settimeout(seconds)
        self.sock.sendall(LENGTHS.pack(len(data), len(payload)) + data + payload)

    def receive(self, seconds: float | None = None) -> tuple[Json, bytes]:
        """Return the next frame's header and payload.

        Raises:
            TimeoutError: the whole frame was not there in `seconds`.
            EOFError: the other side closed the socket.
            WireError: the frame is too large, or its header is not JSON.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        header_size, payload_size = LENGTHS.unpack(self._exactly(LENGTHS.size, deadline))
        if header_size > MAX_HEADER or payload_size > MAX_PAYLOAD:
            raise WireError(f"a frame announces {header_size} + {payload_size} bytes: too large")
        data = self._exactly(header_size, deadline)
        try:
            if header_size > 2**20:  # a smaller one costs little, whatever it holds
                check_json(data)
            header = msgspec.json.decode(data)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise WireError(f"a frame's header is not JSON: {type(error).__name__}") from None
        return header, bytes(self._exactly(payload_size, deadline))

    def _exactly(self, size: int, deadline: float | None) -> bytearray:
        # grows as bytes arrive: an announced length alone costs no memory
        data = bytearray()
        while len(data) < size:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise TimeoutError
            self.sock.settimeout(left)
            try:
                chunk = self.sock.recv(min(size - len(data), 2**20))
            except ConnectionError:
                raise EOFError from None
            if not chunk:
                raise EOFError
            data += chunk
        return data

    def close(self) -> None:
        """Close the socket; closing twice is fine."""
        self.sock.close()


class Encoder:
    """Turn values into a header and a payload.

    `keep` is called with an object that cannot be sent and returns the number under which it stays
    behind; without it such an object raises TypeError. `strides` keeps tensors' memory layout.
    """

    def __init__(self, keep: Keep | None = None, *, strides: bool = False) -> None:
        self._keep = keep
        self._strides = strides
        self._tensors: list[torch.Tensor] = []
        self._places: dict[int, tuple[object, int]] = {}

    def payload(self) -> bytes:
        """All tensors encoded so far, as safetensors bytes."""
        return save_tensors(self._tensors)

    def encode(self, value: object, depth: int = 0) -> Json:
        """Return JSON for `value`.

        Raises:
            WireError: nested deeper than 40, or a tensor that has no plain strided copy.
            TypeError: an object that cannot be sent, where none may stay behind.
        """
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deeply to be sent")
        # subclasses arrive as their base value: what they override is never asked
        if value is None or value is True or value is False:
            return value
        if isinstance(value, int):
            number = int.__add__(value, 0)
            return number if abs(number) < 2**62 else {"$": "int", "v": hex(number)}
        if isinstance(value, float):
            number = float.__add__(value, 0.0)
            return number if math.isfinite(number) else {"$": "float", "v": float.__repr__(number)}
        if isinstance(value, str):
            text = str.__str__(value)
            return text if text.isascii() else _whole(text)
        return self._encode_more(value, depth + 1)

    def _encode_more(self, value: object, depth: int) -> Json:
        def each(items: Any) -> list[Json]:
            return [self.encode(item, depth) for item in items]

        match value:
            case list():
                return each(list.__iter__(cast("list[Any]", value)))
            case tuple():
                return {"$": "tuple", "v": each(tuple.__iter__(cast("tuple[Any]", value)))}
            case dict():
                pairs = dict.items(cast("dict[Any, Any]", value))
                return {"$": "dict", "v": [[*each(pair)] for pair in pairs]}
            case set() | frozenset():
                return {"$": "set", "v": each(value)}
            case slice():
                return {"$": "slice", "v": each((value.start, value.stop, value.step))}
            case range():
                return {"$": "range", "v": each((value.start, value.stop, value.step))}
            case bytes() | bytearray():
                return {"$": "bytes", "v": bytes(value).hex()}
            case complex():
                return {"$": "complex", "v": each((value.real, value.imag))}
            case RemoteRef():
                return {"$": "remote", "v": value.number, "kind": value.kind}
            case Probe():
                return {"$": "probe", "v": value.source, "name": value.name}
            case _:
                return self._encode_torch(value, depth)

    def _encode_torch(self, value: object, depth: int) -> Json:
        import numpy as np
        import torch

        match value:
            case torch.Tensor():
                return self._encode_tensor(value)
            case torch.dtype():
                return {"$": "dtype", "v": str(value).removeprefix("torch.")}
            case torch.device():
                return {"$": "device", "v": str(value)}
            case torch.Generator():
                state = self._encode_tensor(value.get_state())
                return {"$": "generator", "v": state, "device": str(value.device)}
            case np.ndarray():
                try:
                    tensor = torch.from_numpy(np.array(value))
                except (TypeError, ValueError):  # text, objects, another byte order
                    return {"$": "objects", "v": self.encode(value.tolist(), depth)}
                return self._placed(value, tensor, {"$": "array"})
            case np.generic():
                return self.encode(value.item(), depth)
            case Iterator():
                return {"$": "iterator", "v": [self.encode(x, depth) for x in _bounded(value)]}
            case _:
                if self._keep is None:
                    raise TypeError(f"a {type(value).__name__} cannot be sent to a submission")
                kind = str.__str__(type(value).__name__)[:MAX_NAME]
                return {"$": "remote", "v": self._keep(value), "kind": kind}

    def _encode_tensor(self, tensor: torch.Tensor) -> Json:
        import torch

        with torch._C.DisableTorchFunctionSubclass():  # pyright: ignore[reportPrivateUsage]
            strange = tensor.is_meta or tensor.is_quantized or tensor.dtype is torch.complex32
            if strange or tensor.layout is not torch.strided:
                raise WireError(f"a {tensor.layout} tensor on {tensor.device} is not a plain one")
            plain = tensor.detach().as_subclass(torch.Tensor).resolve_conj().resolve_neg()
            note: dict[str, Json] = {"$": "tensor"}
            if tensor.requires_grad and tensor.is_leaf:
                note["grad"] = True
            if self._strides and not plain.is_contiguous():
                note["strides"] = list(plain.stride())
            return self._placed(tensor, plain, note)

    def _placed(self, original: object, plain: torch.Tensor, note: dict[str, Json]) -> Json:
        """Put a copy into the payload; an object that was sent before keeps its place."""
        import torch

        if plain.is_complex():
            note["complex"] = True
            plain = torch.view_as_real(plain.contiguous())
        _, place = self._places.get(id(original), (None, len(self._tensors)))
        if place == len(self._tensors):
            if place >= MAX_TENSORS:
                raise WireError(f"more than {MAX_TENSORS} tensors in one value")
            copied = plain.to("cpu", copy=True, memory_format=torch.contiguous_format)
            self._tensors.append(copied)
            self._places[id(original)] = (original, place)
        note["v"] = place
        return note


def _whole(text: str) -> str:
    """Return text that can be written as UTF-8; half of a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise WireError("text with half of a character in it cannot be sent") from None
    return text


def _bounded(items: Iterator[object]) -> Iterator[object]:
    for count, item in enumerate(items):
        if count >= MAX_ITEMS:
            raise WireError(f"an iterator with more than {MAX_ITEMS} items was returned")
        yield item


class Decoder:
    """Turn a header and a payload back into plain values.

    Raises:
        WireError: anything that an honest Encoder does not write.
    """

    def __init__(
        self,
        payload: bytes,
        remote: Callable[[int, str], object] | None = None,
        probe: Callable[[str, str], object] | None = None,
    ) -> None:
        self._tensors = load_tensors(payload)
        self._built: dict[tuple[str, int], Any] = {}
        self._remote = remote
        self._probe = probe
        self._nodes = 0
        self._room = MAX_PAYLOAD

    def decode(self, value: Json, depth: int = 0) -> Any:
        """Return the value that `value`, a part of a header, stands for."""
        if isinstance(value, list):
            return self._items(value, depth + 1)
        if not isinstance(value, dict):
            return value
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deeply")
        note = cast("dict[str, Json]", value)
        kind = note.get("$")
        if not isinstance(kind, str):
            raise WireError("a value is of no kind")
        try:
            return self._decode_note(kind, note["v"], note, depth + 1)
        except (KeyError, TypeError, ValueError, AttributeError, RuntimeError, OverflowError):
            raise WireError(f"a value of kind {kind[:40]!r} is malformed") from None

    def _decode_note(self, kind: str, v: Json, note: dict[str, Json], depth: int) -> Any:
        match kind:
            case "tensor" | "array":
                return self._once(kind, v, note)
            case "tuple":
                return tuple(self._items(v, depth))
            case "iterator" | "objects":
                return self.decode(v, depth)
            case "dict":
                flat = self._items([part for key, item in v for part in (key, item)], depth)
                return dict(zip(_hashed(flat[::2]), flat[1::2], strict=True))
            case "set":
                return set(_hashed(self._items(v, depth)))
            case "slice":
                return slice(*self._items(v, depth))
            case "range":
                return _range(*self._items(v, depth))
            case "int":
                return _big_int(v)
            case "float":
                return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[v]
            case "bytes":
                return bytes.fromhex(v)
            case "complex":
                real, imag = self._items(v, depth)
                return complex(float(real), float(imag))
            case _:
                return self._decode_torch(kind, v, note, depth)

    def _items(self, v: Json, depth: int) -> list[Any]:
        if not isinstance(v, list):
            raise TypeError
        items = cast("list[Json]", v)
        self._nodes += len(items)
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise WireError("a value is nested too deeply or has too many parts")
        return [self.decode(x, depth) if isinstance(x, NESTED) else x for x in items]

    def _decode_torch(self, kind: str, v: Json, note: dict[str, Json], depth: int) -> Any:
        import torch

        match kind:
            case "dtype":
                dtype = vars(torch)[v]  # getattr would import what is lazy
                if not isinstance(dtype, torch.dtype):
                    raise ValueError(v)
                return dtype
            case "device":
                return torch.device(v)
            case "generator":
                generator = torch.Generator(note["device"])
                generator.set_state(self.decode(v, depth))
                return generator
            case "remote" if self._remote and isinstance(v, int):
                return self._remote(v, str(note["kind"])[:MAX_NAME])
            case "probe" if self._probe:
                return self._probe(note["name"], v)
            case _:
                raise WireError(f"a value of unknown kind {kind[:40]!r}")

    def _once(self, kind: str, number: int, note: dict[str, Json]) -> Any:
        """Return the same object for the same place, so that aliases stay aliases."""
        if (kind, number) not in self._built:
            tensor = self._tensor(number, note)
            self._built[kind, number] = tensor.numpy() if kind == "array" else tensor
        return self._built[kind, number]

    def _tensor(self, number: int, note: dict[str, Json]) -> torch.Tensor:
        import torch

        tensor = self._tensors[str(number)]
        if note.get("complex") and tensor.dtype is not torch.float16:  # half of one only warns
            tensor = torch.view_as_complex(tensor)
        strides = note.get("strides")
        if strides:
            self._room -= span(tensor, strides) * tensor.element_size()
            if self._room < 0:
                raise WireError("tensors are spread over too much memory")
            tensor = laid_out(tensor, strides)
        return tensor.requires_grad_() if note.get("grad") else tensor


def _hashed(keys: list[Any]) -> list[Any]:
    """Return keys of which few share a hash: a dict of those that do takes a minute to fill."""
    if len(keys) > MAX_COLLISIONS and len(keys) - len(set(map(hash, keys))) > MAX_COLLISIONS:
        raise WireError("too many keys look the same")
    return keys


def _range(start: int, stop: int, step: int) -> range:
    if len(made := range(start, stop, step)) > MAX_RANGE:
        raise WireError(f"a range of more than {MAX_RANGE:,} numbers was sent")
    return made


def _big_int(text: str) -> int:
    if len(text) > 10_000:
        raise ValueError("too long")
    return int(text, 16)
