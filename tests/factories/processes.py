"""The program's own parts as processes on the test's installation, to be killed with SIGKILL at any moment.

They are forked from a process that has everything loaded: a program killed and started again costs a test tenths of a
second, not the seconds of a cold start.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from typing import Any

from server.core.settings import Settings
from server.web import commands
from server.web.app import create_app
from wsgi import PARTS

_LOADED = (
    "wsgi",
    "reports.documents.rendering.forms",
    "reports.documents.signing.pades",
    "reports.documents.signing.seals",
    "reports.documents.signing.stamping",
)
_NAMES = ("data_dir", "database_url", "secret", "public_url", "web_root", "upload_rate_per_minute")

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(list(_LOADED))


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings of the test's installation, as a process of its own reads them."""
    return {f"SHOUWANG_{name.upper()}": str(getattr(settings, name)) for name in _NAMES}


def start_program(settings: Settings, *arguments: str) -> ForkServerProcess:
    """``wsgi.py`` with these arguments."""
    return start(settings, _run_program, list(arguments))


def start(settings: Settings, act: Callable[..., Any], *arguments: Any) -> ForkServerProcess:
    """A process of the program that does one thing, ``act(*arguments)``, and ends; act must be importable."""
    process = _context.Process(target=_act, args=(environment_of(settings), act, arguments))
    process.start()
    return process


def kill(process: ForkServerProcess) -> None:
    """kill -9: nothing is caught, nothing tidied up."""
    process.kill()
    process.join()


def wait_for(condition: Callable[[], bool], seconds: float = 120) -> None:
    """A machine that runs everything at once is slow; in vain it is a failure."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


def _act(environment: dict[str, str], act: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    os.environ.update(environment)
    if act is not _run_program:
        create_app(Settings.from_environment(), PARTS)
    act(*arguments)


def _run_program(arguments: list[str]) -> int:
    return commands.main(PARTS, arguments)
