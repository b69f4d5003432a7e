"""What can go wrong with patrols."""

from __future__ import annotations

from server.core.errors import Conflict, Invalid, RuleViolation


class TimesImpossible(Invalid):
    """A plan that never fires is no plan."""

    code = "patrol_times_impossible"
    title = "请至少为一类部位选定巡检钟点，钟点为 0 至 23 且不重复"


class WindowTooLong(RuleViolation):
    """A round must be over before the next of the same plan begins."""

    code = "patrol_window_too_long"
    title = "分散时长不能超过相邻两次巡检的间隔"


class RoundRunning(Conflict):
    code = "patrol_round_running"
    title = "该计划的一轮巡检正在进行"


class PlanOfOthers(RuleViolation):
    code = "patrol_plan_of_others"
    title = "只能修改本机关及下级机关的巡检计划"


class NothingToPatrol(RuleViolation):
    code = "patrol_nothing_to_look_at"
    title = "管辖范围内没有可以取图的摄像机"
