"""The numbers of a class report, from grades and stored results alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import mean, median, quantiles

from autograder.engine.results import WORDS, ExerciseResult, LessonResult, Verdict
from autograder.grades.roster import ClassGrades
from autograder.report.similar import Pair

__all__ = ["Case", "ExerciseFigures", "Report", "TestFigures", "report_of"]

BINS = 10
LIMITS: frozenset[Verdict] = frozenset(
    {"crashed", "timeout", "cpu", "memory", "processes", "files", "disk", "output"}
)
OURS: frozenset[Verdict] = frozenset({"internal", "refused"})
SHORT: dict[Verdict, str] = {
    "failed": "wrong",
    "missing": "not defined",
    "blank": "not filled in",
    "error": "raised an error",
    "rule": "broke a rule",
    "crashed": "ended the process",
    "timeout": "too long",
    "cpu": "too much processor time",
    "memory": "too much memory",
    "processes": "too many processes",
    "files": "too many files",
    "disk": "too much on disk",
    "output": "sent back nothing readable",
    "refused": "not graded",
    "internal": "not graded, by our fault",
}
"""What a number of students did with a test that they did not pass."""
NEAR = 3  # an exercise of so many tests with one failed is a near pass


@dataclass(frozen=True)
class TestFigures:
    """One hidden test over the class; `verdicts` counts how it did not pass."""

    __test__ = False

    title: str
    passed: int
    verdicts: Counter[Verdict]

    @property
    def share(self) -> float:
        """The part of the class that passes."""
        return self.passed / max(self.passed + self.verdicts.total(), 1)

    @property
    def otherwise(self) -> str:
        """How most of the others did not.

        Example: 5 wrong, 2 too long
        """
        return ", ".join(f"{n} {SHORT[verdict]}" for verdict, n in self.verdicts.most_common(3))


@dataclass(frozen=True)
class ExerciseFigures:
    """One exercise over the class. Seconds and megabytes are of its tests on one submission."""

    id: str
    max_score: float
    mean_score: float
    solved: int
    tests: list[TestFigures]
    seconds: tuple[float, float]
    megabytes: tuple[float, float]
    diagnoses: list[tuple[str, int]]


@dataclass(frozen=True)
class Case:
    """A student's exercise that a person should look at."""

    student: str
    exercise: str
    why: str
    detail: str


@dataclass(frozen=True)
class Report:
    """All that the page shows. `points` and `grid` are of `students`: theirs, and their verdicts.

    `named`: the page says who is who.
    """

    lesson: str
    max_score: float
    scores: list[float]
    missing: int
    bins: list[int]
    exercises: list[ExerciseFigures]
    misconceptions: list[tuple[str, str, int]]
    students: list[str]
    points: list[float]
    grid: list[list[Verdict]]
    cases: list[Case]
    pairs: list[Pair]
    versions: list[str] = field(default_factory=list[str])
    named: bool = True

    @property
    def queue(self) -> dict[str, list[Case]]:
        """The cases by what they are, the gravest kind first."""
        found: dict[str, list[Case]] = {}
        for case in self.cases:
            found.setdefault(case.why, []).append(case)
        return found

    @property
    def mean(self) -> float:
        """The mean of all scores."""
        return mean(self.scores)

    @property
    def median(self) -> float:
        """The middle score."""
        return median(self.scores)


def report_of(grades: ClassGrades, pairs: list[Pair]) -> Report:
    """Count everything once."""
    results = grades.results
    scores = {name: max(one.total, 0.0) for name, one in grades.scores.items()}
    order = sorted(scores, key=lambda name: (-scores[name], name))
    first = next(iter(results.values()), None)
    ids = [one.id for one in first.exercises] if first else []
    exercises = [exercise_figures(id, [r.exercise(id) for r in results.values()]) for id in ids]
    found = [(text, one.id, count) for one in exercises for text, count in one.diagnoses]
    return Report(
        lesson=grades.lesson,
        max_score=grades.max_score,
        scores=list(scores.values()),
        missing=sum(person.id not in scores for person in grades.people),
        bins=histogram(scores.values(), grades.max_score),
        exercises=exercises,
        misconceptions=sorted(found, key=lambda one: -one[2]),
        students=order,
        points=[scores[name] for name in order],
        grid=[verdicts_of(results.get(name)) for name in order],
        cases=doubtful(results, {name: one.open for name, one in grades.scores.items()}),
        pairs=pairs,
        versions=sorted({result.version for result in results.values()}),
    )


def verdicts_of(result: LessonResult | None) -> list[Verdict]:
    """Return the verdicts of all tests; none where no result is stored, such as by our fault."""
    return [test.verdict for one in result.exercises for test in one.tests] if result else []


def histogram(scores: Iterable[float], most: float) -> list[int]:
    """Count scores in ten equal parts of the points; full marks are in the last."""
    bins = [0] * BINS
    for score in scores:
        bins[min(int(BINS * score / most), BINS - 1) if most else 0] += 1
    return bins


def exercise_figures(id: str, graded: Iterable[ExerciseResult | None]) -> ExerciseFigures:
    """Count one exercise over all results that have it."""
    found = [one for one in graded if one is not None]
    by_test: dict[str, list[Verdict]] = {}
    titles: dict[str, str] = {}
    for one in found:
        for test in one.tests:
            by_test.setdefault(test.name, []).append(test.verdict)
            titles[test.name] = test.title
    tests = [
        TestFigures(
            titles[name], verdicts.count("passed"), Counter(v for v in verdicts if v != "passed")
        )
        for name, verdicts in by_test.items()
    ]
    return ExerciseFigures(
        id=id,
        max_score=max((one.max_score for one in found), default=0.0),
        mean_score=mean([one.score for one in found] or [0.0]),
        solved=sum(one.score >= one.max_score for one in found),
        tests=tests,
        seconds=middle_and_high([sum(test.seconds for test in one.tests) for one in found]),
        megabytes=middle_and_high([one.megabytes for one in found]),
        diagnoses=Counter(one.diagnosis for one in found if one.diagnosis).most_common(),
    )


def middle_and_high(values: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    if len(values) < 2:
        return (values[0], values[0]) if values else (0.0, 0.0)
    return median(values), quantiles(values, n=20, method="inclusive")[-1]


def doubtful(
    results: Mapping[str, LessonResult], by_hand: Mapping[str, tuple[str, ...]]
) -> list[Case]:
    """List what a person should look at, the gravest first."""
    ranked: list[tuple[int, Case]] = []
    for student, exercises in by_hand.items():
        found = [(one.id, *told) for one in exercises_of(results, student) for told in doubts(one)]
        ranked += [(rank, Case(student, id, *told)) for id, rank, *told in found]
        known = {id for id, *_ in found}
        missing = [id for id in exercises if id not in known]
        ranked += [(1, Case(student, id, "to be graded by hand", "")) for id in missing]
    return [case for _, case in sorted(ranked, key=lambda one: (one[0], one[1].exercise))]


def exercises_of(results: Mapping[str, LessonResult], student: str) -> list[ExerciseResult]:
    """Return what came of a student's tests, where that is stored."""
    return results[student].exercises if student in results else []


def doubts(one: ExerciseResult) -> Iterable[tuple[int, str, str]]:
    """Yield rank, kind and detail of what is doubtful about one student's exercise."""
    failed = [test for test in one.tests if not test.passed]
    for test in failed:
        if test.verdict in OURS:
            yield 0, "could not be graded, by our fault", test.title
            return
    limits = [test for test in failed if test.verdict in LIMITS]
    if limits:
        yield 2, WORDS[limits[0].verdict], limits[0].title
    rules = [test for test in failed if test.verdict == "rule"]
    if rules:
        yield 3, WORDS["rule"], rules[0].message or rules[0].title
    if len(failed) == 1 and len(one.tests) >= NEAR and not limits and not rules:
        yield 4, "one test short of full marks", failed[0].title
