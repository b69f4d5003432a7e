"""The data that indicators may rest on: what a row is, when it is met, whom it can assess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class SourceRow:
    """One thing that counts: its id, its unit, its day, whether it was as it should be."""

    row_id: UUID
    unit_id: UUID | None
    on_day: date | None
    is_met: bool
    label: str


@dataclass(frozen=True)
class DataSource:
    """``kind`` is what its rows are; ``met`` says in words when a row is met; some assess agencies only."""

    code: str
    title: str
    kind: str
    met: str
    targets: tuple[str, ...] = ("area", "agency", "unit")


_ALL = (
    DataSource("hazards_in_time", "隐患按期整改", "hazard", "整改期限在考核期内的隐患，不晚于期限销号"),
    DataSource("hazards_overdue", "隐患逾期未整改", "hazard", "到截止日仍未销号的逾期隐患，每处计一次"),
    DataSource("hazards_self_found", "隐患自查发现", "hazard", "考核期内发现的隐患，由单位自查或自有设备发现"),
    DataSource("tasks_in_time", "检查任务按期完成", "task", "考核期内到期的检查任务，不晚于期限完成"),
    DataSource("self_checks", "单位自查", "inspection", "考核期内提交的单位自查记录"),
    DataSource("orders_kept", "责令整改按期落实", "order", "期限在考核期内的整改通知书，所列隐患均按期销号"),
    DataSource("rotation", "年度轮训覆盖", "enrolment", "列入年度轮训的人员，已完成或免训"),
    DataSource("drills", "应急演练", "drill", "考核期内开展并填报的演练"),
    DataSource("recordings", "录像保存达标", "recording_check", "每台设备考核期内最近一次核查达标或存期增长中"),
    DataSource("alarm_tests", "一键报警测试", "alarm_test", "考核期内的测试，收到报警信号"),
    DataSource("zero_reports", "零报告", "zero_report", "应报之日按时报告"),
    DataSource("cases", "案事件", "case", "考核期内发生的案事件，每起计一次"),
    DataSource(
        "letters_in_time", "督办按期反馈", "supervision", "期限在考核期内的督办单，不晚于期限反馈", ("area", "agency")
    ),
)
SOURCES = {source.code: source for source in _ALL}
