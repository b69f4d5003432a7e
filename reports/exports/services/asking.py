"""Asking for a list as a file, and throwing old files away."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from reports.exports.errors import TooManyExports
from reports.exports.models import Export
from reports.exports.queries.exports import question_of
from reports.exports.queries.marks import data_mark
from reports.exports.queries.rows import PERMISSIONS, read_filters
from reports.exports.rules import KEEP, MOST_UNFINISHED, ExportDraft
from server.core import clock
from server.core.database import database
from server.core.errors import FieldProblem, Invalid
from server.core.events import record_event
from server.core.files import files
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, once


def request_export(actor: Actor, draft: ExportDraft) -> Export:
    """Have a list made into a file; made before of the same question and rows, it is that file at once.

    Who asked for which list is recorded, the words searched for are not. Raises Forbidden, Invalid (filters),
    TooManyExports, ResubmissionConflict.
    """
    actor.check(PERMISSIONS[draft.subject])
    if earlier := _find_resubmitted(actor, draft):
        return earlier
    _check_filters(draft)
    _check_few_unfinished(actor)
    mark = data_mark(draft.subject)
    question = question_of(actor, draft.subject, draft.form, draft.filters)
    made = _find_made(actor, question, mark) if mark else None

    def create() -> Export:
        export = Export.create(
            id=draft.id,
            account_id=actor.account_id,
            subject=draft.subject,
            form=draft.form,
            filters=draft.filters,
            request_hash=question,
            data_mark=mark or "",
            problem="",
            **_progress(made),
        )
        details: dict[str, Any] = {"subject": draft.subject, "form": draft.form, "filters": sorted(draft.filters)}
        if made:
            details |= {"same_as": str(made.id), "rows": made.rows_done}
        record_event(actor, "export.requested", subject=export, details=details)
        return export

    return once(create, lambda: _find_resubmitted(actor, draft))[0]


def _progress(made: Export | None) -> dict[str, Any]:
    """Where a new export stands: finished when the file was made before, otherwise at its beginning."""
    now = clock.now()
    return {
        "state": "ready" if made else "waiting",
        "rows_total": made.rows_total if made else None,
        "rows_done": made.rows_done if made else 0,
        "file_sha256": made.file_sha256 if made else None,
        "byte_count": made.byte_count if made else None,
        "requested_at": now,
        "finished_at": now if made else None,
        "expires_at": now + KEEP,
    }


def _check_filters(draft: ExportDraft) -> None:
    try:
        read_filters(draft.subject, draft.filters)
    except ValidationError as error:
        names = error.messages_dict
        problems = [FieldProblem(f"filters.{name}", str(said), "invalid_filter") for name, said in names.items()]
        raise Invalid(fields=problems) from None


def _check_few_unfinished(actor: Actor) -> None:
    unfinished = (Export.account_id == actor.account_id) & Export.state.in_(["waiting", "running"])  # type: ignore[attr-defined]
    if Export.select().where(unfinished).count() >= MOST_UNFINISHED:
        raise TooManyExports(most=MOST_UNFINISHED)


def sweep_exports() -> int:
    """Throw away files past their days, with their rows; how many. What was asked for stays in the event log."""
    old = list(Export.select().where(Export.expires_at < clock.now()).limit(500))
    for export in old:
        with database.atomic():
            Export.delete().where(Export.id == export.id).execute()
            record_event(SYSTEM, "export.expired", subject=export)
            kept = Export.select().where(Export.file_sha256 == export.file_sha256).exists()
        if export.file_sha256 and not kept:
            files().discard(export.file_sha256)
    return len(old)


def _find_resubmitted(actor: Actor, draft: ExportDraft) -> Export | None:
    return find_resubmitted(
        Export,
        draft.id,
        account_id=actor.account_id,
        subject=draft.subject,
        form=draft.form,
        filters=draft.filters,
    )


def _find_made(actor: Actor, question: str, mark: str) -> Export | None:
    found: Export | None = (
        Export.select()
        .where(
            (Export.account_id == actor.account_id)
            & (Export.request_hash == question)
            & (Export.data_mark == mark)
            & (Export.state == "ready")
            & (Export.expires_at > clock.now())
        )
        .order_by(Export.id.desc())  # type: ignore[attr-defined]
        .first()
    )
    return found
