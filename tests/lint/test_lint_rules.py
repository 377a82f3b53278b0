"""A good lesson is spoilt by one change: the rule on it finds that, and no other rule a thing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lint_drafts import Draft

from autograder.course import Course
from autograder.lint import Finding, lint
from autograder.lint.rules import RULES
from autograder.lint.rules.base import Rule

Spoil = Callable[[Draft], object]
Linted = Callable[[Draft], list[Finding]]


def code(source: str, after: str = "prices") -> Spoil:
    """Add a locked demo with this source, words around it."""

    def spoil(draft: Draft) -> None:
        draft.md("said", "Look.", after=after)
        draft.demo("spoilt", source, after="said")

    return spoil


def words(source: str) -> Spoil:
    """Add a markdown cell."""
    return lambda draft: draft.md("spoilt", source, after="why")


def help_cell(source: str) -> Spoil:
    """Add a help."""
    return lambda draft: draft.md("spoilt", source, "help", after="why")


def put(cell: str, old: str, new: str) -> Spoil:
    """Replace a text in a cell."""
    return lambda draft: draft.put(cell, old, new)


def mark(cell: str, **marks: object) -> Spoil:
    """Change nbgrader's marks of a cell."""
    return lambda draft: draft.marks(cell).update(marks)


def drop(*cells: str) -> Spoil:
    """Remove cells."""

    def spoil(draft: Draft) -> None:
        for cell in cells:
            draft.cells.remove(draft[cell])

    return spoil


def old_format(draft: Draft) -> None:
    draft.minor = 4


def other_kernel(draft: Draft) -> None:
    draft.metadata["kernelspec"]["name"] = "conda-env-ml"


def doubled_id(draft: Draft) -> None:
    draft["refs"]["id"] = "adjacent"


def unreadable_id(draft: Draft) -> None:
    draft["refs"]["id"] = "Cell_17"


def kept_output(draft: Draft) -> None:
    draft["prices"]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hi"}]


def kept_count(draft: Draft) -> None:
    draft["prices"]["execution_count"] = 7


def no_outputs_field(draft: Draft) -> None:
    del draft["prices"]["outputs"]


def title_second(draft: Draft) -> None:
    draft.cells.insert(0, draft.cells.pop())


def seed_in_demo(draft: Draft) -> None:
    draft.put("seed", "utils.set_seed(42)", "utils.style()")
    draft.put("prices-shown", "prices * 2", "utils.set_seed(42)\nprices * 2")


def long_cells(draft: Draft) -> None:
    """Give a third of the cells 16 lines: too high a tenth, and the median and shares stay."""
    for number in range(5):
        draft.md(f"said-{number}", "Look.", after="prices")
        draft.demo(f"long-{number}", "\n".join(["prices"] * 16), after=f"said-{number}")


def medium_cells(draft: Draft) -> None:
    """Make the median five lines and keep enough cells of one."""
    for number in range(28):
        draft.md(f"said-{number}", "Look.", after="prices")
        draft.demo(f"medium-{number}", "\n".join(["prices"] * 5), after=f"said-{number}")


def few_one_liners(draft: Draft) -> None:
    for number in range(28):
        draft.md(f"said-{number}", "Look.", after="prices")
        draft.demo(f"two-{number}", "prices\nprices", after=f"said-{number}")


def row_of_code(draft: Draft) -> None:
    draft.demo("row-1", "prices", after="short-code")
    draft.demo("row-2", "prices", after="row-1")


def no_plots(draft: Draft) -> None:
    for cell in ("cold-open", "prices-drawn"):
        draft.untag(cell, "plot")
        draft[cell]["source"] = "torch"


def sliders_by_hand(draft: Draft) -> None:
    draft.put("slide", "utils.sliders(draw, by=(0.0, 3.0))", "draw(2.0)")


def practice_names_in_checks(draft: Draft) -> None:
    draft.put("scale-check", "expected", "test_expected")
    draft.put("build-scale-check", "expected", "test_expected")


def practice_without_problem(draft: Draft) -> None:
    draft.code("stray", 'assert prices.sum() == 10, "ten"', "practice", after="curve")


def task_between(draft: Draft) -> None:
    """Let an exercise's grade cell read a name of practice."""
    draft.put("scale-check", "prices * 3", "test_half * 6")


def other_practice(draft: Draft) -> None:
    draft.put("practice-twice", "prices * 2", "test_half * 4")


def region_in_demo(draft: Draft) -> None:
    draft.put("prices-shown", "prices * 2", "### BEGIN SOLUTION\nprices * 2\n### END SOLUTION")


def doubled_grade_id(draft: Draft) -> None:
    draft.marks("build-scale-check")["grade_id"] = "at-work"


def check_first(draft: Draft) -> None:
    draft.put("scale-check", "torch.equal(scale(prices, 3), expected)", "len(expected) == 3")
    draft.cells.remove(check := draft["scale-check"])
    draft.cells.insert(draft.cells.index(draft["scale"]), check)


def renamed_check(draft: Draft) -> None:
    draft.rename("scale-check", "scaled-check")
    draft.rename("scale", "build-scaled")


def ungraded_with_points(draft: Draft) -> None:
    draft.marks("build-scale-check").update(grade=True, points=1)


def untagged_demo(draft: Draft) -> None:
    draft.untag("prices-shown", "demo")


def lone_assert(draft: Draft) -> None:
    draft.put("short-code", "torch.mul(prices, 2)", 'assert torch.mul(1, 2) == 2, "twice"')
    draft.untag("short-code", "demo")


def answer_tagged_demo(draft: Draft) -> None:
    draft["build-scale-check"]["metadata"]["tags"].append("demo")


def prices_by_demo(draft: Draft) -> None:
    draft["prices"]["metadata"]["tags"] = ["demo"]
    draft.marks("prices-shown")
    draft["prices"]["metadata"]["nbgrader"] = draft.marks("prices-shown") | {"grade_id": "prices"}


def helper_leans_on_demo(draft: Draft) -> None:
    """A check calls a locked helper, whose body reads a name that only a demo sets."""
    draft.put("prices-shown", "prices * 2", "tolerance = 1e-3\nprices * 2")
    draft.md("said", "Look.", after="curve")
    source = "def near(a: Tensor, b: Tensor) -> bool:\n    return torch.allclose(a, b, tolerance)"
    draft.code("near", source, mark="locked", after="said")
    draft.put("scale-check", "torch.equal(scale(prices, 3)", "near(scale(prices, 3)")


def helper_reads_later_rebinding(draft: Draft) -> None:
    """The helper's name is set for points too, but a demo sets it last before the check."""
    draft.put("prices", "prices =", "tolerance = 1e-3\nprices =")
    helper_leans_on_demo(draft)


def demo_rebinds(draft: Draft) -> None:
    draft.put("prices-shown", "prices * 2", "prices = prices * 2\nprices")


SPOILT: list[tuple[int, str, Spoil, str]] = [
    # rule, id, what is changed, a part of what must be found
    (1, "older format", old_format, "notebook format 4.4"),
    (1, "other kernel", other_kernel, "conda-env-ml"),
    (1, "doubled cell id", doubled_id, "2 cells have this id"),
    (1, "unreadable cell id", unreadable_id, "'Cell_17' is not readable"),
    (1, "output", kept_output, "an output"),
    (1, "execution count", kept_count, "execution count"),
    (1, "cell without outputs", no_outputs_field, "'outputs' is a required property"),
    (1, "title not first", title_second, "does not begin with its title"),
    (1, "second title", words("# Again"), "another heading of level 1: 'Again'"),
    (1, "second title in html", words("<h1>Again</h1>"), "another heading of level 1"),
    (2, "no seed", put("seed", "utils.set_seed(42)", "utils.style()"), "no call of set_seed"),
    (2, "other seed", put("seed", "42", "0"), "set_seed(0)"),
    (2, "seed by default", put("seed", "42", ""), "set_seed()"),
    (2, "seed in a demo", seed_in_demo, "outside the cell of imports"),
    (2, "second seed", code("utils.set_seed(42)"), "called again"),
    (2, "manual_seed", code("torch.manual_seed(42)"), "torch.manual_seed(42)"),
    (2, "seeded generator", code("torch.Generator().manual_seed(1)"), "another seeding"),
    (2, "random.seed", code("import random\nrandom.seed(1)"), "random.seed(1)"),
    (2, "np.random.seed", code("import numpy as np\nnp.random.seed(1)"), "np.random.seed(1)"),
    (3, "Part 2", words("As promised in Part 2."), "'Part 2'"),
    (3, "Step 3", words("**Step 3: scale.**"), "'Step 3'"),
    (3, "Section 1", words("See Section 1."), "'Section 1'"),
    (3, "section of this", words("See Section 1 of this notebook."), "'Section 1'"),
    (3, "lesson 3", words("You saw it in lesson 3."), "'lesson 3'"),
    (3, "next notebook", words("You build it in the next\nnotebook."), "'next notebook'"),
    (3, "previous lesson", words("The previous lesson made it."), "'previous lesson'"),
    (3, "later lessons", words("Later lessons import it."), "'Later lessons'"),
    (3, "lesson's name", words("Do 2-1-1-shapes before."), "'2-1-1-shapes'"),
    (3, "numbered heading", words("## 2. Why again"), "numbered heading"),
    (3, "dotted heading", words("### 2.1 Why again"), "numbered heading"),
    (3, "roman heading", words("## IV. Why again"), "numbered heading"),
    (3, "comment", code("prices  # as in Lesson 2"), "'Lesson 2'"),
    (3, "string", code('print("back to chapter 4")'), "'chapter 4'"),
    (4, "no why", lambda draft: draft.untag("why", "why"), "`why`"),
    (4, "no shortcuts", lambda draft: draft.untag("short", "shortcuts"), "`shortcuts`"),
    (4, "no adjacent", lambda draft: draft.untag("adjacent", "adjacent"), "`adjacent`"),
    (4, "empty references", lambda draft: draft["refs"].update(source=""), "`references`"),
    (4, "open help", help_cell("*Idea.* Keep the axis."), "open from the beginning"),
    (
        4,
        "help without a symptom",
        help_cell("<details><summary>Hint</summary>\n\nKeep the axis.\n</details>"),
        "names no symptom",
    ),
    (5, "a cell of 31 lines", code("\n".join(["prices"] * 31)), "31 lines; at most 30"),
    (5, "a tenth too long", long_cells, "a tenth of the code cells"),
    (5, "median", medium_cells, "the median code cell has 5 lines"),
    (5, "few cells of one line", few_one_liners, "have one line; at least 35%"),
    (5, "three in a row", row_of_code, "3 code cells in a row without prose"),
    (6, "two plots", no_plots, "2 plots; at least 3"),
    (6, "no sliders", sliders_by_hand, "no call of utils.sliders"),
    (6, "inline formula", put("formula", "$$\n2 (2 x) = 4 x\n$$", "$2 (2 x) = 4 x$"), "formula"),
    (
        6,
        "two problems",
        drop("ask-none", "practice-none", "practice-none-check"),
        "2 practice problems; at least 3",
    ),
    (7, "!pip", code("!pip install einops"), "installs something"),
    (7, "%pip", code("%pip install einops"), "installs something"),
    (7, "bash cell", code("%%bash\npip install einops"), "installs something"),
    (7, "wget", code("!wget https://example.org/a.gz"), "a shell command fetches"),
    (7, "absolute path", code('torch.load("/home/me/prices.pt")'), "'/home/me/prices.pt'"),
    (7, "home folder", code('open("~/prices.txt")'), "'~/prices.txt'"),
    (7, "windows path", code(r'open("C:\\prices.txt")'), "absolute path"),
    (7, "address", code('torch.hub.x("https://example.org/a")'), "an address in code"),
    (7, "requests", code("import requests\nrequests.get(prices)"), "`requests.get` fetches"),
    (7, "hub", code("import datasets\ndatasets.load_dataset('mnist')"), "fetches from the network"),
    (7, "download", code("torch.data('mnist', download=True)"), "fetches from the network"),
    (7, "interact", code("import ipywidgets\nipywidgets.interact(print, x=3)"), "bare interact"),
    (7, "cuda()", code("prices.cuda()"), "`prices.cuda()`"),
    (7, "to cuda", code('prices.to("cuda:0")'), "`'cuda:0'`"),
    (7, "no alt text", put("picture", "a row of prices, each twice as high", ""), "no alt text"),
    (7, "html, no alt text", words('<img src="prices.png">'), "no alt text"),
    (
        7,
        "remote picture",
        put("picture", "(prices", "(https://a.org/prices"),
        "beside the notebook",
    ),
    (7, "outside picture", put("picture", "(prices", "(../prices"), "does not lie beside"),
    (7, "missing picture", put("picture", "prices.png", "gone.png"), "there is no picture"),
    (8, "other name", put("practice-half", "test_half =", "half = test_half ="), "assigns 'half'"),
    (8, "loop name", put("practice-half-check", "assert", "for i in [1]: assert"), "assigns 'i'"),
    (8, "no assert", drop("practice-half-check"), "no assert follows"),
    (8, "no problem", practice_without_problem, "without a problem to solve"),
    (8, "test_ in a check", practice_names_in_checks, "'test_expected' is used outside practice"),
    (8, "practice in a check", task_between, "'test_half' is used outside practice"),
    (8, "test_ parameter", code("def f(test_x):\n    return prices"), "'test_x' is used outside"),
    (8, "another problem's name", other_practice, "belongs to another practice problem"),
    (9, "check", put("scale-check", ', "times 3"', ""), "no message: `assert torch.equal("),
    (9, "practice", put("practice-half-check", '"one number a price"', '""'), "no message"),
    (9, "function", code('def f(x):\n    assert x > 0, f""'), "no message: `assert x > 0`"),
    (10, "no end", put("scale", "    ### END SOLUTION", ""), "begins and never ends"),
    (10, "no begin", put("scale", "    ### BEGIN SOLUTION", ""), "ends that never began"),
    (
        10,
        "nested",
        put("scale", "    return", "    ### BEGIN SOLUTION\n    return"),
        "inside another",
    ),
    (
        10,
        "no region",
        put("scale", "    ### BEGIN SOLUTION\n    return x * by\n    ### END SOLUTION", "    pass"),
        "without a solution region",
    ),
    (10, "region in a demo", region_in_demo, "in a cell that is no answer cell"),
    (
        10,
        "hidden tests",
        put("scale-check", "assert", "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS\nassert"),
        "BEGIN HIDDEN TESTS",
    ),
    (10, "unlocked", mark("scale-check", locked=False), "not locked"),
    (10, "locked answer", mark("scale", locked=True), "students cannot write in"),
    (10, "no points", mark("scale-check", points=0), "with 0 points"),
    (10, "points missing", mark("scale-check", points=None), "with None points"),
    (10, "true points", mark("scale-check", points=True), "with True points"),
    (10, "old schema", mark("scale", schema_version=2), "schema_version"),
    (10, "grade_id", mark("build-scale-check", grade_id="other"), "'other' differ"),
    (10, "doubled grade_id", doubled_grade_id, "2 cells have the grade_id 'at-work'"),
    (10, "no answer cell", renamed_check, "'scaled-check' has no answer cell"),
    (10, "check first", check_first, "stands above its answer cell"),
    (10, "no grade cell", mark("scale-check", grade=False), "'scale' has no grade cell"),
    (10, "points by mistake", ungraded_with_points, "ungraded by its name"),
    (10, "both", mark("scale", grade=True, points=1), "both answer and grade cell"),
    (11, "bare value", put("scale-check", '"times 3"', '"times 3"\nexpected'), "`expected`"),
    (11, "bare call", put("scale-check", '"times 3"', '"times 3"\nprint(1)'), "`print(1)`"),
    (
        11,
        "stderr",
        put("scale-check", "expected =", "import sys\nprint(1, file=sys.stderr)\nexpected ="),
        "`sys.stderr` writes to stderr",
    ),
    (12, "export in line 2", put("scale", "# | export", "\n# | export"), "in line 2"),
    (12, "other spelling", put("scale", "# | export", "#|export"), "'#|export' in line 1"),
    (12, "no module", drop("module"), "no module is named"),
    (12, "module not alone", put("module", "scaling", "scaling\nimport os"), "not stand alone"),
    (12, "print", put("build-scale", "class", "print(1)\nclass"), "that prints"),
    (12, "plot", put("build-scale", "class", "torch.plot(1)\nclass"), "that draws"),
    (12, "magic", put("build-scale", "class", "%matplotlib inline\nclass"), "with a magic"),
    (
        12,
        "module of no prerequisite",
        put("imports", "student_lib.shapes", "student_lib.scaling"),
        "`from student_lib.scaling import check_number`",
    ),
    (
        12,
        "star",
        put("imports", "import check_number", "import check_number\nfrom os import *"),
        "*",
    ),
    (12, "engine", code("import autograder"), "`import autograder`"),
    (12, "whole library", code("import student_lib.utils"), "`import student_lib.utils`"),
    (12, "helpers", code("from student_lib.utils import bars"), "from student_lib.utils"),
    (12, "undefined", code("pries * 2"), "'pries' is not defined in the notebook"),
    (12, "above its definition", code("scale(prices, 2)"), "'scale' is not defined"),
    (12, "undefined in a body", code("def f():\n    return pries"), "'pries' is defined nowhere"),
    (
        12,
        "export leans on the notebook",
        put("build-scale", "self.by = by", "self.by = by + len(prices)"),
        "'prices' is defined nowhere in the exported cells",
    ),
    (15, "no tag", untagged_demo, "only shows something"),
    (15, "assert without a tag", lone_assert, "only shows something"),
    (15, "unlocked demo", mark("prices-shown", locked=False), "not locked"),
    (15, "check is demo", answer_tagged_demo, "a cell that counts is tagged `demo`"),
    (15, "data by demo", prices_by_demo, "reads 'prices' from the demo cell 'prices'"),
    (15, "through a helper", helper_leans_on_demo, "reads 'tolerance' from the demo cell"),
    (15, "through, set twice", helper_reads_later_rebinding, "'tolerance', through 'near',"),
    (15, "set again by demo", demo_rebinds, "reads 'prices' from the demo cell 'prices-shown'"),
]


@pytest.mark.parametrize(
    ("rule", "spoil", "found"),
    [pytest.param(rule, spoil, found, id=f"{rule}-{name}") for rule, name, spoil, found in SPOILT],
)
def test_only_the_rule_that_a_lesson_breaks_finds_something(
    draft: Draft, linted: Linted, rule: int, spoil: Spoil, found: str
) -> None:
    spoil(draft)
    findings = linted(draft)
    assert {finding.rule.partition("-")[0] for finding in findings} == {str(rule)}, findings
    assert any(found in finding.found for finding in findings), findings
    assert all(finding.mend for finding in findings)


def test_a_good_lesson_has_no_findings(draft: Draft, linted: Linted) -> None:
    assert linted(draft) == []


def test_every_rule_that_reads_has_a_fixture_that_it_fails_on() -> None:
    reading = {rule.number for rule in RULES if rule.check is not Rule(0, "").check}
    assert {rule for rule, *_ in SPOILT} == reading


def offered_constant(draft: Draft) -> None:
    """A locked constant that the reference does not use, and a student may."""
    draft.code("offer", "LARGEST = 10.0", mark="locked", after="curve")


def repeated_import(draft: Draft) -> None:
    draft.put("prices-shown", "prices * 2", "import torch\nprices * 2")


def change_in_place(draft: Draft) -> None:
    """A cell that shows what it has changed for a check is no demo."""
    draft.code("raise", "prices[0] = 3.0\nprices", after="curve")
    draft.md("raised", "Tea got dearer.", after="curve")


FINE: list[tuple[str, Spoil]] = [
    ("next row", words("The next row, one step further, the last part of the sum, exercise.")),
    ("training step", words("After step 100 the loss falls; layer 2 has 3 units.")),
    ("cited section", words("See Section 3.2 of the paper, and Chapter 5 of *Deep Learning*.")),
    ("code in prose", words("Run `step 3` or\n\n```\nPart 2: the next notebook\n```")),
    ("heading with a number", words("## 3 ways to scale\n### 2-D tensors")),
    ("hash in a fence", words("```python\n# a comment, no title\n```")),
    ("guarded cuda", code('prices.cuda() if torch.cuda.is_available() else prices.to("cpu")')),
    ("asked for cuda", code('prices.device.type == "cuda"')),
    ("a unit", code('utils.bars({}, xlabel="/s and a / b")')),
    ("docstring with an address", code('def f():\n    """See https://arxiv.org/abs/1."""')),
    ("attached picture", words("![a cat](attachment:cat.png)")),
    ("timing", code("%timeit -n 3 prices * 2")),
    ("timed assignment", code("%time doubled = prices * 2\ndoubled")),
    ("timed cell", code("%%time\ndoubled = prices * 2\ndoubled")),
    ("shell", code("!ls")),
    ("walrus", code("[last for price in prices if (last := price) > 2], last")),
    ("with", code("with torch.no_grad() as a, open(a) as b:\n    b.read()")),
    ("except", code("try:\n    prices[9]\nexcept IndexError as error:\n    print(error)")),
    ("match", code("match prices:\n    case [first]:\n        print(first)")),
    ("class body", code("class A:\n    x = 1\n    y = x\n    def f(self):\n        return A.y")),
    ("nested", code("def f(n):\n    def g():\n        return n\n    return g")),
    ("lambda", code("twice = lambda x: x * two\ntwo = 2\ntwice(prices)")),
    ("global", code("def f():\n    global total\n    total = 1\nf()\ntotal")),
    ("plot of 40 lines", lambda draft: draft["cold-open"].update(source="torch\n" * 40)),
    ("offered constant", offered_constant),
    ("import repeated by a demo", repeated_import),
    ("change in place", change_in_place),
]


@pytest.mark.parametrize("spoil", [pytest.param(spoil, id=name) for name, spoil in FINE])
def test_what_only_looks_wrong_is_let_pass(draft: Draft, linted: Linted, spoil: Spoil) -> None:
    spoil(draft)
    assert linted(draft) == []


def test_a_release_with_outputs_is_found(draft: Draft, linted: Linted, course: Course) -> None:
    draft.save(course.release("3-1-1-scaling"))
    assert linted(draft) == []
    kept_output(draft)
    draft.save(course.release("3-1-1-scaling"))
    draft["prices"]["outputs"] = []
    assert [finding.found for finding in linted(draft)] == [
        "the release has an output or an execution count"
    ]


def test_an_exercise_of_the_release_may_not_be_renamed(
    draft: Draft, linted: Linted, course: Course
) -> None:
    draft.save(course.release("3-1-1-scaling"))
    rename_exercise(draft)
    findings = linted(draft)
    assert [(f.rule, f.cell) for f in findings] == [("10-marks", "scale")]
    assert "the exercise 'scale' of the release is gone" in findings[0].found


@pytest.mark.parametrize("where", ["hidden/test_scale.py", "mutants/scale", "alternatives/scale"])
def test_files_named_after_an_exercise_keep_its_name(
    draft: Draft, linted: Linted, course: Course, where: str
) -> None:
    kind, name = where.split("/")
    path = course.root / "autograder" / kind / "3-1-1-scaling" / name
    path.parent.mkdir(parents=True)
    path.touch() if name.endswith(".py") else path.mkdir()
    draft.save(course.source("3-1-1-scaling"))
    assert lint(course, "3-1-1-scaling") == []
    rename_exercise(draft)
    draft.save(course.source("3-1-1-scaling"))
    findings = lint(course, "3-1-1-scaling")
    assert [finding.rule for finding in findings] == ["10-marks"]
    assert re.search(rf"{name} belongs to no exercise", findings[0].found)


def rename_exercise(draft: Draft) -> None:
    draft.rename("scale", "scaled")
    draft.rename("scale-check", "scaled-check")
