"""``wsgi.py run``: one command that keeps its parts alive and takes them along when it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.core.database import database
from tests.backends import Backend
from tests.factories.processes import environment_of, wait_for


@pytest.fixture
def running(backend: Backend) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The program as it is shipped, on the test's database; (process, port)."""
    database.close_all()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "wsgi.py", "run"],
        env={
            **os.environ,
            **environment_of(backend.settings),
            "SHOUWANG_PORT": str(port),
            "SHOUWANG_WEB_PROCESSES": "1",
        },
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield process, port
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """Last word of the command line → process, of the direct children."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == process.pid:
                words = (folder / "cmdline").read_bytes().decode().split("\0")
                found["jobs" if "jobs" in words else "web"] = int(folder.name)
    return found


def answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/mobile/status", timeout=5).status == 200
    return False


def test_what_dies_is_started_again_and_a_stop_takes_all_along(running: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = running
    wait_for(lambda: answers(port))
    wait_for(lambda: set(children(process)) == {"web", "jobs"})
    killed = children(process)["jobs"]
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: children(process).get("jobs", killed) != killed)
    assert answers(port)
    parts = children(process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    assert not answers(port)
    wait_for(lambda: not any(Path(f"/proc/{id}").exists() for id in parts.values()))


def test_without_its_web_server_the_program_ends_and_says_so(running: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = running
    wait_for(lambda: answers(port))
    os.kill(children(process)["web"], signal.SIGKILL)
    assert process.wait(40) != 0
    wait_for(lambda: not children(process))


def test_killed_it_leaves_nothing_behind_on_the_port(running: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = running
    wait_for(lambda: answers(port))
    parts = children(process)
    process.kill()
    assert process.wait(40) == -signal.SIGKILL
    wait_for(lambda: not answers(port))
    wait_for(lambda: not any(Path(f"/proc/{id}").exists() for id in parts.values()))
    assert not answers(port)


def test_a_port_that_is_taken_is_said_at_once(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "wsgi.py", "run"],
            env={**os.environ, "SHOUWANG_PORT": port, "SHOUWANG_DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert f"端口 {port} 已被占用" in done.stderr
    assert list(tmp_path.iterdir()) == []
