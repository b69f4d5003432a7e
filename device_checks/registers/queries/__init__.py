"""Reads of registers; ``reach`` holds the only ways to load a facility or place that somebody names."""

from device_checks.registers.queries.listing import (
    FacilityFilter,
    PlaceFilter,
    changes_of,
    facility_shape,
    find_facilities,
    find_places,
)
from device_checks.registers.queries.reach import (
    barred_ids,
    camera_within_reach,
    facility_within_reach,
    is_barred,
    place_within_reach,
    places_of_cameras,
)

__all__ = [
    "FacilityFilter",
    "PlaceFilter",
    "barred_ids",
    "camera_within_reach",
    "changes_of",
    "facility_shape",
    "facility_within_reach",
    "find_facilities",
    "find_places",
    "is_barred",
    "place_within_reach",
    "places_of_cameras",
]
