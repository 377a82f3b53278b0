"""Names are put back; whether a dict has changed is known before its names are looked at."""

from types import ModuleType

import pytest

from autograder.engine import pristine
from autograder.engine.pristine import Owner, Watch, library, version_of


@pytest.fixture(params=[True, False], ids=["versions", "no versions"])
def either(request, monkeypatch):
    """Names come back also where this Python does not say that a dict has changed."""
    monkeypatch.setattr(pristine, "HAS_VERSIONS", request.param)


def module():
    made = ModuleType("prices")
    made.total, made.tax = sum, 0.19
    return made


class Base:
    def price(self):
        return 1


def fresh():
    class Coat(Base):
        size = "L"

    return Coat


def test_this_python_has_versions():
    assert pristine.has_versions()


@pytest.mark.usefixtures("either")
def test_names_of_a_module_come_back():
    prices = module()
    owner = Owner.of(prices)
    for _ in range(2):
        prices.total = max
        del prices.tax
        prices.own = 3
        owner.restore()
        assert (prices.total, prices.tax, prices.own) == (sum, 0.19, 3)


@pytest.mark.usefixtures("either")
def test_names_set_behind_the_module_s_back_come_back():
    prices = module()
    owner = Owner.of(prices)
    vars(prices)["total"] = max
    exec("tax = 0", vars(prices))
    owner.restore()
    assert (prices.total, prices.tax) == (sum, 0.19)


@pytest.mark.usefixtures("either")
def test_what_a_class_has_comes_back_and_what_hides_its_base_goes():
    coat = fresh()
    owner = Owner.of(coat)
    for _ in range(2):
        coat.size = "S"
        coat.price = lambda self: 0
        coat.colour = "red"
        owner.restore()
        assert (coat.size, coat().price(), coat.colour) == ("L", 1, "red")


@pytest.mark.usefixtures("either")
def test_what_hides_an_object_s_class_goes():
    shell = fresh()()
    shell.width = 80
    owner = Owner.of(shell)
    shell.price, shell.width = (lambda: 0), 0
    owner.restore()
    assert (shell.price(), shell.width) == (1, 80)


def test_a_version_stays_while_names_are_read_and_changes_with_each_of_them():
    for owner in (module(), fresh(), fresh()()):
        owner.name = 1
        version = version_of(owner)
        before = version.value
        assert owner.name == 1
        assert version.value == before
        owner.name = 2
        assert version.value != before


def test_what_cannot_be_known_counts_as_changed(monkeypatch):
    monkeypatch.setattr(pristine, "HAS_VERSIONS", False)
    watch = Watch(fresh())
    for _ in range(2):
        assert watch.changed()
        watch.note()


def test_what_was_noted_counts_as_unchanged():
    coat = fresh()
    watch = Watch(coat)
    assert not watch.changed()
    coat.size = "S"
    assert watch.changed()
    watch.note()
    assert not watch.changed()


def test_all_modules_of_the_library_are_known():
    assert {"student_lib", "student_lib.utils", "student_lib.seat.asserts"} <= set(library())
