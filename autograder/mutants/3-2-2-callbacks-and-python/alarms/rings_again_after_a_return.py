"""An alarm that the marble has left upwards rings a second time when it comes back. Once is once.

Read again: the task: an alarm that has rung is silent from then on.
"""


def alarms(limits: dict[str, float]) -> tuple[list[Callable], list[str]]:
    """One callback for each name and limit. Example: callbacks, heard = alarms({"floor": 3.1})"""
    heard: list[str] = []
    armed = dict.fromkeys(limits, True)

    def alarm(name: str, limit: float, run: Any) -> None:
        if run.w < limit and armed[name]:
            heard.append(name)
        armed[name] = run.w >= limit

    return [partial(alarm, name, limit) for name, limit in limits.items()], heard
