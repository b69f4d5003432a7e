"""What can go wrong with upkeep."""

from __future__ import annotations

from server.core.errors import Conflict, Invalid, RuleViolation


class PhotoMissing(RuleViolation):
    """A condition told from the phone is shown, not claimed. Source: JN-2.2.2d, LN-7."""

    code = "status_photo_missing"
    title = "请至少附一张现场照片"


class DoneInFuture(RuleViolation):
    code = "done_in_future"
    title = "日期不能晚于今天"


class TaskEnded(Conflict):
    code = "upkeep_task_ended"
    title = "该任务已办结或取消"


class CheckNeedsReport(RuleViolation):
    """A check that came due is done by looking at the thing. Source: JN-2.2.2d."""

    code = "check_needs_report"
    title = "到期查看任务须通过上报设施状况或测试来完成"


class NewLifeEndMissing(RuleViolation):
    """What was replaced has a new life end, or it would be asked for again tomorrow. Source: JN-2.2.5g."""

    code = "new_life_end_missing"
    title = "请填写更换后的使用期限"


class EndWithoutReason(RuleViolation):
    code = "end_without_reason"
    title = "请写明办理情况或取消理由"


class NotEquipment(RuleViolation):
    code = "not_equipment"
    title = "该设施不是防护器材"


class NotAPost(RuleViolation):
    """Source: LN-8."""

    code = "not_a_post"
    title = "该部位不是岗位"


class MoreThanThereIs(RuleViolation):
    code = "more_than_there_is"
    title = "数量超出"


class UpkeepTermInvalid(Invalid):
    code = "upkeep_term_invalid"
    title = "取值无效"


class GapClosed(Conflict):
    """Nothing to make a hazard of: what was lacking is there."""

    code = "gap_closed"
    title = "该缺口已不存在"


class HazardMade(Conflict):
    code = "hazard_already_made"
    title = "已转为隐患，且该隐患尚未了结"
