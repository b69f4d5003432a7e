"""What the steps share: where things lie, how a long command shows progress, when a step is done."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".setup"
VENV = ROOT / ".venv"
HEARTBEAT_SECONDS = 10
LAST_LINES = 40


class SetupFailed(Exception):
    """The set-up cannot go on; the text says what a person can do."""


@contextlib.contextmanager
def take(title: str) -> Iterator[None]:
    print(f"==> {title}", flush=True)
    began = time.monotonic()
    yield
    print(f"    done in {time.monotonic() - began:.0f} s", flush=True)


def run(name: str, command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> None:
    """Run to the end with a line of progress now and then; the whole output goes to .setup/log/.

    Raises SetupFailed with the last lines of the output.
    """
    log = STATE / "log" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        )
        began = time.monotonic()
        try:
            while _still_runs(process):
                print(f"    {time.monotonic() - began:.0f} s: {_last_line(log)}", flush=True)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if process.returncode:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-LAST_LINES:])
        raise SetupFailed(f"{tail}\n\n{name} failed; its whole output is in {log.relative_to(ROOT)}")


def _still_runs(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(HEARTBEAT_SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return False


def _last_line(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1][:100] if lines else "…"


def digest(paths: Iterable[Path], *extra: str) -> str:
    """A hash of names and contents; of what is not there too."""
    total = hashlib.sha256("\n".join(extra).encode())
    for path in sorted(paths):
        content = path.read_bytes() if path.is_file() else b""
        total.update(f"\n{path.relative_to(ROOT)} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text() == value


def write_stamp(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)
