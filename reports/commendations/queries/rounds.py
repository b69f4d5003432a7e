"""Reads of rounds: those of the own agencies, of those above, and those one takes part in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect, fn

from reports.commendations.models import (
    CommendationDecision,
    CommendationNotice,
    CommendationObjection,
    CommendationRound,
    CommendationWithdrawal,
    Honour,
    Nomination,
    ObjectionAnswer,
)
from reports.documents.queries import documents_of_subjects
from reports.documents.queries.documents import documents
from reports.documents.rules import DocumentKind
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_by_id
from server.units.agencies.rules import numbers_of_path
from server.units.bases.queries import resolve_known_bases
from server.web.paging import decode_cursor, page

Json = dict[str, Any]


@dataclass(frozen=True)
class RoundFilter:
    state: str | None = None
    year: int | None = None
    limit: int = 50
    after: str | None = None


def rounds_within_reach(actor: Actor) -> ModelSelect:
    """Rounds of the own subtree, of the agencies above, and those the own agency takes part in; none for units."""
    query = CommendationRound.select()
    if actor.account_id is None:
        return query
    if actor.agency_id is None:
        return query.where(SQL("1 = 0"))
    own = agency_by_id(actor.agency_id)
    mine = Agency.select(Agency.id).where(
        Agency.path.startswith(own.path) | Agency.number.in_(numbers_of_path(own.path))
    )
    return query.where(
        CommendationRound.agency_id.in_(mine) | fn.LOWER(CommendationRound.partner_ids).contains(str(actor.agency_id))
    )


def round_within_reach(actor: Actor, id: UUID) -> CommendationRound:
    """Raises NotFound."""
    row = rounds_within_reach(actor).where(CommendationRound.id == id).first()
    if row is None:
        raise NotFound()
    return row


def round_by_id(id: UUID) -> CommendationRound:
    """For jobs and the public page. Raises NotFound."""
    row = CommendationRound.get_or_none(CommendationRound.id == id)
    if row is None:
        raise NotFound()
    return row


def runs_round(actor: Actor, row: CommendationRound) -> bool:
    """Whether the actor's agency gives the round or takes part in it: these see and review every nomination."""
    return actor.account_id is None or (
        actor.agency_id is not None and (actor.agency_id == row.agency_id or str(actor.agency_id) in row.partner_ids)
    )


def sees_all_of(actor: Actor, row: CommendationRound) -> bool:
    """Whoever runs the round, and the agencies above the one that gives it."""
    if runs_round(actor, row):
        return True
    if actor.agency_id is None:
        return False
    pair = agencies_by_id([actor.agency_id, row.agency_id])
    return pair[row.agency_id].path.startswith(pair[actor.agency_id].path)


def round_seen_whole(actor: Actor, id: UUID) -> CommendationRound:
    """A round for those who see all of it: what was said against it, and who is about to be honoured. Raises NotFound."""
    row = round_within_reach(actor, id)
    if not sees_all_of(actor, row):
        raise NotFound()
    return row


def notice_of(round_id: UUID) -> CommendationNotice | None:
    return CommendationNotice.get_or_none(CommendationNotice.round_id == round_id)


def decision_of(round_id: UUID) -> CommendationDecision | None:
    return CommendationDecision.get_or_none(CommendationDecision.round_id == round_id)


def open_objections(round_id: UUID) -> int:
    """How many wait for an answer."""
    answered = ObjectionAnswer.select(ObjectionAnswer.objection_id).where(ObjectionAnswer.round_id == round_id)
    table = CommendationObjection
    return table.select().where((table.round_id == round_id) & table.id.not_in(answered)).count()


def find_rounds(actor: Actor, wanted: RoundFilter) -> Json:
    """A page of rounds, newest first."""
    query = rounds_within_reach(actor).order_by(CommendationRound.id.desc())
    if wanted.state:
        query = query.where(CommendationRound.state == wanted.state)
    if wanted.year:
        query = query.where(CommendationRound.year == wanted.year)
    if wanted.after:
        query = query.where(CommendationRound.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": shapes(found["items"])}


def shapes(rows: Sequence[CommendationRound]) -> list[Json]:
    """Rounds in wire shape with notice, decision, papers and counts; the number of queries does not grow."""
    ids = [row.id for row in rows]
    agencies = agencies_by_id([row.agency_id for row in rows] + [UUID(id) for row in rows for id in row.partner_ids])
    bases = resolve_known_bases([basis for row in rows for basis in row.bases])
    notices, decisions, withdrawals = (
        _by_round(table, ids) for table in (CommendationNotice, CommendationDecision, CommendationWithdrawal)
    )
    papers = documents_of_subjects(DocumentKind.COMMENDATION_PROPOSAL, ids)
    decided = documents_of_subjects(DocumentKind.COMMENDATION_DECISION, ids)
    counts, objections, certificates = _counts(ids), _objection_counts(ids), _progress(ids)
    return [
        {
            **{name: getattr(row, name) for name in ("id", "year", "level", "title", "note", "state", "created_at")},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "partners": [
                {"id": UUID(id), "name": agencies[UUID(id)].name} for id in row.partner_ids if UUID(id) in agencies
            ],
            "bases": [_basis(basis, bases) for basis in row.bases],
            "honours": [
                {**honour, "nominated": total[honour["code"]], "approved": approved[honour["code"]]}
                for honour in row.honours
            ],
            "waiting": waiting,
            "notice": _notice(notices.get(row.id), papers.get(row.id)),
            "objections": objections[row.id],
            "decision": _decision(decisions.get(row.id), decided.get(row.id)),
            # the batch bears the id of its decision
            "certificates": {"batch_id": decisions[row.id].id if row.id in decisions else None, **certificates[row.id]},
            "withdrawal": _withdrawal(withdrawals.get(row.id)),
            "version": row.version,
        }
        for row in rows
        for total, approved, waiting in [counts[row.id]]
    ]


def _basis(basis: Json, known: Json) -> Json:
    found = known.get(basis["basis"], {"title": basis["basis"], "status": "unknown"})
    return {**basis, "title": found["title"], "status": found["status"]}


def _notice(row: CommendationNotice | None, paper: Json | None) -> Json | None:
    if row is None:
        return None
    fields = ("started_on", "working_days", "ends_on", "is_certain", "contact", "by_name")
    return {
        **{name: getattr(row, name) for name in fields},
        "is_over": clock.today() > row.ends_on,
        "page": f"/commendations/{row.round_id}",
        "document": paper,
    }


def _decision(row: CommendationDecision | None, paper: Json | None) -> Json | None:
    return row and {"decided_on": row.decided_on, "by_name": row.name, "document": paper}


def _withdrawal(row: CommendationWithdrawal | None) -> Json | None:
    return row and {"reason": row.reason, "by_name": row.by_name, "at": row.at}


def _by_round(table: Any, ids: Iterable[UUID]) -> Json:
    return {row.round_id: row for row in table.select().where(table.round_id.in_(list(ids)))} if ids else {}


def _counts(ids: Sequence[UUID]) -> dict[UUID, tuple[Counter[str], Counter[str], int]]:
    """Nominations and approved ones by honour, and how many wait for a review."""
    found: dict[UUID, tuple[Counter[str], Counter[str], list[int]]] = {id: (Counter(), Counter(), [0]) for id in ids}
    table = Nomination
    rows = table.select(table.round_id, table.honour_code, table.state, fn.COUNT(table.id)).where(
        table.round_id.in_(list(ids))
    )
    for round_id, code, state, count in rows.group_by(table.round_id, table.honour_code, table.state).tuples():
        total, approved, waiting = found[round_id]
        if state != "withdrawn":
            total[code] += count
        if state == "approved":
            approved[code] += count
        if state == "proposed":
            waiting[0] += count
    return {id: (total, approved, waiting[0]) for id, (total, approved, waiting) in found.items()}


def _objection_counts(ids: Sequence[UUID]) -> dict[UUID, Json]:
    told = _count_by_round(CommendationObjection, ids)
    answered = _count_by_round(ObjectionAnswer, ids)
    return {id: {"total": told[id], "open": told[id] - answered[id]} for id in ids}


def _count_by_round(table: Any, ids: Sequence[UUID]) -> Counter[UUID]:
    rows = table.select(table.round_id, fn.COUNT(table.id)).where(table.round_id.in_(list(ids)))
    return Counter(dict(rows.group_by(table.round_id).tuples()))


def _progress(ids: Sequence[UUID]) -> dict[UUID, Json]:
    """How far the certificates are: 1 query over the honours, 1 over their papers."""
    honours = {
        row.id: row.round_id for row in Honour.select(Honour.id, Honour.round_id).where(Honour.round_id.in_(ids))
    }
    found = {id: {"total": 0, "signed": 0, "failed": 0, "revoked": 0} for id in ids}
    for round_id in honours.values():
        found[round_id]["total"] += 1
    states = _paper_states(list(honours))
    for honour_id, round_id in honours.items():
        if (state := states.get(honour_id)) in ("signed", "failed", "revoked"):
            found[round_id][state] += 1
    return found


def _paper_states(honour_ids: Sequence[UUID]) -> dict[UUID, str]:
    from reports.documents.models import Document
    from reports.documents.queries import state_of

    states: dict[UUID, str] = defaultdict(str)
    for start in range(0, len(honour_ids), 500):
        some = list(honour_ids[start : start + 500])
        rows = documents().where(Document.subject_id.in_(some)).order_by(Document.id)
        states |= {row.subject_id: state_of(row) for row in rows}
    return states
