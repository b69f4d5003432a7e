"""Examine a file in a process of its own, with little memory and time, no files to write and no network use.

Protocol: a line of JSON {"roots": [base64], "length": n} and then n bytes on standard input; JSON on standard output.
"""

import base64
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reports.documents.verifying.rules import Change, Examination, Fault, FoundSignature

_ROOT = Path(__file__).resolve().parents[3]
MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    cpu_seconds: int = 10
    wall_seconds: float = 40.0  # of a loaded machine; the processor time is what bounds
    memory_bytes: int = 768 * 1024 * 1024


DEFAULT_LIMITS = Limits()


def examine_apart(content: bytes, roots: Sequence[bytes], limits: Limits = DEFAULT_LIMITS) -> Examination:
    """Examine a file that may be hostile. About 0.7 s, most of it the start of the process."""
    if len(content) > MOST_BYTES:
        return Examination(fault=Fault.TOO_COSTLY)
    header = {
        "roots": [base64.b64encode(root).decode() for root in roots],
        "length": len(content),
        "cpu_seconds": limits.cpu_seconds,
        "memory_bytes": limits.memory_bytes,
    }
    where = [str(_ROOT), *(path for path in sys.path if path)]  # a server's own path may name the folder it stands in
    environment = {"PYTHONPATH": os.pathsep.join(where), "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", __name__],
            input=json.dumps(header).encode() + b"\n" + content,
            capture_output=True,
            timeout=limits.wall_seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Examination(fault=Fault.TOO_COSTLY)
    if done.returncode != 0:
        return Examination(fault=Fault.TOO_COSTLY if done.returncode < 0 else Fault.UNREADABLE)
    return _read(json.loads(done.stdout))


def _read(found: dict[str, Any]) -> Examination:
    signatures = tuple(
        FoundSignature(
            **{
                **entry,
                "change": Change(entry["change"]),
                "signed_at": datetime.fromisoformat(entry["signed_at"]) if entry["signed_at"] else None,
            }
        )
        for entry in found["signatures"]
    )
    return Examination(signatures, Fault(found["fault"]) if found["fault"] else None)


def _write(examination: Examination) -> str:
    def plain(signature: FoundSignature) -> dict[str, Any]:
        entry = {name: getattr(signature, name) for name in FoundSignature.__slots__}
        return {**entry, "signed_at": signature.signed_at.isoformat() if signature.signed_at else None}

    return json.dumps({"signatures": [plain(s) for s in examination.signatures], "fault": examination.fault})


def main() -> int:
    header = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read(header["length"])
    resource.setrlimit(resource.RLIMIT_CPU, (header["cpu_seconds"], header["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from reports.documents.verifying.examining import examine

    resource.setrlimit(resource.RLIMIT_AS, (header["memory_bytes"], header["memory_bytes"]))
    roots = [base64.b64decode(root) for root in header["roots"]]
    sys.stdout.write(_write(examine(content, roots)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
