"""What a rating does not allow."""

from __future__ import annotations

from server.core.errors import Conflict, Forbidden, RuleViolation


class SchemeUnsound(RuleViolation):
    code = "rating_scheme_unsound"
    title = "评定办法的分值、及格线、等级或者起止日期前后矛盾"


class SchemeInUse(RuleViolation):
    code = "rating_scheme_in_use"
    title = "已有评定轮次使用该办法，请另立一份新办法"


class SchemeNotInForce(RuleViolation):
    code = "rating_scheme_not_in_force"
    title = "所选评定办法当日不在适用期内"


class RoundUnsound(RuleViolation):
    code = "rating_round_unsound"
    title = "截止日期应当晚于开始日期，且在本年度内"


class RoundClosed(RuleViolation):
    code = "rating_round_closed"
    title = "该轮评定不在申报期内"


class RatingIsForUnits(RuleViolation):
    code = "rating_is_for_units"
    title = "只有单位账号可以自行申报或者申诉"


class AlreadyApplied(Conflict):
    code = "rating_already_applied"
    title = "该单位在本轮评定中已有申报"


class ApplicationNotOpen(RuleViolation):
    code = "rating_application_not_open"
    title = "该申报已评定、已撤回，或者尚待联合部门附议"


class CriterionUnknown(RuleViolation):
    code = "rating_criterion_unknown"
    title = "评分应当逐项对应评定办法的全部指标，且不得超过该项分值"


class GradeUnknown(RuleViolation):
    code = "rating_grade_unknown"
    title = "评定办法中没有这一等级"


class EndorsedByOneself(RuleViolation):
    """Joint means two sides: the police and the competent department. Source: LN-15."""

    code = "rating_endorsed_by_oneself"
    title = "附议应当由另一方（公安机关或者行业主管部门）作出"


class NotCompetentToReview(RuleViolation):
    """Source: LN-15."""

    code = "rating_not_competent"
    title = "评审由公安机关和该单位的行业主管部门进行"


class RowElsewhere(RuleViolation):
    code = "rating_row_elsewhere"
    title = "所引用的记录不属于该单位"


class OneReviewerOnly(RuleViolation):
    """Source: LN-15."""

    code = "rating_one_reviewer"
    title = "只有一个部门评审，不能评定；应有公安机关和行业主管部门的评审"


class DecidedByReviewer(RuleViolation):
    code = "rating_decided_by_reviewer"
    title = "评审人不能作出评定"


class GradeAbovePoints(RuleViolation):
    code = "rating_above_points"
    title = "评审得分达不到所选等级"


class VetoInForce(RuleViolation):
    """Source: JN-3.6b."""

    code = "rating_veto_in_force"
    title = "该单位有一票否决情形，在否决期内不能评定等级"


class VetoUnknown(RuleViolation):
    code = "rating_veto_unknown"
    title = "评定办法中没有这一否决情形"


class VetoInTheFuture(RuleViolation):
    code = "rating_veto_in_the_future"
    title = "否决情形的发生日期不能晚于今天"


class AlreadyWithdrawn(Conflict):
    code = "rating_veto_withdrawn"
    title = "该否决情形已由他人撤销"


class AppealTooLate(RuleViolation):
    """Source: LN-15."""

    code = "rating_appeal_too_late"
    title = "已超过申诉期限"


class AlreadyAppealed(Conflict):
    code = "rating_already_appealed"
    title = "对这一决定已经申诉"


class AppealDecided(Conflict):
    code = "rating_appeal_decided"
    title = "该申诉已有结果"


class SameDecider(RuleViolation):
    """Source: LN-15."""

    code = "rating_same_decider"
    title = "申诉应当由原决定人以外的人员决定"


class RoundOfAnotherAgency(Forbidden):
    code = "rating_of_another_agency"
    title = "该轮评定由其他机关组织"
