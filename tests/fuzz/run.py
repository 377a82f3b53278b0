"""Fuzz with coverage as guide: `python tests/fuzz/run.py wire --seconds 300`.

Needs the extra `fuzz` (pip install --editable '.[fuzz]'). What is found lies in `.workbook/fuzz/`;
mend it, and add its bytes to FOUND in test_fuzz_replay.py.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
FOUND = HERE.parents[1] / ".workbook" / "fuzz"


def prepare(target, folder):
    """Write seeds and dictionary; return libFuzzer's options for them."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(data)
    words = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in target.DICTIONARY)
    (folder / "dictionary").write_text("".join(f'"{word}"\n' for word in words))
    return [str(corpus), f"-dict={folder / 'dictionary'}", f"-artifact_prefix={folder}/found-"]


def main():
    """Fuzz until the time is over or something is found."""
    import atheris

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=["wire", "intake"])
    parser.add_argument("--seconds", type=int, default=300)
    args = parser.parse_args()
    sys.path.insert(0, str(HERE))
    plain = import_module(f"fuzz_{args.target}")  # torch and others are not instrumented
    for name in [*plain.INSTRUMENTED, plain.__name__]:
        sys.modules.pop(name, None)
    with atheris.instrument_imports(include=plain.INSTRUMENTED):
        target = import_module(plain.__name__)
    options = prepare(target, FOUND / args.target)
    limits = [f"-max_total_time={args.seconds}", "-timeout=10", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *options, *limits, "-max_len=20000"], target.one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
