"""What can be wrong with a picture before anything is seen in it, and with a set of thresholds."""

from __future__ import annotations

from server.core.errors import Invalid


class PictureBroken(Invalid):
    """What came is no picture that can be read. ``reason`` is a code of ``BROKEN_REASONS``."""

    code = "picture_broken"
    title = "图像损坏，无法读取"

    def __init__(self, reason: str = "undecodable") -> None:
        super().__init__(reason=reason)
        self.reason = reason


class ViewUnreadable(Invalid):
    """A prepared reference that this version can't read: prepare it again from its picture."""

    code = "view_unreadable"
    title = "参考画面需要重新生成"


class ThresholdsInvalid(Invalid):
    code = "thresholds_invalid"
    title = "判定阈值不正确"
