"""A JupyterHub for one course, with ngshare in the place of nbgrader's shared folder.

Start with it, and replace what is marked: how people log in, who they are, where their work lies.
"""

import os
import sys

c = get_config()  # noqa: F821 (JupyterHub defines it)

COURSE = "workbook"  # c.CourseDirectory.course_id in course_config.py
INSTRUCTORS = {"instructor"}  # REPLACE: the user names of those who grade

# REPLACE: how people log in. Anybody with this password, until you do
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = os.environ["WORKBOOK_HUB_PASSWORD"]  # without one, no start
c.Authenticator.admin_users = INSTRUCTORS
c.Authenticator.allow_all = True

# REPLACE on Kubernetes by KubeSpawner; this one starts servers as users of this machine
c.JupyterHub.spawner_class = "jupyterhub.spawner.SimpleLocalProcessSpawner"
c.Spawner.default_url = "/lab"
c.Spawner.mem_limit = "4G"  # torch and one lesson; enforced by spawners of containers

# ngshare keeps what is handed out and in: a service that asks the hub who is who
c.JupyterHub.services = [
    {
        "name": "ngshare",
        "url": "http://127.0.0.1:10101",
        "command": [sys.executable, "-m", "ngshare", "--admins", ",".join(sorted(INSTRUCTORS))],
        "oauth_no_confirm": True,
    },
]
c.JupyterHub.load_groups = {f"{COURSE}-instructors": {"users": sorted(INSTRUCTORS)}}
c.JupyterHub.load_roles = [
    {"name": "ngshare", "services": ["ngshare"], "scopes": ["list:users", "read:users:name"]},
    # users' servers may talk to ngshare, or nbgrader's exchange gets no answer
    {"name": "user", "scopes": ["self", "access:services!service=ngshare"]},
    {"name": "server", "scopes": ["access:services!service=ngshare", "users:activity!user"]},
]
