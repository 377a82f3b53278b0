"""Whether a page of feedback could run or fetch anything."""

from html.parser import HTMLParser

FORBIDDEN = {"script", "iframe", "object", "embed", "form", "input", "link", "base", "frame", "svg"}
FETCHING = ("src", "href", "action", "data", "poster", "srcset", "background", "xlink:href")


class Page(HTMLParser):
    """Collects what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        if tag in FORBIDDEN:
            self.active.append(f"<{tag} {attrs}>")
        for name, value in attrs:
            target = "".join((value or "").lower().split())
            harmless = target.startswith(("#", "data:image/png", "data:image/jpeg"))
            fetches = name in FETCHING and not harmless and not (tag == "a" and is_link(target))
            if fetches or name.startswith("on") or name == "srcdoc":
                self.active.append(f"{tag} {name}={value}")

    handle_startendtag = handle_starttag


def is_link(target: str) -> bool:
    """Whether a link leads where a reader may go by a click."""
    return target.startswith(("http:", "https:", "mailto:"))


def assert_inert(text: str) -> None:
    """See that a page runs and fetches nothing, and was filled in by our template alone."""
    page = Page()
    page.feed(text)
    assert page.active == []
    assert "\x1b" not in text
