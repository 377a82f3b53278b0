"""A real browser that notes whatever a page runs and whatever it asks for."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Error, sync_playwright

HOST = "https://page.test/"
PLANTED = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "pwn", "fetch", "open"])
  window[name] = (...what) => { window.ran.push(name + ": " + what.join(" ")); };
"""
TOUCH = """
() => {
  document.addEventListener("click", event => event.preventDefault());
  const events = ["mouseover", "mouseenter", "focus", "click", "error", "load", "toggle", "wheel"];
  for (const element of document.querySelectorAll("*"))
    for (const name of events) element.dispatchEvent(new Event(name, {bubbles: true}));
  for (const details of document.querySelectorAll("details")) details.open = true;
}
"""
LINKS = """
() => {
  return [...document.querySelectorAll("[href], [src], [action], [formaction]")].flatMap(
    element => ["href", "src", "action", "formaction"].map(name => element.getAttribute(name)));
}
"""


@dataclass
class Visit:
    """What a browser saw on a page."""

    ran: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    links: list = field(default_factory=list)
    text: str = ""
    title: str = ""

    @property
    def scripts(self):
        """The links that would run something."""
        kinds = ("javascript:", "vbscript:", "data:text", "data:image/svg", "blob:")
        return [link for link in self.links if "".join(link.split()).lower().startswith(kinds)]


@contextmanager
def chromium():
    """Yield the system's Chromium; skip where there is none."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium here to render pages with: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def visit(browser, address, *, body=None, allowed=(), headers=None, touch=True):
    """Open a page, touch everything on it, and return what happened.

    `body` stands for the answer of `address`. Whatever is asked for beside `address` and what
    begins with an `allowed` prefix is noted, and does not leave the browser.
    """
    seen = Visit()
    context = browser.new_context(extra_http_headers=headers or {})

    def answer(route):
        asked = route.request.url
        if body is not None and asked == address and route.request.is_navigation_request():
            route.fulfill(body=body, content_type="text/html; charset=utf-8")
        elif asked.startswith(tuple(allowed)) or asked.startswith(("data:", "blob:")):
            route.continue_()
        else:
            seen.asked.append(asked)
            route.abort()

    try:
        context.route("**/*", answer)
        context.add_init_script(PLANTED)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("dialog", lambda dialog: (seen.ran.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: note_console(seen, message.text))
        page.on("popup", lambda other: seen.ran.append(f"window {other.url}"))
        page.goto(address)
        look(page, seen, touch=touch)
    except Error as error:
        if "navigation" not in error.message:
            raise
        seen.ran.append("the page was left")
    finally:
        context.close()
    return seen


def look(page, seen, *, touch):
    """Touch everything, and note what came of it."""
    address = page.url
    seen.links = [link for link in page.evaluate(LINKS) if link]
    if touch:
        page.evaluate(TOUCH)
    page.wait_for_timeout(300)  # what was started has time to run, or to ask
    seen.ran += page.evaluate("window.ran")
    seen.text, seen.title = page.inner_text("body"), page.title()
    if len(page.frames) > 1:
        seen.ran.append(f"frames: {[frame.url for frame in page.frames]}")
    if page.url != address:
        seen.ran.append(f"moved to {page.url}")


def note_console(seen, text):
    """Keep what a payload wrote; a browser's own complaints are none."""
    if "pwn" in text and not text.startswith(("Refused", "Executing", "Loading", "Applying")):
        seen.ran.append(text)
