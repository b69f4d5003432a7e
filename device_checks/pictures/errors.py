"""What can go wrong with pictures, references and faults."""

from __future__ import annotations

from server.core.errors import Conflict, Invalid, RuleViolation, TooMany


class SourceMissing(RuleViolation):
    code = "picture_source_missing"
    title = "该摄像机还没有设置取图方式"


class NotInUse(RuleViolation):
    code = "camera_not_in_use"
    title = "该摄像机已停用或报废，不取图"


class LooksUnderWay(TooMany):
    """So many looks are under way that one more would hold up the others."""

    code = "looks_under_way"
    title = "正在取图的人较多，请稍后再试"


class PictureGone(RuleViolation):
    """None came, or it was thrown away after its days."""

    code = "picture_gone"
    title = "这次查看没有图像，或图像已过保存期"


class PictureUnusable(RuleViolation):
    code = "picture_unusable"
    title = "这张图像不能作为参考画面"


class TooManyReferences(RuleViolation):
    code = "too_many_references"
    title = "参考画面已满，请先停用不再需要的"


class SecondAnchor(RuleViolation):
    code = "second_anchor"
    title = "已有一张日间基准画面，请先停用原来的"


class ReferenceEnded(Conflict):
    code = "reference_ended"
    title = "该参考画面已经停用"


class FaultEnded(Conflict):
    code = "picture_fault_ended"
    title = "该异常已经结束"


class FaultJudged(Conflict):
    """A person has judged it; a confirmation stays."""

    code = "picture_fault_judged"
    title = "该异常已经有人判定"


class ConfirmationIncomplete(Invalid):
    code = "confirmation_incomplete"
    title = "请补全处置信息"


class TakenAtImpossible(Invalid):
    code = "taken_at_impossible"
    title = "拍摄时间不能晚于现在，也不能早于30天前"


class PictureTermInvalid(Invalid):
    code = "picture_term_invalid"
    title = "参数取值不正确"
