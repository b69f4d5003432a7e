"""What an export looks like: its columns, its words, and what a spreadsheet must not make of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from device_checks.registers.rules import FIELDS
from device_checks.registers.rules.words import CONDITION_WORDS, KIND_WORDS, STATE_WORDS, TYPE_WORDS
from server.core.clock import BEIJING

FORMS = ("xlsx", "csv", "pdf")
KEEP = timedelta(days=7)
MOST_ROWS = 1_000_000  # a worksheet holds 1,048,576
MOST_PDF_ROWS = 500  # some 40 pages; more is no paper to read
MOST_UNFINISHED = 3  # of one account
#: A change bears the instant it was made, not that of its commit: what is younger may still miss one.
SETTLED = timedelta(minutes=2)


@dataclass(frozen=True)
class Column:
    """``words`` turn a code into what people read; ``number`` cells are numbers, all others text."""

    heading: str
    key: str
    width: int = 16
    number: bool = False
    words: Mapping[str, str] | None = None
    on_paper: bool = True


@dataclass(frozen=True)
class ExportDraft:
    """What somebody asks for; filters as the list's own address has them."""

    id: UUID
    subject: str
    form: str
    filters: dict[str, str]


HAZARD_GRADES = {"general": "一般", "major": "重大"}
HAZARD_STATES = {
    "found": "待处理",
    "ordered": "已责令整改",
    "rectified": "待复查",
    "closed": "已销案",
    "handed_over": "已移送",
    "withdrawn": "已撤销",
}
HAZARD_SOURCES = {"inspection": "检查发现", "self": "单位自查", "device": "设备监测", "report": "人工登记"}
INSPECTION_KINDS = {
    "periodic": "定期检查",
    "temporary": "临时检查",
    "special": "专项检查",
    "random": "随机抽查",
    "industry": "行业检查",
    "self": "单位自查",
}
INSPECTION_STATES = {"awaiting_media": "等待照片", "complete": "已收齐"}
TASK_STATES = {"open": "待检查", "done": "已完成", "cancelled": "已取消"}
UNIT_KINDS = {
    "organ": "机关",
    "group": "团体",
    "enterprise": "企业",
    "institution": "事业单位",
    "university": "高等学校",
    "other": "其他",
}
INDUSTRIES = {
    "school": "中小学幼儿园",
    "higher_education": "高等教育",
    "hospital": "医疗机构",
    "fuel": "加油站",
    "gas": "加气站",
    "bank": "银行",
    "insurance": "保险",
    "securities": "证券",
    "museum": "博物馆与文物单位",
    "express": "寄递",
    "logistics": "物流",
    "metro": "城市轨道交通",
    "bus": "公共汽电车",
    "coach": "客运站",
    "jewellery": "金银珠宝",
    "water": "供水",
    "power": "电力",
    "heat": "供热",
    "oil_gas": "油气",
    "telecom": "电信",
    "broadcast": "新闻广电",
    "defence": "军工",
    "research": "科研",
    "government": "党政机关",
    "other": "其他",
}
LEVELS = {"1": "一级", "2": "二级", "3": "三级"}

TITLES = {
    "units": "单位档案",
    "hazards": "治安隐患",
    "inspections": "检查记录",
    "tasks": "检查任务",
    "figures": "隐患统计",
    "facilities": "防范设施台账",
    "cameras": "摄像机国标目录",
}
SUBJECTS = tuple(TITLES)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "units": (
        Column("单位名称", "name", 32),
        Column("统一社会信用代码", "uscc", 22),
        Column("单位性质", "kind", 10, words=UNIT_KINDS),
        Column("行业", "industry", 14, words=INDUSTRIES),
        Column("行政区划代码", "area_code", 14, on_paper=False),
        Column("地址", "address", 40),
        Column("经度（WGS-84）", "lon", 12, number=True, on_paper=False),
        Column("纬度（WGS-84）", "lat", 12, number=True, on_paper=False),
        Column("主管公安机关", "managed_by", 26, on_paper=False),
        Column("指导公安机关", "guided_by", 26, on_paper=False),
        Column("属地派出所", "station", 26),
        Column("行业主管部门", "department", 26, on_paper=False),
        Column("重点单位级别", "key_unit_level", 14, words=LEVELS),
        Column("第一责任人", "first_responsible", 16),
        Column("场所数", "sites", 8, number=True, on_paper=False),
        Column("单位编号", "id", 38, on_paper=False),
    ),
    "hazards": (
        Column("单位", "unit_name", 30),
        Column("隐患", "title", 44),
        Column("等级", "grade", 8, words=HAZARD_GRADES),
        Column("状态", "state", 12, words=HAZARD_STATES),
        Column("来源", "source", 12, words=HAZARD_SOURCES),
        Column("检查项", "item_id", 10),
        Column("发现日期", "found_on", 12),
        Column("整改期限", "deadline_on", 12),
        Column("情况说明", "note", 44, on_paper=False),
        Column("依据", "bases", 40, on_paper=False),
        Column("证据文件", "files", 40, on_paper=False),
        Column("检查编号", "inspection_id", 38, on_paper=False),
        Column("隐患编号", "id", 38, on_paper=False),
    ),
    "inspections": (
        Column("单位", "unit_name", 30),
        Column("场所", "site_name", 18, on_paper=False),
        Column("检查类别", "kind", 12, words=INSPECTION_KINDS),
        Column("检查表", "template", 30),
        Column("开始时间", "started_at", 18),
        Column("结束时间", "ended_at", 18, on_paper=False),
        Column("检查人员", "officers", 20),
        Column("得分", "earned", 8, number=True),
        Column("满分", "possible", 8, number=True),
        Column("隐患数", "hazard_count", 8, number=True),
        Column("标记数", "flag_count", 8, number=True, on_paper=False),
        Column("状态", "state", 10, words=INSPECTION_STATES),
        Column("记录摘要（SHA-256）", "record_hash", 66, on_paper=False),
        Column("证据文件", "files", 40, on_paper=False),
        Column("检查编号", "id", 38, on_paper=False),
    ),
    "tasks": (
        Column("单位", "unit_name", 30),
        Column("检查类别", "kind", 12, words=INSPECTION_KINDS),
        Column("截止日期", "due_on", 12),
        Column("状态", "state", 10, words=TASK_STATES),
        Column("检查人员", "officers", 24),
        Column("检查记录数", "inspections", 10, number=True),
        Column("备注", "note", 40),
        Column("下达时间", "created_at", 18, on_paper=False),
        Column("任务编号", "id", 38, on_paper=False),
    ),
    "figures": (
        Column("项目", "name", 24),
        Column("代码", "key", 14),
        Column("隐患总数", "total", 10, number=True),
        Column("自查发现", "self_found", 10, number=True),
        Column("公安发现", "police_found", 10, number=True),
        Column("其中人工登记", "from_report", 12, number=True),
        Column("自查发现占比（%）", "self_share_percent", 16, number=True),
        Column("未销案", "open", 8, number=True),
        Column("已销案", "closed", 8, number=True),
        Column("已移送", "handed_over", 8, number=True),
        Column("重大隐患", "major", 10, number=True),
    ),
    "facilities": (
        Column("单位", "unit_name", 30),
        Column("类别", "kind", 12, words=KIND_WORDS),
        Column("类型", "type", 14, words=TYPE_WORDS),
        Column("编号", "number", 16),
        Column("名称", "name", 26),
        Column("所在部位", "place_name", 18),
        Column("数量", "quantity", 8, number=True),
        Column("使用状态", "state", 10, words=STATE_WORDS),
        Column("最近状况", "condition", 10, words=CONDITION_WORDS),
        Column("厂家", "maker", 14, on_paper=False),
        Column("型号", "model", 16, on_paper=False),
        Column("启用日期", "in_use_since_on", 12, on_paper=False),
        Column("使用年限截止", "life_end_on", 14),
        Column("经度（WGS-84）", "lon", 12, number=True, on_paper=False),
        Column("纬度（WGS-84）", "lat", 12, number=True, on_paper=False),
        Column("设施编号", "id", 38, on_paper=False),
    ),
    "cameras": (
        Column("国标编码", "device_id", 24),
        Column("名称", "name", 26),
        Column("厂家", "maker", 14),
        Column("型号", "model", 16),
        Column("所属单位", "owner", 30),
        Column("行政区划代码", "civil_code", 14),
        Column("安装地址", "address", 30),
        Column("IP 地址", "ip_address", 18, on_paper=False),
        Column("端口", "port", 8, number=True, on_paper=False),
        Column("状态", "status", 8, words={"ON": "在线", "OFF": "停用"}),
        Column("经度（WGS-84）", "lon", 12, number=True),
        Column("纬度（WGS-84）", "lat", 12, number=True),
        Column("分辨率", "resolution", 12),
        *(Column(one.label, one.name, 12, words=one.choices) for one in FIELDS["camera"] if one.code_name),
    ),
}


def cell_of(column: Column, row: Mapping[str, Any]) -> str | float | int | None:
    """What stands in a cell: a number, or text that no spreadsheet takes for a formula."""
    value = row.get(column.key)
    if value is None or value == "":
        return None
    if column.number:
        return value if isinstance(value, (int, float)) else None
    if column.words is not None:
        return column.words.get(str(value), str(value))
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return escaped(value if isinstance(value, str) else str(value))


def escaped(text: str) -> str:
    """A cell that a spreadsheet program cannot take for a formula, and that a worksheet can hold."""
    text = f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
    return text if len(text) <= 32_767 else f"{text[:32_700]}……（过长，已截断）"


def file_name(subject: str, form: str, asked_at: datetime) -> str:
    """单位档案-2026-11-22-0930.xlsx"""
    return f"{TITLES[subject]}-{asked_at.astimezone(BEIJING):%Y-%m-%d-%H%M}.{form}"
