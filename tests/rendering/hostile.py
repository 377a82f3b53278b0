"""A notebook with payloads in every place where a student may write."""

from payloads import EVERYTHING, HTML, MARKDOWN, TEXT


def hand_in_hostile(classroom, student="ann"):
    """Hand in a notebook full of payloads; its outputs, names and messages are payloads as well."""
    told = " ".join(HTML[:8])
    notebook = classroom.notebook(
        add_one=f"# shows: {told}\n# prints: {told}\n# raises: {told}\n# tests: passed, failed\n"
        f"# message: {told}\n{EVERYTHING!r}"
    )
    own = {"cell_type": "markdown", "metadata": {"tags": [EVERYTHING]}}
    notebook["cells"] += [own | {"id": f"m{i}", "source": s} for i, s in enumerate(MARKDOWN + HTML)]
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"] += [code | {"id": f'"><x{i}', "source": s} for i, s in enumerate(TEXT)]
    raw = {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": EVERYTHING}
    notebook["cells"] += [raw | {"id": "raw"}]
    notebook["cells"][-2]["attachments"] = {"x.svg": {"image/svg+xml": EVERYTHING}}
    notebook["metadata"] |= {"title": EVERYTHING, "authors": [{"name": EVERYTHING}]}
    return classroom.hand_in(student, notebook)
