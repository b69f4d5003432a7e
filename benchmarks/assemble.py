"""How many papers a second come out of a bank of 10,000 items: drawn, laid out, and sealed.

    .venv/bin/python benchmarks/assemble.py [--items 10000] [--slots 100] [--seconds 2]

The table has overlapping cells (any difficulty beside a narrow one), so that drawing needs its flow. ``draw`` is one
set of items from the whole bank, ``paper`` a set and its layout, ``sealed`` what a session does for each candidate:
layout, canonical JSON, gzip and AES-256-GCM. The floor of the same run is ``random.sample`` a cell from lists already
sorted by cell, which knows nothing of overlaps. Needs no database.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from courses.papers.rules.envelopes import close_envelope
from courses.papers.rules.matching import Pool, PoolItem
from courses.papers.rules.randomness import candidate_seed
from courses.papers.rules.sets import draw_sets
from courses.papers.rules.tables import BlueprintRow, MarkingRules
from courses.papers.rules.writing import lay_out, plain_paper
from server.core.ids import new_id

CATEGORIES, TYPES = ("law", "business", "skill", "professional"), ("single", "multiple", "true_false")
MARKING = MarkingRules()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--slots", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=2.0, help="per measured case")
    options = parser.parse_args()
    items, rows = _bank(options.items), _table(options.slots)
    pool = Pool(items)
    cells = [[item for item in items if item.fits(row)] for row in rows]
    contents = {item.version_id: _content(item) for item in items}
    (one,) = draw_sets(rows, pool, b"seed")
    picked = [[(item.item_id, item.version_id) for item in row] for row in one]

    def floor(_: int) -> None:
        for row, cell in zip(rows, cells, strict=True):
            random.sample(cell, row.count)

    def draw(number: int) -> Any:
        return draw_sets(rows, pool, b"%d" % number)[0]

    def paper(number: int) -> None:
        drawn = [[(item.item_id, item.version_id) for item in row] for row in draw(number)]
        lay_out(drawn, rows, MARKING, contents, candidate_seed(b"seed", new_id(), number))

    def sealed(number: int) -> int:
        id = new_id()
        slots = lay_out(picked, rows, MARKING, contents, candidate_seed(b"seed", id, number))
        return len(close_envelope(id, plain_paper(id, "结业考试", slots, contents)).sealed)

    cases = {"floor_sample": floor, "draw": draw, "paper": paper, "sealed": sealed}
    rates = {name: round(_rate(case, options.seconds), 1) for name, case in cases.items()}
    result = {
        "benchmark": "assemble",
        "unit": "papers/s",
        "items": len(items),
        "slots": sum(row.count for row in rows),
        "rows": len(rows),
        **rates,
        "sealed_bytes": sealed(0),
        "pool_ms": round(1000 / _rate(lambda _: Pool(items), options.seconds), 1),
    }
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _bank(count: int) -> list[PoolItem]:
    """Points, types and difficulties in equal parts."""
    chance = random.Random(5)  # noqa: S311 - a bank, no secret
    return [
        PoolItem(
            f"{number:08}", f"v{number:08}", chance.choice(TYPES), category := chance.choice(CATEGORIES),
            f"{category}-{chance.randrange(12):02}", chance.randint(1, 5),
        )
        for number in range(count)
    ]  # fmt: skip


def _table(slots: int) -> tuple[BlueprintRow, ...]:
    """For each category and type: any, an easy part, and one knowledge point."""
    rows = []
    share = max(1, slots // (len(CATEGORIES) * len(TYPES) * 3))
    for category in CATEGORIES:
        for type in TYPES:
            rows.append(BlueprintRow(category, type, share, 100, None, 1, 2))
            rows.append(BlueprintRow(category, type, share, 100, f"{category}-03"))
            rows.append(BlueprintRow(category, type, share, 100))
    left = slots - sum(row.count for row in rows)
    if left > 0:
        first = rows[2]
        rows[2] = BlueprintRow(first.category, first.type, first.count + left, 100)
    return tuple(rows)


def _content(item: PoolItem) -> dict[str, Any]:
    stem = f"{item.item_id}：单位发现治安隐患且不能立即消除的，应当首先采取下列哪一项措施并报告有关部门？"
    if item.type == "true_false":
        return {"stem": stem}
    return {"stem": stem, "options": [{"id": letter, "text": f"{item.item_id} 的选项 {letter}"} for letter in "abcd"]}


def _rate(case: Callable[[int], Any], seconds: float) -> float:
    count, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        case(count)
        count += 1
    return count / passed


if __name__ == "__main__":
    sys.exit(main())
