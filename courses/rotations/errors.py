"""What can go wrong with the annual rotation."""

from __future__ import annotations

from server.core.errors import Conflict, RuleViolation


class OwnerUnclear(RuleViolation):
    code = "owner_unclear"
    title = "年度轮训须属于一个机构或一个单位"


class AudienceNotTheirs(RuleViolation):
    """Units train their own people, the police also the police. Source: JN-3.4b."""

    code = "audience_not_theirs"
    title = "该机构或单位不能开展这一类别的轮训"


class WindowWrong(RuleViolation):
    code = "window_wrong"
    title = "起止日期须在轮训年度内，且开始不晚于结束"


class NoBasisInForce(RuleViolation):
    """Lapsed bases may stand beside, not alone. Source: JN-end-a."""

    code = "no_basis_in_force"
    title = "所列依据均已失效，请至少选择一项有效依据"


class CycleClosed(Conflict):
    code = "cycle_closed"
    title = "该年度轮训已封账"


class CycleNotOver(RuleViolation):
    code = "cycle_not_over"
    title = "轮训尚未结束，不能封账"


class NotExcusable(Conflict):
    code = "not_excusable"
    title = "已完成或已离岗的人员不能免训"


class NotExcused(Conflict):
    code = "not_excused"
    title = "该人员没有免训"
