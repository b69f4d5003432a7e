"""The virtual environment and the locked packages in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

from deploy.setup.steps import ROOT, VENV, SetupFailed, digest, is_stamped, run, write_stamp

RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"  # holds the other one whole
INTERPRETER = VENV / "bin" / "python"


def venv_is_ready() -> bool:
    """There, and of a Python that still exists and is new enough."""
    if not (VENV / "bin" / "pip").exists() or not INTERPRETER.exists():
        return False
    try:
        recorded = (VENV / "pyvenv.cfg").read_text()
    except OSError:
        return False
    versions = [line.partition("=")[2].strip() for line in recorded.splitlines() if line.startswith("version")]
    return bool(versions) and tuple(int(part) for part in versions[0].split(".")[:2]) >= (3, 11)


def make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    print(f"    with Python {sys.version.split()[0]}", flush=True)
    try:
        venv.create(VENV, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as failure:
        raise SetupFailed(f"The virtual environment could not be made: {failure}") from failure


def is_installed(lock: Path) -> bool:
    return is_stamped(_stamp(lock), _wanted(lock))


def install(lock: Path) -> None:
    """Exactly what the lock says, each file checked against its hash."""
    print(f"    {lock.read_text().count('==')} packages", flush=True)
    pip: list[str | Path] = [INTERPRETER, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    # The lock is complete, so that pip has nothing to resolve.
    run("pip-install", [*pip, "install", "--progress-bar", "off", "--require-hashes", "--no-deps", "-r", lock])
    write_stamp(_stamp(lock), _wanted(lock))
    if lock == DEV_LOCK:
        write_stamp(_stamp(RUN_LOCK), _wanted(RUN_LOCK))


def install_chromium() -> None:
    """Only where the system has no Chromium package of its own."""
    run("chromium", [INTERPRETER, "-m", "playwright", "install", "--with-deps", "chromium"])


def _stamp(lock: Path) -> Path:
    return VENV / f".installed-{lock.stem}"


def _wanted(lock: Path) -> str:
    return digest([lock])
