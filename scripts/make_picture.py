"""Take the picture of README.md: a lesson in JupyterLab, and the feedback on a submission.

Needs Chromium. Writes docs/pictures/workbook.webp.
"""

import io
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from autograder.classroom.grading import Order, grade_class
from autograder.commands.demo import make_folder
from autograder.course import load_course

ROOT = Path(__file__).resolve().parents[1]
LESSON = "3-1-1-matmul"
STUDENT = "typical-mistakes-1"
TO = ROOT / "docs" / "pictures" / "workbook.webp"
SIZE = (900, 1000)
GAP = 24
HIDE = ".jp-SideBar, .Toastify, #jp-bottom-panel { display: none !important }"


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """Yield the address of a JupyterLab on `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = (f"--port={port}", "--no-browser", "--allow-root", "--IdentityProvider.token=")
    command = [sys.executable, "-m", "jupyterlab", *options, f"--notebook-dir={folder}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=1).close()
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def lesson(browser: Browser) -> Image.Image:
    """Return JupyterLab with the top of the executed lesson, as its reader sees it."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        copy = Path(folder, f"{LESSON}.ipynb")
        copy.write_bytes((ROOT / "solutions" / LESSON / copy.name).read_bytes())
        with jupyterlab(Path(folder)) as address:
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
            page.goto(f"{address}/doc/tree/{copy.name}", timeout=120_000)
            page.wait_for_selector(".jp-RenderedImage img", timeout=120_000)
            page.add_style_tag(content=HIDE)
            page.keyboard.press("Control+b")  # folds the file browser away
            page.locator(".jp-RenderedImage img").first.scroll_into_view_if_needed()
            page.wait_for_timeout(3_000)
            return Image.open(io.BytesIO(page.screenshot()))


def feedback(browser: Browser) -> Image.Image:
    """Return the top of a student's feedback page."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        demo = make_folder(load_course(ROOT), Path(folder, "demo"))
        order = Order(LESSON, ROOT / "examples" / "submitted", STUDENT, feedback=True)
        grade_class(demo, order)
        return photographed(browser, demo.root / "feedback" / STUDENT / LESSON / f"{LESSON}.html")


def photographed(browser: Browser, made: Path) -> Image.Image:
    """Return the top of a page."""
    page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
    page.goto(made.as_uri())
    return Image.open(io.BytesIO(page.screenshot()))


def main() -> None:
    """Put the two beside each other and write them small."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        shots = [lesson(browser), feedback(browser)]
        browser.close()
    whole = Image.new("RGB", (2 * SIZE[0] + GAP, SIZE[1]), "#c5cae9")
    for place, shot in enumerate(shots):
        whole.paste(shot.convert("RGB"), (place * (SIZE[0] + GAP), 0))
    TO.parent.mkdir(parents=True, exist_ok=True)
    whole.resize((1600, round(1600 * whole.height / whole.width)), Image.Resampling.LANCZOS).save(
        TO, quality=82, method=6
    )
    print(f"{TO.relative_to(ROOT)}: {TO.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
