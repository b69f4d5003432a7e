"""Acts on registers."""

from device_checks.registers.services.changing import (
    change_facility_state,
    end_place,
    keep_secret,
    revise_facility,
    revise_place,
)
from device_checks.registers.services.registering import register_facility, register_place

__all__ = [
    "change_facility_state",
    "end_place",
    "keep_secret",
    "register_facility",
    "register_place",
    "revise_facility",
    "revise_place",
]
