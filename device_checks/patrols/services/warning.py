"""Several cameras of one key part go dark within hours: unit and station are warned. Source: JN-2.3.4e."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from device_checks.patrols.models import CameraWatch
from device_checks.registers.models import CameraPlace, Facility, Place
from server.alerts.warnings.models import WarningRule
from server.alerts.warnings.queries import rule_in_force, warnings_of_subject
from server.alerts.warnings.rules import BasisRow, WarningDraft
from server.alerts.warnings.services import raise_warning
from server.core import clock
from server.core.database import database, lock_row
from server.core.permissions import SYSTEM

CODE = "cameras_offline"


def warn_of_cameras(ids: Sequence[UUID]) -> int:
    """Look at the key parts of cameras that did not answer, and warn where the rule says so; how many were warned of."""
    if not ids:
        return 0
    rule = rule_in_force(CODE, clock.today())
    if rule is None:
        return 0
    places = (
        Place.select(Place.id)
        .join(CameraPlace, on=(CameraPlace.place_id == Place.id))
        .where(CameraPlace.camera_id.in_(list(ids)) & (Place.kind == "key_part") & Place.ended_on.is_null())
        .distinct()
    )
    return sum(_warn_of_place(id, rule) for id in sorted(row.id for row in places))


def _warn_of_place(place_id: UUID, rule: WarningRule) -> bool:
    """A fact that an earlier warning rests on does not count again."""
    moment = clock.now()
    since = moment - timedelta(hours=rule.parameters["hours"])
    with database.atomic():
        place = lock_row(Place.select().where(Place.id == place_id))
        earlier = warnings_of_subject(place_id, CODE, since)
        if any(one.state == "open" for one in earlier):
            return False
        told = {(fact["id"], fact["at"]) for one in earlier for fact in one.basis}
        facts = [
            fact
            for fact in _facts(place_id, since, rule.parameters["looks"])
            if (str(fact.id), clock.to_text(fact.at)) not in told
        ]
        if len(facts) < rule.parameters["count"]:
            return False
        draft = WarningDraft(
            type=CODE,
            level=rule.level,
            unit_id=place.unit_id,
            text=f"{place.name}在{rule.parameters['hours']}小时内有{len(facts)}路摄像机离线",
            basis=tuple(facts),
            subject_type="place",
            subject_id=place_id,
            rule_id=rule.id,
            addressees=tuple(rule.addressees),
        )
        raise_warning(SYSTEM, draft, key=f"{CODE}:{place_id}:{clock.to_text(max(fact.at for fact in facts))}")
    return True


def _facts(place_id: UUID, since: datetime, looks: int) -> list[BasisRow]:
    """Cameras of the place that went dark since then and stayed so for so many looks."""
    rows = (
        CameraWatch.select(CameraWatch, Facility.name, Facility.number)
        .join(Facility, on=((Facility.id == CameraWatch.id) & (Facility.state == "in_use")))
        .join_from(CameraWatch, CameraPlace, on=(CameraPlace.camera_id == CameraWatch.id))
        .where(
            (CameraPlace.place_id == place_id)
            & (CameraWatch.down_since >= since)  # type: ignore[operator]
            & (CameraWatch.failures >= looks)
        )
        .order_by(CameraWatch.down_since, CameraWatch.id)
        .objects()
    )
    return [BasisRow("camera", row.id, row.down_since, f"{row.name}（{row.number}）离线") for row in rows]
