"""What is known of a unit over a year, beside the criteria it is scored by; each figure with the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from checklists.duties.queries.owed import duties_of_unit
from checklists.duties.rules import GAPS
from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection
from courses.rotations.models import Enrolment
from reports.rulings.models import Order, OrderSigning
from server.alerts.cases.models import SecurityCase
from server.core.clock import beijing_day, start_of
from server.core.permissions import Actor

Json = dict[str, Any]
MOST_ROWS = 30  # of one figure; who needs more opens the list
_HAZARDS_DONE = ("closed", "withdrawn", "handed_over")

#: Kinds of rows that a review may rest on, and where they lie.
ROW_TABLES = {"inspection": Inspection, "hazard": Hazard, "order": Order, "case": SecurityCase}


def figures_of(actor: Actor, unit_id: UUID, from_on: date, to_on: date) -> list[Json]:
    """Figures of a unit from a day to a day, both included; 12 queries. Raises NotFound."""
    span = (start_of(from_on), start_of(date.fromordinal(to_on.toordinal() + 1)))
    hazards = _hazards(unit_id, from_on, to_on)
    inspections = _rows(
        Inspection.select().where(
            (Inspection.unit_id == unit_id) & (Inspection.kind != "self") & _within(Inspection.received_at, span)
        ),
        "inspection",
        lambda row: (f"检查，发现隐患 {row.hazard_count} 项", beijing_day(row.ended_at)),
    )
    orders = _rows(
        Order.select()
        .join(OrderSigning, on=(OrderSigning.order_id == Order.id))
        .where((Order.unit_id == unit_id) & Order.decided_on.between(from_on, to_on)),
        "order",
        lambda row: ("责令限期整改", row.decided_on),
    )
    cases = _rows(
        SecurityCase.select().where((SecurityCase.unit_id == unit_id) & _within(SecurityCase.happened_at, span)),
        "case",
        lambda row: (row.summary, beijing_day(row.happened_at)),
    )
    return [
        _figure("inspections", "监督检查", "次", inspections),
        _figure("hazards_found", "发现隐患", "项", hazards),
        _figure("hazards_open", "尚未销案", "项", [row for row in hazards if row["open"]]),
        _figure("hazards_overdue", "逾期未改", "项", [row for row in hazards if row["overdue"]]),
        _figure("orders", "责令整改", "份", orders),
        _figure("cases", "治安案件", "起", cases),
        _duties(actor, unit_id),
        _training(unit_id, to_on.year),
    ]


def rows_elsewhere(unit_id: UUID, rows: list[Json]) -> list[Json]:
    """Those of the named rows that are not of the unit; a query a kind."""
    found: set[tuple[str, str]] = set()
    for kind in {row["kind"] for row in rows}:
        table, ids = ROW_TABLES[kind], [row["id"] for row in rows if row["kind"] == kind]
        mine = table.select(table.id).where(table.id.in_(ids) & (table.unit_id == unit_id))
        found |= {(kind, str(row.id)) for row in mine}
    return [row for row in rows if (row["kind"], str(row["id"])) not in found]


def _hazards(unit_id: UUID, from_on: date, to_on: date) -> list[Json]:
    """Found in the span, or found before it and still open at its beginning."""
    in_span = Hazard.found_on.between(from_on, to_on)
    carried = (Hazard.found_on < from_on) & Hazard.state.not_in(_HAZARDS_DONE)
    rows = Hazard.select().where((Hazard.unit_id == unit_id) & (in_span | carried)).order_by(Hazard.found_on.desc())
    return [
        {
            "kind": "hazard",
            "id": row.id,
            "text": row.title,
            "on": row.found_on,
            "open": row.state not in _HAZARDS_DONE,
            "overdue": row.state not in _HAZARDS_DONE and row.overdue_on is not None,
        }
        for row in rows
    ]


def _duties(actor: Actor, unit_id: UUID) -> Json:
    missing = [owed.title for owed in duties_of_unit(actor, unit_id).duties if owed.state in GAPS]
    figure = _figure("duties_missing", "履职缺口", "项", [])
    return {**figure, "value": len(missing), "note": "、".join(missing)}


def _training(unit_id: UUID, year: int) -> Json:
    states = [
        row.state
        for row in Enrolment.select(Enrolment.state).where((Enrolment.unit_id == unit_id) & (Enrolment.year == year))
        if row.state in {"active", "done"}
    ]
    done = states.count("done")
    text = f"应训 {len(states)} 人，已完成 {done} 人" if states else "本年度没有应训人员"
    return {"code": "training_done", "title": "年度轮训", "value": done, "unit": "人", "note": text, "rows": []}


def _rows(query: Any, kind: str, told: Callable[[Any], tuple[str, date]]) -> list[Json]:
    found = []
    for row in query.order_by(query.model.id.desc()):
        text, day = told(row)
        found.append({"kind": kind, "id": row.id, "text": text, "on": day})
    return found


def _within(column: Any, span: tuple[datetime, datetime]) -> Any:
    return (column >= span[0]) & (column < span[1])


def _figure(code: str, title: str, unit: str, rows: list[Json]) -> Json:
    shown = [{key: row[key] for key in ("kind", "id", "text", "on")} for row in rows[:MOST_ROWS]]
    return {"code": code, "title": title, "value": len(rows), "unit": unit, "note": "", "rows": shown}
