"""A real Jupyter server with nbgrader's formgrader, for a class."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager

TOKEN = "token secret"


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def formgrader_server(root, log):
    """Serve the course folder `root`; yield the server's address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = (
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=secret",
        "--ServerApp.disable_check_xsrf=True",
        "--ServerApp.open_browser=False",
        '--ServerApp.jpserver_extensions={"nbgrader.server_extensions.formgrader": True}',
        f"--ServerApp.root_dir={root}",
        "--allow-root",
    )
    with log.open("w") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", *settings], cwd=root, stdout=file, stderr=file
        )
    try:
        for _ in range(600):
            try:
                ask(f"{address}/api/status")
                break
            except (urllib.error.URLError, ConnectionError):
                assert server.poll() is None, log.read_text()
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def ask(address, data=None, method="GET"):
    """Return the server's answer."""
    request = urllib.request.Request(
        address, data=data, headers={"Authorization": TOKEN}, method=method
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()
