"""The daily watch: letters near their day, and what is past it."""

from __future__ import annotations

from datetime import date, timedelta

from reports.supervisions.models import SupervisionLetter, SupervisionMeasure, SupervisionVisit
from reports.supervisions.rules import REMIND_DAYS, WAITING_STATES
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.core.database import database

BATCH = 500


def remind(today: date) -> int:
    """Tell the addressee of a letter near its day; both sides when it is past it; how many notices were asked for.

    Told once each, however often it runs; measures past their day are told to the one who visited and to the one
    who was visited.  Source: JN-2.1d, JN-2.1e.
    """
    drafts = [*_letters(today), *_measures(today)]
    for start in range(0, len(drafts), BATCH):
        with database.atomic():
            notify_all(drafts[start : start + BATCH])
    return len(drafts)


def _letters(today: date) -> list[NoticeDraft]:
    near = SupervisionLetter.select().where(
        SupervisionLetter.state.in_(WAITING_STATES)  # type: ignore[attr-defined]
        & (SupervisionLetter.due_on <= today + timedelta(days=REMIND_DAYS))
    )
    found = []
    for letter in near.order_by(SupervisionLetter.id).iterator():
        if letter.due_on >= today:
            text = f"督办单“{letter.title}”将于 {letter.due_on.isoformat()} 到期，请及时反馈。"
            found.append(_of_letter(letter, "soon", text, letter.to_agency_id))
            continue
        text = f"督办单“{letter.title}”已逾期，期限为 {letter.due_on.isoformat()}。"
        found += [_of_letter(letter, "overdue", text, id) for id in (letter.to_agency_id, letter.agency_id)]
    return found


def _of_letter(letter: SupervisionLetter, kind: str, text: str, agency_id: object) -> NoticeDraft:
    return NoticeDraft(
        kind=f"supervision.{kind}",
        key=f"supervision:{letter.id}:{kind}:{agency_id}",
        text=text,
        subject_type="supervision_letter",
        subject_id=letter.id,
        agency_id=agency_id,  # type: ignore[arg-type]
        due_on=letter.due_on,
        permission="supervision.view",
    )


def _measures(today: date) -> list[NoticeDraft]:
    late = (
        SupervisionMeasure.select(SupervisionMeasure, SupervisionVisit)
        .join(SupervisionVisit, on=(SupervisionVisit.id == SupervisionMeasure.visit_id), attr="visit")
        .where(SupervisionMeasure.done_on.is_null() & (SupervisionMeasure.due_on < today))  # type: ignore[union-attr]
        .order_by(SupervisionMeasure.id)
    )
    found = []
    for measure in late:
        visit = measure.visit
        for unit_id, agency_id in ((visit.unit_id, visit.to_agency_id), (None, visit.agency_id)):
            found.append(
                NoticeDraft(
                    kind="supervision.measure_overdue",
                    key=f"supervision:measure:{measure.id}:{agency_id or unit_id}",
                    text=f"督导检查要求的措施“{measure.text[:60]}”已逾期，期限为 {measure.due_on.isoformat()}。",
                    subject_type="supervision_visit",
                    subject_id=visit.id,
                    unit_id=unit_id,
                    agency_id=agency_id,
                    due_on=measure.due_on,
                )
            )
    return found
