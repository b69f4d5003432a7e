"""What can go wrong with hazards."""

from server.core.errors import Conflict, Invalid, RuleViolation


class HazardRefusal(RuleViolation):
    """The hazard may not take this step now."""

    code = "hazard_refusal"
    title = "隐患目前不能办理此事项"


class HazardNotOpen(HazardRefusal):
    code = "hazard_not_open"
    title = "隐患已在整改流程中，不能重复责令"


class HazardStepIllegal(HazardRefusal):
    code = "hazard_step_illegal"
    title = "隐患当前状态不能办理此事项"


class OrderMissing(HazardRefusal):
    code = "order_missing"
    title = "公安机关尚未责令整改，不能提交整改情况"


class SourceCannotClose(HazardRefusal):
    """Source: JN-2.2.6a."""

    code = "source_cannot_close"
    title = "只有单位自查且未被责令整改的隐患可由单位负责人销案"


class DeadlineStillRuns(HazardRefusal):
    code = "deadline_still_runs"
    title = "整改期限未满且单位未报告整改，不能认定复查不合格"


class AskedTooLate(HazardRefusal):
    """Source: 公安部令第93号 art. 9."""

    code = "asked_too_late"
    title = "整改期限已满，不能再申请延期"


class ExtensionPending(HazardRefusal):
    code = "extension_pending"
    title = "延期申请正在审批，不能重复申请"


class NoExtensionAsked(HazardRefusal):
    code = "no_extension_asked"
    title = "没有待审批的延期申请"


class NotOverdue(HazardRefusal):
    code = "not_overdue"
    title = "隐患没有逾期"


class NotWorkSafety(HazardRefusal):
    """Source: LN-29."""

    code = "not_work_safety"
    title = "只有安全生产类隐患可以移送主管部门"


class DayImpossible(RuleViolation):
    code = "day_impossible"
    title = "日期不可能"


class PhotoUnknown(RuleViolation):
    code = "photo_unknown"
    title = "对照的照片不在隐患照片或本次照片之中"


class NewDeadlineImpossible(RuleViolation):
    code = "new_deadline_impossible"
    title = "新的期限应晚于原期限，且不早于今天"


class WishedDayImpossible(RuleViolation):
    code = "wished_day_impossible"
    title = "希望延至的日期应晚于现有期限"


class OfficersUnfit(RuleViolation):
    """Source: 行政处罚法 arts. 42, 55."""

    code = "officers_unfit"
    title = "复查须由两名持有效执法证件的公安民警进行"


class CheckedAtImpossible(RuleViolation):
    code = "checked_at_impossible"
    title = "复查时间不能晚于现在，也不能早于责令整改之日"


class ReasonMissing(RuleViolation):
    code = "reason_missing"
    title = "应写明理由"


class HazardsOfSeveralUnits(RuleViolation):
    code = "hazards_of_several_units"
    title = "一次复查只能针对一个单位的隐患"


class AddresseeUnfit(RuleViolation):
    """Source: LN-29."""

    code = "addressee_unfit"
    title = "只能移送给管辖单位所在地的主管部门或者人民政府"


class RequestDecided(Conflict):
    code = "request_decided"
    title = "该延期申请已有决定或已失效"


class TermInvalid(Invalid):
    code = "term_invalid"
    title = "期限设置有误"
