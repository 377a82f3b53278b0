"""A markdown cell taken apart: headings, pictures, formulas, and the words that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["Heading", "Picture", "Prose"]

TAG = re.compile(r"<[^<>]*>")
FORMULA = re.compile(r"\$\$\s*[^\s$].*?\$\$|\\begin\{(align|equation|gather)\*?\}", re.DOTALL)
PARSER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Heading:
    """A heading: its level from 1 to 6, its text, its line."""

    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Picture:
    """A picture: where it lies and what it says to whoever cannot see it."""

    source: str
    alt: str
    line: int


@dataclass(frozen=True)
class Prose:
    """The source of a markdown cell."""

    source: str

    @cached_property
    def tokens(self) -> list[Token]:
        """The blocks of the cell."""
        return PARSER.parse(self.source)

    @cached_property
    def headings(self) -> list[Heading]:
        """All headings, also those written as HTML."""
        found: list[Heading] = []
        for opening, inline in zip(self.tokens, self.tokens[1:], strict=False):
            if opening.type == "heading_open":
                found.append(Heading(int(opening.tag[1]), inline.content, _line(opening)))
        for tag, _, line in self._html():
            if re.fullmatch("h[1-6]", tag):
                found.append(Heading(int(tag[1]), f"<{tag}>", line))
        return found

    @property
    def opens_with_title(self) -> bool:
        """Whether the very first block is a heading of level 1."""
        first = self.tokens[0] if self.tokens else None
        return first is not None and first.type == "heading_open" and first.tag == "h1"

    @cached_property
    def pictures(self) -> list[Picture]:
        """All pictures, also those written as HTML."""
        found = [
            Picture(str(child.attrGet("src") or ""), child.content.strip(), _line(block))
            for block in self.tokens
            for child in block.children or ()
            if child.type == "image"
        ]
        for tag, attributes, line in self._html():
            if tag == "img":
                found.append(Picture(attributes.get("src", ""), attributes.get("alt", ""), line))
        return found

    @cached_property
    def shows_formula(self) -> bool:
        """Whether a formula stands on lines of its own."""
        return any(FORMULA.search(text) for text, _ in self.words)

    @cached_property
    def words(self) -> list[tuple[str, int]]:
        """The blocks of text with the line they start in; code is left out."""
        found: list[tuple[str, int]] = []
        for token in self.tokens:
            if token.type == "inline":
                found.append((_visible(token.children or ()), _line(token)))
            elif token.type == "html_block":
                found.append((TAG.sub(" ", token.content), _line(token)))
        return found

    def _html(self) -> Iterator[tuple[str, dict[str, str], int]]:
        for block in self.tokens:
            pieces = [block, *(block.children or ())]
            for piece in pieces:
                if piece.type in ("html_block", "html_inline"):
                    for tag, attributes in _Tags.of(piece.content):
                        yield tag, attributes, _line(block)


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _visible(children: Sequence[Token]) -> str:
    parts: list[str] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("text", "text_special"):
            parts.append(child.content)
        elif child.type in ("code_inline", "html_inline"):
            parts.append(" ` ")  # holds its place, so that words around it do not meet
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts)


class _Tags(HTMLParser):
    """The opening tags of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    @classmethod
    def of(cls, html: str) -> list[tuple[str, dict[str, str]]]:
        parser = cls()
        parser.feed(html)
        parser.close()
        return parser.found
