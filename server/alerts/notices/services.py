"""Acts on notices: tell somebody, and be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from server.alerts.notices.models import Notice, NoticeReading
from server.alerts.notices.queries import notice_of, unread_of
from server.alerts.notices.rules import NoticeDraft, addressee_of
from server.core import clock
from server.core.database import database
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import insert_rows

BATCH = 500


def notify(
    *,
    kind: str,
    key: str,
    text: str,
    subject_type: str,
    subject_id: UUID,
    unit_id: UUID | None = None,
    agency_id: UUID | None = None,
    person_id: UUID | None = None,
    due_on: date | None = None,
    permission: str = "",
) -> None:
    """Tell a person, an agency or a unit, inside the transaction of the act that gives rise to it; 1 statement.

    The narrowest reader named gets it: person, else agency, else unit. A ``unit_id`` beside one of the others is
    the unit spoken of, and who does not reach that unit does not see the notice. To tell two readers, call twice
    with two keys. ``text`` is for the reader's eyes: no more in it than every such reader may see. ``permission``
    narrows the readers to those who hold it. The same key twice is one notice, so a repeated job tells nobody twice.
    Raises ValueError when nobody is named.
    """
    notify_all(
        [
            NoticeDraft(
                kind=kind,
                key=key,
                text=text,
                subject_type=subject_type,
                subject_id=subject_id,
                unit_id=unit_id,
                agency_id=agency_id,
                person_id=person_id,
                due_on=due_on,
                permission=permission,
            )
        ]
    )


def notify_all(drafts: Sequence[NoticeDraft]) -> None:
    """Tell many, each as ``notify`` does; 1 statement for each five hundred."""
    if not database.in_transaction():
        raise RuntimeError("a notice belongs to the transaction of its act")
    moment = clock.now()
    for start in range(0, len(drafts), BATCH):
        insert_rows([_row_of(draft, moment) for draft in drafts[start : start + BATCH]], ignore_known=True)


def _row_of(draft: NoticeDraft, moment: datetime) -> Notice:
    reader = addressee_of(draft.unit_id, draft.agency_id, draft.person_id)
    return Notice(
        id=new_id(),
        kind=draft.kind,
        key=draft.key,
        text=draft.text,
        subject_type=draft.subject_type,
        subject_id=draft.subject_id,
        to_kind=reader.kind,
        to_id=reader.id,
        unit_id=draft.unit_id,
        permission=draft.permission,
        due_on=draft.due_on,
        created_at=moment,
    )


def read_notice(actor: Actor, id: UUID) -> Notice:
    """Note that the actor's account has seen it; the first time counts. Raises NotFound."""
    notice = notice_of(actor, id)
    with database.atomic():
        take_turn(actor)  # a twin of this request waits here
        if notice_of(actor, id).reading is None:  # type: ignore[attr-defined]
            _note_readings(actor, [id])
            record_event(actor, "notice.read", subject=notice, about_unit_id=notice.unit_id)
    return notice_of(actor, id)


def read_all_notices(actor: Actor, until: UUID) -> int:
    """Note all unread notices up to one as seen, that one included; how many. What came later stays unread.

    Raises NotFound.
    """
    last = notice_of(actor, until)
    with database.atomic():
        take_turn(actor)
        ids = [row.id for row in unread_of(actor).where(Notice.id <= until)]
        if ids:
            _note_readings(actor, ids)
            record_event(actor, "notice.read", subject=last, details={"count": len(ids)})
    return len(ids)


def _note_readings(actor: Actor, ids: list[UUID]) -> None:
    moment = clock.now()
    for start in range(0, len(ids), BATCH):
        rows = [
            NoticeReading(id=new_id(), notice_id=id, account_id=actor.account_id, at=moment)
            for id in ids[start : start + BATCH]
        ]
        insert_rows(rows)
