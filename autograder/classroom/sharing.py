"""One database engine for the many Gradebooks that nbgrader opens for each submission."""

from __future__ import annotations

from typing import Any, ClassVar

from nbgrader.api import Gradebook
from sqlalchemy.orm import Session, scoped_session, sessionmaker

__all__ = ["SharedEngines"]

STOCK = Gradebook.__init__, Gradebook.close


class SharedEngines:
    """While open, Gradebooks of this process on one database share its engine.

    nbgrader's converter opens six Gradebooks for each submission. Each makes an engine, looks for
    all tables and has every query compiled anew: 30 ms a submission, as much as grading it. Here a
    Gradebook still has transactions of its own, as in stock. Opening another closes the first.
    """

    current: ClassVar[SharedEngines | None] = None

    def __init__(self) -> None:
        if SharedEngines.current is not None:
            SharedEngines.current.close()
        SharedEngines.current = self
        self._known: dict[tuple[str, str], sessionmaker[Session]] = {}
        Gradebook.__init__, Gradebook.close = self._opener(), self._closer()

    def _opener(self) -> Any:
        known = self._known

        def __init__(
            self: Gradebook,
            db_url: str,
            course_id: str = "default_course",
            authenticator: Any = None,
        ) -> None:
            sessions = known.get((db_url, course_id))
            if sessions is None:
                STOCK[0](self, db_url, course_id, authenticator)
                known[db_url, course_id] = self.db.session_factory
                return
            self.engine = sessions.kw["bind"]
            self.course_id, self.authenticator = course_id, authenticator
            self.db = scoped_session(sessions)

        return __init__

    def _closer(self) -> Any:
        def close(self: Gradebook) -> None:
            self.db.remove()

        return close

    def close(self) -> None:
        """Let Gradebooks be as in stock again, and close the databases; twice is fine."""
        if SharedEngines.current is self:
            Gradebook.__init__, Gradebook.close = STOCK
            SharedEngines.current = None
        while self._known:
            self._known.popitem()[1].kw["bind"].dispose()
