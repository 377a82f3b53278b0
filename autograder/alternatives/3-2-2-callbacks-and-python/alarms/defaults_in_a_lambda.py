"""defaults of a lambda keep the values"""


def alarms(limits):
    heard = []
    callbacks = [
        lambda run, name=name, limit=limit: (
            heard.append(name) if run.w < limit and name not in heard else None
        )
        for name, limit in limits.items()
    ]
    return callbacks, heard
