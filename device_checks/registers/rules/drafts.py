"""What stands in a register, and what a camera's number must look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from device_checks.registers.errors import SecrecyWithoutReason, TypeOfOtherKind
from server.core.errors import FieldProblem, Invalid


class PlaceKind(StrEnum):
    """Where a unit must look. Source: JN-2.2.3c, LN-9."""

    ENTRANCE = "entrance"
    CROWD_AREA = "crowd_area"
    KEY_PART = "key_part"
    VEHICLE = "vehicle"
    PERIMETER = "perimeter"
    POST = "post"
    OTHER = "other"


class FacilityKind(StrEnum):
    CAMERA = "camera"
    RECORDER = "recorder"
    ALARM = "alarm"
    ACCESS = "access"
    VEHICLE_DEVICE = "vehicle_device"
    BARRIER = "barrier"
    EQUIPMENT = "equipment"


#: What there is of each kind. Barriers are the six of LN-7, equipment the seven of LN-8.
TYPES: Mapping[str, tuple[str, ...]] = {
    "camera": ("bullet", "dome", "ptz", "panoramic", "thermal", "other_camera"),
    "recorder": ("nvr", "dvr", "cloud_recorder"),
    "alarm": ("one_button", "intrusion", "perimeter"),
    "access": ("turnstile", "door_control", "face_terminal", "plate_capture", "visitor_terminal"),
    "vehicle_device": ("vehicle_camera", "vehicle_recorder", "vehicle_positioning", "vehicle_one_button"),
    "barrier": ("wall", "wire_fence", "security_door", "guard_rail", "lock", "safe"),
    "equipment": ("baton", "shield", "helmet", "steel_fork", "cut_proof_gloves", "torch", "radio"),
}

#: Places of which each needs at least one camera. Source: JN-2.2.3c, LN-9.
WATCHED = (PlaceKind.ENTRANCE, PlaceKind.CROWD_AREA, PlaceKind.KEY_PART, PlaceKind.VEHICLE)

#: In use, stopped for a time, gone for good.
STATES = ("in_use", "stopped", "scrapped")


@dataclass(frozen=True)
class PlaceDraft:
    id: UUID
    unit_id: UUID
    kind: str
    name: str
    site_id: UUID | None = None
    note: str = ""


@dataclass(frozen=True)
class CameraDraft:
    """What a facility of the kind camera has besides. ``place_class`` 1 to 3: how often it is looked at."""

    catalogue_id: str | None = None  # 20 digits, GB/T 28181
    place_class: int = 3
    width: int | None = None  # pixels
    height: int | None = None
    recorder_id: UUID | None = None
    channel: int | None = None
    host: str = ""
    is_onboarded: bool = False  # on the platform of society's video (雪亮工程)
    onboarded_on: date | None = None
    secret_state: bool = False
    secret_trade: bool = False
    secret_reason: str = ""
    place_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class FacilityDraft:
    """One thing, or so many alike (equipment). ``details`` holds what is only told, never decided by."""

    id: UUID
    unit_id: UUID
    kind: str
    type: str
    number: str
    name: str
    site_id: UUID | None = None
    place_id: UUID | None = None
    quantity: int = 1
    maker: str = ""
    model: str = ""
    lat: float | None = None
    lon: float | None = None
    in_use_since_on: date | None = None
    life_end_on: date | None = None
    check_every_days: int | None = None
    is_networked: bool | None = None  # with the police
    networked_on: date | None = None
    details: dict[str, Any] = field(default_factory=dict)
    camera: CameraDraft | None = None


@dataclass(frozen=True)
class SecrecyDraft:
    """Whether a camera is kept out of pictures and exports, and why. Source: LN-10."""

    secret_state: bool
    secret_trade: bool
    secret_reason: str = ""


def is_camera(kind: str, type: str) -> bool:
    """Whether it has what cameras have besides: those on vehicles are cameras too.  Source: LN-9."""
    return kind == "camera" or type == "vehicle_camera"


def check_facility(draft: FacilityDraft) -> None:
    """Raises Invalid for a position by half, or a camera's fields on what is none."""
    problems = []
    if (draft.lat is None) != (draft.lon is None):
        problems.append(FieldProblem("lat", "经纬度须同时填写", "half_position"))
    if draft.camera is not None and not is_camera(draft.kind, draft.type):
        problems.append(FieldProblem("camera", "不是摄像机，不填摄像机的内容", "not_a_camera"))
    if draft.in_use_since_on and draft.life_end_on and draft.life_end_on < draft.in_use_since_on:
        problems.append(FieldProblem("life_end_on", "使用年限截止不能早于启用日期", "life_ends_before_use"))
    if problems:
        raise Invalid(fields=problems)


def check_type(kind: str, type: str) -> None:
    """Raises TypeOfOtherKind."""
    if type not in TYPES[kind]:
        raise TypeOfOtherKind(fields=[FieldProblem("type", TypeOfOtherKind.title, TypeOfOtherKind.code)])


def check_secrecy(camera: CameraDraft | SecrecyDraft) -> None:
    """Raises SecrecyWithoutReason.  Source: LN-10."""
    if (camera.secret_state or camera.secret_trade) and not camera.secret_reason.strip():
        raise SecrecyWithoutReason(
            fields=[FieldProblem("camera.secret_reason", SecrecyWithoutReason.title, SecrecyWithoutReason.code)]
        )
