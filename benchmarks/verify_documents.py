"""How many papers can be verified in a second: by code, by hash, by file, and altered files looked into.

    .venv/bin/python benchmarks/verify_documents.py [--documents 200] [--seconds 5]

One process, SQLite in a temporary folder with so many registered certificates, each answer with its proof of inclusion.
An altered file is examined in a process of its own, as the server does it. ``sha256`` is hashing the file alone. The last
line is JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks._papers import bureau, honours_of
from reports.documents.queries import content_of, document_by_id
from reports.documents.queries.verifications import verify_file, verify_hash, verify_token
from server.core.ids import new_id


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args()
    found: dict[str, object] = {"benchmark": "verify_documents", "documents": given.documents, "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory() as name, bureau(Path(name)) as agency_id:
        make = honours_of(agency_id)
        made = [document_by_id(make(new_id(), {}).id) for _ in range(given.documents)]
        contents = [content_of(document) for document in made[:20]]
        altered = [content[:-9000] + bytes([content[-9000] ^ 1]) + content[-8999:] for content in contents]
        turns = itertools.cycle(made)
        files, broken = itertools.cycle(contents), itertools.cycle(altered)
        ways: dict[str, tuple[str, Callable[[], str]]] = {
            "by_code": ("valid", lambda: verify_token(next(turns).token)["verdict"]),
            "by_hash": ("valid", lambda: verify_hash(next(turns).file.sha256)["verdict"]),
            "by_file": ("valid", lambda: verify_file(next(files))["verdict"]),
            "altered_file": ("altered", lambda: verify_file(next(broken))["verdict"]),
        }
        for way, (verdict, ask) in ways.items():
            found[f"{way}_a_second"] = _rate(ask, verdict, given.seconds)
            print(way, found[f"{way}_a_second"], flush=True)
        found["sha256_a_second"] = _rate(lambda: hashlib.sha256(next(files)).hexdigest() and "valid", "valid", 1.0)
        found["bytes"] = len(contents[0])
    print(json.dumps(found))


def _rate(ask: Callable[[], str], expected: str, seconds: float) -> float:
    assert ask() == expected
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        assert ask() == expected
        count += 1
    return round(count / (time.perf_counter() - started), 1)


if __name__ == "__main__":
    main()
