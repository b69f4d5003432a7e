"""What can go wrong with risk assessments."""

from __future__ import annotations

from server.core.errors import Conflict, Forbidden, RuleViolation


class RiskRuleMissing(RuleViolation):
    code = "risk_rule_missing"
    title = "评估日期没有适用的风险分级规则"


class RiskRuleNotLater(RuleViolation):
    """What was judged stays judged by the rule of its day."""

    code = "risk_rule_not_later"
    title = "新规则的启用日期不能早于今天，且须晚于现行规则"


class RiskRuleUnordered(RuleViolation):
    code = "risk_rule_unordered"
    title = "各等级的最低分须从低到高，最低等级从 1 分起，共四级"


class RiskDayImpossible(RuleViolation):
    code = "risk_day_impossible"
    title = "评估日期不能晚于今天，下次评估日期须晚于评估日期"


class NotTheUnits(Forbidden):
    code = "assessment_is_the_units"
    title = "风险评估由单位自己作出"


class ReceiptElsewhere(Forbidden):
    code = "receipt_elsewhere"
    title = "没有报送给本机关"


class AlreadyForwarded(Conflict):
    code = "already_forwarded"
    title = "已报送给该机关"
