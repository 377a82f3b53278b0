"""The site: it is built, complete, true to the course, and fetches nothing from elsewhere."""

import re
from dataclasses import fields
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograder.authoring.catalogue import catalogue
from autograder.commands import SECTIONS
from autograder.course import Course, Lesson, Limits, load_course

ROOT = Path(__file__).parents[2]
COURSE = load_course(ROOT)
LOADED = {"src", "srcset", "data", "poster", "background"}
ELSEWHERE = re.compile(r"(https?:)?//", re.IGNORECASE)
IN_STYLES = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
LOOKED_AT = ["index", "lessons/index", "reference/utils", "security", "scale", "course", "hub"]


class Page(HTMLParser):
    """Collects what a browser loads when it opens the page, and where the page leads."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.leads, self.ids = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note the attributes of one element."""
        said = {name: value or "" for name, value in attrs}
        self.ids |= {said[name] for name in ("id", "name") if name in said}
        self.loads += [said[name] for name in LOADED & said.keys()]
        if tag == "link":
            self.loads.append(said["href"])
        if tag == "a" and "href" in said:
            self.leads.append(said["href"])
        self.loads += IN_STYLES.findall(said.get("style", ""))


@pytest.fixture(scope="session")
def pages(site):
    """All pages by their path."""
    files = sorted(site.rglob("*.html"))
    return {str(one.relative_to(site)): Page(one.read_text(encoding="utf-8")) for one in files}


def test_every_lesson_command_and_module_has_its_place(site, pages):
    for entry in catalogue(COURSE):
        assert f"lessons/{entry.lesson}.html" in pages
        assert (site / "lessons" / f"{entry.lesson}.png").read_bytes()[:4] == b"\x89PNG"
        released = COURSE.release(entry.lesson).read_bytes()
        assert (site / "lessons" / f"{entry.lesson}.ipynb").read_bytes() == released
        if entry.module:
            assert f"reference/{entry.module}.html" in pages
    commands = {name for names in SECTIONS.values() for name in names}
    assert commands <= pages["commands.html"].ids


def test_no_page_loads_anything_from_elsewhere(pages):
    assert len(pages) > 30
    loaded = {link for page in pages.values() for link in page.loads}
    assert [link for link in loaded if ELSEWHERE.match(link)] == []


def test_no_style_or_script_loads_anything_from_elsewhere(site):
    styles = [one.read_text(encoding="utf-8") for one in site.rglob("*.css")]
    assert styles
    assert [link for text in styles for link in IN_STYLES.findall(text)] == []
    scripts = [one.read_text(encoding="utf-8") for one in site.rglob("*.js")]
    assert scripts
    hosts = ("unpkg.com", "jsdelivr", "cdnjs", "googleapis", "gstatic")
    assert [host for text in scripts for host in hosts if host in text] == []


def test_every_link_within_the_site_leads_somewhere(site, pages):
    lost = []
    for name, page in pages.items():
        for link in page.leads:
            path, _, anchor = link.partition("#")
            if ELSEWHERE.match(path) or path.startswith("mailto:") or name == "404.html":
                continue
            target = (site / name).parent / path if path else site / name
            found = pages.get(str(target.resolve().relative_to(site.resolve())))
            if not target.exists() or (anchor and found and anchor not in found.ids):
                lost.append((name, link))
    assert lost == []


def test_the_reference_shows_no_code_of_solutions(site):
    for entry in catalogue(COURSE):
        if entry.module:
            text = (site / "reference" / f"{entry.module}.html").read_text(encoding="utf-8")
            assert "<summary>Source code" not in text
            assert "doc-contents" in text


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_browser_shows_a_page_whole_and_asks_nobody_else(address, browser, name, size):
    page = browser.new_page(viewport=size)
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(error.message))
    try:
        page.goto(f"{address}/{name}.html")
        page.wait_for_load_state("networkidle")
        width = page.evaluate("document.documentElement.scrollWidth")
        broken = page.evaluate(
            "[...document.images].filter(one => !one.naturalWidth).map(one => one.src)"
        )
    finally:
        page.close()
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert (width, broken, wrong) == (size["width"], [], [])


def test_the_search_finds_a_lesson(address, browser):
    page = browser.new_page(viewport=DESKTOP)
    try:
        page.goto(f"{address}/index.html")
        page.get_by_placeholder("Search").click()
        page.keyboard.type("einsum", delay=30)  # milliseconds between keys, as it listens to keys
        page.locator(".md-search-result__link").first.wait_for()
        found = page.locator(".md-search-result__link").evaluate_all("all => all.map(a => a.href)")
    finally:
        page.close()
    assert any("/lessons/3-1-1-matmul.html" in link for link in found)


@pytest.mark.parametrize("kind", [Course, Lesson, Limits])
def test_the_page_on_courses_names_every_setting(kind):
    text = (ROOT / "docs" / "course.md").read_text(encoding="utf-8")
    if kind is Limits:
        text += (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    written = {name for line in text.splitlines() for name in re.findall(r"`(\w+)`", line)}
    settings = {one.name for one in fields(kind)} - {"root", "name"}  # set by the file's place
    assert settings <= written


def test_pages_name_only_lessons_and_commands_that_there_are():
    texts = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    known = {name for names in SECTIONS.values() for name in names}
    for path in texts:
        text = path.read_text(encoding="utf-8")
        called = set(re.findall(r"(?:^|`|\$ |&& )workbook ([a-z]+)", text, re.MULTILINE))
        assert called <= known, path
        lessons = set(re.findall(r"\b\d-\d-\d-[a-z][a-z-]+[a-z]", text))
        assert {one for one in lessons if not one.startswith("9-")} <= set(COURSE.by_name), path
