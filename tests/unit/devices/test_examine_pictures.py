"""A picture is judged against its references: what happens every day alarms nobody, what is wrong is told by its name."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from device_checks.verification.rules import (
    DEFAULT_THRESHOLDS,
    Box,
    Examination,
    Expectation,
    Frame,
    View,
    examine,
    frame_of,
    mark,
    read_frame,
    view_of,
)
from device_checks.verification.rules.findings import worst
from device_checks.verification.rules.thresholds import Limit
from tests.factories import picture_changes as changes
from tests.factories.picture_faults import FAULTS
from tests.factories.pictures import jpeg, scene, shifted

#: Grades that must be found at one look; the finer ones are the benchmark's.
SURE = {
    "shift 4%": {"moved"}, "shift 15%": {"moved"}, "turn 4°": {"moved"}, "zoom 1.1": {"moved"}, "cover 50%": {"partly_covered", "covered"},
    "cover 100%": {"covered", "signal_loss", "black"}, "defocus 3": {"defocused"}, "defocus 6": {"defocused"}, "defocus_infrared 4": {"defocused"},
    "snow 30%": {"noise"}, "stripes 8": {"stripes"}, "cast 40%": {"colour_cast"}, "over 4×": {"overexposed", "white", "partly_covered", "covered"},
    "under 1/20": {"underexposed"}, "haze 10%": {"low_contrast"}, "dark": {"black"}, "bright": {"white"},
    "no_signal": {"signal_loss", "black", "covered", "other_scene"},
}  # fmt: skip


def taken(name: str, seed: int = 1) -> Frame:
    """The yard under a change, as it comes over the line."""
    change = FAULTS[name][1] if name in FAULTS else changes.BENIGN[name]
    return read_frame(jpeg(changes.at_night(change, 7)(scene(1), np.random.default_rng(seed))))


@cache
def references() -> tuple[View, ...]:
    return tuple(view_of(taken(name, 100)) for name in ("plain", "night", "infrared", "dusk"))


def faults(found: Examination) -> set[str]:
    return {finding.kind for finding in found.findings if finding.verdict == "fault"}


@pytest.mark.parametrize("name", changes.BENIGN)
def test_what_happens_every_day_is_no_fault(name: str) -> None:
    found = examine(taken(name), references())
    assert faults(found) == set()
    assert found.best_view is not None


@pytest.mark.parametrize("name", SURE)
def test_a_fault_is_told_by_its_name(name: str) -> None:
    found = examine(taken(name), references())
    assert found.verdict == "fault"
    assert faults(found) & SURE[name]
    assert all(finding.score >= finding.limit for finding in found.findings)


def test_a_turned_camera_is_told_with_the_way_it_went() -> None:
    found = examine(frame_of(shifted(scene(1), across=0.06)), references())
    (finding,) = found.findings
    assert finding.kind == "moved"
    assert finding.shift is not None
    assert abs(finding.shift[0] - 0.06) < 0.01
    assert abs(finding.turn_degrees or 0) < 1


def test_another_cameras_picture_is_told() -> None:
    found = examine(frame_of(scene(2)), references())
    assert faults(found) & {"other_scene"}


def test_a_camera_turned_by_hand_is_a_doubt_not_a_fault() -> None:
    found = examine(frame_of(scene(2)), references(), expected=Expectation(is_ptz=True))
    assert {finding.kind: finding.verdict for finding in found.findings}["other_scene"] == "doubt"


def test_each_preset_has_its_own_reference() -> None:
    presets = [view_of(frame_of(scene(2))), view_of(frame_of(scene(1)))]
    found = examine(taken("plain"), presets, expected=Expectation(is_ptz=True))
    assert (found.verdict, found.best_view) == ("fine", 1)


def test_without_a_reference_only_what_no_scene_looks_like_is_said() -> None:
    assert examine(taken("plain"), []).verdict == "fine"
    assert faults(examine(frame_of(np.full((720, 1280, 3), (200, 30, 10), np.uint8)), [])) == {"signal_loss"}
    assert faults(examine(taken("dark"), [])) == {"black"}


@pytest.mark.parametrize("is_frozen", [True, False])
def test_a_frozen_picture_is_told_though_its_clock_runs(is_frozen: bool) -> None:
    first = changes.plain(scene(1), np.random.default_rng(1))
    later = first if is_frozen else changes.plain(scene(1), np.random.default_rng(2))
    frames = [read_frame(jpeg(changes.with_clock(picture, second))) for picture, second in ((first, 1), (later, 7))]
    found = examine(frames[0], references(), second=frames[1], expected=Expectation(osd=(changes.CLOCK,)))
    assert ("frozen" in faults(found)) is is_frozen


@pytest.mark.parametrize(("seconds", "verdict"), [(3.0, "fine"), (-20.0, "doubt"), (3600.0, "fault"), (None, "fine")])
def test_a_clock_is_judged_by_what_is_certain(seconds: float | None, verdict: str) -> None:
    found = examine(taken("plain"), references(), clock_offset_seconds=seconds)
    assert found.verdict == verdict


def test_another_size_than_the_registers_is_a_fault_of_its_own() -> None:
    found = examine(taken("plain"), references(), expected=Expectation(1920, 1080))
    assert faults(found) == {"wrong_size"}
    assert examine(taken("plain"), references(), expected=Expectation(1280, 720)).verdict == "fine"


def test_text_in_the_picture_is_left_out() -> None:
    bare = scene(1)
    written = bare.copy()
    written[:120, :900] = 0
    osd = (Box(0, 0, 0.72, 0.18),)
    view = view_of(frame_of(bare), osd)
    assert faults(examine(frame_of(written), [view], expected=Expectation(osd=osd))) == set()


def test_limits_decide() -> None:
    turned = frame_of(shifted(scene(1), across=0.02))
    lenient = DEFAULT_THRESHOLDS.with_limit("moved", Limit(0.018, 0.3))
    assert examine(turned, references()).verdict == "fault"
    (finding,) = examine(turned, references(), thresholds=lenient).findings
    assert (finding.kind, finding.verdict, finding.limit) == ("moved", "doubt", 0.018)


def test_the_evidence_is_a_picture_with_marks() -> None:
    frame = taken("cover 50%")
    marked = mark(frame, examine(frame, references()))
    drawn = cv2.imdecode(np.frombuffer(marked, np.uint8), cv2.IMREAD_COLOR)
    assert drawn.shape == frame.picture.shape
    red = (drawn[..., 2] > 180) & (drawn[..., 1] < 90)
    assert red.sum() > 200


def test_the_worst_verdict_counts() -> None:
    assert worst([]) == "fine"
    assert worst(["doubt", "fine", "fault"]) == "fault"
