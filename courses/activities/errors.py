"""What can go wrong with publicity activities and micro-courses."""

from __future__ import annotations

from server.core.errors import Conflict, NotFound, RuleViolation


class DayAhead(RuleViolation):
    code = "day_in_future"
    title = "日期不能晚于今天"


class PhotosMissing(RuleViolation):
    """Source: JN-2.2.4c."""

    code = "photos_missing"
    title = "请至少上传一张活动照片"


class WithdrawnAlready(Conflict):
    code = "withdrawn_already"
    title = "已经撤回"


class QuestionUnclear(RuleViolation):
    """Nobody could answer it, or everybody would be wrong."""

    code = "question_unclear"
    title = "题目的选项或答案有误"


class CourseWindowReversed(RuleViolation):
    code = "window_reversed"
    title = "截止日期早于开放日期"


class MicroCourseClosed(NotFound):
    """No such link, not open yet, over, or taken back: to the public all look the same."""

    code = "micro_course_closed"
    title = "微课不存在或已结束"
