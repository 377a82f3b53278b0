"""Each alarm has its own limit now, but all say the name of the last one: fix both.

Read again: three alarms with one name: a lambda keeps the name, not its value.
"""


def alarms(limits: dict[str, float]) -> tuple[list[Callable], list[str]]:
    """One callback for each name and limit. Example: callbacks, heard = alarms({"floor": 3.1})"""
    heard: list[str] = []
    callbacks = []
    for name, limit in limits.items():

        def alarm(run: Any, limit: float = limit) -> None:
            if run.w < limit and name not in heard:
                heard.append(name)

        callbacks.append(alarm)
    return callbacks, heard
