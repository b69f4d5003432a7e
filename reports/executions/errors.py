"""What the law does not allow after a decision; the article that says so is dated data (``execution_terms.json``)."""

from reports.penalties.errors import PenaltyRefusal


class NotDecided(PenaltyRefusal):
    code = "case_not_decided"
    title = "案件尚未作出决定"


class DecisionUnserved(PenaltyRefusal):
    code = "decision_unserved"
    title = "决定书尚未送达，缴款、救济和执行的期限没有开始"


class NoFine(PenaltyRefusal):
    code = "no_fine"
    title = "本案没有罚款"


class DecisionAnnulled(PenaltyRefusal):
    code = "decision_annulled"
    title = "决定已经撤销"


class CaseClosed(PenaltyRefusal):
    code = "case_closed"
    title = "案件已经结案"


class FinePaid(PenaltyRefusal):
    code = "fine_paid"
    title = "罚款已经缴清"


class PaidTooMuch(PenaltyRefusal):
    code = "payment_too_much"
    title = "金额超过应缴数额"


class PostponementPending(PenaltyRefusal):
    code = "postponement_pending"
    title = "延期、分期缴纳的申请尚未答复"


class NoPostponementPending(PenaltyRefusal):
    code = "no_postponement_pending"
    title = "没有待答复的延期、分期缴纳申请"


class PlanWrong(PenaltyRefusal):
    code = "instalments_wrong"
    title = "分期数额之和须等于未缴罚款，日期须在今天之后并逐期递增"


class RemedyRuns(PenaltyRefusal):
    code = "remedy_runs"
    title = "行政复议或者行政诉讼正在进行"


class NoRemedyRuns(PenaltyRefusal):
    code = "no_remedy_runs"
    title = "没有正在进行的行政复议或者行政诉讼"


class ReviewFirst(PenaltyRefusal):
    code = "review_first"
    title = "对当场处罚决定不服的，应当先申请行政复议"


class RemedyTaken(PenaltyRefusal):
    code = "remedy_taken"
    title = "该救济途径已经用过，或者已经起诉而不能再申请复议"


class RemedyTooLate(PenaltyRefusal):
    code = "remedy_too_late"
    title = "已超过法定期限；受理机关认为有正当理由的，请写明"


class OutcomeHeavier(PenaltyRefusal):
    code = "outcome_heavier"
    title = "变更后的罚款不得重于原决定"


class NotOverdue(PenaltyRefusal):
    code = "payment_not_overdue"
    title = "缴款期限未满，不能催告"


class DemandMissing(PenaltyRefusal):
    code = "demand_missing"
    title = "申请强制执行前应当催告并送达催告书"


class DemandRuns(PenaltyRefusal):
    code = "demand_runs"
    title = "催告书送达后的履行期限未满"


class RemedyWindowOpen(PenaltyRefusal):
    code = "remedy_window_open"
    title = "申请行政复议、提起行政诉讼的期限未满，不能申请强制执行"


class CourtWindowOver(PenaltyRefusal):
    code = "court_window_over"
    title = "申请法院强制执行的期限已过"


class AlreadyAtCourt(PenaltyRefusal):
    code = "already_at_court"
    title = "已经申请法院强制执行"


class NotAtCourt(PenaltyRefusal):
    code = "not_at_court"
    title = "没有正在进行的法院强制执行"


class EnforcementEnded(PenaltyRefusal):
    code = "enforcement_ended"
    title = "本案已经终结执行"


class EndingUnfounded(PenaltyRefusal):
    code = "ending_unfounded"
    title = "没有所选的终结执行情形"


class NothingToRefund(PenaltyRefusal):
    code = "nothing_to_refund"
    title = "没有应当退还的款项"


class RefundDue(PenaltyRefusal):
    code = "refund_due"
    title = "应当退还的款项尚未退还"


class PapersUnserved(PenaltyRefusal):
    code = "papers_unserved"
    title = "尚有应当送达的文书没有送达"


class NotExecuted(PenaltyRefusal):
    code = "decision_not_executed"
    title = "决定尚未履行或者执行完毕，不能结案"
