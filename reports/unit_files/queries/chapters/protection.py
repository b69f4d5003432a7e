"""Chapters about what protects a unit: key parts, facilities, alarms, recordings, duties on paper, drills."""

from __future__ import annotations

from collections.abc import Sequence

from peewee import JOIN

from checklists.duties.models import Drill, DutyPaper
from checklists.duties.queries.filed import drill_shapes
from device_checks.alarms.models import AlarmEvent
from device_checks.recordings.models import RecordingCheck
from device_checks.registers.models import Camera, Facility, Place
from device_checks.registers.rules.words import CONDITION_WORDS, KIND_WORDS, PLACE_KIND_WORDS, STATE_WORDS, TYPE_WORDS
from reports.unit_files.queries.chapters.reading import Entry, Found, Reader
from server.core.clock import beijing_day

DUTIES = {"rulebook": "治安保卫制度", "plan": "预案", "standard": "执行标准与验收"}
DRILL_KINDS = {"incident": "治安突发事件", "counter_terror": "反恐怖", "evacuation": "疏散"}
VERDICTS = {"met": "合格", "short": "不合格", "gapped": "录像有中断", "growing": "使用未满期限"}
_ALARMS = {
    "panic": "一键报警", "intrusion": "入侵报警", "perimeter": "周界报警", "other": "其他报警", "tamper": "防拆报警",
    "power": "供电故障", "test": "测试信号", "restore": "恢复", "status": "状态报告", "heartbeat_lost": "线路失联",
    "unknown": "未识别信号",
}  # fmt: skip


def places(reader: Reader) -> Found:
    """Key parts first, then all other places that are watched or manned. Source: JN-2.2.3a."""
    query = Place.select().where((Place.unit_id == reader.unit.id) & Place.ended_on.is_null())
    return Found(query, ((Place.kind == "key_part").desc(), Place.kind, Place.name, Place.id), _places)


def _places(rows: Sequence[Place]) -> list[Entry]:
    return [
        Entry(row.id, beijing_day(row.created_at), row.name, row.note, PLACE_KIND_WORDS.get(row.kind, row.kind))
        for row in rows
    ]


def facilities(reader: Reader) -> Found:
    """The register of what protects the unit, scrapped things left out.

    Cameras that are kept secret stand on no paper. Source: JN-2.2.2d, LN-10.
    """
    query = Facility.select(Facility, Place).join(
        Place, JOIN.LEFT_OUTER, on=(Place.id == Facility.place_id), attr="place"
    )
    mine = query.where((Facility.unit_id == reader.unit.id) & (Facility.state != "scrapped"))
    if reader.for_paper:
        secret = Camera.select(Camera.id).where((Camera.secret_state == True) | (Camera.secret_trade == True))  # noqa: E712
        mine = mine.where(Facility.id.not_in(secret))
    return Found(mine, (Facility.kind, Facility.number, Facility.id), _facilities)


def _facilities(rows: Sequence[Facility]) -> list[Entry]:
    return [
        Entry(
            row.id,
            beijing_day(row.checked_at) if row.checked_at else row.in_use_since_on,
            f"{row.number} {row.name}",
            " · ".join(
                part
                for part in (
                    KIND_WORDS.get(row.kind, row.kind),
                    TYPE_WORDS.get(row.type, row.type),
                    f"{row.quantity} 件" if row.quantity != 1 else "",
                    row.place.name if getattr(row, "place", None) else "",
                )
                if part
            ),
            CONDITION_WORDS.get(row.condition, "") if row.state == "in_use" else STATE_WORDS.get(row.state, ""),
        )
        for row in rows
    ]


def alarms(reader: Reader) -> Found:
    """Signals that alarms of the unit sent. Source: LN-11a."""
    query = AlarmEvent.select(AlarmEvent, Facility).join(
        Facility, on=(Facility.id == AlarmEvent.facility_id), attr="facility"
    )
    mine = query.where(AlarmEvent.unit_id == reader.unit.id)
    return Found(mine, (AlarmEvent.id.desc(),), _alarms)


def _alarms(rows: Sequence[AlarmEvent]) -> list[Entry]:
    return [
        Entry(
            row.id,
            beijing_day(row.received_at),
            f"{row.facility.number} {row.facility.name}",
            _ALARMS.get(row.kind, row.kind) + ("（测试）" if row.is_test else ""),
            "待处置" if row.needs_answer and row.acknowledged_at is None else "已记录",
        )
        for row in rows
    ]


def recordings(reader: Reader) -> Found:
    """Checks of what recorders kept. Source: LN-10."""
    query = RecordingCheck.select(RecordingCheck, Facility).join(
        Facility, on=(Facility.id == RecordingCheck.facility_id), attr="facility"
    )
    mine = query.where(RecordingCheck.unit_id == reader.unit.id)
    return Found(mine, (RecordingCheck.checked_on.desc(), RecordingCheck.id.desc()), _recordings)


def _recordings(rows: Sequence[RecordingCheck]) -> list[Entry]:
    return [
        Entry(
            row.id,
            row.checked_on,
            f"{row.facility.number} {row.facility.name}",
            f"应存 {row.required_days} 日，实存 {row.kept_days} 日",
            VERDICTS.get(row.verdict, row.verdict),
        )
        for row in rows
    ]


def duty_papers(reader: Reader) -> Found:
    """Rules, plans and statements on file. Source: JN-2.2.2c."""
    query = DutyPaper.select().where(DutyPaper.unit_id == reader.unit.id)
    return Found(query, (DutyPaper.adopted_on.desc(), DutyPaper.id.desc()), _papers)


def _papers(rows: Sequence[DutyPaper]) -> list[Entry]:
    return [
        Entry(row.id, row.adopted_on, row.title, f"版本 {row.edition}" if row.edition else "", DUTIES.get(row.duty, row.duty))
        for row in rows
    ]  # fmt: skip


def drills(reader: Reader) -> Found:
    """Drills planned and held. Source: LN-4."""
    query = Drill.select().where(Drill.unit_id == reader.unit.id)
    return Found(query, (Drill.planned_on.desc(), Drill.id.desc()), drill_entries)


def drill_entries(rows: Sequence[Drill]) -> list[Entry]:
    """Drills with their newest report as lines of a file; 5 queries."""
    return [
        Entry(
            row["id"],
            row["report"]["held_on"] if row["report"] else row["planned_on"],
            row["title"],
            f"{DRILL_KINDS.get(row['kind'], row['kind'])} · {row['place']}"
            + (f" · {row['report']['people_count']} 人" if row["report"] else ""),
            "计入次数" if row["is_counted"] else "已报告" if row["report"] else "已计划",
        )
        for row in drill_shapes(rows)
    ]
