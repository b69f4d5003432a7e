"""What the law does not allow; the article that says so is dated data (``penalty_terms.json``, ``article.<code>``)."""

from reports.penalties.errors.hearings import (
    HearingAsked,
    HearingAskedTooLate,
    HearingHeld,
    HearingNotAsked,
    HearingNotHeld,
    HearingNoticeUnserved,
    HearingNotSet,
    HearingOfAnotherDay,
    HearingOfAnotherHost,
    HearingToldTooLate,
    HearingTooSoon,
    HearingWindowRuns,
    NoHearingRight,
)
from reports.penalties.errors.refusals import PenaltyRefusal
from server.core.errors import Conflict, Invalid, RuleViolation

__all__ = [
    "HearingAsked",
    "HearingAskedTooLate",
    "HearingHeld",
    "HearingNotAsked",
    "HearingNotHeld",
    "HearingNotSet",
    "HearingNoticeUnserved",
    "HearingOfAnotherDay",
    "HearingOfAnotherHost",
    "HearingToldTooLate",
    "HearingTooSoon",
    "HearingWindowRuns",
    "NoHearingRight",
    "PenaltyRefusal",
]


class CaseEnded(PenaltyRefusal):
    code = "case_ended"
    title = "案件已经决定、撤销或移送，不能再办理"


class NotOrdinary(PenaltyRefusal):
    code = "not_ordinary_procedure"
    title = "当场处罚案件不适用普通程序的步骤"


class NotSpot(PenaltyRefusal):
    code = "not_spot_procedure"
    title = "只有当场处罚须在规定时间内报所属机关备案"


class SpotReported(PenaltyRefusal):
    code = "spot_already_reported"
    title = "当场处罚决定已经备案"


class OfficersTooFew(PenaltyRefusal):
    code = "case_officers_too_few"
    title = "办案人员不得少于两名"


class OfficerUncertified(PenaltyRefusal):
    code = "case_officer_uncertified"
    title = "办案人员须为公安机关持有效执法证件的人民警察"


class OfficerRecused(PenaltyRefusal):
    code = "case_officer_recused"
    title = "办案人员与当事单位有利害关系，应当回避"


class NotCaseOfficer(PenaltyRefusal):
    code = "not_case_officer"
    title = "只有本案办案人员可以办理此事项"


class CaseOfficerMayNot(PenaltyRefusal):
    code = "case_officer_may_not"
    title = "本案办案人员不得审核、主持听证或者作出决定"


class NotPoliceCase(PenaltyRefusal):
    code = "penalty_not_police"
    title = "此类行政处罚由公安机关实施"


class CaseOfAnotherAgency(PenaltyRefusal):
    code = "case_of_another_agency"
    title = "案件由立案的公安机关办理和决定"


class OffenceUnknown(PenaltyRefusal):
    code = "offence_not_in_force"
    title = "所选违法行为的处罚规定在当日不在有效期内"


class PenaltyBasisLapsed(PenaltyRefusal):
    code = "penalty_basis_lapsed"
    title = "处罚依据在当日不在有效期内"


class LimitationPassed(PenaltyRefusal):
    code = "limitation_passed"
    title = "违法行为在法定期限内未被发现，不再给予行政处罚"


class GroundUnfit(PenaltyRefusal):
    code = "ground_unfit"
    title = "所依据的隐患或文书不属于该单位，或者文书未签发、已撤销"


class CaseRuns(PenaltyRefusal):
    code = "case_already_filed"
    title = "同一当事人的同一违法行为已经立案"


class EvidenceMissing(PenaltyRefusal):
    code = "evidence_missing"
    title = "尚无证据，违法事实不清"


class NothingPreserved(PenaltyRefusal):
    code = "nothing_preserved"
    title = "没有待处理的先行登记保存"


class NoticeMissing(PenaltyRefusal):
    code = "notice_missing"
    title = "尚未告知当事人拟作出的处罚及事实、理由、依据和权利"


class NoticeNotReceived(PenaltyRefusal):
    code = "notice_not_received"
    title = "当事人尚未收到告知"


class NoticeReceived(PenaltyRefusal):
    code = "notice_already_received"
    title = "告知已经签收"


class NoticeWithoutPenalty(PenaltyRefusal):
    code = "notice_without_penalty"
    title = "告知须写明拟给予的处罚"


class HeavierAfterStatement(PenaltyRefusal):
    code = "heavier_after_statement"
    title = "没有新的证据，不得因当事人陈述、申辩而拟给予更重的处罚"


class StatementUnheard(PenaltyRefusal):
    code = "statement_unheard"
    title = "尚未听取当事人的陈述、申辩，也未记明其放弃"


class StatementRecorded(PenaltyRefusal):
    code = "statement_already_recorded"
    title = "对本次告知的陈述、申辩已经记录"


class StatementNotReviewed(PenaltyRefusal):
    code = "statement_not_reviewed"
    title = "当事人的陈述、申辩尚未复核"


class NoStatementToReview(PenaltyRefusal):
    code = "no_statement_to_review"
    title = "没有待复核的陈述、申辩"


class ReviewMissing(PenaltyRefusal):
    code = "legal_review_missing"
    title = "未经法制审核，不得作出决定"


class ReviewReturned(PenaltyRefusal):
    code = "legal_review_returned"
    title = "法制审核不同意，须补正后重新告知或者重新审核"


class DiscussionMissing(PenaltyRefusal):
    code = "discussion_missing"
    title = "情节复杂或者重大违法行为须经机关负责人集体讨论"


class DecisionTooLate(PenaltyRefusal):
    code = "decision_too_late"
    title = "已超过作出决定的法定期限"


class ExtensionTooLate(PenaltyRefusal):
    code = "extension_too_late"
    title = "作出决定的期限已经届满，不能再延长；应当撤销案件或者不予处罚"


class FineConditionsUnmet(PenaltyRefusal):
    code = "fine_conditions_unmet"
    title = "罚款的法定条件不具备"


class WarningConditionsUnmet(PenaltyRefusal):
    code = "warning_conditions_unmet"
    title = "警告须与责令限期整改一并作出"


class BareFine(PenaltyRefusal):
    code = "bare_fine"
    title = "对单位不得只罚款：应当责令限期整改并处警告"


class PenaltyNone(PenaltyRefusal):
    code = "penalty_none"
    title = "处罚决定须有警告或者罚款；不予处罚的另作决定"


class FineOutOfRange(PenaltyRefusal):
    code = "fine_out_of_range"
    title = "罚款数额超出法定幅度"


class FineOutOfGrade(PenaltyRefusal):
    code = "fine_out_of_grade"
    title = "罚款数额超出所选裁量档次"


class GradeUnfounded(PenaltyRefusal):
    code = "grade_unfounded"
    title = "所选裁量档次没有相应的情节"


class HeavierThanNotified(PenaltyRefusal):
    code = "heavier_than_notified"
    title = "决定的处罚重于告知的处罚，应当重新告知"


class DoubleFine(PenaltyRefusal):
    code = "double_fine"
    title = "对同一违法行为不得给予两次以上罚款"


class NotFirstOffence(PenaltyRefusal):
    code = "not_first_offence"
    title = "当事人曾受处罚，不是初次违法"


class HarmNotMinor(PenaltyRefusal):
    code = "harm_not_minor"
    title = "已记录危害后果，不属于危害后果轻微"


class NotCorrected(PenaltyRefusal):
    code = "not_corrected"
    title = "隐患尚未整改，不属于及时改正"


class SpotOnlyWarning(PenaltyRefusal):
    code = "spot_only_warning"
    title = "当场处罚只适用于警告"


class SpotGiven(PenaltyRefusal):
    code = "spot_already_given"
    title = "该责令整改通知书已有警告处罚决定"


class SpotNotHandedOver(PenaltyRefusal):
    code = "spot_not_handed_over"
    title = "当场处罚决定书须当场交付；拒绝签收的须注明见证"


class DeciderUnqualified(PenaltyRefusal):
    code = "decider_unqualified"
    title = "决定由公安机关负责人作出"


class DayOutOfCase(RuleViolation):
    code = "day_out_of_case"
    title = "日期不可能"


class PenaltyTermInvalid(Invalid):
    code = "penalty_term_invalid"
    title = "处罚期限或裁量设置有误"


class AlreadyDecided(Conflict):
    code = "case_already_decided"
    title = "该案已经作出决定"
