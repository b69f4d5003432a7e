"""What can be wrong with assessing."""

from __future__ import annotations

from server.core.errors import Conflict, Invalid, RuleViolation


class SchemeYearTooEarly(RuleViolation):
    """Assessment began with the year of the basis. Source: JN-3.5b."""

    code = "assessment_year_too_early"
    title = "该年度尚未纳入考核"


class SchemeWrong(Invalid):
    code = "assessment_scheme_wrong"
    title = "考核方案有误"


class SchemePublished(RuleViolation):
    code = "assessment_scheme_published"
    title = "方案已发布，修改请另建新版本"


class SchemeNotPublished(RuleViolation):
    code = "assessment_scheme_not_published"
    title = "方案尚未发布"


class AssessmentElsewhere(RuleViolation):
    code = "assessment_elsewhere"
    title = "应由制定考核方案的机关办理"


class AssessmentDay(RuleViolation):
    code = "assessment_day_impossible"
    title = "截止日期应在考核年度内且不晚于今天"


class AssessmentCounting(Conflict):
    code = "assessment_counting"
    title = "正在计算，请稍后"


class AssessmentFrozen(RuleViolation):
    """An approved result never changes. Source: JN-2.1e."""

    code = "assessment_frozen"
    title = "考核结果已审定，不能再改动"


class MarksMissing(RuleViolation):
    code = "assessment_marks_missing"
    title = "还有人工评分的指标未评分"


class MarkTooHigh(RuleViolation):
    code = "assessment_mark_too_high"
    title = "评分超过该指标满分"


class AssessmentNotApproved(RuleViolation):
    code = "assessment_not_approved"
    title = "考核结果尚未审定或已撤销"


class AssessmentRevoked(Conflict):
    code = "assessment_already_revoked"
    title = "考核结果已撤销"
