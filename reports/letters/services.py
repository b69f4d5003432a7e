"""The addressee answers a letter, with papers; and is reminded while it owes an answer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from checklists.hazards.models import Hazard, HazardHandover
from reports.accountability.models import AccountabilityCase
from reports.accountability.queries.cases import waiting_proposals
from reports.accountability.queries.papers import remind_from
from reports.accountability.rules import ReplyDraft
from reports.accountability.services import answer_proposal
from reports.letters.models import HandoverAnswer
from reports.letters.queries.letters import is_ended, letter_within_reach, waiting_handovers
from reports.letters.queries.terms import answer_due_on, is_near, reminder_text
from reports.letters.rules import AnswerDraft, check_open, stage_of
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify, notify_all
from server.core import clock
from server.core.clock import beijing_day
from server.core.database import database
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.attachments.services import delivered_files
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_by_id

BATCH = 500


def answer_letter(actor: Actor, id: UUID, draft: AnswerDraft) -> None:
    """Say what was done about a letter to the own agency; who sent it is told. Sent twice it is one; a later one is more.

    Raises NotFound, LetterNotOpen, FileMissing, ResubmissionConflict.  Source: JN-3.6a, LN-29.
    """
    letter = letter_within_reach(actor, id)
    if isinstance(letter, HazardHandover):
        _answer_handover(actor, letter, draft)
        return
    case = AccountabilityCase.get_by_id(letter.case_id)
    check_open(has_ended=is_ended(letter))
    reply = ReplyDraft(draft.id, clock.today(), draft.outcome, draft.text, draft.files)
    answer_proposal(actor, case, letter, reply)


def _answer_handover(actor: Actor, handover: HazardHandover, draft: AnswerDraft) -> HandoverAnswer:
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id, "handover_id": handover.id}

    def find() -> HandoverAnswer | None:
        return find_resubmitted(HandoverAnswer, draft.id, **known)

    def create() -> HandoverAnswer:
        hazard = Hazard.get_by_id(handover.hazard_id)
        row = HandoverAnswer.create(
            id=draft.id,
            agency_id=handover.agency_id,
            outcome=draft.outcome,
            text=draft.text,
            files=delivered_files(actor, draft.files),
            by_name=actor.name,
            at=clock.now(),
            **known,
        )
        notify(
            kind="letter.answered",
            key=f"letter:{draft.id}:answered",
            text=f"{handover.agency_name}已答复移送函（{handover.reference}）：{draft.text[:100]}",
            subject_type="hazard",
            subject_id=hazard.id,
            unit_id=hazard.unit_id,
            agency_id=unit_by_id(hazard.unit_id).managed_by_id,
            permission="hazard.view",
        )
        details = {"handover_id": str(handover.id), "outcome": draft.outcome}
        record_event(actor, "letter.answered", subject=row, about_unit_id=hazard.unit_id, details=details)
        return row

    return find() or once(create, find)[0]


def remind(today: date) -> int:
    """Tell addressees whose day is near or past, and the sender of a hand-over past it; how many notices were asked for.

    Once each, however often it runs. The sender of a proposal is told by its own watch.  Source: JN-3.6a, LN-29.
    """
    drafts = [*_of_proposals(today), *_of_handovers(today)]
    for start in range(0, len(drafts), BATCH):
        with database.atomic():
            notify_all(drafts[start : start + BATCH])
    return len(drafts)


def _of_proposals(today: date) -> list[NoticeDraft]:
    found = []
    for proposal, case in waiting_proposals():
        if proposal.addressee_id is None or proposal.due_on is None:
            continue
        stage = stage_of(proposal.due_on, today, is_near=remind_from(proposal.due_on, today))
        if stage:
            what = f"{unit_by_id(case.unit_id).name}追责事项的处分建议书"
            text = _words(what, stage, proposal.due_on)
            found.append(_draft(proposal.id, stage, text, proposal.due_on, proposal.addressee_id))
    return found


def _of_handovers(today: date) -> list[NoticeDraft]:
    found, waiting = [], waiting_handovers()
    due = {day: answer_due_on(day) for day in {beijing_day(handover.at) for handover, _ in waiting}}
    stages = {day: stage_of(on, today, is_near=is_near(on, day, today)) for day, on in due.items() if on}
    for handover, unit in waiting:
        issued_on = beijing_day(handover.at)
        due_on, stage = due[issued_on], stages.get(issued_on)
        if due_on is None or stage is None:
            continue
        what = f"移送函（{handover.reference}）"
        text = reminder_text(handover.reference, issued_on) if stage == "soon" else _words(what, stage, due_on)
        found.append(_draft(handover.id, stage, text, due_on, handover.agency_id))
        if stage == "overdue":
            found.append(_of_sender(handover, unit, due_on))
    return found


def _words(what: str, stage: str, due_on: date) -> str:
    words = "已过答复期限" if stage == "overdue" else "将到答复期限"
    return f"{what}{words}（{due_on.isoformat()}），尚未答复。"


def _draft(id: UUID, stage: str, text: str, due_on: date, agency_id: UUID) -> NoticeDraft:
    return NoticeDraft(
        kind=f"letter.{stage}",
        key=f"letter:{id}:{stage}",
        text=text,
        subject_type="letter",
        subject_id=id,
        agency_id=agency_id,
        due_on=due_on,
        permission="letter.answer",
    )


def _of_sender(handover: HazardHandover, unit: Unit, due_on: date) -> NoticeDraft:
    return NoticeDraft(
        kind="letter.unanswered",
        key=f"letter:{handover.id}:unanswered",
        text=f"{handover.agency_name}逾期未答复移送函（{handover.reference}），期限为 {due_on.isoformat()}。",
        subject_type="hazard",
        subject_id=handover.hazard_id,
        unit_id=unit.id,
        agency_id=unit.managed_by_id,
        due_on=due_on,
        permission="hazard.view",
    )
