"""Runs of tokens that two texts have in common, whatever their layout.

A text is cut into words, numbers and signs; spaces, quotes and line breaks do not matter. Every
`SEED` tokens of a secret are indexed; where a text holds such a seed, the run is followed as far
as it goes, and what an author shows on purpose is left out of the count.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from autograder.leaks.secrets import Public, Secret

__all__ = ["RunIndex", "Tokens", "readings"]

SEED = 16
"""Fewer tokens are nobody's: `return x.mean(dim=-1, keepdim=True)` has 15."""
PUBLIC_SEED = 12
RUN_LINES = 6
RUN_TOKENS = 48
WHOLE = 0.9
SHORT_LINES = 2
SHORT_TOKENS = 24
"""A line or two of fewer tokens are an idiom: `return (x - x.mean()) / (x.std() + eps)` has 20."""
LONG_TEXT = 200_000
LINE_CHARACTERS = 12

TOKEN = re.compile(r"[^\W\d]\w*|\d[\w.]*|[^\s\w\"'\\]")
COMMENT = re.compile(r"(?m)(?:^|(?<=\s))#.*$")
PREFIX = re.compile(r"(?m)^[ \t]*(?:(?:>>>|\.\.\.|[>#+|])[ \t]?)+(?:\d+[ \t]*[|:])?")
MARKUP = re.compile(r"</?[a-zA-Z][^<>\n]*>")
SPACE = re.compile(r"[\s\"']+")


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, and the line on which each stands."""

    words: list[str]
    lines: list[int]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Cut up a text."""
        words: list[str] = []
        lines: list[int] = []
        for number, line in enumerate(text.split("\n"), 1):
            found = TOKEN.findall(line)
            words += found
            lines += [number] * len(found)
        return cls(words, lines)

    def seeds(self, size: int) -> Iterator[tuple[int, str]]:
        """Yield every `size` tokens in a row, with the place of the first."""
        for place in range(len(self.words) - size + 1):
            yield place, " ".join(self.words[place : place + size])


def readings(text: str) -> list[str]:
    """Return the ways to read a text that may hide code, line for line.

    Without comments; and, where that differs, with quote signs, prompts, comment signs and markup
    taken away, as in a commented-out answer or one shown as HTML.
    """
    opened = PREFIX.sub("", text)
    if "<" in opened or "&" in opened:
        opened = html.unescape(MARKUP.sub("", opened))
    return list(dict.fromkeys((COMMENT.sub("", text), opened)))


@dataclass(frozen=True)
class Part:
    """A secret with its tokens; `private` tells for each whether it is shown nowhere."""

    secret: Secret
    tokens: Tokens
    private: list[bool]

    def tells(self, start: int, end: int) -> bool:
        """Whether the tokens from `start` to before `end` give the secret away."""
        shown = sum(self.private[start:end])
        if shown < SEED:
            return False
        lines = _marked(self.tokens.lines[start:end], self.private[start:end])
        whole = shown >= WHOLE * sum(self.private)
        whole &= len(lines) > SHORT_LINES or shown >= SHORT_TOKENS
        return whole or shown >= RUN_TOKENS or len(lines) >= RUN_LINES


class RunIndex:
    """All secrets, ready to be looked for in many texts."""

    def __init__(self, secrets: Iterable[Secret], public: Public) -> None:
        self.parts: list[Part] = []
        self.places: dict[str, list[tuple[int, int]]] = {}
        self.secret_lines: set[str] = set()
        self._known: dict[tuple[str, str, bool], set[str]] = {}
        for secret in secrets:
            tokens = Tokens.of(secret.text)
            private = self._private(secret, tokens, public, short=False)
            if len(_marked(tokens.lines, private)) <= SHORT_LINES:
                private = self._private(secret, tokens, public, short=True)
            if sum(private) >= SEED:
                self._add(Part(secret, tokens, private))

    def _private(
        self, secret: Secret, tokens: Tokens, public: Public, *, short: bool
    ) -> list[bool]:
        """Tell for each token whether it is shown nowhere on purpose."""
        key = (secret.kind, secret.lesson, short)
        if key not in self._known:
            self._known[key] = _seeds(public.of(secret.kind, secret.lesson, short=short))
        private = [True] * len(tokens.words)
        for place, seed in tokens.seeds(PUBLIC_SEED):
            if seed in self._known[key]:
                private[place : place + PUBLIC_SEED] = [False] * PUBLIC_SEED
        return private

    def _add(self, part: Part) -> None:
        number = len(self.parts)
        self.parts.append(part)
        for place, seed in part.tokens.seeds(SEED):
            self.places.setdefault(seed, []).append((number, place))
        lines = (SPACE.sub("", line) for line in part.secret.text.split("\n"))
        self.secret_lines.update(line for line in lines if len(line) >= LINE_CHARACTERS)

    def find(self, text: str) -> Iterator[tuple[Secret, int, int, int]]:
        """Yield secrets that the text holds: with the line in it, and the secret's own lines."""
        if len(text) > LONG_TEXT and not self._shares_lines(text):
            return
        for reading in readings(text):
            tokens = Tokens.of(reading)
            for number, start, end, at in self._runs(tokens):
                part = self.parts[number]
                if part.tells(start, end):
                    own = [place for place in range(start, end) if part.private[place]]
                    line = tokens.lines[at + own[0] - start]
                    lines = part.tokens.lines
                    yield part.secret, line, lines[own[0]], lines[own[-1]]

    def _shares_lines(self, text: str) -> bool:
        lines = {SPACE.sub("", line) for line in text.split("\n")}
        return len(lines & self.secret_lines) > 1

    def _runs(self, tokens: Tokens) -> Iterator[tuple[int, int, int, int]]:
        """Yield runs: the number of the part, its tokens from and to, the place in the text."""
        diagonals: dict[tuple[int, int], list[int]] = {}
        for place, seed in tokens.seeds(SEED):
            for number, own in self.places.get(seed, ()):
                diagonals.setdefault((number, own - place), []).append(place)
        for (number, shift), places in diagonals.items():
            start = places[0]
            for here, after in zip(places, [*places[1:], -1], strict=True):
                if after != here + 1:
                    yield number, start + shift, here + shift + SEED, start
                    start = after


def _seeds(texts: Iterable[str]) -> set[str]:
    return set().union(*map(_seeds_of, texts))


@lru_cache(maxsize=8192)  # a lesson's texts are asked for by each kind of secret
def _seeds_of(text: str) -> frozenset[str]:
    tokens = map(Tokens.of, readings(text))
    return frozenset(seed for one in tokens for _, seed in one.seeds(PUBLIC_SEED))


def _marked(lines: list[int], marks: list[bool]) -> set[int]:
    return {line for line, marked in zip(lines, marks, strict=True) if marked}
