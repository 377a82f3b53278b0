"""The real data of the lessons. Import it as `from student_lib import data`.

Fashion-MNIST comes from the fullest source that is here (see `fashion_mnist`); the smaller things
ship with the package. Nothing heavy is imported until it is needed.
"""

import gzip

import torch

from student_lib.bundled import bundled, manifest, verify
from student_lib.fashion import CLASSES, MEAN, STD, arrays, fashion_mnist, fashion_mnist_tensors

__all__ = [
    "CLASSES",
    "MEAN",
    "STD",
    "arrays",
    "clip_bpe",
    "ddpm_fashion",
    "digits",
    "emoji",
    "fashion_mnist",
    "fashion_mnist_tensors",
    "photos",
    "shakespeare",
    "verify",
]


def digits() -> tuple[torch.Tensor, torch.Tensor]:
    """Load scikit-learn's handwritten digits: 1,797 pictures of 8 by 8.

    Returns x float32 in 0..1, shape (1797, 64), and y int64, shape (1797,).
    Raises ModuleNotFoundError when scikit-learn is not installed.

    Example: x, y = digits() -> y[:3] is tensor([0, 1, 2])
    """
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    print(f"Digits: {len(x):,} rows from scikit-learn")
    return torch.as_tensor(x, dtype=torch.float32) / 16, torch.as_tensor(y, dtype=torch.int64)


def shakespeare(n: int | None = None) -> str:
    """Load nine plays of Shakespeare as one text in plain ASCII, about 1.1 million characters.

    n: at most so many characters, the first ones.

    Example: shakespeare(6) -> "HAMLET"
    """
    with gzip.open(bundled("shakespeare.txt.gz")) as f:
        text = f.read(-1 if n is None else n).decode("ascii")
    print(f"Shakespeare: {len(text):,} characters of nine plays from the bundle")
    return text


def photos() -> dict[str, torch.Tensor]:
    """Load a few photographs, free of any rights: float32 in 0..1, each of shape (3, 256, 256).

    Example: list(photos()) -> ["chelsea", "coffee", "hubble", "retina", "rocket"]
    """
    return _pictures("photos", "RGB")


def emoji() -> dict[str, torch.Tensor]:
    """Load emoji to grow with cellular automata: float32 in 0..1, each of shape (4, 40, 40).

    The fourth channel is the opacity. Where it is 0, so are the colours.

    Example: list(emoji()) -> ["butterfly", "lizard"]
    """
    return _pictures("emoji", "RGBA")


def _pictures(folder: str, mode: str) -> dict[str, torch.Tensor]:
    """Read every picture of a bundled folder as a tensor (channels, h, w) under its name."""
    import numpy as np
    import PIL.Image

    pictures = {}
    for path in [bundled(e.file) for e in manifest() if e.file.startswith(f"{folder}/")]:
        with PIL.Image.open(path) as im:
            pixels = torch.from_numpy(np.array(im.convert(mode)))
        pictures[path.stem] = pixels.permute(2, 0, 1).float() / 255
    return pictures


def ddpm_fashion() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
    """Load a small network that draws clothes, and a film of its first ten pictures.

    Returns weights, float32, for `SmallUNet().load_state_dict`, and the film, float32 in -1..1,
    shape (9, 10, 1, 28, 28): nine moments from noise to clothes. `scripts/train_ddpm.py` made both.

    Example: weights, film = ddpm_fashion() -> film[-1] is ten pictures of clothes
    """
    from safetensors.torch import load_file

    tensors = load_file(bundled("ddpm_fashion.safetensors"))
    film = tensors.pop("film")[:, :, None].float() / 127.5 - 1
    return {name: w.float() for name, w in tensors.items()}, film


def clip_bpe() -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Load the byte-pair encoding of CLIP: the number of each token, and the merges in their order.

    Returns vocab (49,408 tokens) and merges (48,894 pairs). With the package transformers,
    `CLIPTokenizer(vocab=vocab, merges=merges)` is CLIP's own tokenizer.

    Example: clip_bpe()[0]["<|endoftext|>"] -> 49407
    """
    with gzip.open(bundled("clip_bpe_simple_vocab_16e6.txt.gz")) as f:
        lines = f.read().decode().split("\n")
    pairs = [line.split() for line in lines[1 : 49152 - 256 - 2 + 1]]  # the rest is not used
    merges = [(a, b) for a, b in pairs]
    letters = list(_byte_letters().values())
    tokens = [*letters, *(c + "</w>" for c in letters), *(a + b for a, b in merges)]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    return {token: i for i, token in enumerate(tokens)}, merges


def _byte_letters() -> dict[int, str]:
    """Give each byte a visible letter: itself where it is printable, else one from 256 upwards."""
    visible = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAC + 1), *range(0xAE, 0xFF + 1)]
    hidden = [b for b in range(256) if b not in visible]
    return {b: chr(b) for b in visible} | {b: chr(256 + i) for i, b in enumerate(hidden)}
