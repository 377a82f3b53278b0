"""Tests of student_lib.data, of the sources it reads and of the bundle it falls back on."""

import gzip
import itertools
import json
import shutil
import socket
import threading
import time
import urllib.error
from pathlib import Path

import numpy as np
import pytest
import torch

from student_lib import bundled, data, fashion, idx, sources
from student_lib.squeezenet import squeezenet


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Nothing of Debian's, no folder, a hub that refuses; and no way out if a test forgets."""
    monkeypatch.delenv("WORKBOOK_DATA", raising=False)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr(sources, "DEBIAN", Path("/nowhere"))
    monkeypatch.setattr(sources, "_asked", {})
    monkeypatch.setattr(sources, "_knock", lambda url: "the hub cannot be reached: no network")

    def refuse(*args, **kwargs):
        raise AssertionError("a test asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def write_fashion(folder: Path, train: int = 5, test: int = 3) -> Path:
    """Write a tiny data set in the layout of Debian's package, told apart by its row counts."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(train)
    for stem, n in (("train", train), ("t10k", test)):
        images = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8)
        labels = np.arange(n, dtype=np.uint8) % 10
        for kind, a in (("images-idx3", images), ("labels-idx1", labels)):
            packed = gzip.compress(idx.pack_idx(a))
            (folder / f"{stem}-{kind}-ubyte.gz").write_bytes(packed)
    return folder


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATA", str(tmp_path / "own"))
    return write_fashion(tmp_path / "own" / "fashion-mnist", train=5)


@pytest.fixture
def debian(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "DEBIAN", tmp_path / "debian")
    return write_fashion(tmp_path / "debian" / "fashion-mnist", train=6)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A hub that answers, with seven rows and class names that are spelt in its own way."""
    import datasets

    folder = write_fashion(tmp_path / "hub" / "fashion-mnist", train=7)
    rows = fashion.fashion_mnist(str(folder))
    names = ["T - shirt / top", *fashion.CLASSES[1:]]
    features = datasets.Features({**fashion._features(), "label": datasets.ClassLabel(names=names)})
    monkeypatch.setattr(datasets, "load_dataset", lambda name: rows.cast(features))
    monkeypatch.setattr(sources, "_knock", lambda url: "")


@pytest.fixture
def silent_hub_cast(monkeypatch):
    import datasets

    datasets.disable_progress_bars()
    yield
    datasets.enable_progress_bars()


# the order of the sources


@pytest.mark.usefixtures("own", "debian", "hub", "silent_hub_cast")
def test_a_folder_of_ones_own_goes_first():
    assert len(data.fashion_mnist()["train"]) == 5


def test_the_folder_may_hold_the_files_themselves(own, monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATA", str(own))
    assert len(data.fashion_mnist()["train"]) == 5


@pytest.mark.usefixtures("debian", "hub", "silent_hub_cast")
def test_debian_goes_before_the_hub():
    assert len(data.fashion_mnist()["train"]) == 6


@pytest.mark.usefixtures("hub", "silent_hub_cast")
def test_the_hub_goes_before_the_bundle():
    assert len(data.fashion_mnist()["train"]) == 7


def test_the_bundle_comes_last():
    splits = data.fashion_mnist()
    assert (len(splits["train"]), len(splits["test"])) == (2000, 1000)


@pytest.mark.usefixtures("hub")
def test_the_hub_is_skipped_when_it_is_declared_offline(monkeypatch, capsys):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert len(data.fashion_mnist()["train"]) == 2000
    assert "HF_HUB_OFFLINE is set" in capsys.readouterr().out


@pytest.mark.usefixtures("own", "debian", "hub", "silent_hub_cast")
@pytest.mark.parametrize(
    ("source", "rows"), [("env", 5), ("debian", 6), ("hub", 7), ("bundled", 2000)]
)
def test_a_source_can_be_insisted_on(source, rows):
    assert len(data.fashion_mnist(source)["train"]) == rows


def test_a_folder_can_be_insisted_on(tmp_path):
    folder = write_fashion(tmp_path / "x", train=4)
    assert len(data.fashion_mnist(str(folder))["train"]) == 4


@pytest.mark.parametrize("source", ["env", "debian", "hub", "/no/such/folder"])
def test_a_missing_source_that_was_insisted_on_is_an_error(source):
    with pytest.raises(FileNotFoundError):
        data.fashion_mnist(source)


# what is printed


@pytest.mark.usefixtures("debian")
def test_one_line_names_the_source_and_the_rows(capsys):
    data.fashion_mnist()
    out = capsys.readouterr().out
    assert out.startswith("Fashion-MNIST: 6 train + 3 test rows from Debian's ")
    assert out.count("\n") == 1


def test_the_line_says_why_the_hub_was_not_used(capsys):
    data.fashion_mnist()
    assert capsys.readouterr().out == (
        "Fashion-MNIST: 2,000 train + 1,000 test rows from the bundled subset "
        "(the hub cannot be reached: no network)\n"
    )


def test_the_line_says_that_the_folder_lacks_the_data(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("WORKBOOK_DATA", str(tmp_path))
    data.fashion_mnist_tensors(2)
    assert f"WORKBOOK_DATA={tmp_path} has no fashion-mnist" in capsys.readouterr().out


def test_a_download_that_breaks_off_ends_in_the_bundle(monkeypatch, capsys):
    import datasets

    def load_dataset(name):
        raise ConnectionError("it broke off")

    monkeypatch.setattr(datasets, "load_dataset", load_dataset)
    monkeypatch.setattr(sources, "_knock", lambda url: "")
    assert len(data.fashion_mnist()["train"]) == 2000
    assert "the bundled subset (the Hugging Face hub failed: ConnectionError)" in (
        capsys.readouterr().out
    )


# asking the hub


def test_the_hub_is_asked_once(monkeypatch):
    asked = []
    monkeypatch.setattr(sources, "_knock", lambda url: asked.append(url) or "no")
    data.fashion_mnist_tensors(1)
    data.fashion_mnist_tensors(1)
    assert len(asked) == 1


def test_a_hub_that_never_answers_is_given_up_on(monkeypatch):
    monkeypatch.undo()
    released = threading.Event()
    monkeypatch.setattr(sources, "PATIENCE", 0.05)

    def urlopen(*args, **kwargs):
        released.wait(30)
        raise OSError("too late")

    monkeypatch.setattr(sources.urllib.request, "urlopen", urlopen)
    start = time.monotonic()
    reason = sources._knock("https://hub.invalid")
    released.set()
    assert time.monotonic() - start < 10
    assert "gave no answer within 0.05 s" in reason


def test_a_hub_that_cannot_be_found_is_named_as_the_reason(monkeypatch):
    monkeypatch.undo()

    def urlopen(*args, **kwargs):
        raise urllib.error.URLError("Name or service not known")

    monkeypatch.setattr(sources.urllib.request, "urlopen", urlopen)
    assert sources._knock("https://hub.invalid").endswith("reached: Name or service not known")


def test_a_hub_that_answers_with_an_error_is_there(monkeypatch):
    monkeypatch.undo()

    def urlopen(*args, **kwargs):
        raise urllib.error.HTTPError("https://hub.invalid", 403, "no", None, None)

    monkeypatch.setattr(sources.urllib.request, "urlopen", urlopen)
    assert sources._knock("https://hub.invalid") == ""


# the data sets


@pytest.mark.usefixtures("own", "debian", "hub", "silent_hub_cast")
def test_every_source_has_the_same_features():
    found = [data.fashion_mnist(s, size=2)["train"].features for s in sources.NAMES]
    assert found == [found[0]] * 4
    assert found[0]["label"].names == list(data.CLASSES)


def test_fingerprints_tell_rows_apart(tmp_path):
    folders = [write_fashion(tmp_path / name, train=n) for name, n in (("a", 4), ("b", 5))]
    dd, other = (data.fashion_mnist(str(folder)) for folder in folders)
    known = dd["train"]._fingerprint
    assert data.fashion_mnist(str(folders[0]))["train"]._fingerprint == known
    cut = data.fashion_mnist(str(folders[0]), size=3)
    others = [ds._fingerprint for ds in (dd["test"], other["train"], cut["train"])]
    assert len({known, *others}) == 4


@pytest.mark.usefixtures("own", "debian", "hub", "silent_hub_cast")
@pytest.mark.parametrize("source", sources.NAMES)
def test_the_dataset_and_the_tensors_agree(source):
    rows = data.fashion_mnist(source)["test"].select(range(3))
    x, y = data.fashion_mnist_tensors(3, "test", flat=False, source=source)
    pixels = torch.stack([torch.from_numpy(np.array(im)) for im in rows["image"]])
    assert torch.equal((255 * x).round().byte(), pixels)
    assert y.tolist() == list(rows["label"])


def test_size_limits_the_rows_of_each_split():
    splits = data.fashion_mnist(size=7)
    assert {name: len(split) for name, split in splits.items()} == {"train": 7, "test": 7}


def test_images_are_grey_pictures_of_28_by_28():
    image = data.fashion_mnist(size=1)["train"][0]["image"]
    assert (image.mode, image.size) == ("L", (28, 28))


def test_tensors_are_flat_floats_between_0_and_1_with_whole_labels():
    x, y = data.fashion_mnist_tensors(50)
    assert (x.shape, x.dtype) == ((50, 784), torch.float32)
    assert (y.shape, y.dtype) == ((50,), torch.int64)
    assert (x.min(), x.max()) == (0, 1)


def test_tensors_can_be_normalised():
    x, _ = data.fashion_mnist_tensors(normalise=True)
    assert x.mean().item() == pytest.approx(0, abs=0.05)  # a subset's mean is not quite all's
    assert x.std().item() == pytest.approx(1, abs=0.05)


def test_more_rows_than_there_are_gives_all():
    assert len(data.fashion_mnist_tensors(10**6, "test")[0]) == 1000


def test_an_unknown_split_is_refused():
    with pytest.raises(ValueError, match='must be "train" or "test", got \'valid\''):
        data.fashion_mnist_tensors(split="valid")


@pytest.mark.parametrize(("split", "each"), [("train", 200), ("test", 100)])
def test_the_bundled_classes_are_balanced(split, each):
    assert data.fashion_mnist_tensors(split=split)[1].bincount().tolist() == [each] * 10


def test_arrays_follow_a_selection_of_rows():
    train = data.fashion_mnist(size=20)["train"]
    x, y = data.arrays(train)
    some_x, some_y = data.arrays(train.select([7, 3]))
    assert x.shape == (20, 28, 28)
    assert torch.equal(some_x, x[[7, 3]])
    assert torch.equal(some_y, y[[7, 3]])


def test_arrays_put_the_channels_of_colour_pictures_first():
    from datasets import ClassLabel, Dataset, Features, Image

    picture = np.zeros((4, 6, 3), np.uint8)
    picture[..., 1] = 255
    features = Features({"image": Image(), "label": ClassLabel(names=["green"])})
    x, _ = data.arrays(Dataset.from_dict({"image": [picture], "label": [0]}, features=features))
    assert x.shape == (1, 3, 4, 6)
    assert x.mean(dim=(0, 2, 3)).tolist() == [0, 1, 0]


def test_idx_files_survive_a_round_trip(tmp_path):
    a = np.arange(24, dtype=np.uint8).reshape(4, 3, 2)
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(idx.pack_idx(a)))
    assert (idx.read_idx(path) == a).all()
    assert (idx.read_idx(path, 2) == a[:2]).all()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x00\x00\x0d\x01\x00\x00\x00\x01", "not an IDX"),
        (b"\0\0\x08\1\0\0\0\5ab", "ends after 2"),
    ],
    ids=["floats", "cut off"],
)
def test_a_broken_idx_file_is_named(tmp_path, content, message):
    path = tmp_path / "broken.gz"
    path.write_bytes(gzip.compress(content))
    with pytest.raises(ValueError, match=rf"broken\.gz.*{message}"):
        idx.read_idx(path)


def test_digits_are_1797_rows_of_64_pixels():
    pytest.importorskip("sklearn")
    x, y = data.digits()
    assert (x.shape, x.dtype, x.max()) == ((1797, 64), torch.float32, 1)
    assert y[:3].tolist() == [0, 1, 2]


def test_shakespeare_is_a_million_characters_and_begins_with_hamlet():
    text = data.shakespeare()
    assert 1_100_000 < len(text) < 1_200_000
    assert text.startswith("HAMLET, PRINCE OF DENMARK")
    assert "\r" not in text


def test_shakespeare_can_be_cut():
    assert data.shakespeare(6) == "HAMLET"


def test_photos_are_colour_pictures_of_one_size():
    pictures = data.photos()
    assert list(pictures) == ["chelsea", "coffee", "hubble", "retina", "rocket"]
    assert {tuple(p.shape) for p in pictures.values()} == {(3, 256, 256)}
    assert all(p.min() >= 0 and p.max() <= 1 for p in pictures.values())


def test_emoji_are_clear_around_their_shape():
    for picture in data.emoji().values():
        assert picture.shape == (4, 40, 40)
        assert picture[:, 0, 0].tolist() == [0, 0, 0, 0]
        assert (picture[:, picture[3] == 0] == 0).all()
        assert 0.2 < (picture[3] > 0.5).float().mean() < 0.8


def test_clip_bpe_gives_the_known_numbers_of_a_prompt():
    vocab, merges = data.clip_bpe()
    rank = {pair: i for i, pair in enumerate(merges)}

    def encode(word: str) -> list[int]:
        parts = [*word[:-1], word[-1] + "</w>"]
        while pairs := [p for p in itertools.pairwise(parts) if p in rank]:
            i = list(itertools.pairwise(parts)).index(min(pairs, key=rank.__getitem__))
            parts[i : i + 2] = [parts[i] + parts[i + 1]]
        return [vocab[part] for part in parts]

    prompt = "a photograph of an astronaut riding a horse"
    ids = [i for word in prompt.split() for i in encode(word)]
    assert ids == [320, 8853, 539, 550, 18376, 6765, 320, 4558]
    assert (vocab["<|startoftext|>"], vocab["<|endoftext|>"]) == (49406, 49407)


def test_squeezenet_recognises_a_cat_and_an_espresso():
    pictures = data.photos()
    logits = squeezenet()(torch.stack([pictures["chelsea"], pictures["coffee"]]))
    assert logits.argmax(dim=1).tolist() == [285, 967]  # Egyptian cat, espresso


def test_squeezenet_features_carry_gradients_to_the_picture_but_not_to_the_weights():
    net = squeezenet()
    x = torch.rand(1, 3, 32, 32, requires_grad=True)
    seen = net.features(x)
    assert list(seen) == ["conv1", *(f"fire{i}" for i in range(2, 10))]
    seen["fire9"].sum().backward()
    assert x.grad is not None
    assert not any(p.requires_grad for p in net.parameters())


# the bundle


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(bundled.FOLDER, tmp_path / "bundle"))


def test_the_bundle_is_whole():
    assert data.verify() == []


def test_the_bundle_keeps_within_its_limit():
    files = [p for p in bundled.FOLDER.rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in files) <= bundled.LIMIT


def test_every_bundled_file_has_a_source_and_a_licence():
    for entry in bundled.manifest():
        assert entry.source
        assert entry.licence


def test_verify_finds_a_changed_file(copy):
    path = copy / "shakespeare.txt.gz"
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)
    assert bundled.verify(copy) == ["shakespeare.txt.gz: its SHA-256 is not the manifest's"]


def test_verify_finds_a_file_that_was_cut_off(copy):
    path = copy / "photos" / "coffee.png"
    path.write_bytes(path.read_bytes()[:100])
    (finding,) = bundled.verify(copy)
    assert finding.startswith("photos/coffee.png: has 100 bytes, the manifest says")


def test_verify_finds_a_missing_file(copy):
    (copy / "emoji" / "lizard.png").unlink()
    assert bundled.verify(copy) == ["emoji/lizard.png: cannot be read (FileNotFoundError)"]


def test_verify_finds_a_stranger(copy):
    (copy / "model.pkl").write_bytes(b"x")
    assert bundled.verify(copy) == ["model.pkl: not in the manifest"]


@pytest.mark.parametrize("text", [None, "{", "[]", '{"files": [{"file": "x"}]}'])
def test_verify_reports_a_broken_manifest(copy, text):
    path = copy / "manifest.json"
    path.unlink() if text is None else path.write_text(text)
    (finding,) = bundled.verify(copy)
    assert finding.startswith("manifest.json: cannot be read")


def test_verify_finds_a_bundle_that_grew_too_big(copy, monkeypatch):
    monkeypatch.setattr(bundled, "LIMIT", 1000)
    (finding,) = bundled.verify(copy)
    assert "more than its limit of 1,000" in finding


def test_verify_finds_a_file_without_a_licence(copy):
    path = copy / "manifest.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    table["files"][0]["licence"] = ""
    path.write_text(json.dumps(table))
    (finding,) = bundled.verify(copy)
    assert "names no source or no licence" in finding


def test_a_missing_bundled_file_asks_for_a_new_installation(tmp_path):
    with pytest.raises(FileNotFoundError, match="install the workbook again"):
        bundled.bundled("x.gz", tmp_path)
