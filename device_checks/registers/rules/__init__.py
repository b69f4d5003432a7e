"""What stands in a register, what each field may hold, and when a place counts as watched."""

from device_checks.registers.rules.catalogue_ids import check_catalogue_id
from device_checks.registers.rules.details import FIELDS, DetailField, check_details
from device_checks.registers.rules.drafts import (
    STATES,
    TYPES,
    WATCHED,
    CameraDraft,
    FacilityDraft,
    FacilityKind,
    PlaceDraft,
    PlaceKind,
    SecrecyDraft,
    check_facility,
    check_secrecy,
    check_type,
    is_camera,
)

__all__ = [
    "FIELDS",
    "STATES",
    "TYPES",
    "WATCHED",
    "CameraDraft",
    "DetailField",
    "FacilityDraft",
    "FacilityKind",
    "PlaceDraft",
    "PlaceKind",
    "SecrecyDraft",
    "check_catalogue_id",
    "check_details",
    "check_facility",
    "check_secrecy",
    "check_type",
    "is_camera",
]
