"""How long a draw over a million units takes, how much memory, and how long its replay.

    .venv/bin/python benchmarks/draw.py [--units 1000000] [--officers 2000] [--drawn 1000]

The floor of the same run: the units' numbers drawn by ``random.sample``, which knows no weights and cannot be replayed
elsewhere, and a plain loop with weights, taking each drawn one out of the list. Each step runs in a process of its own;
the peak is that process's whole memory, Python itself included. Everything made is removed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from checklists.draws.rules.algorithm import ALGORITHM, Bound, commitment_of
from checklists.draws.rules.record import FORMAT, draw_from, pool_bytes, record_hash
from server.core.canonical import canonical_json, content_hash

WEIGHTS = (1, 1, 1, 1, 1, 1, 1, 2, 2, 3)  # of ten units three are key units
SEED = hashlib.sha256(b"a benchmark's seed").digest()


def entries(units: int) -> Any:
    for number in range(units):
        weight = WEIGHTS[number * 7919 % 10]
        yield {"id": f"01930000-0000-7000-8000-{number:012x}", "name": f"泉城示范第{number}号单位", "uscc": "12370102DEM000014U", "weight": weight}  # fmt: skip


def crew(officers: int, units: int) -> list[dict[str, Any]]:
    """Every tenth officer keeps away from one unit."""
    return [
        {
            "id": f"01940000-0000-7000-8000-{number:012x}",
            "certificate_no": f"示{number:09}",
            "conflicts": [f"01930000-0000-7000-8000-{number * 31 % units:012x}"] if number % 10 == 0 else [],
        }
        for number in range(officers)
    ]


def freeze(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Sort, write and hash both pools, as the service does once it has read the units."""
    pool = sorted(entries(given.units), key=lambda row: row["id"])
    (folder / "units").write_bytes(pool_bytes(pool))
    (folder / "officers").write_bytes(pool_bytes(crew(given.officers, given.units)))
    return {}


def draw(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Read the frozen pools, draw, and write the record."""
    lines = {pool: (folder / pool).read_bytes() for pool in ("units", "officers")}
    hashes = {pool: hashlib.sha256(content).hexdigest() for pool, content in lines.items()}
    pools = {pool: json.loads(content) for pool, content in lines.items()}
    terms = {"name": "百万单位抽取", "unit_count": given.drawn, "officers_per_unit": 2}
    began = time.perf_counter()
    result = draw_from(
        SEED, Bound(content_hash(terms), hashes["units"], hashes["officers"], "见证"), pools["units"], pools["officers"],
        count=given.drawn, each=2,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    record: dict[str, Any] = {
        "format": FORMAT,
        "algorithm": ALGORITHM,
        "terms": terms,
        "commitment": {"sha256": commitment_of(SEED), "at": ""},
        "frozen_at": "",
        "left_out": {},
        "draw_at": "",
        "operator": "",
        "witness": {"name": "", "words": "见证"},
        "seed": SEED.hex(),
        "result": result,
        **{pool: {"count": len(rows), "entries": rows, "sha256": hashes[pool]} for pool, rows in pools.items()},
    }
    record["record_sha256"] = record_hash(record)
    (folder / "record.json").write_bytes(canonical_json(record))
    return {"algorithm_seconds": round(seconds, 3)}


def sample(_folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    chosen = random.Random(1).sample(range(given.units), given.drawn)  # noqa: S311 - a floor, no lot
    return {"drawn": len(chosen)}


def plain_loop(_folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Weights added up anew for every unit drawn: what one writes first."""
    weights = [WEIGHTS[number * 7919 % 10] for number in range(given.units)]
    source, rounds = random.Random(1), min(given.drawn, 20)  # noqa: S311
    for _ in range(rounds):
        left = source.randrange(sum(weights))
        for number, weight in enumerate(weights):
            if left < weight:
                weights[number] = 0
                break
            left -= weight
    return {"rounds": rounds}


def measured(step: Callable[..., dict[str, Any]], folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (step, folder, given))


def _run(step: Callable[..., dict[str, Any]], folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    began = time.perf_counter()
    found = step(folder, given)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(seconds, 3), "peak_megabytes": round(peak), **found}


def replayed(folder: Path) -> dict[str, Any]:
    """The stand-alone program, as anybody runs it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.perf_counter()
    command = [sys.executable, "-S", "-m", "checklists.draws.replay", str(folder / "record.json")]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, check=False)
    seconds = time.perf_counter() - began
    assert done.returncode == 0, done.stdout.decode()[:400]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"seconds": round(seconds, 3), "peak_megabytes": round(max(peak, before) / 1024)}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--officers", type=int, default=2000)
    parser.add_argument("--drawn", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found: dict[str, Any] = {"benchmark": "draw", **vars(given)}
        for step in (sample, plain_loop, freeze, draw):
            found[step.__name__] = measured(step, folder, given)
            print(step.__name__, found[step.__name__], flush=True)
        found["replay"] = replayed(folder)
        print("replay", found["replay"], flush=True)
        found["record_megabytes"] = round((folder / "record.json").stat().st_size / 1e6, 1)
    loop = found["plain_loop"]["seconds"] / found["plain_loop"]["rounds"] * given.drawn
    found["plain_loop_for_all_seconds"] = round(loop, 1)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
