"""How many pictures of 1920 × 1080 one core judges in a second, all checks, beside bare decoding of the same bytes.

    .venv/bin/python benchmarks/verify.py [--pictures 60] [--rounds 5] [--references 4]

The pictures are photographs (benchmarks/_scenes.py) under benign changes and, one in ten, under a fault, as JPEG of
quality 85. Four ways over the same bytes in the same run: decoding whole (the limit), decoding as far as the checks need,
reading and examining against the references, and the same with a second frame and clock. CPU time of one thread; the
least of the rounds, because the machine has other work.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import cv2
import numpy as np

from benchmarks import _scenes
from deploy.setup import photographs
from deploy.setup.steps import SetupFailed
from device_checks.verification.rules import Expectation, View, examine, read_frame, view_of
from tests.factories import picture_changes as changes
from tests.factories import picture_faults as faults
from tests.factories.pictures import jpeg

#: One in ten is faulty: many more than in life, for a fault costs more.
MIX = ("plain", "light_drift", "people", "night", "infrared", "wind", "rain", "lorry", "dusk")
FAULTS = ("shift 8%", "cover 40%", "defocus 4", "no_signal")
SIZE = (1920, 1080)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--references", type=int, default=4)
    given = parser.parse_args()
    try:
        if not photographs.are_there():
            photographs.fetch()
    except SetupFailed as failure:
        sys.exit(str(failure))
    cv2.setNumThreads(1)
    work = make(given.pictures, given.references)
    written = Expectation(*SIZE, osd=(changes.CLOCK,))

    def judge(content: bytes, views: list[View]) -> None:
        examine(read_frame(content), views, expected=Expectation(*SIZE))

    def judge_twice(content: bytes, views: list[View]) -> None:
        frame = read_frame(content)
        examine(frame, views, second=read_frame(content), expected=written, clock_offset_seconds=1.0)

    ways: dict[str, Callable[[bytes, list[View]], Any]] = {
        "decode": lambda content, _: cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR),
        "read": lambda content, _: read_frame(content),
        "all_checks": judge,
        "all_checks_with_second_frame": judge_twice,
    }
    least = dict.fromkeys(ways, float("inf"))
    for _ in range(given.rounds):
        for way, run in ways.items():
            started = time.process_time()
            for content, views in work:
                run(content, views)
            least[way] = min(least[way], (time.process_time() - started) / len(work))
    view = work[0][1][0].to_bytes()
    started = time.process_time()
    for _ in range(100):
        View.from_bytes(view)
    result = {
        "bench": "verify",
        "pictures": len(work),
        "mean_bytes": round(sum(len(content) for content, _ in work) / len(work)),
        "references": given.references,
        **{f"{way}_ms": round(seconds * 1000, 2) for way, seconds in least.items()},
        **{f"{way}_per_second": round(1 / seconds, 1) for way, seconds in least.items()},
        "share_of_limit": round(least["decode"] / least["all_checks"], 3),
        "view_bytes": len(view),
        "view_from_bytes_ms": round((time.process_time() - started) * 10, 3),
    }
    print(json.dumps(result))


def make(pictures: int, references: int) -> list[tuple[bytes, list[View]]]:
    """Pictures with the references of their camera; the references are those of the evaluation."""
    names = [name for name in _scenes.EVALUATION if not name.startswith("opencv-doc")][:10]
    work, kept = [], {}
    for number in range(pictures):
        name = names[number % len(names)]
        rng = np.random.default_rng(number)
        if name not in kept:
            scene = cv2.resize(_scenes.photograph(name, SIZE[0]), SIZE, interpolation=cv2.INTER_CUBIC)
            made = (change(scene, rng) for change in (changes.plain, changes.night, changes.infrared, changes.dusk))
            kept[name] = scene, [view_of(read_frame(jpeg(picture))) for picture in made][:references]
        scene, views = kept[name]
        is_faulty = number % 10 == 9
        change = faults.FAULTS[FAULTS[number // 10 % 4]][1] if is_faulty else changes.BENIGN[MIX[number % len(MIX)]]
        work.append((jpeg(change(scene, rng)), views))
    return work


if __name__ == "__main__":
    main()
