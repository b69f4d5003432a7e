"""A record of a draw made without a database, for replays; and the table that holds all replays to one another."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from checklists.draws.rules.algorithm import ALGORITHM, Bound, Stream, assign_officers, commitment_of, draw_positions
from checklists.draws.rules.record import FORMAT, draw_from, pool_bytes, record_hash
from server.core.canonical import canonical_json, content_hash

VECTORS = Path(__file__).parents[1] / "vectors" / "draws.json"


def make_record(units: int = 12, officers: int = 5, count: int = 4, *, number: int = 1, words: str = "泉水𠮷") -> bytes:
    """Canonical JSON; every third unit weighs three, and the second officer keeps away from the first unit."""
    seed = hashlib.sha256(b"record %d" % number).digest()
    pool = [
        {"id": _id("a", n), "name": f"第{n}号示范单位", "uscc": "", "weight": 3 if n % 3 == 0 else 1}
        for n in range(units)
    ]
    crew = [
        {"id": _id("b", n), "certificate_no": f"示{n:06}", "conflicts": [_id("a", 0)] if n == 1 else []}
        for n in range(officers)
    ]
    hashes = [hashlib.sha256(pool_bytes(entries)).hexdigest() for entries in (pool, crew)]
    terms = {
        "name": "重放示例",
        "unit_count": count,
        "officers_per_unit": 2,
        "weights": {"0": 1, "1": 3},
        "repeats": None,
    }
    record: dict[str, Any] = {
        "format": FORMAT,
        "algorithm": ALGORITHM,
        "terms": terms,
        "commitment": {"sha256": commitment_of(seed), "at": "2026-11-02T01:00:00.000000Z"},
        "frozen_at": "2026-11-02T01:10:00.000000Z",
        "units": {"count": units, "entries": pool, "sha256": hashes[0]},
        "officers": {"count": officers, "entries": crew, "sha256": hashes[1]},
        "left_out": {"units": {"listed": 1}, "officers": {}, "sha256": "0" * 64},
        "draw_at": "2026-11-02T01:20:00.000000Z",
        "operator": "示000099",
        "witness": {"name": "监督员", "words": words},
        "seed": seed.hex(),
    }
    bound = Bound(content_hash(terms), *hashes, words)
    record["result"] = draw_from(seed, bound, pool, crew, count=count, each=2)
    record["record_sha256"] = record_hash(record)
    return canonical_json(record)


def vectors() -> dict[str, Any]:
    """What the algorithm makes of a few inputs; written to tests/vectors/draws.json."""
    cases = []
    for number, (weights, count, officers, conflicts) in enumerate(
        [
            ([1, 1, 1], 2, 2, {}),
            ([3, 2, 1, 1, 1, 1, 1, 100], 8, 5, {0: [0, 1]}),
            ([(n * 7) % 100 + 1 for n in range(300)], 40, 7, {n: [n % 7] for n in range(0, 300, 3)}),
        ]
    ):
        seed = hashlib.sha256(b"vector %d" % number).digest()
        bound = Bound(*(hashlib.sha256(b"%d" % part).hexdigest() for part in range(3)), f"见证{number}𠮷\n")
        stream = Stream(seed, bound)
        drawn = draw_positions(stream, weights, count)
        teams = assign_officers(stream, drawn, officers, 2, conflicts)
        cases.append(
            {
                "seed": seed.hex(),
                "bound": vars(bound),
                "weights": weights,
                "count": count,
                "officers": officers,
                "each": 2,
                "conflicts": {str(unit): barred for unit, barred in conflicts.items()},
                "drawn": drawn,
                "teams": teams,
                "after": str(stream.below(2**53)),
            }
        )
    return {"algorithm": ALGORITHM, "cases": cases, "record": json.loads(make_record())}


def _id(kind: str, number: int) -> str:
    return f"0193{kind}000-0000-7000-8000-{number:012x}"


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
