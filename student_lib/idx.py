"""The IDX format of MNIST and its heirs: a header of sizes, then bytes; mostly gzipped."""

import gzip
import math
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

__all__ = ["pack_idx", "read_idx"]

UINT8 = 8  # the format's code for unsigned bytes


def read_idx(path: Path, n: int | None = None) -> np.ndarray:
    """Read the first n items (all by default) of a gzipped IDX file of bytes.

    Returns uint8, shape (n, …). Raises ValueError when the file is not such a file, or ends early.

    Example: read_idx(Path("t10k-labels-idx1-ubyte.gz"), 3) -> array([9, 2, 1], dtype=uint8)
    """
    with gzip.open(path) as f:
        zeros, kind, rank = struct.unpack(">HBB", f.read(4))
        if zeros or kind != UINT8 or rank < 1:
            raise ValueError(f"{path.name} is not an IDX file of bytes")
        count, *shape = struct.unpack(f">{rank}I", f.read(4 * rank))
        count = count if n is None else min(n, count)
        size = count * math.prod(shape)
        content = f.read(size)
    if len(content) != size:
        raise ValueError(f"{path.name} ends after {len(content)} of {size} bytes")
    return np.frombuffer(content, np.uint8).reshape(count, *shape)


def pack_idx(a: np.ndarray) -> bytes:
    """Write an array of bytes as an IDX file, not compressed: the inverse of `read_idx`."""
    shape: Sequence[int] = a.shape
    header = struct.pack(f">HBB{a.ndim}I", 0, UINT8, a.ndim, *shape)
    return header + np.ascontiguousarray(a, np.uint8).tobytes()
