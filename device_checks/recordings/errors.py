"""What can go wrong with checks of recordings."""

from __future__ import annotations

from server.core.errors import NotFound, RuleViolation


class NoRecorder(NotFound):
    """The facility keeps no recordings."""


class DayAhead(RuleViolation):
    code = "recording_day_ahead"
    title = "最早录像日期不能晚于今天"


class PhotoMissing(RuleViolation):
    """A declared day is shown. Source: JN-2.2.5h."""

    code = "recording_photo_missing"
    title = "申报最早录像日期须附回放画面照片"


class NoTerm(RuleViolation):
    code = "recording_term_missing"
    title = "当日没有适用的录像保存期限"


class CannotBeAsked(RuleViolation):
    code = "recorder_cannot_be_asked"
    title = "该设备未设置 ONVIF 方式，请人工申报"
