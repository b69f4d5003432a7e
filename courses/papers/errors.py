"""What can go wrong with blueprints and papers."""

from __future__ import annotations

from server.core.errors import Conflict, Invalid, RuleViolation


class BlueprintInvalid(Invalid):
    code = "blueprint_invalid"
    title = "组卷规则填写有误"


class BlueprintCategoryMissing(RuleViolation):
    """Law, business, skill and professional knowledge: a paper asks about all four. Source: LN-3b."""

    code = "blueprint_category_missing"
    title = "组卷规则缺少必考类别"


class BlueprintShort(RuleViolation):
    """The bank has too few items for a cell; ``row``, ``need`` and ``have`` say which and how many.

    ``rows`` are all cells that want the same items: together they need ``need`` and there are ``have``.
    """

    code = "blueprint_short"
    title = "题库数量不足，无法组卷"


class BlueprintRetired(RuleViolation):
    code = "blueprint_retired"
    title = "组卷规则已停用"


class SessionOfOtherBlueprint(Conflict):
    """Papers of this session were made by another version: one session has one table."""

    code = "session_of_other_blueprint"
    title = "本场次的试卷已按另一版组卷规则生成"
