"""What came to pass at a unit while somebody answered for it.  Source: JN-2.2.1e."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from peewee import JOIN, SQL, Case, ModelSelect, fn

from checklists.duties.models import Drill, DrillReport
from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection
from courses.activities.models import Activity
from reports.documents.models import Document
from reports.penalties.models import PenaltyDecision
from reports.ratings.models import UnitRating
from reports.rulings.models import Order, OrderRevocation, OrderSigning
from reports.unit_files.queries.chapters.checks import case_entries, hazard_entries, order_entries
from reports.unit_files.queries.chapters.people import ROLES
from reports.unit_files.queries.chapters.protection import drill_entries
from reports.unit_files.queries.chapters.reading import Entry
from reports.unit_files.queries.chapters.rulings import penalty_entries
from reports.unit_files.rules.terms import Term, check_span, spans_of_sites, spans_of_unit, terms_within
from server.alerts.cases.models import SecurityCase
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.people.models import Person
from server.units.registry.models import Responsibility, Unit
from server.units.registry.queries.lookups import site_names
from server.units.registry.queries.reach import unit_within_reach

Json = dict[str, Any]
Spans = list[tuple[date, date]]
MOST_ROWS = 300  # of one kind on a sheet; how many more there are is said


def term_figures(actor: Actor, unit_id: UUID, person_id: UUID, from_on: date, to_on: date) -> Json:
    """Counts and rows of a person's days in office within a span. Raises NotFound, SpanInvalid, NotResponsibleThen."""
    unit = unit_within_reach(actor, unit_id)
    check_span(from_on, to_on, clock.today())
    person = person_of(unit, person_id)
    return {
        "unit": {"id": unit.id, "name": unit.name},
        "person": {"id": person.id, "name": person.name, "post": person.post},
        "from_on": from_on,
        "to_on": to_on,
        **figures_of(unit, person_id, from_on, to_on),
    }


def person_of(unit: Unit, person_id: UUID) -> Person:
    """Somebody who answers or answered for the unit. Raises NotFound."""
    named = Responsibility.select(Responsibility.person).where(Responsibility.unit == unit.id)
    person: Person | None = Person.get_or_none((Person.id == person_id) & Person.id.in_(named))
    if person is None:
        raise NotFound(person_id=str(person_id))
    return person


def figures_of(unit: Unit, person_id: UUID, from_on: date, to_on: date) -> Json:
    """Terms, counts and rows; some 25 queries. What is of no site counts to who answers for the unit as a whole.

    Raises NotResponsibleThen.  Source: JN-2.2.1e.
    """
    rows = Responsibility.select().where((Responsibility.unit == unit.id) & (Responsibility.person == person_id))
    held = [Term(row.role, row.site_id, row.from_on, row.to_on) for row in rows]
    terms = terms_within(held, from_on, to_on)
    counts: list[Json] = []
    listed: list[Json] = []
    for read in (_inspections, _hazards, _orders, _penalties, _cases, _ratings, _drills, _activities):
        counted, shown = read(unit, terms)
        counts += counted
        listed += shown
    sites = site_names(term.site_id for term in terms if term.site_id)
    return {
        "terms": [
            {
                "role": ROLES.get(term.role, term.role),
                "place": sites.get(term.site_id, "") if term.site_id else "单位",
                "from_on": term.from_on.isoformat(),
                "to_on": term.to_on.isoformat() if term.to_on else "",
            }
            for term in terms
        ],
        "counts": counts,
        "groups": listed,
    }


Read = tuple[list[Json], list[Json]]


def _count(code: str, title: str, value: int | None) -> Json:
    return {"code": code, "title": title, "value": int(value or 0)}


def _group(code: str, title: str, count: int, entries: Iterable[Entry]) -> list[Json]:
    shown = [
        {
            "id": str(entry.id),
            "on": entry.on.isoformat() if entry.on else "",
            "title": entry.title,
            "detail": entry.detail,
            "state": entry.state,
        }
        for entry in entries
    ]
    return [{"code": code, "title": title, "count": count, "rows": shown}] if count else []


def _on_days(column: Any, spans: Spans) -> Any:
    """A day column lies in one of the spans."""
    return reduce(or_, [column.between(first, last) for first, last in spans], SQL("1 = 0"))


def _at_instants(column: Any, spans: Spans) -> Any:
    """The same of an instant, by Beijing days."""
    inside = [
        (column >= clock.start_of(first)) & (column < clock.start_of(last + timedelta(days=1)))
        for first, last in spans
    ]  # fmt: skip
    return reduce(or_, inside, SQL("1 = 0"))


def _placed(terms: Sequence[Term], site: Any, within: Callable[[Spans], Any]) -> Any:
    """In the days of the unit as a whole, or of the row's own site."""
    condition = within(spans_of_unit(terms))
    for site_id, spans in spans_of_sites(terms).items():
        condition |= (site == site_id) & within(spans)
    return condition


def _number(query: ModelSelect) -> int:
    return int(query.select(fn.COUNT(SQL("*"))).scalar() or 0)


def _inspections(unit: Unit, terms: Sequence[Term]) -> Read:
    within = _placed(terms, Inspection.site_id, lambda spans: _at_instants(Inspection.ended_at, spans))
    mine = Inspection.select().where((Inspection.unit_id == unit.id) & within & Inspection.corrects_id.is_null())
    police = mine.where(Inspection.kind != "self")
    return [
        _count("inspections", "接受检查（次）", _number(police)),
        _count("self_checks", "单位自查（次）", _number(mine.where(Inspection.kind == "self"))),
    ], []


def _hazards(unit: Unit, terms: Sequence[Term]) -> Read:
    """Those found in office: how each ended, whenever it did; withdrawn ones count nowhere."""
    within = _placed(terms, Hazard.site_id, lambda spans: _on_days(Hazard.found_on, spans))
    mine = (Hazard.unit_id == unit.id) & (Hazard.state != "withdrawn") & within
    in_time = Hazard.deadline_on.is_null() | (Hazard.closed_on <= Hazard.deadline_on)
    closed, ended = Hazard.state == "closed", Hazard.state.in_(["closed", "handed_over"])
    late_open = ~ended & Hazard.deadline_on.is_null(False) & (Hazard.deadline_on < clock.today())
    sums = [fn.SUM(Case(None, [(what, 1)], 0)) for what in (
        Hazard.grade == "major", Hazard.source == "self", closed & in_time, closed & ~in_time, ~ended, late_open,
    )]  # fmt: skip
    found = Hazard.select(fn.COUNT(SQL("*")), *sums).where(mine).tuples().first()
    titles = (
        ("hazards", "发现隐患（项）"), ("hazards_major", "其中重大隐患"), ("hazards_self", "其中单位自查发现"),
        ("hazards_in_time", "按期整改销案"), ("hazards_late", "逾期后整改销案"), ("hazards_open", "尚未销案"),
        ("hazards_overdue", "其中已逾期"),
    )  # fmt: skip
    rows = Hazard.select().where(mine).order_by(Hazard.found_on.desc(), Hazard.id.desc()).limit(MOST_ROWS)
    counts = [_count(code, title, value) for (code, title), value in zip(titles, found, strict=True)]
    return counts, _group("hazards", "治安隐患", counts[0]["value"], hazard_entries(list(rows)))


def _orders(unit: Unit, terms: Sequence[Term]) -> Read:
    """Orders that stand; an order is upon the unit as a whole."""
    query = (
        Order.select(Order, OrderSigning, OrderRevocation)
        .join(OrderSigning, on=(OrderSigning.order_id == Order.id), attr="signing")
        .switch(Order)
        .join(OrderRevocation, JOIN.LEFT_OUTER, on=(OrderRevocation.order_id == Order.id), attr="revocation")
        .where(
            (Order.unit_id == unit.id)
            & OrderRevocation.id.is_null()
            & _on_days(Order.decided_on, spans_of_unit(terms))
        )
    )  # fmt: skip
    count = _number(query)
    rows = list(query.order_by(Order.decided_on.desc(), Order.id.desc()).limit(MOST_ROWS)) if count else []
    return [_count("orders", "责令限期整改（次）", count)], _group("orders", "责令整改", count, order_entries(rows))


def _penalties(unit: Unit, terms: Sequence[Term]) -> Read:
    """Decisions that stand, on the unit or its people."""
    query = (
        PenaltyDecision.select(PenaltyDecision, Document)
        .join(Document, on=(Document.id == PenaltyDecision.document_id), attr="document")
        .where(
            (PenaltyDecision.unit_id == unit.id)
            & (PenaltyDecision.kind != "no_penalty")
            & (Document.live == True)  # noqa: E712 (a term of the query)
            & _on_days(PenaltyDecision.decided_on, spans_of_unit(terms))
        )
    )
    count = _number(query)
    rows = list(query.order_by(PenaltyDecision.decided_on.desc()).limit(MOST_ROWS)) if count else []
    entries = penalty_entries(rows, with_names=False)
    return [_count("penalties", "行政处罚（次）", count)], _group("penalties", "行政处罚", count, entries)


def _cases(unit: Unit, terms: Sequence[Term]) -> Read:
    query = SecurityCase.select().where(
        (SecurityCase.unit_id == unit.id) & _at_instants(SecurityCase.happened_at, spans_of_unit(terms))
    )
    count = _number(query)
    rows = list(query.order_by(SecurityCase.happened_at.desc()).limit(MOST_ROWS)) if count else []
    return [_count("cases", "发生案事件（起）", count)], _group("cases", "案事件", count, case_entries(rows))


def _ratings(unit: Unit, terms: Sequence[Term]) -> Read:
    """Grades that began in office, each up or down from the one before it; a grade lost is rank 0. Source: LN-15."""
    rows = list(UnitRating.select().where(UnitRating.unit_id == unit.id).order_by(UnitRating.from_on, UnitRating.id))
    spans = spans_of_unit(terms)
    moves = [
        (row, row.rank - before)
        for row, before in zip(rows, [0, *(row.rank for row in rows)], strict=False)
        if any(first <= row.from_on <= last for first, last in spans)
    ]
    entries = [
        Entry(row.id, row.from_on, row.name, row.reason, "升级" if by > 0 else "降级" if by < 0 else "保持")
        for row, by in reversed(moves)
    ]
    counts = [
        _count("ratings_up", "平安单位等级上升（次）", sum(by > 0 for _, by in moves)),
        _count("ratings_down", "平安单位等级下降（次）", sum(by < 0 for _, by in moves)),
    ]
    return counts, _group("ratings", "平安单位", len(moves), entries)


def _drills(unit: Unit, terms: Sequence[Term]) -> Read:
    """Drills that were held, by the day their newest report tells."""
    later = DrillReport.alias("later")
    is_later = (later.reported_at > DrillReport.reported_at) | (
        (later.reported_at == DrillReport.reported_at) & (later.id > DrillReport.id)
    )
    superseded = fn.EXISTS(later.select(SQL("1")).where((later.drill_id == DrillReport.drill_id) & is_later))
    held = DrillReport.select(DrillReport.drill_id).where(
        (DrillReport.unit_id == unit.id) & ~superseded & _on_days(DrillReport.held_on, spans_of_unit(terms))
    )
    query = Drill.select().where(Drill.id.in_(held))
    count = _number(query)
    rows = list(query.order_by(Drill.planned_on.desc(), Drill.id).limit(MOST_ROWS)) if count else []
    return [_count("drills", "组织演练（次）", count)], _group("drills", "演练", count, drill_entries(rows))


def _activities(unit: Unit, terms: Sequence[Term]) -> Read:
    query = Activity.select().where(
        (Activity.unit_id == unit.id)
        & Activity.withdrawn_at.is_null()
        & _on_days(Activity.on_day, spans_of_unit(terms))
    )  # fmt: skip
    heads = query.select(fn.COUNT(SQL("*")), fn.SUM(Activity.head_count)).tuples().first()
    count = int(heads[0] or 0)
    rows = list(query.order_by(Activity.on_day.desc(), Activity.id).limit(MOST_ROWS)) if count else []
    entries = [Entry(row.id, row.on_day, row.title, f"{row.place} · {row.head_count} 人") for row in rows]
    counts = [_count("trainings", "宣传教育培训（次）", count), _count("trained", "参加人次", heads[1])]
    return counts, _group("trainings", "宣传教育", count, entries)
