"""What can go wrong with catalogues."""

from __future__ import annotations

from server.core.errors import Invalid, RuleViolation


class PlatformIdInvalid(Invalid):
    """Source: GB/T 28181."""

    code = "platform_id_invalid"
    title = "平台编码应为20位数字"


class TooManyCameras(RuleViolation):
    code = "too_many_cameras"
    title = "摄像机过多，请按单位或类别分批导出"
