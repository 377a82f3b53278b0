"""The callbacks stand in the order of their limits. They should stand in the order of the dictionary.

Read again: the task: in the order of the dictionary.
"""


def alarms(limits: dict[str, float]) -> tuple[list[Callable], list[str]]:
    """One callback for each name and limit. Example: callbacks, heard = alarms({"floor": 3.1})"""
    heard: list[str] = []

    def alarm(name: str, limit: float, run: Any) -> None:
        if run.w < limit and name not in heard:
            heard.append(name)

    return [partial(alarm, name, limit) for name, limit in sorted(limits.items(), key=lambda item: -item[1])], heard
