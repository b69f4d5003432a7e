"""What can go wrong with workbooks as a whole."""

from __future__ import annotations

from server.core.errors import Invalid, RuleViolation


class NotAWorkbook(Invalid):
    code = "not_a_workbook"
    title = "不是可读取的 .xlsx 工作簿"


class TooManyRows(RuleViolation):
    code = "too_many_rows"
    title = "行数过多，请分批"
