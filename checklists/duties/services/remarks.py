"""The police say what they think of a paper or a drill, and may take it out of the count."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from checklists.duties.models import Drill, DutyPaper, DutyRemark
from checklists.duties.queries.filed import drill_within_reach, paper_within_reach
from checklists.duties.services.covers import cover_by_drill, cover_by_papers
from server.alerts.notices.services import notify
from server.core import clock
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once


@dataclass(frozen=True)
class RemarkDraft:
    """A remark; ``accepted`` false takes the thing out of the count until a later remark puts it back."""

    id: UUID
    text: str
    accepted: bool


def remark_on_paper(actor: Actor, id: UUID, draft: RemarkDraft) -> DutyPaper:
    """Guide the unit on a plan or rule; sent twice it is said once. Source: LN-4. Raises NotFound."""
    paper = paper_within_reach(actor, id)
    _say(actor, paper, draft, "duty_paper", paper.title)
    return paper


def remark_on_drill(actor: Actor, id: UUID, draft: RemarkDraft) -> Drill:
    """The police remark that belongs to a drill's evidence. Source: LN-4. Raises NotFound."""
    drill = drill_within_reach(actor, id)
    _say(actor, drill, draft, "drill", drill.title)
    return drill


def _say(actor: Actor, subject: DutyPaper | Drill, draft: RemarkDraft, kind: str, title: str) -> DutyRemark:
    known = {
        "subject_id": subject.id,
        "text": draft.text,
        "accepted": draft.accepted,
        "account_id": actor.account_id,
    }
    if earlier := find_resubmitted(DutyRemark, draft.id, **known):
        return earlier

    def create() -> DutyRemark:
        take_turn(actor)
        remark = DutyRemark.create(
            id=draft.id, unit_id=subject.unit_id, name=actor.name, agency_id=actor.agency_id, at=clock.now(), **known
        )
        if isinstance(subject, Drill):
            cover_by_drill(subject)
        else:
            cover_by_papers(subject.unit_id, subject.duty, subject.item)
        words = "公安机关提出意见" if draft.accepted else "公安机关不予认可"
        notify(
            kind=f"{kind}.remarked",
            key=f"{kind}.remarked:{remark.id}",
            text=f"{words}：{title}",
            subject_type=kind,
            subject_id=subject.id,
            unit_id=subject.unit_id,
        )
        record_event(
            actor,
            f"{kind}.remarked",
            subject=subject,
            about_unit_id=subject.unit_id,
            details={"accepted": draft.accepted},
        )
        return remark

    return once(create, lambda: find_resubmitted(DutyRemark, draft.id, **known))[0]
