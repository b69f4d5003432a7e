"""What can go wrong on the way of a photo; every refusal says what the phone should do next."""

from server.core.errors import Conflict, Invalid, NotFound, ShouwangError


class TusVersionUnsupported(ShouwangError):
    code = "tus_version_unsupported"
    title = "请使用 tus 1.0.0 协议上传"
    status = 412


class UploadConflict(Conflict):
    """The same content was announced with another length or type; the first stays."""

    code = "upload_conflict"
    title = "同一校验值的文件已用不同的长度或类型登记"


class WrongOffset(Conflict):
    """``details['offset']`` is where to go on."""

    code = "wrong_offset"
    title = "续传位置不符，请从服务器给出的位置继续"


class ChecksumMismatch(ShouwangError):
    """The bytes are not those that were announced; they are thrown away, so that a new start begins at 0."""

    code = "checksum_mismatch"
    title = "文件内容与校验值不一致，已丢弃，请重新上传"
    status = 460


class BodyCut(ShouwangError):
    """The connection ended early; what arrived is kept."""

    code = "body_cut"
    title = "传输中断，已收到的部分已保存，请续传"
    status = 400


class WrongMediaType(ShouwangError):
    code = "unsupported_media_type"
    title = "只接受 JPEG、PNG 或 WebP 照片"
    status = 415


class WrongChunkType(ShouwangError):
    code = "unsupported_media_type"
    title = "数据块的类型应为 application/offset+octet-stream"
    status = 415


class NotAnImage(Invalid):
    """Thrown away: evidence must be what it claims to be."""

    code = "not_an_image"
    title = "文件不是所声明类型的照片"


class ImageTooLarge(Invalid):
    code = "image_too_large"
    title = "照片像素过大"


class UploadGone(NotFound):
    title = "没有这个上传，请重新开始"
