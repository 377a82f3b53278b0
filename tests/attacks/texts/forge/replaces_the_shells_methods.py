"""Replaces the methods that run cells, show tracebacks and collect outputs.

verdict: N
says: replaced
"""
shell = get_ipython()


async def run_cell_async(self, raw_cell, *args, **kwargs):
    return None


def quiet(self, *args, **kwargs):
    return None


for name in ("run_cell", "showtraceback", "_showtraceback", "run", "mute"):
    setattr(type(shell), name, quiet)
type(shell).run_cell_async = run_cell_async
shell.display_formatter.format = lambda *args, **kwargs: ({}, {})
print("replaced")
