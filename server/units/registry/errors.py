"""What can go wrong with units."""

from __future__ import annotations

from server.core.errors import Conflict, RuleViolation


class UsccTaken(Conflict):
    code = "uscc_taken"
    title = "统一社会信用代码已登记"


class SiteNameTaken(Conflict):
    code = "site_name_taken"
    title = "该单位已有同名场所"


class OutsideOwnArea(RuleViolation):
    """A bureau registers what it will then be able to see."""

    code = "outside_own_area"
    title = "不能登记本机关管辖范围以外的单位"


class FirstResponsibleTaken(RuleViolation):
    code = "first_responsible_taken"
    title = "该期间已有第一责任人，请先结束其任期"


class EndBeforeBegin(RuleViolation):
    code = "end_before_begin"
    title = "结束日期早于开始日期"


class AlreadyEnded(Conflict):
    code = "already_ended"
    title = "该责任已结束于另一日期"
