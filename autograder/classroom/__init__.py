"""A class: submissions in, grades and feedback out, through nbgrader."""
