"""What can be wrong with bulletins and briefs."""

from __future__ import annotations

from server.core.errors import Conflict, RuleViolation


class YearTooEarly(RuleViolation):
    """Bulletins begin with the first year of assessment. Source: JN-3.5b."""

    code = "bulletin_year_too_early"
    title = "该年度尚未纳入通报"


class PeriodToCome(RuleViolation):
    code = "bulletin_period_to_come"
    title = "所选时段尚未开始"


class BulletinNotDraft(RuleViolation):
    code = "bulletin_not_draft"
    title = "已签发，不能再修改"


class BulletinNotIssued(RuleViolation):
    code = "bulletin_not_issued"
    title = "尚未签发或已失效"


class BulletinElsewhere(RuleViolation):
    code = "bulletin_elsewhere"
    title = "应由制发机关办理"


class BulletinRevoked(Conflict):
    code = "bulletin_already_revoked"
    title = "已被撤销"


class SupersededUnfit(RuleViolation):
    code = "bulletin_superseded_unfit"
    title = "被替代的应是本机关已签发且有效的通报"


class BriefElsewhere(RuleViolation):
    """A brief is heard by the government it was made for. Source: JN-2.1a."""

    code = "brief_elsewhere"
    title = "应由听取汇报的机关登记"


class HearingDayImpossible(RuleViolation):
    code = "brief_hearing_day"
    title = "听取日期不能早于汇报制发日期或晚于今天"


class BriefHeard(Conflict):
    code = "brief_already_heard"
    title = "已登记过听取情况"


class ScheduleScope(RuleViolation):
    code = "brief_schedule_scope"
    title = "汇报范围应为本机关或下级机关"


class ScheduleEnded(Conflict):
    code = "brief_schedule_ended"
    title = "该计划已停止"
