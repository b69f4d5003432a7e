"""What can go wrong with plans."""

from __future__ import annotations

from server.core.errors import RuleViolation


class PlanNeverFires(RuleViolation):
    """No unit, no window, no day left: a plan that would wait in silence for ever."""

    code = "plan_never_fires"
    title = "计划永远不会产生任务"


class PlanAlwaysFires(RuleViolation):
    """An interval of nothing would make tasks without end."""

    code = "plan_always_fires"
    title = "间隔至少为一天，否则计划会不停产生任务"


class WindowsOverlap(RuleViolation):
    code = "windows_overlap"
    title = "时段相互重叠，同一天会产生两次任务"


class KindNotYours(RuleViolation):
    """Police and stations plan checks of their own and order self-checks, departments plan industry inspections."""

    code = "plan_kind_not_yours"
    title = "本机构不能制定这一种类的计划"


class AssignmentUnfit(RuleViolation):
    code = "plan_assignment_unfit"
    title = "指派方式与计划种类不符"


class PlanEnded(RuleViolation):
    code = "plan_ended"
    title = "计划已终止，不能再改动"


class PlanUnchanged(RuleViolation):
    code = "plan_unchanged"
    title = "计划已处于这一状态"
