"""What can go wrong with documents, knowing no HTTP."""

from server.core.errors import Conflict, Invalid, RuleViolation, TooLarge


class AlreadyDocumented(Conflict):
    """The subject has a live document of this kind."""

    code = "already_documented"
    title = "已有有效文书"


class InspectionIncomplete(RuleViolation):
    """Files of the inspection are still on their way."""

    code = "inspection_awaits_media"
    title = "检查照片或签名尚未到齐，不能制作笔录"


class NoRecordOfSelfCheck(RuleViolation):
    """A unit's self-check is no act of an authority."""

    code = "self_check_has_no_record"
    title = "单位自查不制作检查笔录"


class DocumentNotSigned(Conflict):
    """The document has no file yet."""

    code = "document_not_signed"
    title = "文书正在制作，请稍后再试"


class NotYourTurn(Conflict):
    """Somebody who signs earlier has not signed yet; `waits_for` is their position."""

    code = "not_your_turn"
    title = "前面的签名人尚未签名，还没有轮到您"


class NotReplaceable(Conflict):
    """What is revoked, or takes another's place already, is not replaced or put in a place."""

    code = "document_not_replaceable"
    title = "已撤销的文书不能替代或被替代，一份文书也不能替代两份文书"


class AlreadyReplaced(Conflict):
    """Another document took its place."""

    code = "document_already_replaced"
    title = "这份文书已被另一份文书替代"


class MakerUnknown(RuleViolation):
    """No subject of this program makes such papers."""

    code = "document_maker_unknown"
    title = "不支持批量制作这种文书"


class BatchEmpty(RuleViolation):
    """A batch of nothing."""

    code = "document_batch_empty"
    title = "没有需要制作的文书"


class BatchFinished(Conflict):
    """All papers of the batch are dealt with."""

    code = "document_batch_finished"
    title = "这一批文书已经制作完毕，不能取消"


class UploadTooLarge(TooLarge):
    code = "upload_too_large"
    title = "核验的文件不得超过 20 MB"


class FileMissing(Invalid):
    code = "file_missing"
    title = "请选择要核验的文件"
