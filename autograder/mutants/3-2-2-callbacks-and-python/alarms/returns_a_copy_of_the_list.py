"""You return a copy of the list: the alarms write into yours, and the caller's stays empty.

Read again: the task: the list `heard` in which they note their names.
"""


def alarms(limits: dict[str, float]) -> tuple[list[Callable], list[str]]:
    """One callback for each name and limit. Example: callbacks, heard = alarms({"floor": 3.1})"""
    heard: list[str] = []

    def alarm(name: str, limit: float, run: Any) -> None:
        if run.w < limit and name not in heard:
            heard.append(name)

    return [partial(alarm, name, limit) for name, limit in limits.items()], list(heard)
