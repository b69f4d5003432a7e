"""What bulletins say, as the reader may see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.rotations.models import RotationCycle
from courses.rotations.queries.coverage import RowFilter, coverage_of, coverage_of_year, find_missed, find_rows
from courses.rotations.queries.cycles import CycleFilter, cycle_shapes, cycle_within_reach, find_cycles
from courses.rotations.rules import EnrolmentState, why_missed
from courses.trainees.rules import POLICE_AUDIENCES, WORD_OF_AUDIENCE, Audience
from reports.rotations.rules import DEFINITION, MISSED_WORDS, Bulletin, line_of
from server.core import clock
from server.core.clock import BEIJING
from server.core.permissions import Actor

MOST_PEOPLE = 5_000
PAGE = 200


def cycle_bulletin(actor: Actor, id: UUID) -> Bulletin:
    """One rotation: all of it, each area, each unit, and the people of its 未轮训 list. Raises NotFound.

    Source: JN-3.4a.
    """
    cycle = cycle_within_reach(actor, id)
    whole = cycle_shapes(actor, [cycle])[0]["counts"]
    rows = [line_of("合计", whole)]
    groups = ("agency",) if cycle.audience in POLICE_AUDIENCES else ("area", "unit")
    for by in groups:
        rows += [line_of(row["name"] or row["key"], row) for row in coverage_of(actor, cycle, by, None)]
    rows.append((DEFINITION, "", "", "", "", ""))
    people = _frozen(actor, cycle) if cycle.closed_at else _missing(actor, cycle)
    state = "已封账" if cycle.closed_at else f"截至{clock.today():%Y年%m月%d日}"
    return Bulletin(f"{cycle.title}通报（{state}）", tuple(rows), tuple(people))


def year_bulletin(actor: Actor, year: int) -> Bulletin:
    """A year: every audience, the police apart, then every rotation. Source: LN-19a, JN-3.4b."""
    audiences = coverage_of_year(actor, year)
    rows = [line_of(WORD_OF_AUDIENCE[Audience(row["audience"])], row) for row in audiences if not row["is_police"]]
    police = [line_of(WORD_OF_AUDIENCE[Audience(row["audience"])], row) for row in audiences if row["is_police"]]
    if police:
        rows += [("民警（单独统计）", "", "", "", "", ""), *police]
    cycles = find_cycles(actor, CycleFilter(limit=PAGE, year=year))["items"]
    if cycles:
        rows += [("各项轮训", "", "", "", "", ""), *(_of_cycle(cycle) for cycle in cycles)]
    rows.append((DEFINITION, "", "", "", "", ""))
    return Bulletin(f"{year}年治安保卫人员轮训通报", tuple(rows))


def _of_cycle(cycle: dict[str, Any]) -> tuple[str, ...]:
    place = cycle["agency"] or cycle["unit"] or {"name": ""}
    return line_of(f"{cycle['title']}（{place['name']}）", cycle["counts"])


def _frozen(actor: Actor, cycle: RotationCycle) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    after: str | None = None
    while len(found) < MOST_PEOPLE:
        page = find_missed(actor, cycle, after, PAGE)
        for row in page["items"]:
            made_up = row["made_up_at"].astimezone(BEIJING).strftime("%Y-%m-%d") if row["made_up_at"] else ""
            found.append(_person(row, row["reason"], made_up))
        after = page["next"]
        if after is None:
            break
    return found


def _missing(actor: Actor, cycle: RotationCycle) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    after: str | None = None
    while len(found) < MOST_PEOPLE:
        page = find_rows(actor, cycle, RowFilter(PAGE, after, EnrolmentState.ACTIVE.value))
        for row in page["items"]:
            reason = why_missed(row["seconds"], required_seconds=cycle.required_seconds)
            found.append(_person(row, reason.value, ""))
        after = page["next"]
        if after is None:
            break
    return found


def _person(row: dict[str, Any], reason: str, made_up: str) -> tuple[str, ...]:
    return (row["person"]["name"], row["place"], MISSED_WORDS[reason], f"{row['seconds'] / 3600:.1f}", made_up)
