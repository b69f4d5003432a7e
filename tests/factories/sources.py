"""Targets, sources and lists for tests: cameras on this machine."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from device_checks.sources.rules.networks import Allowed
from device_checks.sources.rules.targets import Target
from server.core.ids import new_id

HERE = (Allowed(ip_network("127.0.0.0/8"), ((1, 65535),)),)


def target(address: str, kind: str = "http", **changes: Any) -> Target:
    """A camera on this machine that may be reached."""
    values = {"camera_id": new_id(), "kind": kind, "address": address, "allowed": HERE, "loopback_allowed": True}
    return Target(**{**values, **changes})
