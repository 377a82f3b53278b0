"""Which cell gives a name to which: the flow of names down a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.lint.notebook import LintCell

__all__ = ["Dataflow", "Need"]


@dataclass(frozen=True)
class Need:
    """A cell reads `name` at `line`; `through` is the function it uses that reads it, if any."""

    name: str
    line: int
    through: str = ""


@dataclass(frozen=True)
class Dataflow:
    """The code cells in the order in which they run."""

    cells: Sequence[LintCell]

    @cached_property
    def binders(self) -> dict[str, list[int]]:
        """For each name, the places in `cells` that bind it."""
        found: dict[str, list[int]] = {}
        for place, cell in enumerate(self.cells):
            for name in cell.names.binds:
                found.setdefault(name, []).append(place)
        return found

    def binder(self, name: str, before: int) -> LintCell | None:
        """Return the last cell above the place `before` that binds `name`."""
        places = [place for place in self.binders.get(name, ()) if place < before]
        return self.cells[places[-1]] if places else None

    def needs(self, place: int) -> Iterator[Need]:
        """Yield what the cell reads from cells above it, also through the functions it uses."""
        names = self.cells[place].names
        for name, line in names.needs.items():
            yield Need(name, line)
        seen: set[str] = set()
        stack = [(name, line, "") for name, line in names.reads.items()]
        while stack:
            name, line, through = stack.pop()
            if name in seen:
                continue
            seen.add(name)
            if through and name not in names.binds:
                yield Need(name, line, through)
            own = names if name in names.binds else None
            giver = self.binder(name, place)
            source = own or (giver.names if giver and not giver.known.demo else None)
            if source:
                stack += [(other, line, through or name) for other in source.later.get(name, ())]

    def reaching(self, roots: Sequence[LintCell]) -> set[int]:
        """Return the positions of all cells that the roots lean on, themselves included."""
        place_of = {cell.position: place for place, cell in enumerate(self.cells)}
        todo = [place_of[cell.position] for cell in roots]
        found: set[int] = set()
        while todo:
            place = todo.pop()
            if place not in found:
                found.add(place)
                todo += self._givers(place)
        return {self.cells[place].position for place in found}

    def _givers(self, place: int) -> Iterator[int]:
        for need in self.needs(place):
            places = [other for other in self.binders.get(need.name, ()) if other < place]
            yield from places[-1:]
            yield from self._changers(need.name, range(places[-1] if places else 0, place))
        for name in self.cells[place].names.all_later():
            yield from self.binders.get(name, ())
            yield from self._changers(name, range(len(self.cells)))

    def _changers(self, name: str, places: range) -> Iterator[int]:
        givers = [self.cells[place].names for place in self.binders.get(name, ())]
        if any(name in giver.imports for giver in givers):
            return  # `plt.rcParams[…] = …` changes how things look, not what a name means
        for place in places:
            if name in self.cells[place].names.changes:
                yield place
