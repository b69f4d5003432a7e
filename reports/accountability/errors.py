"""What a case of accountability does not allow."""

from __future__ import annotations

from server.core.errors import Conflict, Forbidden, RuleViolation


class OccurredInTheFuture(RuleViolation):
    code = "accountability_in_the_future"
    title = "后果发生日期不能晚于今天"


class PersonElsewhere(RuleViolation):
    """Neither of the unit nor of an agency that answers for it; the same for somebody who does not exist."""

    code = "accountable_person_elsewhere"
    title = "所选人员不是该单位人员，也不是负有监管职责的人员"


class CaseOfAnotherAgency(Forbidden):
    code = "accountability_of_another_agency"
    title = "该追责事项由其他机关办理"


class CaseEnded(RuleViolation):
    code = "accountability_ended"
    title = "该追责事项已办结或者撤回"


class NobodyToPropose(RuleViolation):
    code = "accountability_without_person"
    title = "建议书应当列明该事项中的责任人员"


class ProposalIssued(RuleViolation):
    code = "proposal_already_issued"
    title = "该处分建议书已签发"


class ProposalNotIssued(RuleViolation):
    code = "proposal_not_issued"
    title = "处分建议书签发后才能登记回复"


class PreparedByOneself(RuleViolation):
    """Source: JN-3.6a; who prepares does not decide."""

    code = "proposal_prepared_by_oneself"
    title = "拟制人不能签发自己拟制的处分建议书"


class ReplyImpossible(RuleViolation):
    code = "reply_day_impossible"
    title = "回复日期不能早于签发日期，也不能晚于今天"


class ReplyOutstanding(RuleViolation):
    code = "proposal_reply_outstanding"
    title = "尚无签发的处分建议书，或者建议书尚未收到回复，不能办结"


class AlreadyEnded(Conflict):
    code = "accountability_ended_otherwise"
    title = "该事项已由他人办结或者撤回"
