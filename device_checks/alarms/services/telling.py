"""Who is told of an alarm, of a lost line, and of its return; parts of the acts that find them."""

from __future__ import annotations

from datetime import datetime, timedelta

from device_checks.alarms.models import AlarmEvent, AlarmLine, AlarmZone
from device_checks.alarms.rules import AlarmKind
from device_checks.registers.models import Facility
from device_checks.upkeep.rules import TaskDraft
from device_checks.upkeep.services import close_by_good_check, open_task
from server.alerts.notices.services import notify
from server.core import clock
from server.core.permissions import SYSTEM
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_by_id

WORDS = {
    AlarmKind.PANIC: "一键报警",
    AlarmKind.INTRUSION: "入侵报警",
    AlarmKind.PERIMETER: "周界报警",
    AlarmKind.OTHER: "其他报警",
    AlarmKind.UNKNOWN: "收到未识别的报警信号",
}
REPAIR_WITHIN = timedelta(days=1)
BACK = "线路已恢复"


def tell_of_alarm(event: AlarmEvent, facility: Facility, zone: AlarmZone | None) -> None:
    """Tell bureau and station at once. Source: LN-11b."""
    unit = unit_by_id(event.unit_id)
    where = "，".join(part for part in (facility.name, zone.name if zone else "") if part)
    _tell_police(event, unit, f"{unit.name}：{WORDS[AlarmKind(event.kind)]}（{where}）", "alarm.raised")


def tell_of_silence(event: AlarmEvent, line: AlarmLine, facility: Facility) -> None:
    """Tell the police and the unit that a line is lost, and ask for its repair."""
    unit = unit_by_id(line.unit_id)
    since = line.last_heard_at.astimezone(clock.BEIJING).strftime("%m月%d日%H:%M") if line.last_heard_at else ""
    _tell_police(event, unit, f"{unit.name}：报警线路失联（{facility.name}，最后联系 {since}）", "alarm.line_lost")
    reason = f"报警线路自 {since} 起失联"
    due_on = clock.today() + REPAIR_WITHIN
    open_task(SYSTEM, TaskDraft(line.facility_id, "repair", reason, due_on, "alarm", line.id))


def line_is_back(line: AlarmLine, moment: datetime) -> None:
    """What waited because of the silence waits no more, and the repair is done."""
    lost = (AlarmEvent.line_id == line.id) & (AlarmEvent.kind == AlarmKind.HEARTBEAT_LOST)
    AlarmEvent.update(needs_answer=False, note=BACK, changed_at=moment, version=AlarmEvent.version + 1).where(
        lost & (AlarmEvent.needs_answer == True)  # noqa: E712 - SQL
    ).execute()
    close_by_good_check(SYSTEM, line.facility_id, "repair", line.id, BACK)


def _tell_police(event: AlarmEvent, unit: Unit, text: str, kind: str) -> None:
    for agency_id in {unit.managed_by_id, unit.station_id}:
        notify(
            kind=kind,
            key=f"alarm:{event.id}:{agency_id}",
            text=text,
            subject_type="alarm_event",
            subject_id=event.id,
            unit_id=unit.id,
            agency_id=agency_id,
            permission="alarm.view",
        )
