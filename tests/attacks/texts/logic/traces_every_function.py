"""Has a tracing function called for every line that runs from here on.

verdict: N
says: tracing
"""
import sys
import threading


def trace(frame, event, argument):
    if frame.f_code.co_name in ("scale", "draw"):
        frame.f_locals.clear()
        raise ZeroDivisionError
    return trace


print("tracing")
threading.settrace(trace)
sys.setprofile(trace)
sys.settrace(trace)
