"""What can go wrong with items."""

from __future__ import annotations

from server.core.errors import Conflict, Invalid, RuleViolation


class NotYourItem(RuleViolation):
    """Of a superior agency, or the product's."""

    code = "item_of_another_agency"
    title = "上级单位的试题只能由上级单位修改"


class ItemRetired(RuleViolation):
    code = "item_retired"
    title = "试题已停用，请先恢复使用"


class CodeTaken(Conflict):
    code = "code_taken"
    title = "编号已被使用"


class PointCategoryFixed(RuleViolation):
    code = "point_category_fixed"
    title = "知识点已有试题，不能改变类别"


class ImportWithProblems(RuleViolation):
    code = "import_with_problems"
    title = "文件中还有问题，不能导入"


class NotReadable(Invalid):
    code = "file_not_readable"
    title = "无法读取文件"


class TooManyItems(RuleViolation):
    code = "too_many_items"
    title = "一次导出的试题过多，请先筛选"
