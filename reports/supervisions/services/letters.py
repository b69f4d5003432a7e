"""Acts on letters: issue, take, reply, send back, close, withdraw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from checklists.hazards.models import Hazard
from checklists.hazards.rules import ENDED
from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document, revoke_document
from reports.supervisions.errors import HazardSettled, HazardsWithoutUnit, SupervisionElsewhere
from reports.supervisions.models import SupervisionAct, SupervisionLetter
from reports.supervisions.queries.letters import letter_within_reach
from reports.supervisions.rules import (
    BY_ADDRESSEE,
    CLOSED,
    ISSUED,
    REPLIED,
    WITHDRAWN,
    ActDraft,
    LetterDraft,
    check_due,
    check_step,
    check_supervised,
)
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import lock_row, save_versioned
from server.core.errors import FieldProblem, Forbidden, Invalid, ResubmissionConflict
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_by_id
from server.units.attachments.rules import named_once
from server.units.attachments.services import delivered_files
from server.units.registry.queries.reach import unit_within_reach

#: act → the notice to the other side.
_TELLS = {
    "take": "已签收督办单“{title}”。",
    "reply": "已反馈督办单“{title}”的办理结果，请审核。",
    "return": "退回了督办单“{title}”的反馈，请补充办理：{text}",
    "close": "督办单“{title}”已办结。",
    "withdraw": "督办单“{title}”已撤回：{text}",
}


def issue_letter(actor: Actor, draft: LetterDraft) -> SupervisionLetter:
    """Issue a 督办单: it takes its number now, a job makes the paper; the addressee is told. Sent twice it is one.

    Raises NotFound (unit), Invalid (agency), AgencyNotSupervised, DueDayPast, HazardsWithoutUnit,
    HazardSettled, ResubmissionConflict.  Source: JN-2.1d.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(SupervisionLetter, draft.id, **known):
        return earlier
    agency, to = issuing_agency(actor), check_letter(actor, draft)

    def create() -> SupervisionLetter:
        document = reserve_document(
            actor,
            kind=DocumentKind.SUPERVISION_LETTER,
            subject_id=draft.id,
            unit_id=None,
            agency=agency,
            on=clock.today(),
        )
        letter = SupervisionLetter.create(
            **_columns(draft),
            **known,
            agency_id=agency.id,
            issued_on=clock.today(),
            state=ISSUED,
            document_id=document.id,
            by_name=actor.name,
            issued_at=clock.now(),
        )
        notify(
            kind="supervision.issued",
            key=f"supervision:{letter.id}",
            text=f"{agency.name}发来督办单“{letter.title}”，请于 {letter.due_on.isoformat()} 前反馈。",
            subject_type="supervision_letter",
            subject_id=letter.id,
            agency_id=to.id,
            due_on=letter.due_on,
            permission="supervision.view",
        )
        record_event(actor, "supervision.issued", subject=letter, details={"document_id": str(document.id)})
        return letter

    return once(create, lambda: find_resubmitted(SupervisionLetter, draft.id, **known))[0]


def check_letter(actor: Actor, draft: LetterDraft) -> Agency:
    """Refuse a letter that may not go out; the addressee. Raises what issue_letter raises."""
    by, to = issuing_agency(actor), Agency.get_or_none(Agency.id == draft.to_agency_id)
    if to is None:
        raise Invalid(fields=[FieldProblem("to_agency_id", "没有这个机构", "unknown_agency")])
    check_supervised(by, to)
    check_due(draft.due_on, clock.today())
    if draft.unit_id is not None:
        unit_within_reach(actor, draft.unit_id)
    if draft.hazard_ids:
        _check_hazards(draft)
    return to


def _check_hazards(draft: LetterDraft) -> None:
    """They are the unit's, and none of them is settled. Raises HazardsWithoutUnit, HazardSettled."""
    of_letter = Hazard.id.in_(list(draft.hazard_ids))  # type: ignore[attr-defined]
    states = {
        row.id: row.state
        for row in Hazard.select(Hazard.id, Hazard.state).where(of_letter & (Hazard.unit_id == draft.unit_id))
    }
    if draft.unit_id is None or len(states) != len(set(draft.hazard_ids)):
        problem = FieldProblem("hazard_ids", HazardsWithoutUnit.title, HazardsWithoutUnit.code)
        raise HazardsWithoutUnit(fields=[problem])
    settled = [
        FieldProblem(f"hazard_ids.{place}", HazardSettled.title, HazardSettled.code)
        for place, id in enumerate(draft.hazard_ids)
        if states[id] in ENDED
    ]
    if settled:
        raise HazardSettled(fields=settled)


def act_on_letter(actor: Actor, id: UUID, act: str, draft: ActDraft) -> SupervisionLetter:
    """Take, reply to, send back, close or withdraw a letter; the other side is told. Sent twice it is done once.

    A letter closed or withdrawn stays so; withdrawn, its paper is revoked. Raises NotFound, SupervisionElsewhere,
    SupervisionStep, FileMissing, DocumentNotSigned (withdrawn while the paper is being made), ResubmissionConflict.
    Source: JN-2.1d.
    """
    letter = letter_within_reach(actor, id)
    mine = letter.to_agency_id if act in BY_ADDRESSEE else letter.agency_id
    if actor.agency_id != mine:
        raise SupervisionElsewhere(agency_id=str(mine))

    def find() -> SupervisionAct | None:
        known = {"letter_id": id, "kind": act, "text": draft.text, "by_account_id": actor.account_id}
        earlier = find_resubmitted(SupervisionAct, draft.id, **known)
        if earlier and [row["sha256"] for row in earlier.files] != [row.sha256 for row in named_once(draft.files)]:
            raise ResubmissionConflict(id=str(draft.id), field="files")
        return earlier

    if not find():
        once(lambda: _act(actor, letter, act, draft), find)
    return letter_within_reach(actor, id)


def _act(actor: Actor, letter: SupervisionLetter, act: str, draft: ActDraft) -> SupervisionAct:
    locked = lock_row(SupervisionLetter.select().where(SupervisionLetter.id == letter.id))
    after, now = check_step(locked.state, act), clock.now()
    row = SupervisionAct.create(
        id=draft.id,
        letter_id=letter.id,
        kind=act,
        text=draft.text,
        files=delivered_files(actor, draft.files),
        agency_id=actor.agency_id,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=now,
    )
    changes: dict[str, Any] = {"state": after}
    if after == REPLIED:
        changes["replied_at"] = now
    if after in (CLOSED, WITHDRAWN):
        changes["ended_at"] = now
    save_versioned(locked, changes)
    if act == "withdraw":
        revoke_document(actor, letter.document_id, draft.text)
    other = letter.agency_id if act in BY_ADDRESSEE else letter.to_agency_id
    own = agency_by_id(actor.agency_id).short_name if actor.agency_id else ""
    notify(
        kind=f"supervision.{after}",
        key=f"supervision:act:{draft.id}",
        text=own + _TELLS[act].format(title=letter.title, text=draft.text),
        subject_type="supervision_letter",
        subject_id=letter.id,
        agency_id=other,
        permission="supervision.view",
    )
    record_event(actor, f"supervision.{after}", subject=letter, details={"act_id": str(draft.id)})
    return row


def issuing_agency(actor: Actor) -> Agency:
    """The actor's own. Raises Forbidden for people of units."""
    if actor.agency_id is None:
        raise Forbidden(permission="supervision.issue")
    return agency_by_id(actor.agency_id)


def _columns(draft: LetterDraft) -> dict[str, Any]:
    return {**vars(draft), "hazard_ids": [str(id) for id in draft.hazard_ids]}
