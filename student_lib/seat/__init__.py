"""What makes a notebook a seat to learn in: progress, explained checks, a check in the terminal.

Nothing of it works while a submission is graded, and nothing needs the grader. It runs on any
system: Windows, macOS and Linux.
"""
