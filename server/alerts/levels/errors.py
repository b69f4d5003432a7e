"""What can go wrong with raised security levels and zero reports."""

from __future__ import annotations

from server.core.errors import Conflict, Forbidden, RuleViolation


class LevelWindowImpossible(RuleViolation):
    code = "level_window_impossible"
    title = "起始日期不能早于今天，结束日期不能早于起始日期，且不超过一年"


class ScopeEmpty(RuleViolation):
    """Nobody is meant, or nobody within the agency's reach is."""

    code = "level_scope_empty"
    title = "适用范围内没有单位"


class ScopeNotStated(RuleViolation):
    """Everything is never meant by leaving everything out."""

    code = "level_scope_not_stated"
    title = "请选定适用范围；适用于全部单位时须明确选择“辖区全部单位”"


class LevelOfAnother(Forbidden):
    code = "level_of_another_agency"
    title = "只有发布机关或其上级可以解除"


class LevelEnded(Conflict):
    code = "level_already_ended"
    title = "该防范等级已经解除或期满"


class ZeroReportNotAsked(RuleViolation):
    code = "zero_report_not_asked"
    title = "这一天没有要求本单位零报告"


class ZeroReportDayImpossible(RuleViolation):
    code = "zero_report_day_impossible"
    title = "只能报送今天的情况，或补报以前的日期"


class ZeroReportThere(Conflict):
    code = "zero_report_exists"
    title = "这一天已经报送过"


class NotOfAUnit(Forbidden):
    code = "not_of_a_unit"
    title = "零报告由单位人员报送"


class HappeningUntold(RuleViolation):
    code = "happening_untold"
    title = "有情况时须写明情况"
