"""What students must not get before they have written it, and whether it is in what they get.

`find_leaks(files, secrets, public)` compares the files of a bundle with all solutions, hidden
tests, mutants and alternatives of a course: as runs of tokens, so that layout and comments do not
matter, and as syntax trees, so that names do not matter either.
"""

from autograder.leaks.search import Leak, find_leaks, refuse_leaks
from autograder.leaks.secrets import Public, Secret, course_secrets

__all__ = ["Leak", "Public", "Secret", "course_secrets", "find_leaks", "refuse_leaks"]
