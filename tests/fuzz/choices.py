"""Turns a fuzzer's bytes into choices, so that what is built of them passes the JSON parser."""


class Choices:
    """Makes choices as given bytes say; the first of all options when they have run out."""

    def __init__(self, data):
        self.bytes = iter(data)

    def number(self):
        """Return a number from 0 to 255."""
        return next(self.bytes, 0)

    def of(self, options):
        """Return one of the options."""
        return options[self.number() % len(options)]

    def some(self, make, most=4):
        """Return a list of a few made things."""
        return [make() for _ in range(self.number() % (most + 1))]
