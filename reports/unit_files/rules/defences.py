"""The three defences (人防、物防、技防): what is counted, and how what was met becomes a bar.  Source: LN-aims-2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from device_checks.registers.rules.words import KIND_WORDS
from reports.unit_files.errors import DefenceItemInvalid
from server.core.shapes import Choice, Group, group

PEOPLE, BARRIER, TECHNOLOGY = "people", "barrier", "technology"
DEFENCES = {PEOPLE: "人防", BARRIER: "物防", TECHNOLOGY: "技防"}
_DUTIES = {
    "rulebook": "治安保卫制度",
    "plan": "预案",
    "drill": "演练",
    "training": "培训",
    "standard": "执行标准与验收",
}


class Measure(NamedTuple):
    """A way of counting: what people call it, and the settings it reads."""

    title: str
    settings: Group


#: How an item may be counted, and which settings that way of counting reads.
MEASURES: Mapping[str, Measure] = {
    "responsible": Measure("第一责任人在任", group()),
    "security_staff": Measure("治安保卫人员配备", group()),
    "rotation": Measure("年度轮训完成", group()),
    "duties": Measure("保卫职责落实", group(("duties", "职责", Choice(_DUTIES, is_many=True, least=1)))),
    "facilities": Measure("设施完好", group(("kinds", "设施类别", Choice(KIND_WORDS, is_many=True, least=1)))),
    "post_equipment": Measure("岗位防护器材达到最低配备", group()),
    "camera_coverage": Measure("重要部位视频覆盖", group()),
    "cameras_online": Measure("摄像机在线", group()),
    "alarms_tested": Measure("报警设备按期测试合格", group()),
    "recordings": Measure("录像保存达到期限", group()),
}


class Tally(NamedTuple):
    """How many are asked for, and how many of them are as they should be."""

    met: int = 0
    required: int = 0

    def plus(self, other: Tally) -> Tally:
        return Tally(self.met + other.met, self.required + other.required)

    @property
    def percent(self) -> int | None:
        """Rounded down, so that only what is complete says 100; None where nothing is asked for."""
        return self.met * 100 // self.required if self.required else None


@dataclass(frozen=True)
class Defended:
    """One thing behind an item, and whether it is as it should be."""

    id: UUID | None
    subject: str  # which register it lies in: facility, place, person, duty…
    title: str
    detail: str
    is_met: bool


@dataclass(frozen=True)
class DefenceItemDraft:
    id: UUID
    code: str
    defence: str
    position: int
    title: str
    measure: str
    settings: dict[str, Any]
    bases: list[dict[str, str]]
    is_counted: bool
    from_on: date
    verified: bool = field(default=False)


def check_item(draft: DefenceItemDraft) -> None:
    """Raises DefenceItemInvalid for settings that the measure does not read, or lacks."""
    if problems := MEASURES[draft.measure].settings.problems(draft.settings, "settings", "wrong_settings"):
        raise DefenceItemInvalid(fields=problems)


def described_measures() -> list[dict[str, Any]]:
    """Ways of counting for forms, each with the shape of its settings."""
    return [{"code": code, "title": one.title, "shape": one.settings.describe()} for code, one in MEASURES.items()]


def bar_of(items: Sequence[Tally]) -> Tally:
    """Items of one defence as one bar."""
    total = Tally()
    for item in items:
        total = total.plus(item)
    return total
