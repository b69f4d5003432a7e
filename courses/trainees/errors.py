"""What can go wrong with trainees."""

from __future__ import annotations

from server.core.errors import Conflict, RuleViolation


class AudienceElsewhere(RuleViolation):
    """The police train the police, units their own people. Source: JN-3.4b."""

    code = "audience_elsewhere"
    title = "该类别与人员所属机构或单位不符"


class TrainedAlready(Conflict):
    code = "trained_already"
    title = "该人员在此类别中已是受训人员"


class PersonUnclear(RuleViolation):
    code = "person_unclear"
    title = "请选择已有人员，或填写新人员，二者取一"


class IdentityWrong(RuleViolation):
    code = "identity_wrong"
    title = "身份证号有误，请核对"


class IdentityKnown(Conflict):
    """Says no more than that: who it is may be out of reach."""

    code = "identity_known"
    title = "该身份证号已登记"


class IdentityMissing(RuleViolation):
    code = "identity_missing"
    title = "该人员没有登记身份证号"


class EndBeforeStart(RuleViolation):
    code = "end_before_start"
    title = "结束日期早于开始日期"


class EndedAlready(Conflict):
    code = "ended_already"
    title = "已经结束"


class MobileMissing(RuleViolation):
    """The login is the mobile number."""

    code = "mobile_missing"
    title = "该人员没有登记手机号，无法开通账号"


class LoginUsed(Conflict):
    code = "login_used"
    title = "该手机号已用于另一个账号"


class AccountExists(Conflict):
    code = "account_exists"
    title = "该人员已有账号"


class AccountMissing(RuleViolation):
    code = "account_missing"
    title = "该人员没有可重设的受训账号"


class LevelUnknown(RuleViolation):
    """Source: LN-19b."""

    code = "level_unknown"
    title = "该证书在发证之日没有这个等级"


class NumberKnown(Conflict):
    code = "number_known"
    title = "该证书编号已登记"


class DayAhead(RuleViolation):
    code = "day_ahead"
    title = "日期不能晚于今天"
