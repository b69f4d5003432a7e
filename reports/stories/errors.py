"""Acts on model cases that the rules do not allow."""

from server.core.errors import Conflict, RuleViolation


class UnitConsentMissing(RuleViolation):
    """A unit is named only when it agreed. Source: JN-3.4c."""

    code = "unit_consent_missing"
    title = "没有单位同意的记录，文中不能出现单位名称"


class StoryNotSubmitted(RuleViolation):
    code = "story_not_submitted"
    title = "该案例没有待审批的稿件"


class StoryReviewed(Conflict):
    code = "story_reviewed"
    title = "该案例已由他人审批"


class OwnStory(RuleViolation):
    """Who writes does not approve."""

    code = "own_story"
    title = "撰稿人不能审批自己的案例"


class StoryNotPublished(RuleViolation):
    code = "story_not_published"
    title = "该案例没有发布"


class StoryTooThin(RuleViolation):
    code = "story_too_thin"
    title = "正文太短，不能送审"


class NoAgencyForStory(RuleViolation):
    code = "no_agency_for_story"
    title = "只有公安机关、政府或者部门可以撰写典型经验"
