"""What can go wrong with a camera's source."""

from __future__ import annotations

from server.core.errors import Invalid, RuleViolation, ShouwangError


class GrabFailed(ShouwangError):
    """No picture came. ``cause`` is for programs, the text for people; neither ever holds a password."""

    code = "grab_failed"
    title = "未能取得图像"

    def __init__(self, cause: str = "offline", text: str = "") -> None:
        super().__init__(text or CAUSES[cause], cause=cause)
        self.cause = cause


#: Cause → what is said when nothing more exact is known.
CAUSES = {
    "offline": "设备无应答",
    "refused": "用户名或口令被拒绝",
    "no_stream": "设备有应答，但没有这一路图像",
    "broken": "收到的内容不是完整的图像",
    "barred_address": "该地址不在允许访问的网段内",
    "too_large": "图像超过大小上限",
    "too_slow": "在限定时间内没有收完图像",
}


class AddressInvalid(Invalid):
    code = "source_address_invalid"
    title = "取图地址有误"


class AddressBarred(RuleViolation):
    """No entry of the bureau's lists covers it, or nothing may ever reach it."""

    code = "source_address_barred"
    title = "该地址不在允许访问的网段内"


class NetworkInvalid(Invalid):
    code = "network_invalid"
    title = "网段有误"


class NetworkOfOthers(Invalid):
    code = "network_not_of_police"
    title = "网段只能登记在公安机关名下"


class NothingToTry(RuleViolation):
    code = "source_not_set"
    title = "尚未设置取图方式，或该方式不能由系统取图"
