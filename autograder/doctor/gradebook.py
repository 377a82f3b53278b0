"""The gradebook: whether it can be opened and written, and knows the tables nbgrader wants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbgrader
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from autograder.doctor.findings import Finding, ok, problem

__all__ = ["gradebook"]

AREA = "course"
NAME = "gradebook"
VERSIONS = "alembic_version"
LOCK_SECONDS = 2


def gradebook(db_url: str) -> Iterator[Finding]:
    """Open the gradebook at `db_url`, without changing anything."""
    try:
        url = make_url(db_url)
    except SQLAlchemyError:
        mend = "correct c.CourseDirectory.db_url in course_config.py"
        yield problem(AREA, NAME, f"{db_url!r} is no address of a database", mend)
        return
    name = url.render_as_string()
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite and not Path(url.database or "").is_file():
        yield ok(AREA, NAME, f"none yet: the first grading makes {url.database}")
        return
    options = {"connect_args": {"timeout": LOCK_SECONDS}} if sqlite else {}
    try:
        engine = create_engine(url, **options)
        yield from schema(engine, name)
        yield from writable(engine, name, sqlite=sqlite)
        engine.dispose()
    except (SQLAlchemyError, ImportError) as error:
        told = " ".join(str(getattr(error, "orig", None) or error).split())
        yield problem(AREA, NAME, f"{name}: {told}", mend_of(told))


def mend_of(told: str) -> str:
    """Return what helps against a database's complaint."""
    if "locked" in told:
        return "close what holds it: a formgrader, a database browser, another run"
    if "readonly" in told or "read-only" in told:
        return "run as the user whom it belongs to, or change its owner"
    if "malformed" in told or "not a database" in told:
        return "bring back a copy; `sqlite3 gradebook.db .recover` may save what is in it"
    return "see that it is there and that c.CourseDirectory.db_url is right"


def schema(engine: Engine, name: str) -> Iterator[Finding]:
    """Compare the version of the tables with the one that this nbgrader wants."""
    tables = inspect(engine).get_table_names()
    if not tables:
        yield ok(AREA, NAME, f"{name}: empty, the first grading makes its tables")
        return
    with engine.connect() as connection:
        stamped = VERSIONS in tables
        found = connection.execute(text(f"select version_num from {VERSIONS}")) if stamped else ()
        versions = [str(row[0]) for row in found]
        students = connection.execute(text("select count(*) from student")).scalar_one()
    wanted = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if versions == [wanted]:
        yield ok(AREA, NAME, f"{name}: {students} students, tables of version {wanted}")
    else:
        told = f"{name}: tables of version {', '.join(versions) or 'unknown'}, not {wanted}"
        yield problem(AREA, NAME, told, "keep a copy of it, then run `nbgrader db upgrade`")


def alembic_config() -> AlembicConfig:
    """Return where nbgrader describes the versions of its tables."""
    config = AlembicConfig()
    folder = Path(nbgrader.__file__).parent / "alembic"
    config.set_main_option("script_location", str(folder))
    return config


def writable(engine: Engine, name: str, *, sqlite: bool) -> Iterator[Finding]:
    """Begin to write, and take it back."""
    if not sqlite:
        return
    connection: Any = engine.raw_connection()
    try:
        connection.execute("begin immediate")
        connection.execute("create table workbook_doctor (x)")
        connection.rollback()
        damage = connection.execute("pragma quick_check(1)").fetchone()[0]
    finally:
        connection.close()
    if damage != "ok":
        yield problem(AREA, NAME, f"{name}: {damage}", mend_of("malformed"))
