"""A student's way through a lesson, clicked in JupyterLab as `workbook lab` opens it."""

import sys
from pathlib import Path

import nbformat
import nbformat.v4 as v4
import pytest

sys.path.append(str(Path(__file__).parents[1] / "formgrader"))
sys.path.append(str(Path(__file__).parents[1] / "nbgrader"))

from browsing import chromium
from lab_server import lab_server, need_lab_extension

LESSON = "9-1-1-parts"
CONFIG = f'from autograder.course import Course, Lesson\ncourse = Course((Lesson("{LESSON}"),))\n'
WAIT = 240_000  # milliseconds for the slowest step on a busy machine
IMPORTS = """
import student_lib
import torch
from matplotlib import pyplot as plt
from student_lib import utils
"""
SLIDERS = """
def line(slope=1.0):
    plt.plot([0, 1], [0, slope])
    plt.ylim(-2, 2)

utils.sliders(line, slope=(-2.0, 2.0))
"""
BLANK = "raise NotImplementedError()"
HALF = "half = lambda x: x / 2"
FRAME = """
def frame(x):
    x = x.clone()
    x[0] = x[-1] = x[:, 0] = x[:, -1] = 1
    return x
"""
HALF_CHECK = "assert half(3) == 1.5, 'three halves'"
FRAME_CHECK = """
right = torch.zeros(28, 28)
right[0] = right[-1] = 1
right[:, 0] = right[:, -1] = 1
assert torch.equal(frame(torch.zeros(28, 28)), right), "white on all four sides"
"""


def cell(id, source, **marks):
    cell = v4.new_code_cell(source.strip(), id=id)
    if marks:
        known = {"grade": False, "locked": False, "solution": False, "task": False}
        kind = {"grade_id": id, "schema_version": 3, "cell_type": "code"}
        cell.metadata.nbgrader = known | kind | marks
    return cell


def lesson(half, frame):
    """The lesson with these answers."""
    checks = {"grade": True, "locked": True, "points": 1}
    cells = [
        v4.new_markdown_cell("# Parts", id="title"),
        cell("imports", IMPORTS),
        cell("line", SLIDERS),
        cell("half", half, solution=True),
        cell("half-check", HALF_CHECK, **checks),
        cell("progress", "student_lib.progress()"),
        cell("frame", frame, solution=True),
        cell("frame-check", FRAME_CHECK, **checks),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def write(path, notebook):
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


@pytest.fixture
def lab(tmp_path):
    """The student's copy in JupyterLab: one answer is right, in one a side of the frame lacks."""
    need_lab_extension()
    course, home = tmp_path / "course", tmp_path / "user"
    name = f"{LESSON}/{LESSON}.ipynb"
    write(course / "release" / name, lesson(BLANK, BLANK))
    write(course / "notebooks" / name, lesson(HALF, FRAME.replace(" = x[:, -1]", "")))
    (course / "course_config.py").write_text(CONFIG)
    home.mkdir()
    program = (str(Path(sys.executable).with_name("workbook")), "lab", LESSON)
    with chromium() as browser, lab_server(course, home, program) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1600})
        page.set_default_timeout(WAIT)
        page.goto(address)
        yield page
        page.close()


def below(lab, number):
    """What stands below a cell."""
    return lab.locator(".jp-Notebook .jp-Cell").nth(number).locator(".jp-Cell-outputArea")


def run_all(lab):
    """Run the cells from the top, up to the first that fails."""
    lab.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    lab.locator(".lm-MenuBar-itemLabel", has_text="Run").click()
    lab.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()


def write_into(lab, number, source):
    """Write another answer into a cell."""
    lab.locator(".jp-Notebook .jp-Cell").nth(number).locator(".cm-content").click()
    lab.keyboard.press("Control+A")
    lab.keyboard.insert_text(source)


def validate(lab):
    """Press the button; return what the dialog says."""
    lab.get_by_role("button", name="Validate").click()
    said = lab.locator(".jp-Dialog #validation-message").inner_text()
    lab.locator(".jp-Dialog button").click()
    return said


def test_checks_explain_what_fails_progress_shows_what_passed_and_validate_agrees(lab):
    run_all(lab)
    lab.locator("figure").nth(2).wait_for()
    said = below(lab, 7).inner_text()
    assert "AssertionError: white on all four sides" in said
    assert "26 of 784 values differ, the first at [1, 27]: 0 and 1." in said
    states = below(lab, 5).inner_text().replace("\xa0", " ")
    assert "1 of 2" in states
    assert "✔ half ○ frame" in states
    failed = validate(lab)
    assert "The following cell failed" in failed
    assert "white on all four sides" in failed
    assert "three halves" not in failed

    write_into(lab, 6, FRAME.strip())
    run_all(lab)
    lab.locator("figure").nth(2).wait_for(state="detached")
    assert "Success" in validate(lab)
    run_all(lab)
    below(lab, 5).get_by_text("2 of 2").wait_for()


def test_a_slider_draws_anew(lab):
    run_all(lab)
    picture = below(lab, 2).locator("img")
    before = picture.get_attribute("src")
    lab.get_by_role("slider").focus()
    lab.keyboard.press("ArrowRight")
    lab.wait_for_function(
        "before => ![...document.images].some(image => image.src === before)", arg=before
    )
    assert picture.get_attribute("src").startswith("data:image/png")
