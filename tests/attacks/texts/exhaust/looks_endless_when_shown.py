"""Ends its cell in an object whose text never ends.

verdict: L:time
ends: timeout
"""


class Endless:
    def __repr__(self):
        while True:
            pass

    _repr_html_ = _repr_png_ = __str__ = __repr__


add = answer
Endless()
