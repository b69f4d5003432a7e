"""What stands against a mark on a credit record."""

from server.core.errors import Conflict, Invalid, RuleViolation


class NotPending(Conflict):
    code = "credit_not_pending"
    title = "只有待报的记录可以标记为已报"


class NothingToWithdraw(RuleViolation):
    """Only what was annulled or changed is taken back. Source: 行政处罚法 art. 48."""

    code = "credit_nothing_to_withdraw"
    title = "处罚决定没有撤销或者变更，不需要撤回"


class MarkDayImpossible(Invalid):
    code = "credit_day_impossible"
    title = "日期不能早于处罚决定，也不能晚于今天"


class ColumnsUnknown(Invalid):
    code = "credit_columns_unknown"
    title = "没有这套字段"


class TooManyRecords(RuleViolation):
    code = "credit_too_many_records"
    title = "记录过多，请按状态或者单位分批导出"
