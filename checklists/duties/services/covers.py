"""What fulfils what: worked out anew from the papers and reports by every act that changes them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from checklists.duties.models import Drill, DutyCover, DutyPaper, DutyRemark
from checklists.duties.queries.filed import newest_report
from checklists.duties.rules import FOREVER, DutyKind, year_end
from server.core.ids import new_id
from server.core.statements import insert_rows


def cover_by_papers(unit_id: UUID, duty: str, item: str) -> None:
    """Each accepted edition holds until its review is due, or until the next edition; inside the act's transaction."""
    papers = list(
        DutyPaper.select()
        .where((DutyPaper.unit_id == unit_id) & (DutyPaper.duty == duty) & (DutyPaper.item == item))
        .order_by(DutyPaper.adopted_on, DutyPaper.id)
    )
    rejected = _rejected([paper.id for paper in papers])
    accepted = [paper for paper in papers if paper.id not in rejected]
    _forget([paper.id for paper in papers])
    following: date | None = None
    rows = []
    for paper in reversed(accepted):
        until = min(paper.review_on or FOREVER, following - timedelta(days=1) if following else FOREVER)
        if until >= paper.adopted_on:
            rows.append(_cover(unit_id, duty, item, paper.adopted_on, until, paper.id))
        following = paper.adopted_on
    insert_rows(rows)


def cover_by_drill(drill: Drill) -> bool:
    """Whether the drill counts; it does from its day to the end of its year. Inside the act's transaction.

    Source: LN-4.
    """
    _forget([drill.id])
    report = newest_report(drill.id)
    if report is None or report.lacking or _rejected([drill.id]):
        return False
    held = report.held_on
    insert_rows([_cover(drill.unit_id, DutyKind.DRILL, drill.kind, held, year_end(held), drill.id)])
    return True


def cover_by_training(unit_id: UUID, kind: str, on: date, subject_id: UUID) -> None:
    """A class or an activity of a unit counts from its day to the end of the year; told again it counts once.

    For the subjects that keep these records, inside their act's transaction. ``kind`` is what it was, so that a
    requirement may ask for one kind only.  Source: JN-2.2.5c.
    """
    cover = _cover(unit_id, DutyKind.TRAINING, kind, on, year_end(on), subject_id)
    cover.id = subject_id  # two who tell of it at once make one row
    insert_rows([cover], ignore_known=True)


def uncover_training(subject_id: UUID) -> None:
    """Take a class or an activity out of the count. Inside the act's transaction.  Source: JN-2.2.5c."""
    _forget([subject_id])


def _cover(unit_id: UUID, duty: str, item: str, from_on: date, until_on: date, subject_id: UUID) -> DutyCover:
    return DutyCover(
        id=new_id(),
        unit_id=unit_id,
        duty=str(duty),
        item=item,
        from_on=from_on,
        until_on=until_on,
        subject_id=subject_id,
    )


def _forget(subject_ids: Collection[UUID]) -> None:
    if subject_ids:
        DutyCover.delete().where(DutyCover.subject_id.in_(list(subject_ids))).execute()


def _rejected(subject_ids: Collection[UUID]) -> set[UUID]:
    """Those whose newest remark turns them down."""
    newest: dict[UUID, bool] = {}
    if subject_ids:
        for row in (
            DutyRemark.select()
            .where(DutyRemark.subject_id.in_(list(subject_ids)))
            .order_by(DutyRemark.at, DutyRemark.id)
        ):
            newest[row.subject_id] = row.accepted
    return {id for id, accepted in newest.items() if not accepted}
