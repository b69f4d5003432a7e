"""双随机抽取记录."""

from dataclasses import dataclass
from datetime import datetime

from reports.documents.rules.parts import (
    Authority,
    Officer,
    Photo,
    Verification,
)


@dataclass(frozen=True, slots=True)
class DrawPool:
    """A frozen pool as the paper names it."""

    count: int
    sha256: str
    left_out: str  # 近期已检查 3；点名排除 1


@dataclass(frozen=True, slots=True)
class DrawnUnit:
    number: int
    name: str
    uscc: str
    officers: tuple[Officer, ...]


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """双随机抽取记录: about many units, so about none."""

    authority: Authority
    number: str
    name: str
    reason: str
    conditions: tuple[tuple[str, str], ...]  # label and words
    algorithm: str
    commitment: str
    committed_at: datetime
    frozen_at: datetime
    units: DrawPool
    officers: DrawPool
    seed: str
    witness: str
    words: str
    operator: Officer
    drawn_at: datetime
    rows: tuple[DrawnUnit, ...]
    record_sha256: str
    repeats: str  # the draw it repeats and why, or nothing
    verification: Verification
    photos: tuple[Photo, ...] = ()
    draft: bool = False
