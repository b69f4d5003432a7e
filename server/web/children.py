"""The processes that ``run`` starts, keeps alive and takes along when it ends."""

from __future__ import annotations

import ctypes
import logging
import signal
import subprocess
import threading
from collections.abc import Iterable

log = logging.getLogger("shouwang")


def start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, preexec_fn=_end_with_parent)  # noqa: S603 - our own command, no threads yet


def _end_with_parent() -> None:
    """Have the kernel end this process when the one that started it is killed: nothing stays behind on the port."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def watch(commands: dict[str, list[str]], children: dict[str, subprocess.Popen[bytes]], stop: threading.Event) -> int:
    """Start again what ends, until told to stop; without its web server the whole program ends, with its code."""
    while not stop.wait(0.5):
        for name, child in children.items():
            if child.poll() is None:
                continue
            if name == "web":
                return child.returncode or 1
            log.error("%s ended with %s, starting again", name, child.returncode)
            stop.wait(2)
            children[name] = start(commands[name])
    return 0


def end(children: Iterable[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
