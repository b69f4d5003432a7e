"""What can go wrong with alarm lines and what they send."""

from __future__ import annotations

from server.core.errors import Conflict, Invalid, RuleViolation, TooMany, Unauthenticated


class FrameBroken(Invalid):
    """Not a frame of ours to read: nothing is answered, the sender tries again. Source: LN-11b."""

    code = "alarm_frame_broken"
    title = "报文损坏，未受理"


class FrameUnreadable(Invalid):
    """Whole, yet not to be taken: unknown line, wrong key, not encrypted where a key is agreed."""

    code = "alarm_frame_unreadable"
    title = "报文无法识别，未受理"


class StampOutOfWindow(Invalid):
    """The sender's clock is too far from ours; it is told the time."""

    code = "alarm_stamp_out_of_window"
    title = "报文时间与服务器相差过大，未受理"


class UnknownLine(Unauthenticated):
    code = "alarm_line_unknown"
    title = "报警线路凭据无效"


class NotAnAlarm(RuleViolation):
    """Lines belong to alarms and to the one-button devices of vehicles."""

    code = "facility_not_an_alarm"
    title = "该设施不是报警装置，不能接入报警线路"


class AccountInvalid(Invalid):
    code = "alarm_account_invalid"
    title = "账号应为 3 至 16 位十六进制数字"


class AccountTaken(Conflict):
    code = "alarm_account_taken"
    title = "该账号已用于另一条报警线路"


class KeyInvalid(Invalid):
    code = "alarm_key_invalid"
    title = "密钥应为 32、48 或 64 位十六进制数字"


class ZoneTaken(Conflict):
    code = "alarm_zone_taken"
    title = "该线路已有同一编号的防区"


class LineStopped(RuleViolation):
    code = "alarm_line_stopped"
    title = "该设施没有正在使用的报警线路"


class TestAlreadyOpen(Conflict):
    __test__ = False  # no test of pytest's
    code = "alarm_test_already_open"
    title = "该设施正在测试，请等本次测试结束"


class AlreadyAcknowledged(Conflict):
    code = "alarm_already_acknowledged"
    title = "该报警已由他人处置"


class TooManyStreams(TooMany):
    """All live lines of this process are taken: the screen asks at intervals instead."""

    code = "too_many_alarm_streams"
    title = "实时连接已满，改为定时刷新"
