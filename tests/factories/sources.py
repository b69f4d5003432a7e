"""Targets, sources and lists for tests: cameras on this machine."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.sources.models import AllowedNetwork, CameraSource
from device_checks.sources.rules.drafts import SourceDraft
from device_checks.sources.rules.networks import DEFAULT_PORTS, Allowed, NetworkDraft
from device_checks.sources.rules.targets import Target
from device_checks.sources.services.keeping import allow_network, set_source
from server.core.ids import new_id
from server.core.permissions import SYSTEM

HERE = (Allowed(ip_network("127.0.0.0/8"), ((1, 65535),)),)


def target(address: str, kind: str = "http", **changes: Any) -> Target:
    """A camera on this machine that may be reached."""
    values = {"camera_id": new_id(), "kind": kind, "address": address, "allowed": HERE, "loopback_allowed": True}
    return Target(**{**values, **changes})


def allow_here(agency_id: UUID) -> AllowedNetwork:
    """This machine on an agency's list; the test also says ``BOUNDS.loopback_allowed = True``."""
    draft = NetworkDraft(new_id(), agency_id, "127.0.0.0/8", ((1, 65535),), "")
    return allow_network(SYSTEM, draft)


def source(facility: Facility, address: str, kind: str = "http", **changes: Any) -> CameraSource:
    """How a facility's picture is got."""
    return set_source(SYSTEM, facility, SourceDraft(kind, address, **changes), None)


def grow_sources(agency_id: UUID) -> None:
    """Two networks of an agency, so that the list has rows; needs an open connection."""
    for number in range(2):
        allow_network(SYSTEM, NetworkDraft(new_id(), agency_id, f"10.9{number}.0.0/16", DEFAULT_PORTS, ""))
