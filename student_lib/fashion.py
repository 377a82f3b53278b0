"""Fashion-MNIST: 28 by 28 pictures of ten kinds of clothes, from whichever source is here.

Xiao, Rasul, Vollgraf (2017), "Fashion-MNIST: a novel image dataset for benchmarking machine
learning algorithms", arXiv:1708.07747.
"""

import dataclasses
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import torch

from student_lib.idx import read_idx
from student_lib.sources import Source, resolve

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict, Features

__all__ = ["CLASSES", "MEAN", "STD", "arrays", "fashion_mnist", "fashion_mnist_tensors"]

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
MEAN, STD = 0.2860, 0.3530  # of all 60,000 training pictures, pixels in 0..1
FOLDER = "fashion-mnist"
HUB = "zalando-datasets/fashion_mnist"
STEMS = {"train": "train", "test": "t10k"}
FILES = tuple(
    f"{stem}-{kind}-ubyte.gz" for stem in STEMS.values() for kind in ("images-idx3", "labels-idx1")
)
PGM = b"P5 28 28 255\n"  # a picture format that is this line and then the pixels: nothing to encode

T = TypeVar("T")


def fashion_mnist(source: str | None = None, *, size: int | None = None) -> "DatasetDict":
    """Load Fashion-MNIST as a Hugging Face `DatasetDict` with the splits train and test.

    Each row: image, a grey PIL picture of 28 by 28; label, a `ClassLabel` with the names CLASSES.
    The same features come from every source: the folder WORKBOOK_DATA, Debian's package, the hub
    (not when HF_HUB_OFFLINE=1), the bundled 2,000 + 1,000. A line tells which it was.

    source: "env", "debian", "hub", "bundled" or the path of a folder, to insist on one.
    size: keep at most so many rows of each split.
    Raises FileNotFoundError when the source that was asked for does not have it.

    Example: fashion_mnist()["train"][0]["label"] -> 9, and CLASSES[9] is an ankle boot
    """
    found, splits = _load(source, lambda where: _splits(where, size))
    counts = " + ".join(f"{len(split):,} {name}" for name, split in splits.items())
    print(f"Fashion-MNIST: {counts} rows from {found}")
    return splits


def fashion_mnist_tensors(
    n: int | None = None,
    split: str = "train",
    flat: bool = True,
    normalise: bool = False,
    source: str | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Load Fashion-MNIST as plain tensors: x float32 in 0..1, y int64 in 0..9.

    n: at most so many rows, the first ones; all by default. split: "train" or "test".
    flat: x has shape (n, 784), else (n, 28, 28). normalise: subtract MEAN, divide by STD.
    source: as in `fashion_mnist`; a line tells which it was.
    Raises ValueError for another split, FileNotFoundError when the source does not have it.

    Example: x, y = fashion_mnist_tensors(1000) -> shapes (1000, 784) and (1000,)
    """
    if split not in STEMS:
        raise ValueError(f'fashion_mnist_tensors: split must be "train" or "test", got {split!r}')
    found, (x, y) = _load(source, lambda where: _tensors(where, split, n))
    print(f"Fashion-MNIST: {len(x):,} {split} rows from {found}")
    if normalise:
        x = (x - MEAN) / STD
    return (x.flatten(1) if flat else x), y


def arrays(dataset: "Dataset") -> tuple[torch.Tensor, torch.Tensor]:
    """Turn a dataset with the columns image and label into tensors, as fast as its source allows.

    Returns x float32 in 0..1, shape (n, h, w), or (n, 3, h, w) for colour; and y int64, shape (n,).
    All images must be of one size.

    Example: x, y = arrays(fashion_mnist()["train"]) -> shapes (n, 28, 28) and (n,)
    """
    table = dataset.with_format("arrow")[:]
    pixels = np.stack([_pixels(row) for row in table["image"].to_pylist()])
    x = torch.from_numpy(pixels).float() / 255
    if x.ndim == 4:
        x = x.permute(0, 3, 1, 2).contiguous()
    return x, torch.tensor(table["label"].to_pylist(), dtype=torch.int64)


def _load(source: str | None, read: Callable[[Source], T]) -> tuple[Source, T]:
    """Read from the source that resolves; from the bundle if the hub answers but then fails."""
    found = resolve(FOLDER, FILES, source)
    try:
        return found, read(found)
    except Exception as e:  # a download has a hundred ways to fail, and the bundle mends them all
        if found.name != "hub" or source == "hub":
            raise
        spare = resolve(FOLDER, FILES, "bundled")
        why = f"the Hugging Face hub failed: {type(e).__name__}"
        return (spare := dataclasses.replace(spare, remark=why)), read(spare)


def _read_split(folder: Path, split: str, n: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Read uint8 images (n, 28, 28) and labels (n,)."""
    images = read_idx(folder / f"{STEMS[split]}-images-idx3-ubyte.gz", n)
    labels = read_idx(folder / f"{STEMS[split]}-labels-idx1-ubyte.gz", n)
    return images, labels


def _tensors(where: Source, split: str, n: int | None) -> tuple[torch.Tensor, torch.Tensor]:
    if where.folder is None:
        return arrays(_first(_from_hub()[split], n))
    images, labels = _read_split(where.folder, split, n)
    return torch.from_numpy(images / np.float32(255)), torch.from_numpy(labels.astype(np.int64))


def _splits(where: Source, size: int | None) -> "DatasetDict":
    from datasets import DatasetDict

    if where.folder is None:
        hub = _from_hub()
        return DatasetDict({name: _first(hub[name], size) for name in STEMS})
    folder = where.folder
    return DatasetDict({name: _dataset(*_read_split(folder, name, size), name) for name in STEMS})


def _features() -> "Features":
    from datasets import ClassLabel, Features, Image

    return Features({"image": Image(), "label": ClassLabel(names=list(CLASSES))})


def _first(dataset: "Dataset", n: int | None) -> "Dataset":
    return dataset if n is None or n >= len(dataset) else dataset.select(range(n))


def _from_hub() -> "DatasetDict":
    """Download, or find in the hub's cache. Its class names are spelt a little differently."""
    from datasets import load_dataset

    loaded = load_dataset(HUB)
    return loaded if loaded["train"].features == _features() else loaded.cast(_features())


def _dataset(images: np.ndarray, labels: np.ndarray, split: str) -> "Dataset":
    """Wrap arrays as a dataset with Image and ClassLabel columns, without encoding any picture."""
    import pyarrow as pa
    from datasets import Dataset, DatasetInfo, NamedSplit
    from datasets.table import InMemoryTable

    n, features = len(images), _features()
    rows = np.empty((n, len(PGM) + 28 * 28), np.uint8)
    rows[:, : len(PGM)] = np.frombuffer(PGM, np.uint8)
    rows[:, len(PGM) :] = images.reshape(n, -1)
    ends = np.arange(n + 1, dtype=np.int32) * rows.shape[1]
    content = pa.Array.from_buffers(pa.binary(), n, [None, pa.py_buffer(ends), pa.py_buffer(rows)])
    image = pa.StructArray.from_arrays([content, pa.nulls(n, pa.string())], ["bytes", "path"])
    columns = {"image": image, "label": pa.array(labels.astype(np.int64))}
    table = InMemoryTable(pa.table(columns, schema=features.arrow_schema))
    # what datasets takes by itself for a fingerprint costs more than all the rest
    known = hashlib.blake2b(rows.data, digest_size=8, key=split.encode())
    known.update(labels.data)
    info, part = DatasetInfo(features=features), NamedSplit(split)
    return Dataset(table, info=info, split=part, fingerprint=known.hexdigest())


def _pixels(image: dict) -> np.ndarray:
    """Decode one picture of an Image column: (h, w) or (h, w, 3), uint8."""
    content: bytes | None = image["bytes"]
    if content and content.startswith(PGM):
        return np.frombuffer(content, np.uint8, offset=len(PGM)).reshape(28, 28)
    import PIL.Image

    with PIL.Image.open(io.BytesIO(content) if content else image["path"]) as im:
        return np.asarray(im)
