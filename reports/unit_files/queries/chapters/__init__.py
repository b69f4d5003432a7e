"""The chapters of a unit's file, in their order.  Source: JN-2.3.2c."""

from __future__ import annotations

from reports.unit_files.queries.chapters import checks, people, protection, rulings
from reports.unit_files.queries.chapters.reading import Chapter, Entry, Reader, Section, read_chapter

CHAPTERS = (
    Chapter("responsible", "治安保卫责任人", people.responsible),
    Chapter("security_body", "保卫机构人员", people.security_body),
    Chapter("places", "重要部位与岗位", protection.places),
    Chapter("facilities", "防范设施", protection.facilities),
    Chapter("inspections", "检查记录", checks.inspections),
    Chapter("hazards", "治安隐患", checks.hazards),
    Chapter("orders", "责令整改", checks.orders, ("order.view",)),
    Chapter("penalties", "行政处罚", rulings.penalties, ("penalty.view",)),
    Chapter("honours", "表彰奖励", rulings.honours),
    Chapter("ratings", "平安单位", rulings.ratings),
    Chapter("accountability", "责任追究", rulings.accountability, ("accountability.view",), on_paper=False),
    Chapter("duty_papers", "制度、预案与标准", protection.duty_papers),
    Chapter("drills", "演练", protection.drills),
    Chapter("rotation", "年度轮训", people.rotation),
    Chapter("activities", "宣传教育", people.activities),
    Chapter("alarms", "报警信号", protection.alarms),
    Chapter("recordings", "录像查验", protection.recordings),
    Chapter("cases", "案事件", checks.cases, ("case.view", "penalty.decide")),
    Chapter("papers", "已签文书", rulings.papers),
)

__all__ = ["CHAPTERS", "Chapter", "Entry", "Reader", "Section", "read_chapter"]
