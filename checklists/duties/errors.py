"""What can go wrong with the duties of units."""

from __future__ import annotations

from server.core.errors import Conflict, RuleViolation


class DutyUnknown(RuleViolation):
    code = "duty_unknown"
    title = "没有这类制度、预案、演练或标准"


class DayInFuture(RuleViolation):
    code = "day_in_future"
    title = "日期不能晚于今天"


class ReviewBeforeAdoption(RuleViolation):
    code = "review_before_adoption"
    title = "复审日期应晚于制定日期"


class PaperMissing(RuleViolation):
    """A document without its text is a claim."""

    code = "paper_missing"
    title = "请上传文件正文"


class AcceptanceMissing(RuleViolation):
    """Source: LN-6a."""

    code = "acceptance_missing"
    title = "请上传验收报告"


class OlderThanCurrent(RuleViolation):
    code = "older_than_current"
    title = "已有更晚制定的版本"


class WindowReversedHere(RuleViolation):
    code = "window_reversed"
    title = "失效日期早于施行日期"


class GateOfAnotherProject(RuleViolation):
    code = "gate_unknown"
    title = "没有这个环节"


class GatePassed(Conflict):
    code = "gate_already_passed"
    title = "该环节已登记完成"


class GatesEmpty(RuleViolation):
    """Source: LN-6b."""

    code = "gates_empty"
    title = "同步规划、同步施工、同步验收未全部完成，不能结项"


class ProjectClosed(Conflict):
    code = "project_closed"
    title = "项目已结项"


class RemarkedAlready(Conflict):
    code = "remarked_otherwise"
    title = "已有不同的意见"
