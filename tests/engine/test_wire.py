"""The wire: what goes in comes out, and nothing dishonest gets through."""

import contextlib
import math
import socket
import struct
import threading
import time

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load, save

from autograder.engine.tensors import DTYPES as SENT
from autograder.engine.tensors import load_tensors, save_tensors
from autograder.engine.wire import Channel, Decoder, Encoder
from autograder.errors import WireError

DTYPES = [
    torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.uint8,
    torch.int16, torch.bool, torch.complex64, torch.complex128,
]  # fmt: skip
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
scalars |= st.complex_numbers(allow_nan=False) | st.sampled_from(DTYPES)
scalars |= st.builds(slice, st.integers(-9, 9), st.none() | st.integers())
scalars |= st.builds(range, st.integers(-9, 9), st.integers(-9, 9), st.sampled_from([-2, 1, 3]))
keys = st.text() | st.integers() | st.booleans()
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(keys, inner, max_size=4)
        | st.sets(keys, max_size=4)
    ),
    max_leaves=20,
)


def there_and_back(value, **options):
    encoder = Encoder(**options)
    header = msgspec.json.decode(msgspec.json.encode(encoder.encode(value)))
    return Decoder(encoder.payload()).decode(header)


def same(a, b):
    if isinstance(a, float) and math.isnan(a):
        return isinstance(b, float) and math.isnan(b)
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, complex):
        return type(b) is complex and same(a.real, b.real) and same(a.imag, b.imag)
    return type(a) is type(b) and a == b


@given(values)
@settings(max_examples=200, deadline=None)
def test_plain_values_survive_the_way(value):
    assert same(value, there_and_back(value))


@st.composite
def tensors(draw):
    """Tensors of any dtype, shape and layout in memory."""
    shape = draw(st.lists(st.integers(0, 4), max_size=4))
    x = (torch.rand(shape, dtype=torch.float64) * 5).to(draw(st.sampled_from(DTYPES)))
    x = x.permute(draw(st.permutations(range(x.dim()))))
    for dimension in range(x.dim()):
        x = x.narrow(dimension, 0, draw(st.integers(0, x.size(dimension))))
    wide = draw(st.lists(st.integers(1, 3), max_size=2))
    return x.expand([*wide, *x.shape])


@given(tensors(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_tensors_of_any_layout_survive_the_way(x, strides):
    y = there_and_back(x, strides=strides)
    assert (y.dtype, y.shape) == (x.dtype, x.shape)
    assert torch.equal(x, y)
    if strides and x.numel() and not x.is_contiguous():
        assert y.stride() == x.stride()


@given(tensors().filter(lambda x: x.dtype != torch.bfloat16))
@settings(max_examples=100, deadline=None)
def test_arrays_of_any_kind_survive_the_way(x):
    array = x.numpy()
    back = there_and_back(array)
    assert back.dtype == array.dtype
    assert np.array_equal(back, array)


parts = st.sampled_from(
    ["tensor", "array", "tuple", "dict", "set", "slice", "range", "int", "float", "bytes",
     "complex", "dtype", "device", "generator", "remote", "iterator", "objects", "no such"]
)  # fmt: skip
plain_json = st.none() | st.booleans() | st.integers(-(2**64), 2**64) | st.floats() | st.text()
headers = st.recursive(
    plain_json,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["$", "v", "strides", "kind"]), inner)
        | st.fixed_dictionaries({"$": parts, "v": inner}, optional={"strides": st.lists(inner)})
    ),
    max_leaves=15,
)


@given(headers)
@settings(max_examples=500, deadline=None)
def test_any_header_is_a_value_or_refused(header):
    encoder = Encoder()
    encoder.encode(torch.zeros(2, 3))
    with contextlib.suppress(WireError):
        Decoder(encoder.payload(), remote=lambda number, kind: kind).decode(header)


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_frame_is_a_value_or_refused(data):
    a, b = socket.socketpair()
    with a, b:
        a.sendall(data)
        a.close()
        with contextlib.suppress(WireError, EOFError):
            header, payload = Channel(b).receive(1)
            Decoder(payload).decode(header)


def test_a_payload_is_what_safetensors_reads_and_writes():
    tensors = [torch.arange(6).view(2, 3).to(getattr(torch, name)) for name, _ in SENT.values()]
    tensors += [torch.tensor(2.5), torch.empty(0, 3)]
    named = {str(number): tensor for number, tensor in enumerate(tensors)}
    for read in (load(save_tensors(tensors)), load_tensors(save(named))):
        assert read.keys() == named.keys()
        for name, tensor in named.items():
            assert read[name].dtype == tensor.dtype
            assert torch.equal(read[name], tensor)


def test_a_dtype_that_is_not_sent_is_named():
    with pytest.raises(WireError, match="float8_e4m3fn"):
        save_tensors([torch.zeros(2).to(torch.float8_e4m3fn)])


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 5), (2, 3, 5)], ids=str)
def test_tensors_survive_the_way(dtype, shape):
    x = (torch.rand(shape) * 5).to(dtype)
    y = there_and_back(x)
    assert y.dtype == dtype
    assert y.shape == x.shape
    assert torch.equal(x, y)


@pytest.mark.parametrize(
    "make",
    [lambda x: x.T, lambda x: x[::2], lambda x: x[:, 1:2].expand(-1, 4), lambda x: x[1]],
    ids=["transposed", "every-second", "expanded", "row"],
)
def test_inputs_keep_their_strides(make):
    x = make(torch.arange(15.0).reshape(3, 5))
    y = there_and_back(x, strides=True)
    assert y.stride() == x.stride()
    assert torch.equal(x, y)


def test_a_leaf_that_wants_a_gradient_arrives_as_one():
    assert there_and_back(torch.ones(2, requires_grad=True)).requires_grad


def test_arrays_arrive_as_arrays_and_numpy_scalars_as_numbers():
    array, number = there_and_back([np.arange(3, dtype=np.int32), np.float32(0.5)])
    assert isinstance(array, np.ndarray)
    assert array.dtype == np.int32
    assert number == 0.5


def test_the_same_tensor_twice_is_the_same_tensor_over_there():
    x = torch.ones(2)
    a, b = there_and_back([x, x])
    assert a is b


def test_a_generator_arrives_in_the_same_state():
    g = torch.Generator().manual_seed(3)
    assert torch.equal(torch.rand(2, generator=there_and_back(g)), torch.rand(2, generator=g))


def test_iterators_arrive_as_lists():
    assert there_and_back(iter([1, 2])) == [1, 2]


def test_an_endless_iterator_is_refused():
    from itertools import count

    with pytest.raises(WireError, match="more than"):
        Encoder().encode(count())


class Sly(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__

    def __add__(self, other):
        return 42

    def __index__(self):
        return 42


class SlyText(str):
    __slots__ = ()

    def __str__(self):
        return "42"


class SlyTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return torch.full((2,), 42.0)


def test_hostile_subclasses_arrive_as_their_base_value():
    number, text = there_and_back([Sly(7), SlyText("seven")])
    assert type(number) is int
    assert number == 7
    assert type(text) is str
    assert text == "seven"


def test_a_tensor_subclass_arrives_as_what_it_holds():
    y = there_and_back(torch.zeros(2).as_subclass(SlyTensor))
    assert type(y) is torch.Tensor
    assert torch.equal(y, torch.zeros(2))


@pytest.mark.parametrize(
    "tensor",
    [torch.zeros(2, device="meta"), torch.eye(2).to_sparse()],
    ids=["meta", "sparse"],
)
def test_tensors_without_plain_memory_are_refused(tensor):
    with pytest.raises(WireError, match="not a plain one"):
        Encoder().encode(tensor)


def test_objects_are_not_sent():
    with pytest.raises(TypeError, match="cannot be sent"):
        Encoder().encode(object())


def test_deep_nesting_is_refused_on_both_sides():
    deep = []
    for _ in range(200):
        deep = [deep]
    with pytest.raises(WireError, match="deep"):
        Encoder().encode(deep)
    with pytest.raises(WireError, match="deep"):
        Decoder(b"").decode(deep)


def test_self_containing_lists_are_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(WireError, match="deep"):
        Encoder().encode(loop)


@pytest.mark.parametrize(
    "note",
    [
        {"$": "tensor", "v": 5}, {"$": "tensor", "v": "x"}, {"$": "nothing", "v": 1}, {"v": 1},
        {"$": "dict", "v": [[1]]}, {"$": "dict", "v": [[[1], 2]]}, {"$": "float", "v": "1e5"},
        {"$": "dtype", "v": "load"}, {"$": "remote", "v": 1, "kind": "x"}, {"$": "bytes", "v": "g"},
        {"$": "probe", "v": "import os", "name": "x"}, {"$": "int", "v": "9" * 20_000},
        {"$": "range", "v": [1, 2, 0]}, {"$": "device", "v": "moon"}, {"$": "slice", "v": 7},
        {"$": "range", "v": [0, 2**60, 1]}, {"$": "range", "v": [0, 2**70, 1]},
        {"$": "tuple", "v": "letters"}, {"$": "set", "v": "letters"}, {"$": "complex", "v": "12"},
        {"$": ["tuple"], "v": []}, {"$": "dtype", "v": "_dynamo"}, {"$": "dtype", "v": ["x"]},
        {"$": "complex", "v": [1, [2]]}, {"$": "remote", "v": [1], "kind": "x"},
    ],
    ids=lambda note: str(note)[:30],
)  # fmt: skip
def test_malformed_values_are_refused(note):
    with pytest.raises(WireError):
        Decoder(b"").decode(note)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_arbitrary_payloads_are_refused_or_read(data):
    with contextlib.suppress(WireError):
        load_tensors(data)


def payload_of(header: object) -> bytes:
    text = msgspec.json.encode(header)
    return struct.pack("<Q", len(text)) + text


@pytest.mark.parametrize(
    ("shape", "offsets"),
    [([0, 2**62], [0, 0]), ([1] * 40, [0, 4]), ([-1], [0, 4]), ([2], [0, 4]), ([2**63], [0, 0])],
    ids=["empty-but-huge", "many-dimensions", "negative", "too-short", "overflow"],
)
def test_absurd_shapes_are_refused(shape, offsets):
    header = {"0": {"dtype": "F32", "shape": shape, "data_offsets": offsets}}
    with pytest.raises(WireError):
        load_tensors(payload_of(header) + b"\0" * 4)


@pytest.mark.parametrize("shape", [[0, 2**40, 2**40], [0, 2**62]], ids=["strides-overflow", "huge"])
def test_an_empty_tensor_has_no_absurd_dimensions(shape):
    header = {"0": {"dtype": "F32", "shape": shape, "data_offsets": [0, 0]}}
    with pytest.raises(WireError, match="do not agree"):
        load_tensors(payload_of(header))


@pytest.mark.parametrize("dtype", ["F4", "F6_E2M3", "F8_E4M3", "C64", "no such"])
def test_dtypes_that_nobody_sends_are_refused_for_an_empty_tensor_too(dtype):
    header = {"0": {"dtype": dtype, "shape": [0], "data_offsets": [0, 0]}}
    with pytest.raises(WireError, match="do not agree"):
        load_tensors(payload_of(header))


def test_a_payload_cannot_be_spread_over_all_memory():
    encoder = Encoder()
    note = encoder.encode(torch.zeros(4096))
    with pytest.raises(WireError, match="too much memory"):
        Decoder(encoder.payload()).decode(note | {"strides": [2**20]})


@pytest.mark.parametrize("kind", ["dict", "set"])
def test_keys_made_to_collide_are_refused_at_once(kind):
    """150,000 of them would have kept the grader busy for ten minutes."""
    same = [{"$": "int", "v": hex(number * (2**61 - 1))} for number in range(4, 50_000)]
    start = time.process_time()
    with pytest.raises(WireError, match="look the same"):
        Decoder(b"").decode({"$": kind, "v": [[x, 0] for x in same] if kind == "dict" else same})
    assert time.process_time() - start < 5


def test_many_different_keys_are_fine():
    value = {number: 2**70 + number for number in range(20_000)}
    assert there_and_back(value) == value
    assert there_and_back(set(value)) == set(value)


def test_a_header_of_very_many_values_is_refused_before_it_is_parsed(pair):
    raw, channel = pair
    data = b"[" + b"[]," * 1_500_000 + b"[]]"
    sender = threading.Thread(target=raw.sendall, args=(struct.pack(">II", len(data), 0) + data,))
    sender.start()
    with pytest.raises(WireError, match="not JSON"):
        channel.receive(20)
    sender.join()


def test_half_a_character_is_not_sent():
    with pytest.raises(WireError, match="half of a character"):
        Encoder().encode(["fine", "ä\ud800"])


def test_very_many_tensors_are_refused():
    empty = {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}
    with pytest.raises(WireError, match="tensors"):
        load_tensors(payload_of({str(number): empty for number in range(10_000)}))


@pytest.fixture
def pair():
    a, b = socket.socketpair()
    with a, b:
        yield a, Channel(b)


def test_a_frame_that_never_ends_times_out(pair):
    raw, channel = pair
    raw.sendall(struct.pack(">II", 10, 0) + b"12345")
    with pytest.raises(TimeoutError):
        channel.receive(0.05)


def test_a_closed_socket_is_the_end(pair):
    raw, channel = pair
    raw.close()
    with pytest.raises(EOFError):
        channel.receive(1)


def test_a_giant_announcement_is_refused_before_it_costs_memory(pair):
    raw, channel = pair
    raw.sendall(struct.pack(">II", 2**31, 2**31))
    with pytest.raises(WireError, match="too large"):
        channel.receive(1)


def test_a_header_that_is_not_json_is_refused(pair):
    raw, channel = pair
    raw.sendall(struct.pack(">II", 3, 0) + b"{x}")
    with pytest.raises(WireError, match="not JSON"):
        channel.receive(1)


def test_a_reader_that_stops_reading_times_out(pair):
    _, channel = pair
    with pytest.raises(TimeoutError):
        channel.send({}, b"\0" * 2**24, seconds=0.05)
