"""How many badges a second are signed and checked.

    .venv/bin/python benchmarks/badges.py [--seconds 2]

``signed`` is a whole Open Badges 3.0 credential: composed, canonical JSON hashed twice, Ed25519, base58. ``checked`` is
the proof of one. The floor of the same run is a bare Ed25519 signature over 64 bytes, which is what no badge goes below.
Needs no database.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent.parent))

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courses.certificates.rules.badges import BadgeFacts, credential_of, encode_bits, method_of, written
from courses.certificates.rules.origin import Origin
from courses.certificates.rules.proofs import is_signed_by, sign

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="per measured case")
    options = parser.parse_args()
    key, origin = Ed25519PrivateKey.generate(), Origin("https://shouwang.example")
    method, hashed = method_of(origin, 1), bytes(64)

    def signed(number: int) -> dict[str, Any]:
        return sign(credential_of(_facts(number), origin), key, method, written(NOW))

    one, public = signed(1), key.public_key()
    cases: dict[str, Callable[[int], Any]] = {
        "floor_ed25519": lambda _: key.sign(hashed),
        "signed": signed,
        "checked": lambda _: is_signed_by(one, public),
        "status_lists": lambda number: encode_bits(range(number % 100, 131_072, 1000)),
    }
    rates = {name: round(_rate(case, options.seconds), 1) for name, case in cases.items()}
    size = len(json.dumps(one, ensure_ascii=False).encode())
    print(json.dumps({"benchmark": "badges", "unit": "badges/s", "credential_bytes": size, **rates}))
    return 0


def _facts(number: int) -> BadgeFacts:
    return BadgeFacts(
        id=UUID(int=number),
        person_id=UUID(int=number + 1),
        issuer_name="济南市公安局历下区分局",
        title="2026年保安员轮训合格",
        year=2026,
        audience="guard",
        seconds=86_400,
        issued_at=NOW,
        valid_to=date(2026, 12, 31),
        status_index=number,
        salt="a salt of sixteen",
    )


def _rate(case: Callable[[int], Any], seconds: float) -> float:
    count, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        case(count)
        count += 1
    return count / passed


if __name__ == "__main__":
    sys.exit(main())
