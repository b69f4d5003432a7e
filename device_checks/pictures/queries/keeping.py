"""What has been kept for long enough: pictures, then the rows of looks, then faults that nobody was asked about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import SQL, fn

from device_checks.pictures.models import FaultFeedback, PictureFault, ReferenceView, Snapshot
from device_checks.pictures.queries.prepared import is_barred
from device_checks.pictures.rules.terms import Keeping
from device_checks.registers.models import Camera, Facility
from server.units.attachments.models import Delivery


def outdated_pictures(keeping: Keeping, now: datetime, limit: int) -> list[Snapshot]:
    """Looks whose picture may go, the oldest first; one query. None that a fault or a reference stands on."""
    past = (Snapshot.received_at < now - keeping.other) | (
        (Snapshot.verdict == "fine") & (Snapshot.received_at < now - keeping.fine)
    )
    has_picture = Snapshot.dropped_at.is_null() & Snapshot.sha256.is_null(False)
    return list(Snapshot.select().where(past & has_picture & ~_needed()).order_by(Snapshot.received_at).limit(limit))


def outdated_rows(keeping: Keeping, now: datetime, limit: int) -> list[Snapshot]:
    """Looks of which nothing is kept any more, the oldest first; one query."""
    has_no_picture = Snapshot.dropped_at.is_null(False) | Snapshot.sha256.is_null()
    past = Snapshot.received_at < now - keeping.rows
    return list(
        Snapshot.select(Snapshot.id)
        .where(past & has_no_picture & ~_needed())
        .order_by(Snapshot.received_at)
        .limit(limit)
    )


def outdated_suspicions(keeping: Keeping, now: datetime, limit: int) -> list[PictureFault]:
    """Ended faults that never lasted and of which nobody said a word; one query."""
    never_told = PictureFault.opened_at.is_null() & (PictureFault.judgement == "")
    ended = (PictureFault.state == "closed") & (PictureFault.closed_at < now - keeping.rows)
    return list(PictureFault.select(PictureFault.id).where(never_told & ended).limit(limit))


def abandoned_faults(limit: int) -> list[PictureFault]:
    """Unended faults of cameras that nobody looks at any more: out of use, or barred; one query."""
    return list(
        PictureFault.select(PictureFault)
        .join(Camera, on=(Camera.id == PictureFault.camera_id))
        .join_from(PictureFault, Facility, on=(Facility.id == PictureFault.camera_id))
        .where(PictureFault.open_key.is_null(False) & ((Facility.state != "in_use") | is_barred()))
        .limit(limit)
    )


def files_in_use(names: Collection[str]) -> set[str]:
    """Those of the files that some look or reference still shows, or that a person brought as well; four queries.

    The store keeps the same bytes once: a picture saved from here and handed in with a hazard is that hazard's.
    """
    wanted = list(names)
    held = Snapshot.dropped_at.is_null()
    found = {row.sha256 for row in Snapshot.select(Snapshot.sha256).where(Snapshot.sha256.in_(wanted) & held)}
    found |= {
        row.evidence_sha256
        for row in Snapshot.select(Snapshot.evidence_sha256).where(Snapshot.evidence_sha256.in_(wanted) & held)
    }
    found |= {row.sha256 for row in Delivery.select(Delivery.sha256).where(Delivery.sha256.in_(wanted))}
    return found | {
        row.sha256 for row in ReferenceView.select(ReferenceView.sha256).where(ReferenceView.sha256.in_(wanted))
    }


def is_one_of(table: type[Snapshot] | type[PictureFault], rows: Collection[Any]) -> Any:
    """A condition: the row is among these."""
    return table.id.in_([row.id for row in rows])


def _needed() -> Any:
    """A fault that people were asked about stands on this look, a person judged by it, or a reference was made of it."""
    fault, feedback, reference = PictureFault.alias("f"), FaultFeedback.alias("fb"), ReferenceView.alias("r")
    told = fault.opened_at.is_null(False) | (fault.judgement != "") | (fault.state != "closed")
    of_it = (
        (fault.first_snapshot_id == Snapshot.id)
        | (fault.last_snapshot_id == Snapshot.id)
        | (fault.closing_snapshot_id == Snapshot.id)
    )
    return (
        fn.EXISTS(
            fault.select(SQL("1")).where((fault.camera_id == Snapshot.camera_id) & of_it & told)
        )
        | fn.EXISTS(feedback.select(SQL("1")).where(feedback.snapshot_id == Snapshot.id))
        | fn.EXISTS(
            reference.select(SQL("1")).where(
                (reference.camera_id == Snapshot.camera_id) & (reference.snapshot_id == Snapshot.id)
            )
        )
    )  # fmt: skip
