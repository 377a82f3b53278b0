"""The list is a default, which is made once: a second call of alarms begins with what the first one heard.

Read again: a default value is made once.
"""


def alarms(limits: dict[str, float], heard: list[str] = []) -> tuple[list[Callable], list[str]]:
    """One callback for each name and limit. Example: callbacks, heard = alarms({"floor": 3.1})"""
    def alarm(name: str, limit: float, run: Any) -> None:
        if run.w < limit and name not in heard:
            heard.append(name)

    return [partial(alarm, name, limit) for name, limit in limits.items()], heard
