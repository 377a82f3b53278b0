"""As soon as one alarm has rung, all are silent. Each is silent for itself.

Read again: the task: an alarm that has rung is silent.
"""


def alarms(limits: dict[str, float]) -> tuple[list[Callable], list[str]]:
    """One callback for each name and limit. Example: callbacks, heard = alarms({"floor": 3.1})"""
    heard: list[str] = []

    def alarm(name: str, limit: float, run: Any) -> None:
        if run.w < limit and not heard:
            heard.append(name)

    return [partial(alarm, name, limit) for name, limit in limits.items()], heard
