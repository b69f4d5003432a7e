"""A record takes the place of an earlier one, which stays as it was signed."""

from __future__ import annotations

from uuid import UUID

from checklists.inspections.errors import AlreadyCorrected, CorrectedUnknown, CorrectionByAnother, CorrectionElsewhere
from checklists.inspections.models import Inspection
from checklists.inspections.queries import inspections_within_reach
from checklists.inspections.queries.relations import correction_of
from checklists.inspections.rules import Submission
from checklists.templates.queries import definition_of
from server.core.database import lock_row
from server.core.errors import FieldProblem
from server.core.permissions import Actor

_FIELD = "record.corrects_id"


def check_correction(actor: Actor, submission: Submission) -> Inspection | None:
    """The record to be corrected, None where none is named.

    Raises CorrectedUnknown (also out of reach), CorrectionElsewhere (another unit, checklist or kind of check),
    CorrectionByAnother (another agency, or another unit's people), AlreadyCorrected (the latest is to be corrected).
    """
    record = submission.shape
    if record["corrects_id"] is None:
        return None
    first: Inspection | None = inspections_within_reach(actor).where(Inspection.id == record["corrects_id"]).first()
    if first is None:
        raise CorrectedUnknown(fields=[FieldProblem(_FIELD, CorrectedUnknown.title, CorrectedUnknown.code)])
    same = ("unit_id", "kind", "task_id", "part_of")
    if any(getattr(first, name) != record[name] for name in same) or not _same_checklist(first, record):
        raise CorrectionElsewhere(fields=[FieldProblem(_FIELD, CorrectionElsewhere.title, CorrectionElsewhere.code)])
    if first.agency_id != actor.agency_id:
        raise CorrectionByAnother()
    _check_latest(first.id)
    return first


def hold_corrected(id: UUID) -> None:
    """The same once more under the lock of the corrected record: of two corrections one is too late.

    Raises AlreadyCorrected.
    """
    lock_row(Inspection.select(Inspection.id).where(Inspection.id == id))
    _check_latest(id)


def _check_latest(id: UUID) -> None:
    if later := correction_of(id):
        raise AlreadyCorrected(latest_id=str(later.id))


def _same_checklist(first: Inspection, record: dict[str, object]) -> bool:
    definitions = [definition_of(id) for id in (first.template_version_id, record["template_version_id"])]  # type: ignore[arg-type]
    codes = {definition[0]["code"] for definition in definitions if definition}
    return len(codes) == 1 and all(definitions)
