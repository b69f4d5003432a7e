"""What can go wrong with marks, results and regrades."""

from __future__ import annotations

from server.core.errors import Conflict, NotFound, RuleViolation


class NoSuchAnswer(NotFound):
    """No open answer that this person may mark."""


class AlreadyMarked(Conflict):
    code = "answer_already_marked"
    title = "该答案已阅完，或您已评过分"


class MarkTooHigh(RuleViolation):
    code = "mark_above_worth"
    title = "评分不能超过该题分值"


class TermPast(RuleViolation):
    """Marks that were settled stay as they were settled."""

    code = "marking_term_past"
    title = "生效日期不能早于今天"


class SessionOpen(Conflict):
    code = "exam_session_open"
    title = "场次关闭后才能进行此操作"


class NotCounted(NotFound):
    """The session has no figures of this version."""


class VersionNotInSession(RuleViolation):
    code = "version_not_in_session"
    title = "该试题不在本场次的试卷中"


class KeyUnfit(RuleViolation):
    code = "regrade_key_unfit"
    title = "答案与题型不符"


class ModeUnfit(RuleViolation):
    code = "regrade_mode_unfit"
    title = "简答题只能送分或作废"


class NothingLeft(RuleViolation):
    code = "regrade_leaves_nothing"
    title = "作废后有试卷不再剩下计分的试题"


class RegradeStale(Conflict):
    code = "regrade_stale"
    title = "成绩在试算之后有变化，请重新试算"


class TrialUnfinished(RuleViolation):
    code = "regrade_trial_unfinished"
    title = "请先完成本场次的试算"


class TrialBroken(Conflict):
    code = "regrade_trial_broken"
    title = "试算出错，请重新试算"


class RegradeSettled(Conflict):
    code = "regrade_settled"
    title = "该改判已有结论"


class RegradeRunning(Conflict):
    code = "regrade_running"
    title = "同一场次有改判正在执行，请稍后再试"


class OwnRegrade(RuleViolation):
    code = "regrade_own"
    title = "提出人不能审批自己的改判"


class ApprovedBefore(Conflict):
    code = "regrade_approved_before"
    title = "您已审批过该改判"
