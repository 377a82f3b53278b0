"""`workbook bench`: what grading one submission costs, beside stock nbgrader and otter-grader."""
