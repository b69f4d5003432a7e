"""What can go wrong with templates."""

from server.core.errors import Conflict, Invalid, RuleViolation


class DefinitionInvalid(Invalid):
    code = "definition_invalid"
    title = "检查表内容有误"


class IllegalStateChange(RuleViolation):
    """draft → published → closing → closed, and no other way."""

    code = "illegal_state_change"
    title = "当前状态不能这样变更"


class TemplateUnchanged(Conflict):
    code = "template_unchanged"
    title = "内容与现行版本相同，无需新版本"
