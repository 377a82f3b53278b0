"""The tiny class of the tests of nbgrader's steps."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "nbgrader"))

from class_fixtures import built_course, classroom

__all__ = ["built_course", "classroom"]
