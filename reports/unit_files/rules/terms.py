"""A term of office: the days somebody answered for a unit, cut to the span that is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from reports.unit_files.errors import NotResponsibleThen, SpanInvalid
from server.core.errors import FieldProblem

MOST_DAYS = 366 * 30


@dataclass(frozen=True)
class TermSheetDraft:
    """Whose term at a unit is asked about, both days included."""

    id: UUID
    person_id: UUID
    from_on: date
    to_on: date


@dataclass(frozen=True)
class Term:
    """Days in office, both included; without a site for the unit as a whole."""

    role: str
    site_id: UUID | None
    from_on: date
    to_on: date | None


def check_span(from_on: date, to_on: date, today: date) -> None:
    """Raises SpanInvalid."""
    if to_on < from_on:
        raise SpanInvalid(fields=[FieldProblem("to_on", "截止日不能早于起始日", SpanInvalid.code)])
    if from_on > today:
        raise SpanInvalid(fields=[FieldProblem("from_on", "起始日不能在今天之后", SpanInvalid.code)])
    if to_on - from_on > timedelta(days=MOST_DAYS):
        raise SpanInvalid(fields=[FieldProblem("to_on", "最长三十年", SpanInvalid.code)])


def terms_within(terms: Iterable[Term], from_on: date, to_on: date) -> list[Term]:
    """The days in office that lie in the span, as terms that end. Raises NotResponsibleThen.  Source: JN-2.2.1e."""
    found = [
        Term(term.role, term.site_id, max(term.from_on, from_on), min(term.to_on or to_on, to_on))
        for term in terms
        if term.from_on <= to_on and (term.to_on is None or term.to_on >= from_on)
    ]
    if not found:
        raise NotResponsibleThen()
    return sorted(found, key=lambda term: (term.from_on, term.site_id is not None))


def spans_of_unit(terms: Sequence[Term]) -> list[tuple[date, date]]:
    """Days on which the unit as a whole was answered for, overlapping ones joined so that nothing counts twice."""
    return joined((term.from_on, term.to_on or term.from_on) for term in terms if term.site_id is None)


def spans_of_sites(terms: Sequence[Term]) -> dict[UUID, list[tuple[date, date]]]:
    """The same of each site."""
    sites = {term.site_id for term in terms if term.site_id is not None}
    return {
        site: joined((term.from_on, term.to_on or term.from_on) for term in terms if term.site_id == site)
        for site in sites
    }


def joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans in order, those that overlap or touch made one."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
