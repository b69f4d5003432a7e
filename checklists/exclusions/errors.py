"""What can go wrong with officers' recusals and leaves."""

from server.core.errors import Conflict, RuleViolation


class NotAnOfficer(RuleViolation):
    code = "exclusion_not_an_officer"
    title = "只能登记检查人员的回避或请假"


class SpanImpossible(RuleViolation):
    code = "exclusion_span_impossible"
    title = "结束日期不能早于开始日期"


class ExclusionEnded(Conflict):
    code = "exclusion_ended"
    title = "这项登记已经结束"
