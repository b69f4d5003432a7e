"""Every test runs hermetic: a zone far away, no network but loopback, both databases, a world restored each time."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from server.core.database import database
from server.web import commands
from server.web.rates import forget_rates
from server.web.signin import services as signin
from tests.backends import BACKENDS, MEMORY, Backend, roomy_folder
from tests.clauses import note_clauses
from tests.world import World
from wsgi import PARTS

os.environ["TZ"] = "America/Phoenix"
time.tzset()

# The strength of the hash is argon2's business; tests sign in hundreds of times.
signin.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def pytest_configure(config: pytest.Config) -> None:
    real_connect = socket.socket.connect

    def only_loopback(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1", "localhost")):
            raise RuntimeError(f"a test reached for the network: {address}")
        return real_connect(self, address)

    socket.socket.connect = only_loopback  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    note_clauses(items)


@pytest.fixture(scope="session")
def backends(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Callable[[str], Backend]]:
    folder = roomy_folder() or tmp_path_factory.mktemp("backends")
    made: dict[str, Backend] = {}

    def get(name: str) -> Backend:
        if name not in made:
            made[name] = Backend(name, folder / name, worker_id)
        return made[name]

    yield get
    if folder.is_relative_to(MEMORY):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, backends: Callable[[str], Backend]) -> Iterator[Backend]:
    chosen = backends(request.param)
    chosen.close()
    chosen.restore()
    forget_rates()
    yield chosen
    chosen.close()


@pytest.fixture
def app(backend: Backend) -> Flask:
    return backend.open_app()


@pytest.fixture
def world(backend: Backend, app: Flask) -> World:
    return backend.world


@pytest.fixture
def connected(app: Flask) -> Iterator[None]:
    """An open connection, for tests that look into tables or call services."""
    with database.connection_context():
        yield


class Client(FlaskClient):
    """A test client that speaks JSON and, once signed in, carries its token."""

    token: str | None = None

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if self.token and args and isinstance(args[0], str):
            headers = dict(kwargs.get("headers") or {})
            headers.setdefault("Authorization", f"Bearer {self.token}")
            headers.setdefault("X-Shouwang-App", "phone/9.9.9")
            kwargs["headers"] = headers
        return super().open(*args, **kwargs)


@pytest.fixture
def anonymous(app: Flask) -> Client:
    app.test_client_class = Client
    client = app.test_client()
    assert isinstance(client, Client)
    return client


@pytest.fixture
def client_as(app: Flask, world: World) -> Callable[[str], Client]:
    """A client signed in as a persona of tests/world.py: client_as("officer")."""

    def sign_in(persona: str) -> Client:
        app.test_client_class = Client
        client = app.test_client()
        assert isinstance(client, Client)
        client.token = app.config["TOKEN_MINT"].make(world.people[persona].account_id)
        return client

    return sign_in


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Carry out what the acts so far asked for, here and now."""

    def run() -> int:
        from server.core.jobs import run_due_jobs

        with database.connection_context():
            return run_due_jobs()

    return run


@pytest.fixture
def run_command(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run a command line of wsgi.py against the test's database; its exit code."""

    def run(*arguments: str) -> int:
        for name in ("data_dir", "database_url", "secret", "public_url"):
            monkeypatch.setenv(f"SHOUWANG_{name.upper()}", str(getattr(backend.settings, name)))
        return commands.main(PARTS, list(arguments))

    return run
