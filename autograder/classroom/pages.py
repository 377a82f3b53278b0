"""Markdown, formulas and code as HTML that runs nothing and fetches nothing.

What a lesson's author wrote may hold HTML, such as folded answers, and formulas, which become
MathML. What a student wrote is Markdown only: HTML in it is shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from importlib import import_module
from typing import Any, cast

import nh3
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.text import plain

__all__ = ["code_html", "inert_markdown", "markdown_html", "text_html"]

TAGS = """a abbr b blockquote br code del details div dd dl dt em figcaption figure
h1 h2 h3 h4 h5 h6 hr i img kbd li mark ol p pre s small span strong sub summary sup
table tbody td th thead tr u ul"""
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
IMAGE = re.compile(r'<img((?:\s[^\s"=>]+(?:="[^"]*")?)*)\s*/?>')  # as nh3 writes it
STYLE_FETCHES = re.compile(r"[\\(@]")  # url(…), image-set(…), also written with escapes
FETCHING = re.compile(r'\s(?:href="[^"]*"|style="[^"]*url\([^"]*")', re.IGNORECASE)
FORMULA = re.compile("\ue000(\\d+)\ue001")
MAX_HIGHLIGHTED = 50_000
MAX_LINE = 2_000  # the highlighter's time grows with the square of a line's length
MAX_RENDERED = 20_000
SLOW_RULES = {"multiline_math", "block_math_latex", "inline_math_latex", "latex_environment"}
ATTRIBUTES = ("alt", "title", "style", "open", "colspan", "rowspan", "start")
STYLES = ["color", "text-align", "width", "font-weight", "font-style"]


class Renderer(IPythonRenderer):
    """Renders Markdown, and keeps formulas aside until the HTML around them is clean."""

    def __init__(self, *, escape: bool) -> None:
        super().__init__(escape=escape, exclude_anchor_links=True)
        self.formulas: list[str] = []

    def block_math(self, body: str) -> str:
        """Keep a displayed formula aside."""
        return f'<div class="wb-math">{self._keep(body, "block")}</div>'

    def inline_math(self, body: str) -> str:
        """Keep a formula within text aside."""
        return self._keep(body, "inline")

    def latex_environment(self, name: str, body: str) -> str:
        r"""Keep a \begin{…} … \end{…} aside."""
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    def _keep(self, body: str, display: str) -> str:
        self.formulas.append(formula_html(body, display))
        return f"\ue000{len(self.formulas) - 1}\ue001"


def formula_html(latex: str, display: str) -> str:
    """Return a formula as MathML; as text where it cannot be converted."""
    convert = converter()
    if convert is not None:
        try:
            made = convert(latex.strip().replace("{aligned}", "{align*}"), display=display)
            return FETCHING.sub("", made)
        except Exception:  # the library raises what it likes
            pass
    sign = "$$" if display == "block" else "$"
    return f'<code class="wb-latex">{sign}{escape(latex.strip())}{sign}</code>'


@lru_cache(1)
def converter() -> Callable[..., str] | None:
    """Return latex2mathml's converter, if it is installed."""
    try:
        return cast("Callable[..., str]", import_module("latex2mathml.converter").convert)
    except ImportError:
        return None


class StudentRenderer(IPythonRenderer):
    """Renders a student's Markdown; pictures that lie in the notebook leave a word."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Show a picture unless it is an attachment, which was left behind at intake."""
        return "[picture]" if url.startswith("attachment:") else super().image(text, url, title)


def student_markdown() -> MarkdownWithMath:
    """Return what renders a student's Markdown: HTML and formulas are text.

    Formulas within dollars are told apart only so that nothing in them becomes Markdown. Looking
    for the ends of other formulas that have none takes time with the square of their number.
    """
    made = MarkdownWithMath(renderer=StudentRenderer(escape=True, exclude_anchor_links=True))
    rules = (made.block.rules, made.inline.rules)
    for kind in rules:
        kind[:] = [name for name in kind if name not in SLOW_RULES]
    return made


def attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute that may stay, as nothing in it runs or fetches."""
    if name == "href" and value.strip().lower().startswith("data:"):
        return None
    if name == "src" and PICTURE.fullmatch(value) is None:
        return None
    if name == "style" and STYLE_FETCHES.search(value):
        return None
    return value


def cleaner(*more: str) -> nh3.Cleaner:
    """Return what takes everything else out of HTML; `more` are attributes besides the usual."""
    return nh3.Cleaner(
        tags=set(TAGS.split()),
        attributes={"*": {*ATTRIBUTES, *more}, "a": {"href"}, "img": {"src"}},
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties=set(STYLES),
    )


AUTHOR = cleaner("class")  # class names only style
STUDENT = cleaner()


@lru_cache(4096)
def author_html(source: str) -> str:
    """Return an author's Markdown as HTML. Cached: every student's page has the same text."""
    renderer = Renderer(escape=False)
    page = cleaned(AUTHOR, MarkdownWithMath(renderer=renderer).render(source))
    return FORMULA.sub(lambda match: renderer.formulas[int(match[1])], page)


def markdown_html(source: str, *, author: bool) -> str:
    """Return Markdown as HTML that is inert in any browser."""
    if author:
        return author_html(source)
    if len(source) > MAX_RENDERED:
        return text_html(source)
    return cleaned(STUDENT, student_markdown().render(source))


def cleaned(cleaner: nh3.Cleaner, page: str) -> str:
    """Return inert HTML; a picture that lies elsewhere leaves a word in its place."""
    page = cleaner.clean(page)
    return IMAGE.sub(lambda tag: tag[0] if ' src="' in tag[1] else "[picture]", page)


def inert_markdown(source: str, *, author: bool = False) -> str:
    """Return Markdown as Markdown that every renderer leaves as it is.

    It is one block of HTML, on one line because an empty line would end the block, and of a class
    in which MathJax looks for no formulas: some of its commands run scripts, and it comes from
    the network. An author's formulas are MathML here.
    """
    page = markdown_html(source if author else plain(source), author=author)
    page = page.replace("\n", "&#10;")
    return f'<div class="tex2jax_ignore mathjax_ignore">{page}</div>'


def text_html(source: str) -> str:
    """Return anything as text."""
    return f"<pre>{escape(source)}</pre>"


@lru_cache(4096)
def code_html(source: str) -> str:
    """Return Python code with its parts marked by class names."""
    if len(source) > MAX_HIGHLIGHTED or max(map(len, source.split("\n"))) > MAX_LINE:
        return text_html(source)
    formatter: Any = HtmlFormatter(nowrap=True)
    return f'<pre class="hl">{highlight(source, PythonLexer(), formatter)}</pre>'
