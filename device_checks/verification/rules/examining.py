"""One look at a picture: the checks in the order in which one answer makes the next one meaningful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from device_checks.verification.rules import checks
from device_checks.verification.rules.features import Features, features_of
from device_checks.verification.rules.findings import Box, Examination, Expectation, Finding, worst
from device_checks.verification.rules.matching import (
    STILL,
    Motion,
    agreement,
    large_shift,
    motion_by_points,
    small_motion,
)
from device_checks.verification.rules.reading import Frame
from device_checks.verification.rules.thresholds import DEFAULT_THRESHOLDS, Thresholds
from device_checks.verification.rules.views import View

#: Of a camera of which nothing is known.
UNKNOWN = Expectation()
#: Share of the windows that must have moved together before it is the camera that moved.
_TOGETHER = 0.4
#: Faults that explain by themselves why no edge agrees any more.
_HIDES_THE_VIEW = ("noise", "stripes", "overexposed", "low_contrast", "defocused")
#: Share of the reference's edges below which a picture has too few to be of another place.
_FEW_EDGES = 0.5
#: Agreement of light and dark from which a view without edges is still taken for the same.
_SAME_LAYOUT = 0.7
#: Share of lost edges from which nobody asks which part is covered.
_WHOLE = 0.85
#: Agreement that no view reaches which went by a hundredth of its width.
_SURELY_STILL = 0.9
#: Agreement from which nobody looks for the view elsewhere, and by how much it must agree better there.
_CERTAIN = 0.8
_BETTER = 0.1
#: Agreement at which a shifted reference is found again.
_FOUND_AGAIN = 0.5


@dataclass
class _Look:
    thresholds: Thresholds
    findings: list[Finding] = field(default_factory=list)
    measures: dict[str, float] = field(default_factory=dict)

    def weigh(
        self, kind: str, score: float, boxes: tuple[Box, ...] = (), motion: Motion | None = None, most: str = "fault"
    ) -> str:
        """Hold a score against its limit and keep both."""
        limit = self.thresholds.limits[kind]
        self.measures[kind] = round(score, 4)
        verdict = limit.verdict(score)
        if verdict == "fault" and most == "doubt":
            verdict = "doubt"
        if verdict != "fine":
            self.findings.append(_finding(kind, verdict, score, limit.reached(score), boxes, motion))
        return verdict


def examine(
    frame: Frame,
    views: Sequence[View],
    *,
    second: Frame | None = None,
    expected: Expectation = UNKNOWN,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    clock_offset_seconds: float | None = None,
) -> Examination:
    """Judge one picture against its references. ``second``: the same camera some seconds later.

    ``clock_offset_seconds``: by how much the camera's clock is wrong for certain, uncertainty already taken off.
    """
    look = _Look(thresholds)
    if not checks.is_of_expected_size(frame, expected):
        look.findings.append(Finding("wrong_size", "fault", 1.0, 1.0))
    features = features_of(frame, expected.osd)
    best = _best(views, features)
    look.measures["match"] = round(best[1], 4) if best else 0.0
    if not _is_blank(look, features, best):
        _compare(look, frame, features, views, best, expected)
    if second is not None:
        look.weigh("frozen", checks.frozen(frame, second, expected.osd))
    if clock_offset_seconds is not None:
        look.weigh("clock_drift", abs(clock_offset_seconds))
    verdict = worst([finding.verdict for finding in look.findings])
    return Examination(verdict, tuple(look.findings), best[0] if best else None, look.measures)


def _best(views: Sequence[View], features: Features) -> tuple[int, float] | None:
    scores = [agreement(view.features.directions, features.directions) for view in views]
    return max(enumerate(scores), key=lambda pair: pair[1]) if scores else None


def _is_blank(look: _Look, features: Features, best: tuple[int, float] | None) -> bool:
    """A picture with nothing in it is not compared further; one that still fits its reference is not blank."""
    if best and best[1] >= look.thresholds.match:
        return False
    scores = (
        ("black", checks.black(features)),
        ("white", checks.white(features)),
        ("signal_loss", checks.signal_loss(features)),
    )
    return any(look.weigh(kind, score) == "fault" for kind, score in scores)


def _compare(
    look: _Look,
    frame: Frame,
    features: Features,
    views: Sequence[View],
    best: tuple[int, float] | None,
    expected: Expectation,
) -> None:
    if best is None:
        _quality(look, features, None, views)
        return
    view = views[best[0]]
    motion = STILL if best[1] >= _SURELY_STILL else small_motion(view.features, features)
    if motion.support < _TOGETHER and best[1] < _CERTAIN:
        elsewhere = _found_elsewhere(view, frame, features, best[1])
        if elsewhere is None and best[1] < look.thresholds.match:
            _strange(look, features, view, views, expected)
            return
        motion = elsewhere or motion
    reach = motion.reach if motion.support >= _TOGETHER else 0.0
    if look.weigh("moved", reach, motion=motion, most=_most(expected)) != "fine":
        return
    _cover(look, view, features)
    _quality(look, features, view.features, views)


def _found_elsewhere(view: View, frame: Frame, features: Features, here: float) -> Motion | None:
    """The picture does not fit its reference well where it is: look whether it fits better anywhere else."""
    across, down, found = large_shift(view.features, features)
    if found >= max(_FOUND_AGAIN, here + _BETTER):
        return Motion(across, down, 0.0, 1.0, found)
    if here >= _FOUND_AGAIN:
        return None
    motion = motion_by_points(view, frame)
    return motion if motion.support >= _TOGETHER else None


def _strange(look: _Look, features: Features, view: View, views: Sequence[View], expected: Expectation) -> None:
    """The picture fits no reference anywhere: too blurred, too noisy, covered, or of another place."""
    reference = view.features
    keeps_layout = checks.layout(reference, features) >= _SAME_LAYOUT
    edge = float(np.vdot(features.directions, features.directions)) / max(
        float(np.vdot(reference.directions, reference.directions)), 1e-6
    )
    if not keeps_layout and edge < _FEW_EDGES:
        _cover(look, view, features)
        return
    _quality(look, features, reference, views, is_same=keeps_layout)
    if any(finding.verdict == "fault" and finding.kind in _HIDES_THE_VIEW for finding in look.findings):
        return
    lost = checks.lost_detail(reference, features)
    if keeps_layout and lost >= look.thresholds.limits["defocused"].fault:
        look.weigh("defocused", lost)
    elif keeps_layout:
        _cover(look, view, features)
    else:
        look.weigh("other_scene", 1.0 - max(look.measures["match"], 0.0), most=_most(expected))
    if not look.findings:  # what fits nothing is never fine
        look.weigh("other_scene", max(1.0, look.thresholds.limits["other_scene"].doubt), most="doubt")


def _cover(look: _Look, view: View, features: Features) -> None:
    known, gone = checks.cover_map(view.features, features)
    whole = checks.covered(known, gone)
    hidden = max(whole, checks.unlit(view.features, features))
    if (
        look.thresholds.limits["covered"].verdict(hidden) != "fine"
        and checks.underexposed(view.features, features) >= 1
    ):
        look.weigh("underexposed", checks.underexposed(view.features, features))
        return
    # Half a cover is seen now as whole, now as part: told as both, each lasts by itself.
    if look.weigh("covered", whole) != "fault" or whole < _WHOLE:
        area, boxes = checks.partly_covered(known, gone)
        look.weigh("partly_covered", area, boxes)


def _quality(
    look: _Look, features: Features, reference: Features | None, views: Sequence[View], *, is_same: bool = True
) -> None:
    """Sharpness, interference and light. Without a reference only what no scene looks like is said.

    Sharpness is compared only where the picture shows the same as the reference (``is_same``).
    """
    look.weigh("noise", checks.noise(reference, features))
    look.weigh("overexposed", checks.overexposed(reference, features))
    if "underexposed" not in look.measures:
        look.weigh("underexposed", checks.underexposed(reference, features), most="doubt")
    if reference is None:
        return
    if is_same:
        look.weigh("defocused", checks.defocused(reference, features))
    look.weigh("stripes", checks.stripes(reference, features))
    look.weigh("low_contrast", checks.low_contrast(reference, features, [view.features for view in views]))
    look.weigh("colour_cast", checks.colour_cast([view.features for view in views], features))


def _most(expected: Expectation) -> str:
    """A camera that is turned by hand may be elsewhere for a while."""
    return "doubt" if expected.is_ptz else "fault"


def _finding(
    kind: str, verdict: str, score: float, limit: float, boxes: tuple[Box, ...], motion: Motion | None
) -> Finding:
    if motion is None:
        return Finding(kind, verdict, score, limit, boxes)
    return Finding(kind, verdict, score, limit, boxes, (motion.across, motion.down), motion.turn_degrees, motion.scale)
