"""What can be wrong with supervising."""

from __future__ import annotations

from server.core.errors import RuleViolation


class AgencyNotSupervised(RuleViolation):
    """Governments urge departments and police of their area, agencies those below them. Source: JN-2.1d."""

    code = "agency_not_supervised"
    title = "对方不属于本机关督办、督导的范围"


class DueDayPast(RuleViolation):
    code = "supervision_due_past"
    title = "办理期限不能早于今天"


class SupervisionElsewhere(RuleViolation):
    """The act belongs to the other side: the one urges, the other answers."""

    code = "supervision_elsewhere"
    title = "这一步应由对方机关办理"


class SupervisionStep(RuleViolation):
    code = "supervision_step"
    title = "督办单在当前状态下不能进行这一步"


class HazardsWithoutUnit(RuleViolation):
    code = "supervision_hazards_elsewhere"
    title = "所列隐患不属于所选单位"


class HazardSettled(RuleViolation):
    """What was put right, handed over or withdrawn is urged on by nobody."""

    code = "supervision_hazard_settled"
    title = "所列隐患已经了结"


class VisitDayImpossible(RuleViolation):
    code = "supervision_visit_day"
    title = "督导日期不能晚于今天"


class MeasureDayImpossible(RuleViolation):
    code = "supervision_measure_day"
    title = "完成日期不能早于督导日期或晚于今天"


class MeasureDone(RuleViolation):
    code = "supervision_measure_done"
    title = "这项措施已经确认完成"
