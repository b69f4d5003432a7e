"""What can go wrong with warnings."""

from __future__ import annotations

from server.core.errors import Conflict, Forbidden, NotFound, RuleViolation


class NotAddressed(Forbidden):
    code = "warning_not_addressed"
    title = "由预警的接收单位反馈"


class WarningClosed(Conflict):
    code = "warning_closed"
    title = "该预警已经结束"


class WarningRuleMissing(NotFound):
    code = "warning_rule_missing"
    title = "这一天没有该预警规则"


class WarningRuleNotLater(RuleViolation):
    code = "warning_rule_not_later"
    title = "新规则的起始日期须在今天及同类规则之后"


class WarningRuleUnknown(NotFound):
    code = "warning_rule_unknown"
    title = "没有这种预警规则"


class WarningParametersWrong(RuleViolation):
    """A rule keeps the names of its parameters; each is a whole number from 1 on."""

    code = "warning_parameters_wrong"
    title = "规则的参数名称须与原规则一致，取值为 1 至 10000 的整数"
