"""The instructor's clicks in nbgrader's formgrader, inside JupyterLab."""

from class_maker import LESSON


def open_formgrader(lab):
    """Open the formgrader through JupyterLab's menu; return its frame."""
    lab.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
    lab.locator(".lm-Menu-itemLabel").get_by_text("Formgrader", exact=True).click()
    return lab.frame_locator("#formgrader-iframe iframe")


def open_submissions(formgrader):
    """Go from the list of assignments to the lesson's submissions."""
    row = formgrader.locator("#main-table tr", has=formgrader.get_by_text(LESSON))
    row.locator(".num-submissions a").click()
    formgrader.locator("#main-table .student-id").first.wait_for()


def row_of(formgrader, student):
    """A student's row in the list of submissions."""
    return formgrader.locator("#main-table tr", has=formgrader.get_by_text(student, exact=True))


def press(formgrader, student, button):
    """Press a button in a student's row; return what nbgrader says when it is done."""
    row_of(formgrader, student).locator(f".{button} a").click()
    said = formgrader.locator(".modal.in .modal-body")
    said.wait_for()
    text = said.inner_text()
    formgrader.locator(".modal.in .modal-footer button").click()
    formgrader.locator(".modal-backdrop").wait_for(state="detached")
    return text


def open_grading(formgrader, submission):
    """Go to a submission by the way of Manual Grading."""
    formgrader.get_by_role("link", name="Manual Grading").first.click()
    formgrader.locator("#main-table").get_by_role("link", name=LESSON).click()
    formgrader.locator("#main-table").get_by_role("link", name=LESSON).click()
    formgrader.locator(f"#main-table a.name-hidden[href$='/{submission}']").click()
    formgrader.locator("#notebook-container").first.wait_for()


def open_assignments(formgrader):
    """Go back to the list of assignments."""
    formgrader.get_by_role("link", name="Manual Grading").first.click()
    formgrader.get_by_role("link", name="Manage Assignments").click()


def reload(formgrader):
    """Load the page in the frame again, and wait until it is there."""
    body = formgrader.locator("body")
    body.evaluate("body => { body.className = 'old'; body.ownerDocument.location.reload(); }")
    formgrader.locator("body:not(.old)").wait_for()


def fill_and_save(lab, field, text, table):
    """Write into a field, leave it, and wait until the gradebook has it."""
    saved = f"/formgrader/api/{table}/"
    with lab.expect_response(
        lambda answer: saved in answer.url and answer.request.method == "PUT"
    ) as answer:
        field.fill(text)
        field.blur()
    assert answer.value.ok
