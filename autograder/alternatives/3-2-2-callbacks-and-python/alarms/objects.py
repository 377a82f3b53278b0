"""an object for each alarm, which knows whether it has rung"""


class Alarm:
    def __init__(self, name, limit, heard):
        self.name, self.limit, self.heard, self.rung = name, limit, heard, False

    def __call__(self, run):
        if not self.rung and run.w < self.limit:
            self.rung = True
            self.heard.append(self.name)


def alarms(limits):
    heard = []
    return [Alarm(name, limits[name], heard) for name in limits], heard
