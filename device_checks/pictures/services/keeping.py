"""What is not needed is not kept: pictures go after their days; evidence of faults and references stay."""

from __future__ import annotations

from device_checks.pictures.models import PictureFault, Snapshot
from device_checks.pictures.queries.keeping import (
    abandoned_faults,
    files_in_use,
    is_one_of,
    outdated_pictures,
    outdated_rows,
    outdated_suspicions,
)
from device_checks.pictures.queries.terms import picture_terms_on
from device_checks.pictures.rules.faults import FaultState
from device_checks.pictures.rules.terms import keeping_of
from device_checks.pictures.services.laying import lock_states
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.files import files
from server.core.permissions import Actor
from server.core.pictures import forget_previews

BATCH = 200


def drop_outdated(actor: Actor) -> int:
    """Throw away one batch of what is past its days; how many rows it touched. Zero: nothing is left to do.

    The rows say so first, then the files go: killed in between, a file lies unused, never a row without its picture.
    """
    keeping, moment = keeping_of(picture_terms_on()["keeping"]), clock.now()
    with database.atomic():
        pictures = outdated_pictures(keeping, moment, BATCH)
        rows = outdated_rows(keeping, moment, BATCH)
        suspicions = outdated_suspicions(keeping, moment, BATCH)
        count = len(pictures) + len(rows) + len(suspicions)
        if not count:
            return 0
        if pictures:
            Snapshot.update(dropped_at=moment).where(is_one_of(Snapshot, pictures)).execute()
        if rows:
            Snapshot.delete().where(is_one_of(Snapshot, rows)).execute()
        if suspicions:
            PictureFault.delete().where(is_one_of(PictureFault, suspicions)).execute()
        details = {"pictures": len(pictures), "rows": len(rows), "suspicions": len(suspicions)}
        record_event(actor, "snapshots.dropped", subject=(pictures or rows or suspicions)[0], details=details)
    _discard({name for row in pictures for name in (row.sha256, row.evidence_sha256) if name})
    return count


def end_abandoned(actor: Actor) -> int:
    """End one batch of faults of cameras that are out of use or barred: no look will ever end them; how many.

    What was asked for because of them (a repair, a hazard) stays with people.
    """
    with database.atomic():
        found = abandoned_faults(BATCH)
        lock_states({fault.camera_id: fault.unit_id for fault in found})
        faults = [fault for fault in found if PictureFault.get_by_id(fault.id).open_key is not None]
        for fault in faults:
            fault.state, fault.open_key = FaultState.CLOSED.value, None
            fault.closed_at, fault.closed_by = clock.now(), "out_of_use"
            fault.save()
            details = {"kind": fault.kind, "by": fault.closed_by}
            record_event(actor, "picture_fault.closed", subject=fault, about_unit_id=fault.unit_id, details=details)
    return len(faults)


def _discard(names: set[str]) -> None:
    for name in names - files_in_use(names) if names else ():
        files().discard(name)
        forget_previews(files(), name)
