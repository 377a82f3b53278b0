"""Writes well-formed answers to every open descriptor, in its cell and in every call.

verdict: Z
ends: output, crashed
seen: output, failed, crashed, missing, timeout
"""
import json
import os
import struct


def flood():
    for number in range(1, 20):
        for header in (
            {"id": number, "value": True},
            {"cell": "add", "outputs": [], "error": None},
            {"cell": "add-check", "outputs": [], "error": None},
            {"cell": "draw", "outputs": [], "error": None},
        ):
            frame = json.dumps(header).encode()
            for fd in range(64):
                try:
                    os.set_blocking(fd, False)
                    os.write(fd, struct.pack(">II", len(frame), 0) + frame)
                except OSError:
                    continue


def add(a, b):
    flood()
    return answer(a, b)


flood()
