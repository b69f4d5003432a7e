"""Acts on registers: enter a place, enter a facility."""

from __future__ import annotations

from dataclasses import asdict, replace
from uuid import UUID

from device_checks.registers.errors import CatalogueIdTaken, NumberTaken
from device_checks.registers.models import Camera, CameraPlace, Facility, Place
from device_checks.registers.queries import place_within_reach
from device_checks.registers.rules import (
    TYPES,
    CameraDraft,
    FacilityDraft,
    PlaceDraft,
    check_catalogue_id,
    check_details,
    check_facility,
    check_secrecy,
    check_type,
    is_camera,
)
from server.core import clock
from server.core.errors import FieldProblem, Invalid
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.registry.queries.lookups import check_site_of
from server.units.registry.queries.reach import unit_within_reach

#: What a camera's picture may be recorded by.
RECORDERS = (*TYPES["recorder"], "vehicle_recorder")


def register_place(actor: Actor, draft: PlaceDraft) -> Place:
    """Enter a place of a unit; sent twice it is one.

    Raises Forbidden, NotFound (also a site of another unit), ResubmissionConflict.  Source: JN-2.2.3c, LN-9.
    """
    actor.check("facility.edit")
    known = vars(draft)
    if earlier := find_resubmitted(Place, **known):
        return earlier
    unit_within_reach(actor, draft.unit_id)
    check_site_of(draft.unit_id, draft.site_id)

    def create() -> Place:
        row = Place.create(**known, created_at=clock.now())
        record_event(actor, "place.registered", subject=row, about_unit_id=draft.unit_id)
        return row

    return once(create, lambda: find_resubmitted(Place, **known))[0]


def register_facility(actor: Actor, draft: FacilityDraft) -> Facility:
    """Enter a facility, with what a camera has besides; sent twice it is one.

    Raises Forbidden, NotFound, Invalid, TypeOfOtherKind, CatalogueIdInvalid, SecrecyWithoutReason, NumberTaken,
    CatalogueIdTaken, ResubmissionConflict.  Source: JN-2.2.2d, LN-7, LN-8, LN-10.
    """
    actor.check("facility.edit")
    draft = replace(draft, details=check_details(draft.kind, draft.details))
    known = {name: value for name, value in vars(draft).items() if name != "camera"}
    if earlier := find_resubmitted(Facility, **known):
        return earlier
    unit_within_reach(actor, draft.unit_id)
    camera = draft.camera or CameraDraft()
    check_draft(actor, draft)
    if camera.secret_state or camera.secret_trade:
        actor.check("facility.keep_secret")
    check_secrecy(camera)

    def create() -> Facility:
        moment = clock.now()
        row = Facility.create(**known, created_at=moment, changed_at=moment)
        if is_camera(draft.kind, draft.type):
            _add_camera(row, camera)
        record_event(actor, "facility.registered", subject=row, about_unit_id=draft.unit_id)
        return row

    return once(create, lambda: find_resubmitted(Facility, **known))[0]


def check_draft(actor: Actor, draft: FacilityDraft) -> None:
    """All that a facility must fulfil, entered or changed.

    Raises Invalid, NotFound, TypeOfOtherKind, CatalogueIdInvalid, NumberTaken, CatalogueIdTaken.
    """
    check_type(draft.kind, draft.type)
    check_facility(draft)
    check_site_of(draft.unit_id, draft.site_id)
    camera = draft.camera or CameraDraft()
    _check_places(actor, draft.unit_id, [*([draft.place_id] if draft.place_id else []), *camera.place_ids])
    _check_recorder(draft, camera)
    check_catalogue_id(camera.catalogue_id)
    _check_unique(draft, camera)


def cover_places(camera_id: UUID, place_ids: tuple[UUID, ...]) -> None:
    """Have a camera cover these places and no others; inside the caller's transaction."""
    CameraPlace.delete().where(CameraPlace.camera_id == camera_id).execute()
    for place_id in dict.fromkeys(place_ids):
        CameraPlace.create(id=new_id(), camera_id=camera_id, place_id=place_id)


def _add_camera(facility: Facility, camera: CameraDraft) -> None:
    columns = asdict(camera)
    columns.pop("place_ids")
    Camera.insert(id=facility.id, unit_id=facility.unit_id, **columns).execute()
    cover_places(facility.id, camera.place_ids)


def _check_recorder(draft: FacilityDraft, camera: CameraDraft) -> None:
    if camera.recorder_id is None:
        return
    own = (Facility.id == camera.recorder_id) & (Facility.unit_id == draft.unit_id)
    if not Facility.select().where(own & Facility.type.in_(RECORDERS)).exists():
        raise Invalid(fields=[FieldProblem("camera.recorder_id", "不是该单位的录像设备", "not_a_recorder")])


def _check_places(actor: Actor, unit_id: UUID, ids: list[UUID]) -> None:
    for id in ids:
        if place_within_reach(actor, id).unit_id != unit_id:
            raise Invalid(fields=[FieldProblem("place_id", "部位不属于该单位", "place_of_other_unit")])


def _check_unique(draft: FacilityDraft, camera: CameraDraft) -> None:
    same = (Facility.unit_id == draft.unit_id) & (Facility.number == draft.number) & (Facility.id != draft.id)
    if Facility.select().where(same).exists():
        raise NumberTaken(fields=[FieldProblem("number", NumberTaken.title, NumberTaken.code)])
    taken = (Camera.catalogue_id == camera.catalogue_id) & (Camera.id != draft.id)
    if camera.catalogue_id and Camera.select().where(taken).exists():
        raise CatalogueIdTaken(
            fields=[FieldProblem("camera.catalogue_id", CatalogueIdTaken.title, CatalogueIdTaken.code)]
        )
