"""The fuzz targets on their seeds, on seeds changed at random, and on all that fuzzing found."""

import json
import random
import time

import fuzz_intake
import fuzz_wire
import pytest

TARGETS = [fuzz_wire, fuzz_intake]
X50 = "x" * 50


def cells(*ids):
    """Return a notebook whose last cells are a student's own, with these ids."""
    own = [fuzz_intake.cell(id) for id in ids]
    return json.dumps(fuzz_intake.LESSON | {"cells": [*fuzz_intake.LESSON["cells"], *own]}).encode()


def early_copy(taken):
    """Return a notebook with an earlier copy of an answer, whose next free id is taken."""
    made = [
        one | {"id": "foo"} if one["id"] == "double" else one for one in fuzz_intake.LESSON["cells"]
    ]
    early = [fuzz_intake.cell(taken), fuzz_intake.LESSON["cells"][1]]
    return json.dumps(fuzz_intake.LESSON | {"cells": early + made}).encode()


def strided(strides):
    """Return a frame with an empty tensor of many columns, to be laid out by these strides."""
    header = json.dumps({"$": "tensor", "v": 0, "strides": strides}).encode()
    infos = b'{"0":{"dtype":"F32","shape":[0,1099511627776],"data_offsets":[0,0]}}'
    sizes = len(header).to_bytes(2, "big") + len(infos).to_bytes(2, "big")
    return b"\3" + sizes + header + infos


FOUND = {
    # a list times a dimension took all memory
    "strides that are a list": (fuzz_wire, strided([1, [0]])),
    "strides that are text": (fuzz_wire, strided([1, "xx"])),
    # an array of complex numbers was written as the reader does not read it
    "complex array": (fuzz_wire, fuzz_wire.seed(fuzz_wire.np.ones(2) * 1j)),
    # the search for a free id never ended
    "ids that lead to themselves": (fuzz_intake, cells(f"{X50}-1", f"{X50}-1", f"{X50}-2")),
    "an id that is taken next": (fuzz_intake, early_copy("cell-1-6")),
    # a number of points that no float holds
    "points without end": (fuzz_intake, cells().replace(b"s\": 2", b"s\": 1" + b"0" * 400)),
    # text that cannot be written again
    "half a character": (fuzz_intake, cells().replace(b"x = 1", b"x = '\\ud800'")),
}  # fmt: skip


@pytest.mark.parametrize(("target", "data"), FOUND.values(), ids=FOUND.keys())
def test_what_fuzzing_found_stays_mended(target, data):
    start = time.process_time()
    target.one_input(data)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("target", TARGETS)
def test_every_seed_is_read(target):
    for data in target.seeds():
        target.one_input(data)


@pytest.mark.parametrize("target", TARGETS)
def test_changed_seeds_are_read_or_refused(target):
    dice = random.Random(20)
    for data in target.seeds() * 10:
        changed = bytearray(data)
        for _ in range(dice.randrange(1, 8)):
            place = dice.randrange(len(changed))
            word = dice.choice([bytes([dice.randrange(256)]), *map(str.encode, target.DICTIONARY)])
            changed[place : place + dice.randrange(3)] = word
        target.one_input(bytes(changed))


@pytest.mark.parametrize(
    ("target", "how"), [(fuzz_wire, 1), (fuzz_intake, 0)], ids=["wire", "intake"]
)
def test_inputs_built_at_random_are_read_or_refused(target, how):
    dice = random.Random(21)
    for _ in range(400):
        target.one_input(bytes([how]) + dice.randbytes(dice.randrange(400)))
