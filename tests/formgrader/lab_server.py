"""A JupyterLab as an instructor has it: nbgrader's extensions on, no token, settings of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from class_server import ask, free_port
from jupyter_core.paths import jupyter_path

STARTS_WITHIN = 120  # seconds, on a machine with other things to do
NEWS = "@jupyterlab/apputils-extension:announcements"  # it asks the reader, and the network


def need_lab_extension():
    """Skip where JupyterLab has no formgrader."""
    found = (Path(folder, "labextensions", "@jupyter", "nbgrader") for folder in jupyter_path())
    if not any(path.is_dir() for path in found):
        pytest.skip("JupyterLab has no formgrader here: pip install nbgrader into its environment")


def environment(home):
    """Return an environment in which Jupyter finds nobody's settings but those of this folder."""
    config = home / "config"
    (config / "labconfig").mkdir(parents=True)
    disabled = {"disabledExtensions": {NEWS: True}}
    (config / "labconfig" / "page_config.json").write_text(json.dumps(disabled))
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    folders = {f"JUPYTER_{kind}_DIR": home / kind.lower() for kind in ("DATA", "RUNTIME")}
    return os.environ | {
        "PATH": path,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        **{name: str(folder) for name, folder in folders.items()},
    }


@contextmanager
def lab_server(root, home, program=("-m", "jupyterlab")):
    """Run `jupyter lab`, or a program like it, in the course folder; yield its address."""
    need_lab_extension()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, *program, "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += ["--IdentityProvider.token=", "--ServerApp.ip=127.0.0.1"]
    command += ["--ServerApp.shutdown_no_activity_timeout=300"]  # where a killed test left it
    env = environment(home)
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=root, env=env, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for(f"{address}/api/status", server, home / "server.log")
        yield address
    finally:
        stop(server)


def wait_for(address, server, log):
    """Wait until the server answers."""
    ends = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            ask(address)
            return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < ends, f"no answer within {STARTS_WITHIN} s: {log.read_text()}"
            time.sleep(0.1)


def stop(server):
    """End the server and whatever it started."""
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(20)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
