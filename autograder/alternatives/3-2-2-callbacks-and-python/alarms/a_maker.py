"""a function that makes one alarm, called in the loop"""


def alarms(limits):
    heard, callbacks = [], []

    def make(name, limit):
        rung = []

        def alarm(run):
            if run.w >= limit or rung:
                return
            rung.append(True)
            heard.append(name)

        return alarm

    for name in limits:
        callbacks.append(make(name, limits[name]))
    return callbacks, heard
