"""All alarms are the last one: the lambda looks up name and limit when it is called, and by then the loop is over.

Read again: three alarms with one name: a lambda keeps the name, not its value.
"""


def alarms(limits: dict[str, float]) -> tuple[list[Callable], list[str]]:
    """One callback for each name and limit. Example: callbacks, heard = alarms({"floor": 3.1})"""
    heard: list[str] = []
    callbacks = []
    for name, limit in limits.items():
        callbacks.append(
            lambda run: heard.append(name) if run.w < limit and name not in heard else None
        )
    return callbacks, heard
