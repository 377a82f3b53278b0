"""Loops for ever in every call, with SystemExit and KeyboardInterrupt caught.

verdict: L:time
"""


def add(a, b):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
