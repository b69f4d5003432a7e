"""What a patrol fetches: everything at once, in two queries."""

from __future__ import annotations

import json
from collections.abc import Iterable
from ipaddress import ip_network
from uuid import UUID

from device_checks.registers.models import Camera, Facility
from device_checks.registers.rules import FacilityKind
from device_checks.sources.models import AllowedNetwork, CameraSource
from device_checks.sources.rules.addresses import fill_in
from device_checks.sources.rules.bounds import BOUNDS
from device_checks.sources.rules.networks import Allowed
from device_checks.sources.rules.targets import SourceKind, Target
from server.core.sealing import SealBroken, unseal
from server.units.agencies.models import Agency
from server.units.registry.models import Unit

LOGIN_PURPOSE = "camera login"


def targets_of(camera_ids: Iterable[UUID]) -> dict[UUID, Target]:
    """Those of the cameras that can be fetched from; two queries for at most some thousands of ids.

    Left out are cameras without a source, those whose pictures people send, and the barred ones: nothing is ever
    fetched from them. Source: LN-10.
    """
    wanted = list(set(camera_ids))
    if not wanted:
        return {}
    rows = list(
        CameraSource.select(
            CameraSource,
            Camera.catalogue_id,
            Camera.channel,
            Camera.recorder_id,
            Agency.path,
        )
        .join(Camera, on=(Camera.id == CameraSource.id))
        .join(Unit, on=(Unit.id == CameraSource.unit_id))
        .join(Agency, on=(Agency.id == Unit.managed_by))
        .where(
            CameraSource.id.in_(wanted)
            & (CameraSource.kind != SourceKind.PHONE.value)
            & (Camera.secret_state == False)  # noqa: E712 (a term of the query)
            & (Camera.secret_trade == False)  # noqa: E712
        )
        .objects()
    )
    allowed = _lists({row.path for row in rows})
    return {row.id: _target(row, allowed[row.path]) for row in rows}


def recorder_targets(ids: Iterable[UUID]) -> dict[UUID, Target]:
    """Those of the recorders that answer questions about what they kept; two queries."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    rows = list(
        CameraSource.select(CameraSource, Agency.path)
        .join(Facility, on=(Facility.id == CameraSource.id))
        .join(Unit, on=(Unit.id == CameraSource.unit_id))
        .join(Agency, on=(Agency.id == Unit.managed_by))
        .where(
            CameraSource.id.in_(wanted)
            & (CameraSource.kind == SourceKind.ONVIF.value)
            & (Facility.kind == FacilityKind.RECORDER.value)
        )
        .objects()
    )
    allowed = _lists({row.path for row in rows})
    for row in rows:
        row.catalogue_id, row.channel, row.recorder_id = None, None, row.id
    return {row.id: _target(row, allowed[row.path]) for row in rows}


def allowed_for_unit(unit_id: UUID) -> tuple[Allowed, ...]:
    """The lists that hold for a unit's cameras: those of its managing agency and of all above; two queries."""
    path = Agency.select(Agency.path).join(Unit, on=(Unit.managed_by == Agency.id)).where(Unit.id == unit_id).scalar()
    return _lists({path})[path] if path else ()


def _lists(paths: set[str]) -> dict[str, tuple[Allowed, ...]]:
    """Path of an agency → the entries of it and of all above; one query."""
    numbers = {int(part) for path in paths for part in path.split("/") if part}
    entries: dict[int, list[Allowed]] = {}
    rows = (
        AllowedNetwork.select(Agency.number, AllowedNetwork.network, AllowedNetwork.ports)
        .join(Agency, on=(Agency.id == AllowedNetwork.agency_id))
        .where(Agency.number.in_(list(numbers)) & AllowedNetwork.ended_at.is_null())
        .tuples()
    )
    for number, network, ports in rows if numbers else ():
        entries.setdefault(number, []).append(Allowed(ip_network(network), tuple((low, high) for low, high in ports)))
    return {
        path: tuple(one for part in path.split("/") if part for one in entries.get(int(part), ())) for path in paths
    }


def _target(row: CameraSource, allowed: tuple[Allowed, ...]) -> Target:
    user, password, problem = "", "", ""
    try:
        user, password = open_login(row.sealed_login)
    except SealBroken as error:
        problem = error.title
    is_folder = row.kind == SourceKind.FOLDER.value
    return Target(
        camera_id=row.id,
        kind=row.kind,
        address=row.address if is_folder else fill_in(row.address, row.catalogue_id, row.channel),
        user=user,
        password=password,
        allowed=allowed,
        loopback_allowed=BOUNDS.loopback_allowed,
        options={**row.options, "channel": row.channel},
        folder=BOUNDS.folder if is_folder else "",
        recorder_id=row.recorder_id,
        problem=problem,
    )


def open_login(sealed: str) -> tuple[str, str]:
    """Name and password. Raises SealBroken."""
    if not sealed:
        return "", ""
    user, password = json.loads(unseal(sealed, LOGIN_PURPOSE))
    return user, password
