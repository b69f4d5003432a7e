"""A real server with the demo world, a real browser, and between them a line that can be bad."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.e2e.line import Line, bad_line

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("SHOUWANG_TEST_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]

#: As long as an action waits: a sign-in hashes a password, which on a busy machine takes more than the usual 5 s.
expect.set_options(timeout=15_000)


@dataclass
class Server:
    """The program as `make run` starts it."""

    port: int
    data_dir: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run wsgi.py with the server's settings."""
        return subprocess.run(
            [sys.executable, "wsgi.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo world and its papers, made once; each module's server starts from a copy."""
    data_dir = tmp_path_factory.mktemp("furnished")
    environment = {**os.environ, "SHOUWANG_DATA_DIR": str(data_dir), "SHOUWANG_DEMO": "1"}
    for command in ("demo", "run-jobs"):
        done = subprocess.run(
            [sys.executable, "wsgi.py", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
    return data_dir


@pytest.fixture(scope="module")
def server(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not (ROOT / "web" / "phone" / "dist" / "index.html").exists():
        pytest.fail("the web apps are not built: make setup")
    port = free_port()
    data_dir = tmp_path_factory.mktemp("server") / "data"
    shutil.copytree(furnished, data_dir)
    (data_dir / "cameras").mkdir()
    environment = {
        **os.environ,
        "SHOUWANG_DATA_DIR": str(data_dir),
        "SHOUWANG_DEMO": "1",
        "SHOUWANG_PORT": str(port),
        "SHOUWANG_ALARM_PORT": str(free_port()),
        "SHOUWANG_CAMERA_FOLDER": str(data_dir / "cameras"),
        "SHOUWANG_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SHOUWANG_WEB_ROOT": str(ROOT / "web"),
    }
    log = open(data_dir / "log.txt", "wb")  # noqa: SIM115 - the child writes to it until it ends
    process = subprocess.Popen(
        [sys.executable, "wsgi.py", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
    )
    running = Server(port, data_dir, environment, process)
    try:
        wait_until(lambda: _answers(running.address), 180, "the server to answer")
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
        log.close()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/openapi.json", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_until(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    """Poll until the condition holds; fail naming what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s in vain for {what}")


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    with bad_line(server.port) as made:
        yield made


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    made = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield made
    made.close()


class Phone:
    """A phone's browser with its own storage, which a kill does not lose."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._playwright = playwright
        self._folder = folder
        self.context: BrowserContext | None = None

    def start(self) -> BrowserContext:
        device = {k: v for k, v in self._playwright.devices["Pixel 7"].items() if k != "default_browser_type"}
        self.context = self._playwright.chromium.launch_persistent_context(
            str(self._folder),
            executable_path=CHROMIUM,
            args=FLAGS,
            permissions=["camera", "geolocation"],
            geolocation={"latitude": 36.6581, "longitude": 117.0472, "accuracy": 12},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **device,
        )
        self.context.set_default_timeout(15_000)
        return self.context

    def kill(self) -> None:
        """As when the system takes the app away: no goodbye."""
        for process in Path("/proc").iterdir():
            if not process.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                if str(self._folder).encode() in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)
        if self.context:
            with contextlib.suppress(Exception):
                self.context.close()
        for lock in self._folder.glob("Singleton*"):
            lock.unlink(missing_ok=True)

    def stop(self) -> None:
        if self.context:
            with contextlib.suppress(Exception):
                self.context.close()


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[Phone]:
    made = Phone(playwright, tmp_path / "phone")
    yield made
    made.stop()


@pytest.fixture
def desk(playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    """The officer's browser at the bureau."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900}, accept_downloads=True
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()
    browser.close()
