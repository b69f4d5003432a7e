"""Acts on what stands in a register: revise, stop, scrap, keep secret, end."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from device_checks.registers.errors import EndsLater, PlaceEnded
from device_checks.registers.models import Camera, Facility, Place
from device_checks.registers.queries import places_of_cameras
from device_checks.registers.rules import (
    CameraDraft,
    FacilityDraft,
    PlaceDraft,
    SecrecyDraft,
    check_details,
    check_secrecy,
    is_camera,
)
from device_checks.registers.services.registering import check_draft, cover_places
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, Invalid
from server.core.events import record_event
from server.core.permissions import Actor
from server.units.registry.queries.lookups import check_site_of

_SECRETS = ("secret_state", "secret_trade", "secret_reason")


def revise_place(actor: Actor, place: Place, draft: PlaceDraft) -> Place:
    """Write a place anew.

    Raises Forbidden, NotFound (a site of another unit), PlaceEnded, Stale.
    """
    actor.check("facility.edit")
    if place.ended_on is not None:
        raise PlaceEnded()
    check_site_of(place.unit_id, draft.site_id)
    wanted = {"kind": draft.kind, "name": draft.name, "site_id": draft.site_id, "note": draft.note}
    changes: dict[str, object] = {name: value for name, value in wanted.items() if getattr(place, name) != value}
    if changes:
        with database.atomic():
            save_versioned(place, changes)
            record_event(
                actor,
                "place.revised",
                subject=place,
                about_unit_id=place.unit_id,
                details={"changed": sorted(changes)},
            )
    return place


def end_place(actor: Actor, place: Place, ended_on: date) -> Place:
    """Say that a place is no more: it needs no camera from then on. Sent twice it ends once.

    Raises Forbidden, PlaceEnded, EndsLater, Stale.
    """
    actor.check("facility.edit")
    with database.atomic():
        current = lock_row(Place.select().where(Place.id == place.id))
        if current.ended_on == ended_on:
            return current  # type: ignore[no-any-return]
        if current.ended_on is not None:
            raise PlaceEnded()
        if ended_on > clock.today():
            raise EndsLater(fields=[FieldProblem("ended_on", EndsLater.title, EndsLater.code)])
        save_versioned(current, {"ended_on": ended_on})
        record_event(
            actor,
            "place.ended",
            subject=current,
            about_unit_id=current.unit_id,
            details={"ended_on": ended_on.isoformat()},
        )
    return current  # type: ignore[no-any-return]


def revise_facility(actor: Actor, facility: Facility, draft: FacilityDraft) -> Facility:
    """Write a facility anew; its unit, its kind and whether it is kept secret stay.

    Raises Forbidden, NotFound, Invalid, TypeOfOtherKind, CatalogueIdInvalid, NumberTaken, CatalogueIdTaken, Stale.
    Source: JN-2.2.2d, JN-2.2.3c.
    """
    actor.check("facility.edit")
    draft = replace(draft, details=check_details(facility.kind, draft.details))
    if is_camera(facility.kind, facility.type) != is_camera(draft.kind, draft.type):
        raise Invalid(fields=[FieldProblem("type", "摄像机不能改为其他设施，请另行登记", "camera_stays_camera")])
    check_draft(actor, draft)
    wanted = {name: value for name, value in vars(draft).items() if name not in {"id", "unit_id", "kind", "camera"}}
    changes: dict[str, Any] = {name: value for name, value in wanted.items() if getattr(facility, name) != value}
    with database.atomic():
        changed = [*changes]
        if is_camera(draft.kind, draft.type) and draft.camera is not None:
            changed += _revise_camera(facility, draft.camera)
        if not changed:
            return facility
        save_versioned(facility, {**changes, "changed_at": clock.now()})
        record_event(
            actor,
            "facility.revised",
            subject=facility,
            about_unit_id=facility.unit_id,
            details={"changed": sorted(changed)},
        )
    return facility


def _revise_camera(facility: Facility, draft: CameraDraft) -> list[str]:
    """Names of what changed; the flags of secrecy have an act of their own."""
    camera = Camera.get_by_id(facility.id)
    wanted = {name: value for name, value in asdict(draft).items() if name not in {*_SECRETS, "place_ids"}}
    changes = {name: value for name, value in wanted.items() if getattr(camera, name) != value}
    if changes:
        Camera.update(**changes).where(Camera.id == camera.id).execute()
    if set(draft.place_ids) != set(places_of_cameras([camera.id]).get(camera.id, ())):
        cover_places(camera.id, draft.place_ids)
        return [*changes, "place_ids"]
    return [*changes]


def change_facility_state(actor: Actor, facility: Facility, state: str, on: date | None = None) -> Facility:
    """Stop a facility, use it again, or scrap it; said twice it is one change.

    Raises Forbidden, Stale.  Source: JN-2.2.2d.
    """
    actor.check("facility.edit")
    if facility.state == state:
        return facility
    changes: dict[str, Any] = {"state": state, "changed_at": clock.now()}
    if state == "scrapped":
        changes["details"] = {**facility.details, "scrapped_on": (on or clock.today()).isoformat()}
    with database.atomic():
        save_versioned(facility, changes)
        record_event(
            actor, "facility.state_changed", subject=facility, about_unit_id=facility.unit_id, details={"state": state}
        )
    return facility


def keep_secret(actor: Actor, facility: Facility, draft: SecrecyDraft) -> Facility:
    """Bar a camera's pictures and its export, or lift the bar; the reason stays with the camera.

    Raises Forbidden, SecrecyWithoutReason, Stale.  Source: LN-10.
    """
    actor.check("facility.keep_secret")
    check_secrecy(draft)
    camera = Camera.get_by_id(facility.id)
    wanted = asdict(draft)
    if all(getattr(camera, name) == value for name, value in wanted.items()):
        return facility
    with database.atomic():
        Camera.update(**wanted).where(Camera.id == camera.id).execute()
        save_versioned(facility, {"changed_at": clock.now()})
        flags = {name: value for name, value in wanted.items() if name != "secret_reason"}
        record_event(actor, "camera.secrecy_changed", subject=facility, about_unit_id=facility.unit_id, details=flags)
    return facility
