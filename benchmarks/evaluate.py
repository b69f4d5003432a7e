"""How many faults the picture checks find, and how often they cry wolf, on real photographs with generated changes.

    .venv/bin/python benchmarks/evaluate.py [--scenes evaluation] [--looks 4] [--kinds WORD] [--list] [--write]

The photographs (benchmarks/_scenes.py) are split into scenes to tune on and scenes to judge on. Each scene is a camera
with references by day, night, infrared and dusk, made with other random numbers than the pictures judged. Every benign
change and every grade of every fault is looked at several times. A look alarms when its verdict is ``fault``; after two
looks a case needs two in a row that say the same. The same with one reference by day alone stands beside it. Last, a film of a real
fixed camera: its first frame is the reference, every later one must be fine.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import av
import cv2
import numpy as np

from benchmarks import _scenes
from deploy.setup import photographs
from deploy.setup.steps import SetupFailed
from device_checks.verification.rules import (
    Examination,
    Expectation,
    Frame,
    View,
    examine,
    frame_of,
    read_frame,
    view_of,
)
from device_checks.verification.rules.thresholds import shipped
from server.core import clock
from tests.factories import picture_changes as changes
from tests.factories.picture_faults import FAULTS
from tests.factories.picture_optics import Change
from tests.factories.pictures import Picture, jpeg

#: What names a fault rightly besides its own kind.
ALSO_RIGHT = {
    "moved": {"other_scene"},
    "partly_covered": {"covered"},
    "covered": {"partly_covered", "black", "white", "signal_loss"},
    "black": {"underexposed", "signal_loss", "covered"},
    "white": {"overexposed", "signal_loss", "covered"},
    "signal_loss": {"black", "white", "covered", "other_scene"},
    "underexposed": {"black", "low_contrast"},
    "overexposed": {"white"},
    "low_contrast": {"covered"},
}


@dataclass(frozen=True)
class Seen:
    scene: str
    change: str
    truth: str  # fine, or the kind of fault
    references: str  # several or one
    verdict: str
    kinds: tuple[tuple[str, str], ...]  # kind, verdict
    measures: dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenes", choices=("tuning", "evaluation"), default="evaluation")
    parser.add_argument("--looks", type=int, default=4, help="looks at each change of each scene")
    parser.add_argument("--kinds", default="", help="only changes whose name holds this")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="name each false alarm and miss")
    parser.add_argument("--every", type=int, default=1, help="only every so many-th scene, for a first idea")
    parser.add_argument("--measures", type=Path, help="write every score into this file, a JSON line each")
    parser.add_argument("--write", action="store_true", help="keep the result beside the shipped thresholds")
    given = parser.parse_args()
    try:
        if not photographs.are_there():
            photographs.fetch()
    except SetupFailed as failure:
        sys.exit(str(failure))
    started = time.perf_counter()
    scenes = _scenes.TUNING if given.scenes == "tuning" else _scenes.EVALUATION
    scenes = scenes[:: given.every]
    seen: list[Seen] = []
    with ProcessPoolExecutor(given.processes) as pool:
        for part in pool.map(look_at_scene, scenes, [given] * len(scenes)):
            seen += part
    result = {"bench": "evaluate", "scenes": given.scenes, "of_scenes": len(scenes), **tables(seen)}
    if not given.kinds:
        result["film"] = look_at_film()
        print("film of a fixed camera:", json.dumps(result["film"]))
    result["seconds"] = round(time.perf_counter() - started, 1)
    if given.measures:
        given.measures.write_text("".join(json.dumps(vars(one)) + "\n" for one in seen), "utf-8")
    if given.list:
        name_errors(seen)
    if given.write:
        keep(result)
    print(json.dumps(result, ensure_ascii=False))


def look_at_scene(name: str, given: argparse.Namespace) -> list[Seen]:
    """Be the camera of one scene."""
    cv2.setNumThreads(1)
    picture = _scenes.photograph(name)
    lamps = zlib.crc32(name.encode()) % 1000
    references = [
        view_of(_taken(change, picture, f"{name} reference {kind}", lamps))
        for kind, change in (
            ("plain", changes.plain),
            ("night", changes.night),
            ("infrared", changes.infrared),
            ("dusk", changes.dusk),
        )
    ]
    seen = []
    plan = [(kind, "fine", change) for kind, change in changes.BENIGN.items()]
    plan += [(kind, truth, change) for kind, (truth, change) in FAULTS.items()]
    plan += [("stranger", "other_scene", _stranger(name))]
    for kind, truth, change in plan:
        if given.kinds not in kind:
            continue
        for look in range(given.looks):
            frame = _taken(change, picture, f"{name} {kind} {look}", lamps)
            for label, views in (("several", references), ("one", references[:1])):
                if label == "one" and truth != "fine":
                    continue
                found = examine(frame, views)
                seen.append(_noted(name, kind, truth, label, found))
    if given.kinds in "frozen_clock live_at_night preset":
        seen += _in_time(name, picture, references, lamps, given)
    return seen


def _in_time(name: str, picture: Picture, references: list[View], lamps: int, given: argparse.Namespace) -> list[Seen]:
    """Two frames a few seconds apart, with a clock drawn into them; and a camera with presets."""
    seen = []
    written = Expectation(osd=(changes.CLOCK,))
    other = view_of(frame_of(_scenes.photograph(_next(name))))
    for look in range(given.looks):
        for kind, truth in (("live", "fine"), ("live_at_night", "fine"), ("frozen_clock", "frozen")):
            rng = _rng(f"{name} {kind} {look}")
            change = changes.night if "night" in kind else changes.plain
            first = change(picture, rng) if change is changes.plain else changes.night(picture, rng, lamps=lamps)
            later = first if truth == "frozen" else changes.plain(first, rng)
            frames = [read_frame(jpeg(changes.with_clock(p, s), quality=85)) for p, s in ((first, 1), (later, 6))]
            found = examine(frames[0], references, second=frames[1], expected=written)
            seen.append(_noted(name, kind, truth, "several", found))
        frame = _taken(changes.plain, picture, f"{name} presets {look}", lamps)
        found = examine(frame, [other, references[0]], expected=Expectation(is_ptz=True))
        seen.append(_noted(name, "preset", "fine", "several", found))
    return seen


def look_at_film() -> dict[str, Any]:
    """Every fourth frame of a real fixed camera against its first."""
    frames: list[Frame] = []
    with av.open(str(_scenes.film())) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number % 4 == 0:
                frames.append(frame_of(frame.to_ndarray(format="bgr24")))
    result: dict[str, Any] = {"frames": len(frames)}
    for label, views in (("one", frames[:1]), ("four", frames[:: len(frames) // 4][:4])):
        prepared = [view_of(frame) for frame in views]
        found = [examine(frame, prepared, second=later) for frame, later in zip(frames, frames[5:], strict=False)]
        verdicts = Counter(one.verdict for one in found)
        kinds = Counter(finding.kind for one in found for finding in one.findings)
        result[label] = {
            "looks": len(found),
            "fault": verdicts["fault"],
            "doubt": verdicts["doubt"],
            "kinds": dict(kinds),
        }
    return result


def tables(seen: list[Seen]) -> dict[str, Any]:
    """Count by change, print, and return what the last line says."""
    result: dict[str, Any] = {}
    for references in ("several", "one"):
        ours = [one for one in seen if one.references == references]
        benign = [one for one in ours if one.truth == "fine"]
        print(f"\n== {references} reference(s): benign changes, per cent that alarm at one look / two / doubt")
        rates = _by_change(benign, lambda one: one.verdict == "fault")
        for change, row in rates.items():
            print(
                f"  {change:28} {row['one']:6.2f} {row['two']:6.2f} {row['doubt']:6.2f}   of {row['looks']}  {row['as']}"
            )
        print(
            f"== {references} reference(s): faults, per cent found at one look / two / named rightly / at least doubt"
        )
        found = _by_change([one for one in ours if one.truth != "fine"], lambda one: one.verdict == "fault")
        for change, row in found.items():
            print(
                f"  {change:28} {row['one']:6.1f} {row['two']:6.1f} {row['named']:6.1f} {row['seen']:6.1f}   {row['as']}"
            )
        totals = _by_change([_renamed(one) for one in benign], lambda one: one.verdict == "fault").get("all", {})
        result[references] = {
            "false_alarms": {key: totals.get(key) for key in ("looks", "one", "two", "doubt")},
            "benign": [{"change": change, **_kept(row)} for change, row in rates.items()],
            "faults": [{"change": change, "kind": _truth(ours, change), **_kept(row)} for change, row in found.items()],
        }
    return result


def _by_change(seen: list[Seen], alarms: Any) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        groups[one.change].append(one)
    rows = {}
    for change, group in groups.items():
        pairs = [(a, b) for a, b in zip(group[::2], group[1::2], strict=False) if a.scene == b.scene]
        hits = [one for one in group if alarms(one)]
        both = [pair for pair in pairs if _faults(pair[0]) & _faults(pair[1])]
        kinds = Counter(kind for one in group for kind, verdict in one.kinds if verdict == "fault")
        rows[change] = {
            "looks": len(group),
            "one": _percent(len(hits), len(group)),
            "two": _percent(len(both), len(pairs)),
            "doubt": _percent(sum(one.verdict == "doubt" for one in group), len(group)),
            "seen": _percent(sum(one.verdict != "fine" for one in group), len(group)),
            "named": _percent(sum(_is_named(one) for one in group), len(group)),
            "as": dict(kinds.most_common(4)),
        }
    return rows


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("looks", "one", "two", "doubt", "named")}


def _truth(seen: list[Seen], change: str) -> str:
    return next(one.truth for one in seen if one.change == change)


def _faults(one: Seen) -> set[str]:
    return {kind for kind, verdict in one.kinds if verdict == "fault"}


def _is_named(one: Seen) -> bool:
    right = {one.truth} | ALSO_RIGHT.get(one.truth, set())
    return any(verdict == "fault" and kind in right for kind, verdict in one.kinds)


def name_errors(seen: list[Seen]) -> None:
    print("\n== errors with several references")
    for one in seen:
        if one.references == "several" and (one.verdict == "fault") == (one.truth == "fine"):
            print(f"  {one.change:22} {Path(one.scene).parts[-1][:24]:24} {one.verdict} {one.kinds} {one.measures}")


def keep(result: dict[str, Any]) -> None:
    path = Path(__file__).parent.parent / "device_checks/verification/rules/thresholds.json"
    content = shipped()
    content["evaluation"] = {
        "on": clock.today().isoformat(),
        **{k: v for k, v in result.items() if k != "bench"},
    }
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _taken(change: Change, picture: Picture, seed: str, lamps: int) -> Frame:
    """A picture as it comes over the line. At night the lamps of one street stay where they are."""
    changed = changes.at_night(change, lamps)(picture, _rng(seed))
    return read_frame(jpeg(changed, quality=int(_rng(seed + " quality").integers(60, 92))))


def _stranger(name: str) -> Change:
    return lambda picture, rng: changes.plain(_scenes.photograph(_next(name)), rng)


def _next(name: str) -> str:
    group = _scenes.TUNING if name in _scenes.TUNING else _scenes.EVALUATION
    return group[(group.index(name) + 1) % len(group)]


def _rng(seed: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(seed.encode()))


def _noted(name: str, kind: str, truth: str, label: str, found: Examination) -> Seen:
    kinds = tuple((finding.kind, finding.verdict) for finding in found.findings)
    return Seen(name, kind, truth, label, found.verdict, kinds, dict(found.measures))


def _renamed(one: Seen) -> Seen:
    return Seen(one.scene, "all", one.truth, one.references, one.verdict, one.kinds, one.measures)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


if __name__ == "__main__":
    main()
