"""An alarm rings at every step below its limit, the third mistake. Look into heard before you write into it.

Read again: the task: an alarm that has rung is silent.
"""


def alarms(limits: dict[str, float]) -> tuple[list[Callable], list[str]]:
    """One callback for each name and limit. Example: callbacks, heard = alarms({"floor": 3.1})"""
    heard: list[str] = []

    def alarm(name: str, limit: float, run: Any) -> None:
        if run.w < limit:
            heard.append(name)

    return [partial(alarm, name, limit) for name, limit in limits.items()], heard
