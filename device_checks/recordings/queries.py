"""Reads of what recorders kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import JOIN

from device_checks.recordings.errors import NoRecorder
from device_checks.recordings.models import RecordingCheck, RecordingState, RecordingTerm
from device_checks.recordings.rules import FAILING, Term, TermRow, term_on
from device_checks.registers.models import Facility
from device_checks.registers.queries import facility_within_reach
from device_checks.registers.rules import FacilityKind
from device_checks.sources.models import CameraSource
from device_checks.sources.rules.targets import SourceKind
from server.core.permissions import Actor
from server.units.attachments.queries import attachments_of
from server.units.bases.queries import resolve_known_bases
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

MOST_HISTORY = 30
#: Vehicles record as well.
_VEHICLE_RECORDER = "vehicle_recorder"


@dataclass(frozen=True)
class RecordingFilter:
    """``verdict``: one of them, ``failing`` for all that fail, ``overlong``, or ``unseen`` for never checked."""

    verdict: str | None = None
    unit_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def keeps_recordings() -> Any:
    """A condition on facilities."""
    vehicle = (Facility.kind == FacilityKind.VEHICLE_DEVICE.value) & (Facility.type == _VEHICLE_RECORDER)
    return (Facility.kind == FacilityKind.RECORDER.value) | vehicle


def recorder_within_reach(actor: Actor, id: UUID) -> Facility:
    """Raises NotFound, also for what keeps no recordings."""
    row = facility_within_reach(actor, id)
    if row.kind != FacilityKind.RECORDER.value and row.type != _VEHICLE_RECORDER:
        raise NoRecorder(facility_id=str(id))
    return row


def term_for(facility: Facility, day: date) -> Term:
    """The term for a facility's unit on a day; two queries. Raises NoTerm."""
    is_target = Unit.select(Unit.counter_terror_target).where(Unit.id == facility.unit_id).scalar()
    return term_on(_terms(), day, bool(is_target))


def _terms() -> list[TermRow]:
    return [
        TermRow(
            Term(row.code, row.least_days, row.most_days, row.most_gap_hours),
            row.counter_terror,
            row.from_on,
            row.to_on,
        )
        for row in RecordingTerm.select()
    ]


def find_recorders(actor: Actor, wanted: RecordingFilter) -> dict[str, Any]:
    """A page of recorders in use with their last check, the latest entered first."""
    query = (
        Facility.select(Facility, RecordingState)
        .join(RecordingState, JOIN.LEFT_OUTER, on=(RecordingState.id == Facility.id), attr="recording")
        .where(keeps_recordings() & (Facility.state == "in_use") & is_within_reach(actor, Facility.unit_id))
        .order_by(Facility.id.desc())
    )
    if wanted.unit_id:
        query = query.where(Facility.unit_id == wanted.unit_id)
    if wanted.verdict == "failing":
        query = query.where(RecordingState.verdict.in_(FAILING))
    elif wanted.verdict == "overlong":
        query = query.where(RecordingState.is_overlong == True)  # noqa: E712 (a term of the query)
    elif wanted.verdict == "unseen":
        query = query.where(RecordingState.id.is_null() | RecordingState.check_id.is_null())
    elif wanted.verdict:
        query = query.where(RecordingState.verdict == wanted.verdict)
    if wanted.after:
        query = query.where(Facility.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": _recorder_shapes(found["items"])}


def recordings_of(facility: Facility) -> dict[str, Any]:
    """One recorder with its term today and its checks, the latest first."""
    checks = RecordingCheck.select().where(RecordingCheck.facility_id == facility.id)
    checks = list(checks.order_by(RecordingCheck.id.desc()).limit(MOST_HISTORY))
    facility.recording = RecordingState.get_or_none(RecordingState.id == facility.id)
    asked = (CameraSource.id == facility.id) & (CameraSource.kind == SourceKind.ONVIF.value)
    return {
        **_recorder_shapes([facility])[0],
        "can_be_asked": CameraSource.select().where(asked).exists(),
        "checks": check_shapes(checks),
    }


def check_shapes(rows: Sequence[RecordingCheck]) -> list[dict[str, Any]]:
    """Checks with basis and photos; three queries."""
    terms = _bases()
    files = attachments_of("recording_check", [row.id for row in rows])
    names = ("id", "origin", "checked_on", "earliest_on", "longest_gap_hours", "required_days", "kept_days")
    names += ("missing_days", "verdict", "is_overlong", "comes_on", "note", "by_name", "at")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "basis": terms.get(row.term_code, {"title": "", "article": ""}),
            "files": files[row.id],
        }
        for row in rows
    ]


def _recorder_shapes(rows: Sequence[Facility]) -> list[dict[str, Any]]:
    units = unit_names([row.unit_id for row in rows])
    states = {row.id: state for row in rows if (state := getattr(row, "recording", None)) is not None}
    ids = [state.check_id for state in states.values() if state.check_id]
    checks = list(RecordingCheck.select().where(RecordingCheck.id.in_(ids))) if ids else []
    last = {row["id"]: row for row in check_shapes(checks)} if checks else {}
    return [
        {
            "facility_id": row.id,
            "number": row.number,
            "name": row.name,
            "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")},
            "in_use_since_on": row.in_use_since_on,
            "last": last.get(states[row.id].check_id) if row.id in states else None,
            "failure": states[row.id].failure if row.id in states else "",
            "asked_at": states[row.id].asked_at if row.id in states else None,
        }
        for row in rows
    ]


def _bases() -> dict[str, dict[str, str]]:
    rows = list(RecordingTerm.select())
    titles = resolve_known_bases([{"basis": row.basis_code} for row in rows])
    return {
        row.code: {"title": titles.get(row.basis_code, {}).get("title", ""), "article": row.article} for row in rows
    }


def askable_after(after: UUID | None, limit: int) -> list[UUID]:
    """Recorders in use that ONVIF can ask, by id; one query."""
    query = (
        CameraSource.select(CameraSource.id)
        .join(Facility, on=(Facility.id == CameraSource.id))
        .where(keeps_recordings() & (Facility.state == "in_use") & (CameraSource.kind == SourceKind.ONVIF.value))
        .order_by(CameraSource.id)
    )
    if after is not None:
        query = query.where(CameraSource.id > after)
    return [row.id for row in query.limit(limit)]


def facilities_by_id(ids: Iterable[UUID]) -> dict[UUID, Facility]:
    """One query; for jobs."""
    return {row.id: row for row in Facility.select().where(Facility.id.in_(list(ids)))}
