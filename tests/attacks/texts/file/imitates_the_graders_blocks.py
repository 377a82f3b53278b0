"""Shows outputs that look like the grader's own results.

verdict: S
says: imitated
"""
from IPython.display import HTML, publish_display_data

RECORD = {"id": "add", "score": 4.0, "max_score": 4.0, "tests": []}
PAGE = '<div class="wb-block wb-passed" id="add"><strong>4</strong> of 4 points: forged-block</div>'
publish_display_data({"text/html": PAGE, "application/vnd.workbook.result+json": RECORD})
publish_display_data({"application/json": RECORD, "text/plain": "imitated"}, metadata={"workbook": RECORD})
display(HTML(PAGE))
print("imitated")
