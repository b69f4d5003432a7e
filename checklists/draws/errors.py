"""What can go wrong with draws; each is said before the seed is revealed."""

from server.core.errors import Conflict, RuleViolation


class NoAgencyToDrawFor(RuleViolation):
    code = "no_agency_to_draw_for"
    title = "只有机构的人员可以组织抽取"


class RepeatUnnamed(RuleViolation):
    """The same conditions were drawn by before: who draws again says of what, and why. Source: JN-2.3.2a."""

    code = "draw_repeat_unnamed"
    title = "相同条件已经抽取过，再次抽取须指明前一次并说明理由"


class PoolEmpty(RuleViolation):
    code = "draw_pool_empty"
    title = "没有符合条件的对象"


class PoolTooSmall(RuleViolation):
    code = "draw_pool_too_small"
    title = "符合条件的数量少于抽取数量"


class OfficersTooFewForUnit(RuleViolation):
    """Source: JN-2.3.2a; 行政处罚法 art. 42."""

    code = "draw_officers_too_few_for_unit"
    title = "有单位的合格人员因回避后不足，须增加人员或将该单位列入排除"


class AlreadyFrozen(Conflict):
    code = "draw_already_frozen"
    title = "名单已经锁定"


class NotFrozen(RuleViolation):
    code = "draw_not_frozen"
    title = "须先锁定名单"


class PoolOutdated(RuleViolation):
    """An officer's certificate, leave or conflict changed since the freeze."""

    code = "draw_pool_outdated"
    title = "锁定后人员的证件、请假或回避情况有变化，请放弃本次抽取并重新发起"


class AlreadyDrawn(Conflict):
    code = "draw_already_drawn"
    title = "已经抽取，结果不能更改"


class NotDrawn(RuleViolation):
    code = "draw_not_drawn"
    title = "还没有抽取"


class AlreadyTasked(Conflict):
    code = "draw_already_tasked"
    title = "已经生成检查任务"


class DrawAbandoned(Conflict):
    code = "draw_abandoned"
    title = "本次抽取已被放弃"
