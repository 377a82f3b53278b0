"""Graded classes of any size, made of the data that grading leaves behind."""

import random

from autograder.classroom.gradebook import Scores
from autograder.engine import results
from autograder.engine.results import ExerciseResult, LessonResult
from autograder.grades.roster import ClassGrades, Person

LESSON = "3-1-1-matmul"
TITLES = {
    "matmul-loops": (
        "Multiplies a 2 × 3 and a 3 × 2 matrix.",
        "Works where the inner size is 1.",
        "Refuses sizes that do not fit.",
    ),
    "dot-rows": ("Multiplies rows at once.", "Uses no loop over columns."),
    "broadcast": (
        "Adds a row to every row of a matrix, whatever the number of its columns is.",
        "Keeps the dtype of its arguments.",
        "Does not change its arguments.",
        "Works with an empty batch.",
    ),
    "outer": ("Gives the outer product.", "Takes any two vectors."),
    "logsumexp": (
        "Agrees with torch.logsumexp.",
        "Works for inputs near ±1e4.",
        "Reduces any dimension.",
        "Takes integers.",
    ),
    "einsum-batch": ("Multiplies batches.", "Uses torch.einsum.", "Takes a batch of one."),
}
MISTAKES = {
    "logsumexp": "The exponential overflows: subtract the maximum first.\nRead again: logsumexp",
    "broadcast": "You added a column where a row was asked for.\nRead again: Broadcasting",
    "matmul-loops": "The inner loop runs over the wrong dimension.",
}
OTHERS = ("failed", "failed", "failed", "blank", "error", "timeout", "rule", "memory")

HOSTILE = "</pre><script>pwn('code')</script><img src=x onerror=pwn(1)>"


def one_test(exercise, number, verdict, dice):
    return results.TestResult(
        name=f"test_{exercise.replace('-', '_')}_{number}",
        title=TITLES[exercise][number],
        verdict=verdict,
        message="",
        points=1,
        seconds=dice.uniform(0.001, 0.05),
        memory=dice.randrange(200, 400) * 2**20,
    )


def one_result(dice, strength):
    """What somebody of a strength between 0 and 1 gets."""
    exercises = []
    for id, titles in TITLES.items():
        verdicts = ["passed" if dice.random() < strength else dice.choice(OTHERS) for _ in titles]
        tests = [one_test(id, number, verdict, dice) for number, verdict in enumerate(verdicts)]
        told = MISTAKES.get(id, "") if "failed" in verdicts else ""
        exercises.append(ExerciseResult.of(id, tests, told))
    return LessonResult(
        lesson=LESSON,
        score=sum(one.score for one in exercises),
        max_score=sum(one.max_score for one in exercises),
        exercises=exercises,
        version="0.1.0+5be6128e.67ad8243",
        tier="A",
    )


def scores_of(result, *, open=(), penalty=0.0):
    """What the gradebook holds of a result."""
    earned = {one.id: one.score for one in result.exercises}
    points = {one.id: one.max_score for one in result.exercises}
    return Scores(earned, points, open, penalty)


def a_class(count, absent=0, seed=1):
    """Return a graded class of `count`, and `absent` more who handed in nothing."""
    dice = random.Random(seed)
    names = [f"student-{number:04}" for number in range(count)]
    found = {name: one_result(dice, dice.betavariate(4, 1.4)) for name in names}
    people = [Person(name, "Vor", f"Nachname{name[-4:]}", f"{name}@example.org") for name in names]
    people += [Person(f"absent-{number}") for number in range(absent)]
    scores = {name: scores_of(result) for name, result in found.items()}
    most = sum(len(titles) for titles in TITLES.values())
    return ClassGrades(LESSON, float(most), people, scores, found)
