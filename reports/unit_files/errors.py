"""What can be wrong with files, defences and terms of office."""

from server.core.errors import Invalid, RuleViolation


class DefenceItemInvalid(Invalid):
    code = "defence_item_invalid"
    title = "计入三防的项目设置无效"


class NotResponsibleThen(RuleViolation):
    code = "not_responsible_then"
    title = "该人员在所选期间没有负责本单位的治安保卫工作"


class SpanInvalid(Invalid):
    code = "span_invalid"
    title = "起止日期无效"


class NoAgency(RuleViolation):
    code = "no_agency"
    title = "只有机关可以出具档案和情况表"


class TooManyExports(RuleViolation):
    code = "too_many_exports"
    title = "已有档案正在生成，请稍候"


class PaperNotReady(RuleViolation):
    code = "paper_not_ready"
    title = "文书还没有生成"
