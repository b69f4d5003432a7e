"""What can go wrong with files of units' acts."""

from __future__ import annotations

from server.core.errors import Invalid, RuleViolation, ShouwangError


class FileMissing(RuleViolation):
    """The account names bytes that it has not delivered; ``details['missing']`` lists their hashes."""

    code = "file_missing"
    title = "附件还没有上传完成，请先上传文件"


class FileOfWrongKind(RuleViolation):
    code = "file_of_wrong_kind"
    title = "此处只接受照片"


class FileTypeRefused(ShouwangError):
    code = "unsupported_media_type"
    title = "只接受 JPEG、PNG、WebP 照片或 PDF 文件"
    status = 415


class FileDiffers(Invalid):
    """The bytes are not those of the hash in the address; nothing was kept."""

    code = "file_differs"
    title = "文件内容与校验值不一致，未保存，请重新上传"


class FileNotWhatItSays(Invalid):
    """The content is looked at, not the name."""

    code = "file_not_what_it_says"
    title = "文件内容与所声明的类型不符"


class NoPreview(RuleViolation):
    code = "no_preview"
    title = "这种文件没有预览，请下载查看"
