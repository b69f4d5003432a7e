"""Where a score becomes a doubt and where a fault: numbers kept as data, with what they were tried on.

``thresholds.json`` beside this file holds the ones that are shipped; an installation may set its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from device_checks.verification.errors import ThresholdsInvalid
from device_checks.verification.rules.findings import KINDS
from server.core.errors import FieldProblem

_FILE = Path(__file__).with_name("thresholds.json")

#: Faults that have no degree: they are there or not.
_WITHOUT_LIMIT = ("wrong_size",)


@dataclass(frozen=True)
class Limit:
    """A score at ``doubt`` or above is a doubt, at ``fault`` or above a fault."""

    doubt: float
    fault: float

    def verdict(self, score: float) -> str:
        """Say what a score means."""
        return "fault" if score >= self.fault else "doubt" if score >= self.doubt else "fine"

    def reached(self, score: float) -> float:
        """Return the limit that a score has reached, or the one that it has not."""
        return self.fault if score >= self.fault else self.doubt


@dataclass(frozen=True)
class Thresholds:
    """``limits`` by kind of fault; ``match``: agreement of edges from which a view is taken for a reference."""

    version: str
    match: float
    limits: Mapping[str, Limit]

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Thresholds:
        """Read thresholds as ``to_dict`` writes them.

        Raises: ThresholdsInvalid, naming each field.
        """
        problems = _problems(given)
        if problems:
            raise ThresholdsInvalid(fields=problems)
        limits = {kind: Limit(float(pair["doubt"]), float(pair["fault"])) for kind, pair in given["limits"].items()}
        return cls(str(given["version"]), float(given["match"]), limits)

    def to_dict(self) -> dict[str, Any]:
        """Write as JSON holds it."""
        limits = {kind: {"doubt": limit.doubt, "fault": limit.fault} for kind, limit in self.limits.items()}
        return {"version": self.version, "match": self.match, "limits": limits}

    def with_limit(self, kind: str, limit: Limit) -> Thresholds:
        """Return these with one limit changed."""
        return replace(self, limits={**self.limits, kind: limit})


def shipped() -> dict[str, Any]:
    """Return the shipped file: ``thresholds`` and their ``evaluation``."""
    content: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return content


def _problems(given: Mapping[str, Any]) -> list[FieldProblem]:
    problems = []
    version, limits = given.get("version"), given.get("limits")
    if not isinstance(version, str) or not 0 < len(version) <= 40:
        problems.append(FieldProblem("version", "填写版本号，最多 40 字"))
    if not _is_number(given.get("match")) or not 0 < given["match"] < 1:
        problems.append(FieldProblem("match", "应在 0 与 1 之间"))
    if not isinstance(limits, Mapping):
        return [*problems, FieldProblem("limits", "缺少阈值")]
    expected = set(KINDS) - set(_WITHOUT_LIMIT)
    problems += [FieldProblem(f"limits.{kind}", "缺少此项") for kind in sorted(expected - set(limits))]
    problems += [FieldProblem(f"limits.{kind}", "没有这一项") for kind in sorted(set(limits) - expected)]
    for kind in sorted(expected & set(limits)):
        pair = limits[kind]
        if not isinstance(pair, Mapping) or not (_is_number(pair.get("doubt")) and _is_number(pair.get("fault"))):
            problems.append(FieldProblem(f"limits.{kind}", "填写存疑与异常两个数"))
        elif not 0 < pair["doubt"] <= pair["fault"] < 1e6:
            problems.append(FieldProblem(f"limits.{kind}", "存疑阈值应大于 0 且不超过异常阈值"))
    return problems


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


DEFAULT_THRESHOLDS = Thresholds.from_dict(shipped()["thresholds"])
