"""Changes of how a version is marked (改判), and what they come to together. The later one wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Mode(StrEnum):
    """What a regrade does to a version in one session."""

    NEW_KEY = "new_key"  # 更正答案: only this key counts from now on
    ALSO = "also"  # 增加答案: this key counts beside the others
    FULL_CREDIT = "full_credit"  # 整题送分
    VOID = "void"  # 作废: neither points nor worth count


@dataclass(frozen=True)
class Change:
    """One regrade that was approved."""

    mode: Mode
    key: Json | None = None


@dataclass(frozen=True)
class Ruling:
    """How a version is marked after all changes; ``outcome`` none: by the best of the keys."""

    keys: tuple[Json, ...]
    outcome: Mode | None = None


def ruling_of(key: Json, changes: Sequence[Change]) -> Ruling:
    """Fold changes in the order of their approval over the key that the version was written with."""
    ruling = Ruling((key,))
    for change in changes:
        if change.mode is Mode.NEW_KEY and change.key is not None:
            ruling = Ruling((change.key,))
        elif change.mode is Mode.ALSO and change.key is not None:
            ruling = Ruling((*ruling.keys, change.key))
        else:
            ruling = replace(ruling, outcome=change.mode)
    return ruling
