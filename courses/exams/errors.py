"""What can go wrong with exams."""

from __future__ import annotations

from server.core.errors import Conflict, Invalid, RuleViolation


class TimesOfSessionInvalid(Invalid):
    code = "exam_times_invalid"
    title = "考试时间设置有误"


class SessionStarted(Conflict):
    """Somebody has started: times and papers stay as they are."""

    code = "exam_started"
    title = "已有考生开考，不能再修改考试安排"


class SessionEnded(Conflict):
    code = "exam_ended"
    title = "本场考试已结束或已取消"


class SessionRunning(Conflict):
    """An attempt ends by submit or by its deadline, nothing else; ``running`` says how many still run."""

    code = "exam_running"
    title = "仍有考生在作答，不能结束本场考试"


class BlueprintUnknown(Invalid):
    code = "blueprint_unknown"
    title = "没有这一版组卷规则"


class CycleUnknown(Invalid):
    code = "cycle_unknown"
    title = "没有这个轮训计划"


class ReasonMissing(RuleViolation):
    """Extra time and deferral are given for a reason that others can read."""

    code = "exam_reason_missing"
    title = "请填写理由"


class AlreadySitting(Conflict):
    """Who has started is neither deferred nor taken off the list."""

    code = "candidate_has_started"
    title = "该考生已开考"


class NobodyToRepeat(RuleViolation):
    code = "nobody_to_repeat"
    title = "没有符合条件的考生"


class PapersMissing(Conflict):
    """No paper has been made yet: the invigilator can ask for it, the candidate tries again."""

    code = "papers_missing"
    title = "试卷尚未准备好，请稍后再试或联系监考人员"


class CheckInTooEarly(Conflict):
    """``seconds_until`` says when check-in opens."""

    code = "check_in_too_early"
    title = "尚未到签到时间"


class NotInvited(Conflict):
    """Deferred, or taken off the list."""

    code = "candidate_not_invited"
    title = "您不在本场考试名单中或已办理缓考"


class NoTriesLeft(Conflict):
    code = "no_tries_left"
    title = "本场考试的作答次数已用完"


class OtherDevice(Conflict):
    """Checked in on another device: released by the invigilator, or taken over on purpose, which is noted."""

    code = "other_device"
    title = "您已在另一台设备签到，请联系监考人员解除，或确认改用本设备（将留下记录）"


class DeviceReplaced(Conflict):
    """Another device has taken over; this one's answers stay on it and can be exported."""

    code = "device_replaced"
    title = "已改用另一台设备作答，本设备不能继续"


class ExamNotBegun(Conflict):
    """``seconds_until`` the start; nothing of the paper is told before."""

    code = "exam_not_begun"
    title = "考试尚未开始"


class ExamStartClosed(Conflict):
    code = "exam_start_closed"
    title = "已过允许开考的时间"


class SnapshotMissing(RuleViolation):
    """The picture itself has not arrived from this account."""

    code = "exam_picture_missing"
    title = "照片尚未上传"


class RescueUnreadable(Invalid):
    code = "rescue_unreadable"
    title = "作答文件无法读取，或不是该考生本次考试的文件"


class NoLateAnswers(RuleViolation):
    code = "no_late_answers"
    title = "本次作答没有可以采纳的迟到答案"


class LateOpen(Conflict):
    code = "late_acceptance_open"
    title = "本次作答已有待确认的采纳申请"


class LateOwn(RuleViolation):
    """Two persons decide, and neither about the own attempt."""

    code = "late_acceptance_own"
    title = "不能确认自己提出的采纳，也不能采纳本人的答案"


class LateSettled(Conflict):
    code = "late_acceptance_settled"
    title = "该采纳申请已有结论"
