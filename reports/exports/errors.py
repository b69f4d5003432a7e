"""What can go wrong with exports."""

from __future__ import annotations

from server.core.errors import RuleViolation


class TooManyRows(RuleViolation):
    code = "too_many_rows"
    title = "行数超过上限，请缩小筛选范围"


class ExportNotReady(RuleViolation):
    code = "export_not_ready"
    title = "文件还没有生成"


class TooManyExports(RuleViolation):
    code = "too_many_exports"
    title = "正在生成的导出过多，请等其中一个完成"
