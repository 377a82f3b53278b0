"""The fixtures of these tests; tests/rendering has some of them, too."""

from class_fixtures import built_course, classroom, lanes_log

__all__ = ["built_course", "classroom", "lanes_log"]
