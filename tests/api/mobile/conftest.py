"""What tests of the phone's door share: an enrolled phone and a visit to a school."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from checklists.templates.queries import version_by_id
from server.core.database import database
from server.units.people.queries import people_by_id
from tests.factories.phone import Phone, Visit
from tests.factories.processes import environment_of
from tests.world import World


@pytest.fixture
def enrol(client_as: Callable[[str], Any]) -> Callable[[str], tuple[Any, Phone]]:
    """(client, phone) of a persona, enrolled."""

    def make(persona: str = "inspector") -> tuple[Any, Phone]:
        client, phone = client_as(persona), Phone()
        assert client.post("/api/v1/mobile/devices", json=phone.enrolment).status_code == 201
        return client, phone

    return make


@pytest.fixture
def visit(world: World) -> Visit:
    """The inspector and a colleague at the school of their own district, with the school's checklist and task."""
    with database.connection_context():
        version = version_by_id(world.versions["SCH"])
        people = people_by_id([world.persons["inspector_lin"], world.persons["inspector_zhou"]])
    officers = tuple(
        {"person_id": str(person.id), "name": person.name, "certificate_no": person.certificate_no}
        for person in people.values()
    )
    return Visit(world.units["school_first"], version, officers)


@dataclass
class LiveServer:
    """The production server as its own processes, on the test's database and files."""

    port: int
    process: subprocess.Popen[bytes]
    token_of: Callable[[str], str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def headers(self, persona: str = "inspector") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token_of(persona)}"}

    def kill(self) -> None:
        """kill -9, the whole process group: nothing gets to tidy up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def start_server(backend: Any, app: Flask, world: World) -> Iterator[Callable[[], LiveServer]]:
    """Start the production server; may be called again after a kill."""
    started: list[LiveServer] = []

    def token_of(persona: str) -> str:
        token: str = app.config["TOKEN_MINT"].make(world.people[persona].account_id)
        return token

    def start() -> LiveServer:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "wsgi.py", "web"],
            env={**os.environ, **environment_of(backend.settings), "SHOUWANG_PORT": str(port)},
            start_new_session=True,
        )
        server = LiveServer(port, process, token_of)
        started.append(server)
        _wait_until_it_answers(server)
        return server

    yield start
    for server in started:
        if server.process.poll() is None:
            server.kill()


def _wait_until_it_answers(server: LiveServer) -> None:
    until = time.monotonic() + 120  # a machine that runs everything at once starts slowly
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            connection.request("GET", "/api/v1/mobile/status")
            assert connection.getresponse().status == 200
        except (ConnectionError, AssertionError):
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError("the server did not start")
