"""What a package claims of its learner, and what we read from it. A claim: it counts for being shown, not for hours."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.packages.errors import ClaimTooLarge
from courses.packages.rules.manifests import CMI5, SCORM12, PackagePart

MOST_ELEMENTS = 4000
MOST_VALUE = 65_536
MOST_STATE = 512 * 1024  # bytes of all parts of one learner
_ELEMENT = re.compile(r"(cmi|adl)(\.[A-Za-z0-9_]{1,40}){1,8}\Z")
#: A beat further from the last than this was no beat: the page slept.
MOST_BEAT_SECONDS = 90


@dataclass(frozen=True)
class Outcome:
    """Where a learner is: a status of ours, the score in hundredths of a percent, whether it is done."""

    status: str = ""  # "", incomplete, completed, passed, failed
    score_x100: int | None = None
    finished: bool = False


def merge_elements(known: Mapping[str, str], told: Mapping[str, Any]) -> dict[str, str]:
    """What is known with what was told now on top. Raises ClaimTooLarge; names that no standard has are passed over."""
    merged = dict(known)
    for name, value in told.items():
        if not _ELEMENT.match(name) or not isinstance(value, str):
            continue
        if len(value) > MOST_VALUE:
            raise ClaimTooLarge(element=name[:80])
        merged[name] = value
    if len(merged) > MOST_ELEMENTS:
        raise ClaimTooLarge(reason="elements")
    return merged


def check_size(state: Mapping[str, Any]) -> None:
    """Raises ClaimTooLarge."""
    if len(json.dumps(state)) > MOST_STATE:
        raise ClaimTooLarge(most_bytes=MOST_STATE)


def outcome_of(standard: str, elements: Mapping[str, str], part: PackagePart) -> Outcome:
    """Read one part's outcome from its elements; a mastery score of the manifest decides over a mere completion."""
    if not part.reports:
        return Outcome("completed" if elements else "", None, bool(elements))
    if standard == CMI5:
        return _of_cmi5(elements, part.move_on)
    of = _of_scorm12 if standard == SCORM12 else _of_scorm2004
    return of(elements, part.mastery)


def _of_cmi5(elements: Mapping[str, str], move_on: str) -> Outcome:
    score = _score(elements, "cmi5.score")
    completed, passed = "cmi5.completed" in elements, "cmi5.passed" in elements
    finished = {
        "Passed": passed,
        "Completed": completed,
        "CompletedAndPassed": completed and passed,
        "CompletedOrPassed": completed or passed,
    }.get(move_on, bool(elements))
    if "cmi5.failed" in elements and not passed:
        return Outcome("failed", _x100(score), finished)
    status = "passed" if passed else "completed" if completed or finished else "incomplete" if elements else ""
    return Outcome(status, _x100(score), finished)


def _of_scorm12(elements: Mapping[str, str], mastery: float | None) -> Outcome:
    score = _score(elements, "cmi.core.score")
    status = elements.get("cmi.core.lesson_status", "")
    if mastery is not None and score is not None and status in ("completed", "passed", "failed"):
        status = "passed" if score >= mastery else "failed"
    if status in ("", "not attempted", "unknown"):
        status = "incomplete" if elements else ""
    if status == "browsed":
        status = "completed"
    known = status if status in ("incomplete", "completed", "passed", "failed", "") else "incomplete"
    return Outcome(known, _x100(score), known in ("completed", "passed"))


def _of_scorm2004(elements: Mapping[str, str], mastery: float | None) -> Outcome:
    score = _score(elements, "cmi.score")
    success, completion = elements.get("cmi.success_status", ""), elements.get("cmi.completion_status", "")
    if mastery is not None and score is not None:
        success = "passed" if score >= mastery else "failed"
    done = completion == "completed" or success == "passed"
    if success in ("passed", "failed") and (done or success == "failed"):
        return Outcome(success, _x100(score), done and success != "failed")
    return Outcome("completed" if done else ("incomplete" if elements else ""), _x100(score), done)


def outcome_of_all(outcomes: list[Outcome]) -> Outcome:
    """Of a package: done when every part is; failed as soon as one has; its score is the mean of those that have one."""
    scores = [outcome.score_x100 for outcome in outcomes if outcome.score_x100 is not None]
    score = round(sum(scores) / len(scores)) if scores else None
    statuses = {outcome.status for outcome in outcomes}
    if "failed" in statuses:
        return Outcome("failed", score, False)
    if outcomes and all(outcome.finished for outcome in outcomes):
        return Outcome("passed" if "passed" in statuses else "completed", score, True)
    return Outcome("incomplete" if statuses - {""} else "", score, False)


def seconds_between(since_seconds: float, visible_ms: int) -> int:
    """What a beat is worth: what the page says it was looked at, and never more than passed on the server.

    Source: JN-3.4a.
    """
    passed = min(max(0.0, since_seconds), MOST_BEAT_SECONDS)
    return math.floor(min(passed, max(0, visible_ms) / 1000))


def _score(elements: Mapping[str, str], name: str) -> float | None:
    """Share of the full score, 0 to 1."""
    scaled = _number(elements.get(f"{name}.scaled", ""))
    if scaled is not None:
        return min(1.0, max(0.0, scaled))
    raw = _number(elements.get(f"{name}.raw", ""))
    most = _number(elements.get(f"{name}.max", ""))
    if raw is None:
        return None
    return min(1.0, max(0.0, raw / (most if most and most > 0 else 100)))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _x100(score: float | None) -> int | None:
    return None if score is None else round(score * 10_000)
