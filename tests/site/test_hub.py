"""The sample of a JupyterHub: it loads, and its parts fit each other and the course.

Run as a whole it needs a hub of its own; docs/hub.md says with what that was tried.
"""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from traitlets.config import PyFileConfigLoader

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "jupyterhub"


def load(name):
    return PyFileConfigLoader(name, path=str(FOLDER)).load_config()


@pytest.fixture
def hub(monkeypatch):
    """What jupyterhub_config.py sets."""
    monkeypatch.setenv("WORKBOOK_HUB_PASSWORD", "a secret")
    return load("jupyterhub_config.py")


@pytest.fixture
def exchange(monkeypatch):
    """Where nbgrader_config.py sends ngshare's exchange."""
    called = []
    module = ModuleType("ngshare_exchange")
    module.configureExchange = lambda _, url: called.append(url)
    monkeypatch.setitem(sys.modules, "ngshare_exchange", module)
    assert load("nbgrader_config.py").CourseDirectory.course_id == "*"
    (url,) = called
    return url


def test_a_hub_without_a_password_does_not_start(monkeypatch):
    monkeypatch.delenv("WORKBOOK_HUB_PASSWORD", raising=False)
    with pytest.raises(KeyError, match="WORKBOOK_HUB_PASSWORD"):
        load("jupyterhub_config.py")


def test_roles_are_given_to_services_that_there_are(hub):
    services = {one["name"] for one in hub.JupyterHub.services}
    roles = {one["name"]: one for one in hub.JupyterHub.load_roles}
    assert set(roles["ngshare"]["services"]) == services
    for name in ("user", "server"):
        (access,) = [one for one in roles[name]["scopes"] if one.startswith("access:services")]
        assert access.partition("=")[2] in services


def test_nbgrader_reaches_the_service_where_users_reach_the_hub(hub, exchange):
    (service,) = hub.JupyterHub.services
    assert exchange == f"http://127.0.0.1:8000/services/{service['name']}"  # the hub's own port


def test_those_who_grade_are_administrators_of_ngshare(hub):
    (service,) = hub.JupyterHub.services
    command = service["command"]
    admins = set(command[command.index("--admins") + 1].split(","))
    assert admins == hub.Authenticator.admin_users


def test_hub_and_course_call_the_course_the_same(hub, monkeypatch):
    monkeypatch.setenv("PATH", "")  # the course adds to it
    course = PyFileConfigLoader("course_config.py", path=str(ROOT)).load_config()
    assert set(hub.JupyterHub.load_groups) == {f"{course.CourseDirectory.course_id}-instructors"}
