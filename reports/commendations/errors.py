"""Acts of commending that the rules do not allow."""

from server.core.errors import Conflict, Forbidden, RuleViolation


class NoBasisInForce(RuleViolation):
    """Source: JN-end-a, LN-end."""

    code = "no_basis_in_force"
    title = "所列依据在当日均不在有效期内，不能据此表彰"


class BasisElsewhere(RuleViolation):
    code = "commendation_basis_elsewhere"
    title = "该依据不适用于表彰机关所在地区"


class NoAgencyToCommend(RuleViolation):
    code = "no_agency_to_commend"
    title = "只有公安机关、政府或者部门可以组织表彰"


class RoundClosed(RuleViolation):
    """Nominating and reviewing end with the public notice; everything ends with decision or withdrawal."""

    code = "commendation_round_closed"
    title = "表彰工作已进入下一阶段或者已结束，不能再办理此项"


class RoundWithdrawn(RuleViolation):
    code = "commendation_withdrawn"
    title = "本次表彰已撤回"


class AlreadyDecided(Conflict):
    code = "commendation_decided"
    title = "表彰决定已由他人作出"


class AlreadyNoticed(Conflict):
    code = "commendation_noticed"
    title = "已经开始公示"


class AlreadyWithdrawn(Conflict):
    code = "commendation_already_withdrawn"
    title = "本次表彰已被撤回"


class HonourUnknown(RuleViolation):
    code = "honour_unknown"
    title = "本次表彰没有这个荣誉称号，或者它不授予此类对象"


class AlreadyNominated(Conflict):
    code = "already_nominated"
    title = "该对象已被提名此项荣誉"


class NominationReviewed(Conflict):
    code = "nomination_reviewed"
    title = "该提名已有审核结论"


class NominationNotOpen(RuleViolation):
    code = "nomination_not_open"
    title = "该提名已经撤回或者落选"


class OwnNomination(RuleViolation):
    """Who proposes does not judge."""

    code = "own_nomination"
    title = "提名人不能审核自己的提名，也不能答复对它的异议"


class NotYourRound(Forbidden):
    code = "commendation_of_another_agency"
    title = "只有组织本次表彰的机关或者参与部门可以办理"


class NominationsUnreviewed(RuleViolation):
    code = "nominations_unreviewed"
    title = "还有提名没有审核，不能公示"


class NobodyToHonour(RuleViolation):
    code = "nobody_to_honour"
    title = "没有审核通过的对象"


class QuotaExceeded(RuleViolation):
    code = "quota_exceeded"
    title = "审核通过的对象超过名额"


class NoticeMissing(RuleViolation):
    code = "notice_missing"
    title = "尚未公示，不能作出表彰决定"


class NoticeRunning(RuleViolation):
    """Source: JN-3.5a."""

    code = "notice_running"
    title = "公示期未满，不能作出表彰决定"


class ObjectionOpen(RuleViolation):
    """Source: JN-3.5a."""

    code = "objection_unanswered"
    title = "还有异议没有答复，不能作出表彰决定"


class ObjectionAnswered(Conflict):
    code = "objection_answered"
    title = "该异议已有答复"


class DayImpossible(RuleViolation):
    code = "received_on_impossible"
    title = "收到异议的日期应在公示开始之后，且不晚于今天"


class DeciderInvolved(RuleViolation):
    """Who proposed or reviewed does not decide."""

    code = "decider_involved"
    title = "提名人、审核人不能作出表彰决定"


class DecisionMissing(RuleViolation):
    code = "decision_missing"
    title = "尚未作出表彰决定"


class AlreadyRevoked(Conflict):
    code = "honour_already_revoked"
    title = "该荣誉已被撤销"


class PartnerUnknown(RuleViolation):
    code = "partner_unknown"
    title = "参与部门中有不存在的机关"


class TermInvalid(RuleViolation):
    code = "commendation_term_invalid"
    title = "规则取值无效"
