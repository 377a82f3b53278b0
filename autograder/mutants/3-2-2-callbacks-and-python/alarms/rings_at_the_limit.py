"""It rings at the limit itself. Below is asked for: <.

Read again: the task: below its limit.
"""


def alarms(limits: dict[str, float]) -> tuple[list[Callable], list[str]]:
    """One callback for each name and limit. Example: callbacks, heard = alarms({"floor": 3.1})"""
    heard: list[str] = []

    def alarm(name: str, limit: float, run: Any) -> None:
        if run.w <= limit and name not in heard:
            heard.append(name)

    return [partial(alarm, name, limit) for name, limit in limits.items()], heard
