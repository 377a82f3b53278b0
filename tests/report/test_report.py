"""The class report: its numbers, what it never tells, and how it behaves in a browser."""

import json
import re

import pytest
from browsing import HOST, visit
from class_maker import LESSON
from classes import a_class, scores_of
from payloads import EVERYTHING

from autograder.classroom.gradebook import class_scores
from autograder.engine import results
from autograder.engine.results import ExerciseResult, LessonResult
from autograder.errors import UsageError
from autograder.grades.roster import ClassGrades, Person
from autograder.report.cli import anonymous
from autograder.report.figures import report_of
from autograder.report.page import page
from autograder.report.similar import Pair, similar

FETCHING = re.compile(r"""\b(?:src|href|action)=["'](?!\.\./)|url\(|@import|https?:""")


def given(*verdicts, message):
    return [
        results.TestResult(
            name=f"t{number}",
            title=f"Looks at {number}.",
            verdict=verdict,
            message=message,
            points=1,
            seconds=0.5,
            memory=3 * 2**20,
        )
        for number, verdict in enumerate(verdicts)
    ]


def verdicts_of(**verdicts):
    """A class: `ann=["passed", "failed"]` is what came of the tests of one exercise."""
    found = {}
    for name, said in verdicts.items():
        one = ExerciseResult.of(
            "rows", given(*said, message=""), "Too few." if "failed" in said else ""
        )
        found[name] = LessonResult(
            lesson="l", score=one.score, max_score=one.max_score, exercises=[one]
        )
    scores = {name: scores_of(result) for name, result in found.items()}
    most = max(result.max_score for result in found.values())
    return ClassGrades("l", most, [Person(name) for name in found], scores, found)


def made(report, link=lambda student: ""):
    return page(report, feedback=link, review=link)


def data_of(text):
    return json.loads(re.search(r'id="data">(.*?)</script>', text)[1])


def test_the_figures_are_those_of_the_class():
    report = report_of(
        verdicts_of(ann=["passed", "passed"], bob=["passed", "failed"], cid=["blank"] * 2), []
    )
    assert report.scores == [2, 1, 0]
    assert (report.mean, report.median) == (1, 1)
    assert report.bins == [1, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    (rows,) = report.exercises
    assert (rows.solved, rows.mean_score, rows.seconds, rows.megabytes) == (1, 1, (1, 1), (3, 3))
    assert [test.passed for test in rows.tests] == [2, 1]
    assert rows.tests[1].otherwise == "1 wrong, 1 not filled in"
    assert report.misconceptions == [("Too few.", "rows", 1)]
    assert report.students == ["ann", "bob", "cid"]
    assert report.grid[1] == ["passed", "failed"]


def test_points_are_those_of_the_gradebook_and_not_of_the_tests(graded_with_penalty):
    report = report_of(graded_with_penalty, [])
    assert report.points == report.scores == [0.5, 0]


@pytest.fixture
def graded_with_penalty():
    grades = verdicts_of(ann=["passed", "passed"], bob=["passed", "failed"])
    grades.scores["ann"] = scores_of(grades.results["ann"], penalty=1.5)
    grades.scores["bob"] = scores_of(grades.results["bob"], penalty=9)
    return grades


def test_doubtful_cases_come_with_the_gravest_first():
    grades = verdicts_of(
        near=["passed", "passed", "failed"],
        far=["failed", "failed", "passed"],
        slow=["passed", "timeout", "passed"],
        rule=["rule", "passed", "passed"],
        ours=["passed", "internal", "failed"],
        hand=["passed", "passed", "passed"],
    )
    grades.scores["hand"] = scores_of(grades.results["hand"], open=("rows",))
    queue = report_of(grades, []).queue
    assert {why: [case.student for case in cases] for why, cases in queue.items()} == {
        "could not be graded, by our fault": ["ours"],
        "to be graded by hand": ["hand"],
        "ran too long": ["slow"],
        "breaks a rule of the exercise": ["rule"],
        "one test short of full marks": ["near"],
    }
    assert next(iter(queue)) == "could not be graded, by our fault"
    assert list(queue)[-1] == "one test short of full marks"


def test_a_report_over_a_graded_class_agrees_with_its_gradebook(graded_class):
    classroom, text = graded_class
    report = data_of(text)
    assert report["students"] == ["dora", "ann", "bob", "cid"]
    table = text.partition('id="class"')[2]
    rows = dict(re.findall(r'<tr><td>(\w+)</td><td class="num">([\d.]+)</td>', table))
    assert rows == {"dora": "5", "ann": "4", "cid": "2", "bob": "2"}
    with classroom_gradebook(classroom) as gradebook:
        scores = class_scores(gradebook, LESSON)
    assert {name: float(points) for name, points in rows.items()} == {
        name: one.total for name, one in scores.items()
    }
    assert report["grid"][0] == "aaa"  # add-one has two tests, double one
    assert "You forgot the one." in text
    assert "to be graded by hand" in text


def classroom_gradebook(classroom):
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{classroom.root}/gradebook.db", "workbook")


@pytest.fixture
def graded_class(graded, workbook):
    workbook("review", LESSON)
    workbook("report", LESSON)
    path = graded.root / "reports" / f"{LESSON}.html"
    return graded, path.read_text(encoding="utf-8")


def test_every_student_and_case_has_links_that_lead_somewhere(graded_class):
    classroom, text = graded_class
    links = set(re.findall(r'href="([^"]*)"', text))
    assert len(links) >= 2 * 4
    for link in links:
        assert (classroom.root / "reports" / link.partition("#")[0]).resolve().is_file(), link
    assert f"../reviews/ann/{LESSON}/{LESSON}.html" in links
    assert f"../feedback/ann/{LESSON}/{LESSON}.html" in links
    place = next(link for link in links if "bob" in link and "#" in link).partition("#")[2]
    review = classroom.root / "reviews" / "bob" / LESSON / f"{LESSON}.html"
    assert f'<section id="{place}">' in review.read_text()


def test_an_anonymous_report_names_nobody(graded_class, workbook):
    classroom, named = graded_class
    path = classroom.root / "reports" / "lecture.html"
    workbook("report", LESSON, "--anonymous", "--to", path)
    text = path.read_text(encoding="utf-8")
    for name in ("ann", "bob", "cid", "dora"):
        assert re.search(rf"\b{name}\b", named)
        assert not re.search(rf"\b{name}\b", text), name
    assert "href=" not in text
    assert "reviews" not in text
    assert "feedback/" not in text
    assert sorted(data_of(text)["students"]) == [f"student {n}" for n in range(1, 5)]


def test_numbers_of_an_anonymous_report_do_not_follow_the_order_of_names():
    report = report_of(a_class(200), [])
    numbers = [int(name.split()[1]) for name in anonymous(report).students]
    assert sorted(numbers) == list(range(1, 201))
    assert numbers != sorted(numbers)
    assert anonymous(report).students != anonymous(report).students


def test_a_lesson_without_grades_is_said(classroom):
    from autograder.report.cli import write_report

    with pytest.raises(UsageError, match=f"no grade in {LESSON}"):
        write_report(classroom.course, LESSON, classroom.root / "r.html")


def hostile_report():
    """A report in which every text is a payload."""
    one = ExerciseResult.of(EVERYTHING, given("rule", "failed", message=EVERYTHING), EVERYTHING)
    result = LessonResult(
        lesson=EVERYTHING, score=0, max_score=2, exercises=[one], version=EVERYTHING
    )
    scores = {EVERYTHING: scores_of(result)}
    grades = ClassGrades(EVERYTHING, 2, [Person(EVERYTHING)], scores, {EVERYTHING: result})
    return report_of(grades, [Pair(EVERYTHING, EVERYTHING, 1.0, 99)])


def test_nothing_hostile_runs_and_nothing_is_fetched(browser):
    seen = visit(browser, HOST, body=made(hostile_report()))
    assert seen.ran == []
    assert seen.asked == []
    assert seen.scripts == []


def test_a_page_is_whole_in_itself():
    text = made(report_of(a_class(20, absent=2), []), link=lambda s: f"../reviews/{s}/x.html")
    assert 'href="../reviews/student-0001' in text
    assert not FETCHING.findall(text)
    assert "default-src 'none'" in text
    assert "20</b><span>handed in, 2 did not" in text


@pytest.fixture(scope="module")
def large():
    """The page of a thousand students."""
    pairs = [Pair("student-0001", "student-0007", 0.9, 120)]
    return made(report_of(a_class(1000), pairs), link=lambda s: f"../reviews/{s}/x.html")


def opened(browser, body, **options):
    context = browser.new_context(**options)
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(HOST)
    page.wait_for_timeout(100)
    return page


def test_a_thousand_students_are_a_page_of_a_megabyte(large):
    assert len(large.encode()) < 1.2e6


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_part_is_wider_than_the_screen(browser, large, width):
    page = opened(browser, large, viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("document.documentElement.scrollHeight") < 9_000
    page.context.close()


def test_students_are_found_and_sorted(browser, large):
    page = opened(browser, large)
    names = "[...document.querySelectorAll('#class tbody tr:not([hidden]) td:first-child')]"
    seen = f"{names}.map(cell => cell.textContent)"
    page.fill("#find", "STUDENT-012")
    assert sorted(page.evaluate(seen)) == [f"student-012{n}" for n in range(10)]
    page.fill("#find", "")
    page.click("#class th:first-child button")
    assert page.evaluate(seen)[:2] == ["student-0000", "student-0001"]
    page.click("#class th:first-child button")
    assert page.evaluate(seen)[0] == "student-0999"
    page.click("#class th:nth-child(2) button")
    points = page.evaluate(
        "[...document.querySelectorAll('#class tbody td.num')].map(c => +c.textContent)"
    )
    assert points == sorted(points)
    page.context.close()


def test_the_heat_map_tells_whose_cell_it_is(browser, large):
    page = opened(browser, large, viewport={"width": 1280, "height": 900})
    box = page.locator("#grid").bounding_box()
    page.locator("#grid").hover(position={"x": box["width"] - 2, "y": 3})
    told = page.inner_text("#told")
    assert re.fullmatch(r"student-\d{4} · matmul-loops · Multiplies a 2 × 3 .*", told)
    page.context.close()


def test_colours_follow_the_system(browser, large):
    paper = "getComputedStyle(document.body).backgroundColor"
    found = {
        scheme: opened(browser, large, color_scheme=scheme).evaluate(paper)
        for scheme in ("light", "dark")
    }
    assert found == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 28)"}


def test_a_printed_report_is_a_few_pages(browser, large):
    page = opened(browser, large)
    printed = page.pdf(format="A4")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 8
    page.context.close()


def test_copied_code_is_a_pair_and_the_common_way_is_not():
    handed_out = "import torch\n\ndef f(x):\n    pass\n"
    usual = "def f(x):\n    total = 0\n    for row in x:\n        total += row\n    return total\n"
    odd = "\n".join(
        f"def helper_{n}(a, b, c={n}):\n    return [a ** {n}, b // (c + {n}), {{a: b}}]"
        for n in range(9)
    )
    answers = {f"s{n}": usual for n in range(20)} | {
        "ann": odd,
        "bob": odd.replace("helper", "mine"),
    }
    (pair,) = similar(answers, handed_out)
    assert (pair.one, pair.other, pair.share) == ("ann", "bob", 1.0)
