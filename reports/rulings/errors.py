"""Acts that the law does not allow, each with the article that says so."""

from server.core.errors import Conflict, RuleViolation


class BasisNotInForce(RuleViolation):
    """Source: JN-end-a, LN-end."""

    code = "basis_not_in_force"
    title = "所选依据在决定日期或办理当日不在有效期内"


class NotPolice(RuleViolation):
    """Only public security organs order under the regulation. Source: 国务院令第421号 art. 16, 19."""

    code = "not_police"
    title = "责令整改通知书只能由公安机关出具"


class DayImpossible(RuleViolation):
    code = "decided_on_impossible"
    title = "决定日期不能早于检查日期，也不能晚于今天"


class InspectionUnfit(RuleViolation):
    """A record with fewer than two officers, or neither signed nor noted as refused, carries no order.

    Source: 行政处罚法 arts. 42, 55; 公安机关办理行政案件程序规定 arts. 52, 82, 86.
    """

    code = "inspection_unfit"
    title = "检查记录存在程序缺陷，不能据此责令整改，请重新检查"


class InspectionAwaitsMedia(RuleViolation):
    code = "inspection_awaits_media"
    title = "检查记录的照片或签名尚未收齐，暂不能签发"


class SelfCheckCarriesNoOrder(RuleViolation):
    code = "self_check_carries_no_order"
    title = "单位自查记录不能作为责令整改的依据"


class HazardElsewhere(RuleViolation):
    code = "hazard_elsewhere"
    title = "所选隐患不属于该次检查"


class OrderNotDraft(RuleViolation):
    code = "order_not_draft"
    title = "文书已签发，不能再修改"


class OrderNotSigned(RuleViolation):
    code = "order_not_signed"
    title = "文书尚未签发"


class AlreadyRevoked(Conflict):
    code = "order_already_revoked"
    title = "文书已被撤销"


class SignerUnqualified(RuleViolation):
    code = "signer_unqualified"
    title = "签发人没有有效的执法证件"


class InspectionCorrected(RuleViolation):
    code = "inspection_corrected"
    title = "该检查记录已被更正，请依据最新的更正记录"


class HazardDisputed(RuleViolation):
    code = "hazard_disputed"
    title = "该项隐患的作答尚有不一致，认定后才能责令整改"


class BasisOfAnotherArea(RuleViolation):
    code = "basis_of_another_area"
    title = "该依据不适用于单位所在地区"
