"""Reckon a run: read the rows of each indicator, keep them, and give the points."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from reports.assessments.models import AssessmentItem, AssessmentResult, AssessmentRow, AssessmentRun
from reports.assessments.queries.runs import items_of, live_marks, results_of, run_by_id
from reports.assessments.queries.schemes import scheme_by_id
from reports.assessments.queries.sources import rows_of_source
from reports.assessments.queries.subjects import Subject, subjects_of
from reports.assessments.rules import (
    SOURCES,
    Counted,
    Indicator,
    SourceRow,
    hash_of_rows,
    indicator_of,
    points_of,
    ranks_of,
    total_of,
    weighted,
)
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, lock_row, save_versioned
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.statements import insert_rows
from server.units.agencies.queries import agency_by_id

BATCH = 200


@dataclass(frozen=True)
class _Counting:
    """One indicator of one of those assessed: its rows as they are now."""

    indicator: Indicator
    rows: list[SourceRow]

    @property
    def counted(self) -> Counted:
        return Counted(sum(row.is_met for row in self.rows), len(self.rows))


def count_run(run_id: UUID, counting: int) -> None:
    """Reckon a run for all it assesses, one after another; run again it begins anew, and ends the same.

    Rows are read outside of transactions; each result is replaced in one of its own. A run asked for again
    meanwhile, or approved, is left alone.  Source: JN-2.1e.
    """
    run = run_by_id(run_id)
    if run.state != "counting" or run.counting != counting:
        return
    scheme = scheme_by_id(run.scheme_id)
    indicators = [indicator_of(row) for row in scheme.indicators]
    for position, subject in enumerate(subjects_of(agency_by_id(run.agency_id), scheme.target, scheme.subjects)):
        found = [
            _Counting(one, [] if one.is_manual else rows_of_source(one.source, subject, scheme.year, run.as_of))
            for one in indicators
        ]
        if not _keep_result(run, subject, position, found):
            return
    with database.atomic():
        locked = lock_row(AssessmentRun.select().where(AssessmentRun.id == run_id))
        if locked.state == "counting" and locked.counting == counting:
            settle(locked, indicators)
            save_versioned(locked, {"state": "ready", "counted_at": clock.now(), "inputs_hash": hash_of_run(locked)})
            record_event(SYSTEM, "assessment.ready", subject=locked, details={"inputs_hash": locked.inputs_hash})


def _keep_result(run: AssessmentRun, subject: Subject, position: int, found: list[_Counting]) -> bool:
    """False when a twin was done already, or the run was asked for again: nothing is touched then."""
    with database.atomic():
        locked = lock_row(AssessmentRun.select().where(AssessmentRun.id == run.id))
        if (locked.state, locked.counting) != ("counting", run.counting):
            return False
        _forget(run.id, subject.key)
        result = AssessmentResult.create(
            id=new_id(),
            run_id=run.id,
            subject_key=subject.key,
            subject_name=subject.name[:160],
            position=position,
            points_x100=0,
            full_x100=sum(weighted(one.indicator, one.indicator.full_x100) for one in found),
            inputs_hash="",
        )
        for place, one in enumerate(found):
            _keep_item(run.id, result.id, place, one)
        record_event(SYSTEM, "assessment.counted", subject=result, details={"run_id": str(run.id)})
    return True


def _forget(run_id: UUID, subject_key: str) -> None:
    mine = (AssessmentResult.run_id == run_id) & (AssessmentResult.subject_key == subject_key)
    ids = [row.id for row in AssessmentResult.select(AssessmentResult.id).where(mine)]
    if ids:
        items = AssessmentItem.select(AssessmentItem.id).where(AssessmentItem.result_id.in_(ids))  # type: ignore[attr-defined]
        AssessmentRow.delete().where(AssessmentRow.item_id.in_(items)).execute()  # type: ignore[attr-defined]
        AssessmentItem.delete().where(AssessmentItem.result_id.in_(ids)).execute()  # type: ignore[attr-defined]
        AssessmentResult.delete().where(AssessmentResult.id.in_(ids)).execute()  # type: ignore[attr-defined]


def _keep_item(run_id: UUID, result_id: UUID, place: int, one: _Counting) -> None:
    points = None if one.indicator.is_manual else weighted(one.indicator, points_of(one.indicator, one.counted))
    item = AssessmentItem.create(
        id=new_id(),
        run_id=run_id,
        result_id=result_id,
        code=one.indicator.code,
        position=place,
        met=one.counted.met,
        whole=one.counted.whole,
        points_x100=points,
        full_x100=weighted(one.indicator, one.indicator.full_x100),
        inputs_hash=hash_of_rows(one.rows),
    )
    kind = "" if one.indicator.is_manual else SOURCES[one.indicator.source].kind
    for start in range(0, len(one.rows), BATCH):
        insert_rows(
            [
                AssessmentRow(id=new_id(), item_id=item.id, position=start + number, kind=kind, **vars(row))
                for number, row in enumerate(one.rows[start : start + BATCH])
            ]
        )


def settle(run: AssessmentRun, indicators: list[Indicator]) -> None:
    """Part of an act: put marks in their places, add up, rank; inside its transaction."""
    marks, items, results = live_marks(run.id), items_of(run.id), results_of(run.id)
    by_code = {one.code: one for one in indicators}
    for result in results:
        for item in items[result.id]:
            if not by_code[item.code].is_manual:
                continue
            mark = marks.get((result.subject_key, item.code))
            item.points_x100 = weighted(by_code[item.code], mark.points_x100) if mark else None
            AssessmentItem.update(points_x100=item.points_x100).where(AssessmentItem.id == item.id).execute()
        result.points_x100 = total_of(item.points_x100 for item in items[result.id])
        result.lacking = sum(item.points_x100 is None for item in items[result.id])
        result.inputs_hash = content_hash(
            [[item.code, item.met, item.whole, item.inputs_hash, item.points_x100] for item in items[result.id]]
        )
    for result, rank in zip(results, ranks_of([row.points_x100 for row in results]), strict=True):
        AssessmentResult.update(
            points_x100=result.points_x100, lacking=result.lacking, inputs_hash=result.inputs_hash, rank=rank
        ).where(AssessmentResult.id == result.id).execute()


def hash_of_run(run: AssessmentRun) -> str:
    """Over the scheme's indicators, the day, and every result: same data, same hash."""
    results = [[row.subject_key, row.inputs_hash] for row in results_of(run.id)]
    indicators = scheme_by_id(run.scheme_id).indicators
    return content_hash({"indicators": indicators, "as_of": run.as_of.isoformat(), "results": results})
