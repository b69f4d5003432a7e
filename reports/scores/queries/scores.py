"""Scores of units within reach: one with its factors, lists, and what areas and agencies come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import Case, ModelSelect, fn

from reports.figures.queries.scope import agencies_below
from reports.scores.models import UnitScore
from reports.scores.queries.facts import facts_of, rows_behind
from reports.scores.queries.schemes import row_on, scheme_of, scheme_shape
from reports.scores.rules import FACTS, band_of, score_of
from reports.unit_files.queries.defences import tally_shape
from reports.unit_files.rules.defences import DEFENCES, Tally
from server.core import clock
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.areas.models import Area
from server.units.areas.rules import code_prefix
from server.units.registry.models import Unit, UnitReach
from server.units.registry.queries.reach import is_within_reach, unit_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
MOST_MONTHS = 24
WAYS = ("area", "agency")


@dataclass(frozen=True)
class ScoreFilter:
    """``month`` as 2026-11; without one, the running one."""

    month: str | None = None
    band: str | None = None
    area_code: str | None = None
    industry: str | None = None
    unit_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def this_month() -> str:
    """The running month in Beijing."""
    return clock.today().strftime("%Y-%m")


def score_of_unit(actor: Actor, unit_id: UUID) -> Json:
    """A unit's score as of now with factor, value, weight, points and the rows behind, and its months.

    Some 50 queries. Raises NotFound, NoScheme.  Source: JN-2.3.4a.
    """
    unit, day = unit_within_reach(actor, unit_id), clock.today()
    row = row_on(day)
    scheme = scheme_of(row)
    counted = facts_of([unit], day)[unit.id]
    score, parts = score_of(scheme, counted.values)
    factors = {factor.code: factor for factor in scheme.factors}
    return {
        "unit": {"id": unit.id, "name": unit.name},
        "as_of": clock.now(),
        "scheme": {**scheme_shape(row), "in_force": True},
        "score_x10": score,
        "band": band_of(scheme.bands, score),
        "weights": sum(factors[part.code].weight for part in parts if part.value is not None),
        "factors": [
            {
                **vars(FACTS[part.code]),
                **vars(factors[part.code]),
                "value": part.value,
                "points_x10": part.points_x10,
                "rows": rows_behind(actor, unit, part.code, day),
            }
            for part in parts
        ],
        "history": _history(unit.id),
    }


def _history(unit_id: UUID) -> list[Json]:
    rows = UnitScore.select().where(UnitScore.unit_id == unit_id).order_by(UnitScore.month.desc()).limit(MOST_MONTHS)
    return [{"month": row.month, "score_x10": row.score_x10, "band": row.band} for row in reversed(list(rows))]


def find_scores(actor: Actor, wanted: ScoreFilter) -> Json:
    """A page of units within reach, the lowest scores first, as counted last night; 2 queries."""
    query = matching_scores(actor, wanted).order_by(UnitScore.score_x10, UnitScore.id)
    if wanted.after:
        score, id = decode_cursor(wanted.after, int, UUID)
        query = query.where((UnitScore.score_x10 > score) | ((UnitScore.score_x10 == score) & (UnitScore.id > id)))
    rows = list(query.limit(wanted.limit + 1))
    found = page(rows, wanted.limit, lambda row: (row.score_x10, row.id))
    return {**found, "items": [score_shape(row) for row in found["items"]]}


def matching_scores(actor: Actor, wanted: ScoreFilter) -> ModelSelect:
    """Scores within reach that fit, with their unit joined; units without any score are left out."""
    query = (
        UnitScore.select(UnitScore, Unit)
        .join(Unit, on=(Unit.id == UnitScore.unit_id), attr="unit")
        .where(
            (UnitScore.month == (wanted.month or this_month()))
            & UnitScore.score_x10.is_null(False)  # type: ignore[union-attr]
            & is_within_reach(actor, UnitScore.unit_id)
        )
    )
    if wanted.band:
        query = query.where(UnitScore.band == wanted.band)
    if wanted.area_code:
        query = query.where(UnitScore.area_code.startswith(code_prefix(wanted.area_code)))
    if wanted.industry:
        query = query.where(Unit.industry == wanted.industry)
    if wanted.unit_id:
        query = query.where(UnitScore.unit_id == wanted.unit_id)
    return query


def score_shape(row: UnitScore) -> Json:
    """As lists show a score."""
    return {
        "unit": {"id": row.unit_id, "name": row.unit.name},
        "industry": row.unit.industry,
        "key_unit_level": row.unit.key_unit_level,
        "area_code": row.area_code,
        "month": row.month,
        "score_x10": row.score_x10,
        "band": row.band,
        "defences": [
            {"code": code, "title": title, **tally_shape(_tally(row, code))} for code, title in DEFENCES.items()
        ],
        "counted_at": row.counted_at,
    }


def _tally(row: Any, code: str) -> Tally:
    return Tally(getattr(row, f"{code}_met"), getattr(row, f"{code}_required"))


def lines_of_scores(actor: Actor, wanted: ScoreFilter) -> Iterator[tuple[Any, ...]]:
    """The list as rows of a worksheet."""
    for row in matching_scores(actor, wanted).order_by(UnitScore.score_x10, UnitScore.id).iterator():
        values = {part["code"]: part["value"] for part in row.factors}
        yield (
            row.unit.name,
            row.area_code,
            row.month,
            (row.score_x10 or 0) / 10,
            row.band,
            *(values.get(code) for code in FACTS),
        )


def scores_by(agency: Agency, way: str, month: str | None = None) -> list[Json]:
    """Areas, or the agencies right below, with units by band, mean score and three bars; 4 queries.

    Sums over the month's rows by the database; a unit under two agencies is counted under each.
    Source: LN-aims-2, JN-2.3.4a.
    """
    below = {row.number: row for row in agencies_below(agency)} if way == "agency" else {agency.number: agency}
    group = UnitReach.agency_number if way == "agency" else UnitScore.area_code
    rows = (
        UnitScore.select()
        .join(Unit, on=(Unit.id == UnitScore.unit_id))
        .join(UnitReach, on=(UnitReach.unit_number == Unit.number))
        .where((UnitScore.month == (month or this_month())) & UnitReach.agency_number.in_(list(below)))  # type: ignore[attr-defined]
    )
    columns = [fn.SUM(getattr(UnitScore, f"{code}_{what}")) for code in DEFENCES for what in ("met", "required")]
    scored = fn.SUM(Case(None, [(UnitScore.score_x10.is_null(False), 1)], 0))  # type: ignore[union-attr]
    sums = rows.select(group, fn.COUNT(UnitScore.id), scored, fn.SUM(UnitScore.score_x10), *columns).group_by(group)
    bands: dict[Any, dict[str, int]] = {}
    for key, band, count in (
        rows.select(group, UnitScore.band, fn.COUNT(UnitScore.id)).group_by(group, UnitScore.band).tuples()
    ):
        bands.setdefault(key, {})[band] = count
    names = {number: row.short_name for number, row in below.items()} if way == "agency" else _area_names()
    ids = {number: row.id for number, row in below.items()} if way == "agency" else {}
    return [
        {
            "key": str(key),
            "name": names.get(key, str(key)),
            "agency_id": ids.get(key),
            "units": units,
            "scored": int(with_score or 0),
            "mean_x10": int(total or 0) // int(with_score) if with_score else None,
            "bands": [{"code": code, "units": count} for code, count in sorted(bands.get(key, {}).items()) if code],
            "defences": [
                {"code": code, "title": title, **tally_shape(Tally(int(numbers[2 * n] or 0), int(numbers[2 * n + 1] or 0)))}
                for n, (code, title) in enumerate(DEFENCES.items())
            ],
        }
        for key, units, with_score, total, *numbers in sums.order_by(group).tuples()
    ]  # fmt: skip


def _area_names() -> dict[str, str]:
    return dict(Area.select(Area.code, Area.name).order_by(Area.effective_from).tuples())
