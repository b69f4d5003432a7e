"""Which department answers for which industry where: dated, because industries change hands and areas differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from server.units.bases.rules import region_covers

#: Not an industry but an owner: units whose shares the state holds. Source: LN-23.
STATE_ASSETS = "state_assets"


@dataclass(frozen=True)
class CompetenceDraft:
    """From a day on, a department leads an industry's units in an area and in all areas below it."""

    id: UUID
    agency_id: UUID
    industry: str
    area_code: str
    from_on: date
    basis_id: str | None
    article: str


class Span(Protocol):
    """What the choice looks at; both end days count."""

    area_code: str
    from_on: date
    to_on: date | None


S = TypeVar("S", bound=Span)


def covers(span: Span, area_code: str, day: date) -> bool:
    """Whether a competence holds in an area on a day."""
    in_time = span.from_on <= day and (span.to_on is None or span.to_on >= day)
    return in_time and region_covers(span.area_code, area_code)


def nearest(spans: Iterable[S], area_code: str, day: date) -> S | None:
    """The competence of the smallest area around; a district's department goes before the city's.

    Source: LN-27, LN-28.
    """
    holding = [span for span in spans if covers(span, area_code, day)]
    return max(holding, key=lambda span: len(span.area_code.rstrip("0")), default=None)


def overlap(one: Span, from_on: date) -> bool:
    """Whether a competence still holds on or after the day another begins."""
    return one.to_on is None or one.to_on >= from_on
