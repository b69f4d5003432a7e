"""What stands against a service of papers, each with the article that says so."""

from server.core.errors import Conflict, Invalid, RuleViolation


class PaperNotServable(RuleViolation):
    """Only what was signed and stands is served."""

    code = "paper_not_servable"
    title = "文书尚未签发或已撤销，不能送达"


class ProofMissing(Invalid):
    """Each way of service has its proof. Source: 公安机关办理行政案件程序规定 art. 36."""

    code = "delivery_proof_missing"
    title = "缺少该送达方式所需的凭据"


class OfficersTooFew(RuleViolation):
    """Source: 行政处罚法 art. 42; 公安机关办理行政案件程序规定 art. 36."""

    code = "delivery_officers_too_few"
    title = "送达人员不足两名，或没有有效的执法证件"


class ConsentMissing(RuleViolation):
    """Electronic service needs the receiver's signed consent. Source: 行政处罚法 art. 61."""

    code = "delivery_consent_missing"
    title = "受送达人没有签订有效的电子送达确认书，不能电子送达"


class DayImpossible(Invalid):
    code = "delivery_day_impossible"
    title = "送达时间不能早于文书签发，也不能晚于现在"


class NoticeWithoutCause(RuleViolation):
    """Public notice comes last. Source: 公安机关办理行政案件程序规定 art. 36."""

    code = "delivery_notice_without_cause"
    title = "公告送达须先用其他方式送达未果，并写明原因"


class AlreadyDelivered(Conflict):
    code = "paper_already_delivered"
    title = "该文书已经送达"


class AlreadyVoided(Conflict):
    code = "delivery_already_voided"
    title = "该送达记录已作废"


class ConsentEnded(Conflict):
    code = "delivery_consent_ended"
    title = "电子送达确认书已经撤回"
