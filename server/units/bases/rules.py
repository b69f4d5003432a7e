"""When a basis holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.units.areas.rules import code_prefix


class Status(StrEnum):
    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Validity:
    """From a day to a day, both included. An unknown first day is not an open one."""

    effective_from: date | None
    effective_to: date | None

    def status_on(self, day: date) -> Status:
        """What the basis is on a Beijing day. Source: JN-end-a, LN-end."""
        if self.effective_to is not None and day > self.effective_to:
            return Status.LAPSED
        if self.effective_from is None:
            return Status.UNKNOWN
        return Status.IN_FORCE if day >= self.effective_from else Status.NOT_YET


@dataclass(frozen=True)
class BasisReference:
    """What a template's item cites: a basis by its code and, often, one article."""

    basis_id: str
    article: str | None = None


@dataclass(frozen=True)
class ResolvedBasis:
    """A cited basis with its official title (never an alias) and what it is on the day asked for.

    Source: JN-0c.
    """

    basis_id: str
    title: str
    doc_no: str | None
    article: str | None
    status: Status
    effective_to: date | None


@dataclass(frozen=True)
class BasisDraft:
    """A basis as an administrator writes it."""

    title: str
    doc_no: str | None
    issuer: str
    kind: str
    region_code: str | None
    issued_on: date | None
    effective_from: date | None
    effective_to: date | None
    supersedes: str | None
    aliases: list[str]
    articles: list[dict[str, str]]
    verified: bool
    note: str


def region_covers(region_code: str | None, area_code: str) -> bool:
    """Whether a document of a region holds in an area; both are GB/T 2260 codes, None is the whole country."""
    return region_code is None or area_code.startswith(code_prefix(region_code))
