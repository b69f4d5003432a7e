"""What can go wrong with requests for help."""

from __future__ import annotations

from server.core.errors import Conflict, Forbidden, RuleViolation


class HelpIsForUnits(Forbidden):
    code = "help_is_for_units"
    title = "由单位人员提出"


class NotAnswered(RuleViolation):
    code = "help_not_answered"
    title = "尚未答复，不能评价"


class AlreadyScored(Conflict):
    code = "help_already_scored"
    title = "已经评价过"


class WishedDayPast(RuleViolation):
    code = "wished_day_past"
    title = "期望日期不能早于今天"


class ReplyIncomplete(RuleViolation):
    code = "booking_reply_incomplete"
    title = "同意时须写明日期且不早于今天，不同意时须写明原因"


class AlreadyReplied(Conflict):
    code = "booking_already_replied"
    title = "该预约已经答复"
