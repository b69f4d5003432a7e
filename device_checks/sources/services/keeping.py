"""Acts on sources: say how a picture is got, say it no more, keep the lists of networks."""

from __future__ import annotations

import json
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.sources.errors import AddressBarred, AddressInvalid, NetworkOfOthers
from device_checks.sources.models import AllowedNetwork, CameraSource
from device_checks.sources.queries.keeping import find_source
from device_checks.sources.queries.targets import LOGIN_PURPOSE, allowed_for_unit, open_login
from device_checks.sources.rules.addresses import WrittenAddress, endpoint_of, read_address
from device_checks.sources.rules.bounds import BOUNDS
from device_checks.sources.rules.drafts import SourceDraft
from device_checks.sources.rules.networks import NetworkDraft, check_network, check_ports, is_open, read_ip
from device_checks.sources.rules.targets import SourceKind
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem, Stale
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.sealing import SealBroken, seal
from server.units.agencies.queries import agency_by_id, is_police

_WITHOUT_ADDRESS = (SourceKind.PHONE.value,)


def set_source(actor: Actor, facility: Facility, draft: SourceDraft, seen: CameraSource | None) -> CameraSource:
    """Say how a camera's picture is got, over what was seen (None: nothing was set). The same again changes nothing.

    Name and password may stand in the address; they are taken out and kept sealed. A kept password is never sent to
    another machine: with a new host or port it must be given again. Raises Forbidden, AddressInvalid, AddressBarred,
    Stale.
    """
    actor.check("source.edit")
    row = find_source(facility.id)
    address, login = _read(facility, draft, row)
    options = dict(draft.options)
    if row is not None and _is_same(row, draft.kind, address, login, options):
        return row
    if (seen is None) != (row is None):
        raise Stale()
    columns = {
        "kind": draft.kind,
        "address": address,
        "sealed_login": seal(json.dumps(login), LOGIN_PURPOSE) if any(login) else "",
        "options": options,
        "changed_at": clock.now(),
    }

    def create() -> CameraSource:
        if seen is None:
            kept = CameraSource.create(id=facility.id, unit_id=facility.unit_id, **columns)
        else:
            kept = seen
            save_versioned(kept, columns)
        record_event(actor, "source.set", subject=kept, about_unit_id=facility.unit_id, details={"kind": draft.kind})
        return kept

    return once(create, lambda: find_source(facility.id))[0]


def is_set(facility: Facility, draft: SourceDraft, row: CameraSource) -> bool:
    """Whether a source says just this already. Raises AddressInvalid, AddressBarred."""
    address, login = _read(facility, draft, row)
    return _is_same(row, draft.kind, address, login, dict(draft.options))


def remove_source(actor: Actor, facility: Facility) -> None:
    """Fetch from it no more; the password goes with it. Said twice it is one. Raises Forbidden."""
    actor.check("source.edit")
    with database.atomic():
        row = find_source(facility.id)
        if row is None:
            return
        CameraSource.delete().where(CameraSource.id == facility.id).execute()
        record_event(actor, "source.removed", subject=row, about_unit_id=facility.unit_id)


def allow_network(actor: Actor, draft: NetworkDraft) -> AllowedNetwork:
    """Enter a network of a police agency's list; sent twice it is one.

    Raises Forbidden, NetworkInvalid, NetworkOfOthers, NotFound, ResubmissionConflict.
    """
    actor.check("network.edit")
    network = str(check_network(draft.network))
    check_ports(draft.ports)
    known = {**vars(draft), "network": network, "ports": [list(one) for one in draft.ports]}
    if earlier := find_resubmitted(AllowedNetwork, **known):
        return earlier
    if not is_police(agency_by_id(draft.agency_id)):
        raise NetworkOfOthers(fields=[FieldProblem("agency_id", NetworkOfOthers.title, NetworkOfOthers.code)])

    def create() -> AllowedNetwork:
        row = AllowedNetwork.create(**known, by_name=actor.name, created_at=clock.now())
        details = {"agency_id": str(draft.agency_id), "network": network}
        record_event(actor, "network.allowed", subject=row, details=details)
        return row

    return once(create, lambda: find_resubmitted(AllowedNetwork, **known))[0]


def end_network(actor: Actor, row: AllowedNetwork) -> AllowedNetwork:
    """Take an entry off its list; from the next grab on nothing is fetched from there. Said twice it is one."""
    actor.check("network.edit")
    with database.atomic():
        still = AllowedNetwork.ended_at.is_null()  # type: ignore[union-attr]
        changes = {"ended_at": clock.now(), "ended_by_name": actor.name}
        if AllowedNetwork.update(**changes).where((AllowedNetwork.id == row.id) & still).execute():
            record_event(actor, "network.ended", subject=row, details={"network": row.network})
    ended: AllowedNetwork = AllowedNetwork.get_by_id(row.id)
    return ended


def _read(facility: Facility, draft: SourceDraft, row: CameraSource | None) -> tuple[str, list[str]]:
    """Address and login to keep."""
    if draft.kind in _WITHOUT_ADDRESS:
        return "", ["", ""]
    written = read_address(draft.kind, draft.address)
    if draft.kind == SourceKind.FOLDER.value:
        return written.address, ["", ""]
    _check_reachable(facility.unit_id, written.address)
    user = draft.user or written.user
    if draft.password is not None:
        return written.address, [user, draft.password]
    if written.password:
        return written.address, [user, written.password]
    return written.address, [user, _kept_password(written, row) if user else ""]


def _kept_password(written: WrittenAddress, row: CameraSource | None) -> str:
    if row is None or not row.sealed_login:
        return ""
    try:
        password = open_login(row.sealed_login)[1]
    except SealBroken:
        password = ""
    if password and _machine(row.address) == _machine(written.address):
        return password
    text = "主机、端口或协议有变化，请重新填写口令"
    raise AddressInvalid(text, fields=[FieldProblem("password", text, "password_needed")])


def _machine(address: str) -> tuple[str, str, int] | None:
    try:
        found = endpoint_of(address)
    except AddressInvalid:
        return None
    return found.scheme, found.host, found.port


def _check_reachable(unit_id: UUID, address: str) -> None:
    """A number is looked at now, a name when it is resolved."""
    endpoint = endpoint_of(address)
    literal = read_ip(endpoint.host)
    if literal is None or is_open(literal, endpoint.port, allowed_for_unit(unit_id), BOUNDS.loopback_allowed):
        return
    raise AddressBarred(
        "该地址不在允许访问的网段或端口内，请联系系统管理员登记网段",
        fields=[FieldProblem("address", AddressBarred.title, AddressBarred.code)],
    )


def _is_same(row: CameraSource, kind: str, address: str, login: list[str], options: dict[str, object]) -> bool:
    try:
        kept = list(open_login(row.sealed_login))
    except SealBroken:
        return False
    return (row.kind, row.address, kept, row.options) == (kind, address, login, options)
