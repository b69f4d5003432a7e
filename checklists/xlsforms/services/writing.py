"""Writes a form as a workbook."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from checklists.xlsforms.rules import FormRows
from checklists.xlsforms.rules.forms import SHEETS

EXPLANATIONS = "填写说明"
_RULES = (
    "survey、choices、settings 三张表是标准 XLSForm，可直接用于 ODK、Kobo 等工具；第一行的列名不要改动。",
    "shouwang:: 开头的列是本系统的字段，其他工具会略过。shouwang::part 为 item 的行是检查项目，fact 是单位情况，section 是部分。",
    "shouwang::part 为 derived 的行由其他各列得出，改了也不采用；条件、取证和限制请改对应的 shouwang:: 列。",
    "新增项目：在部分内插入一行，填 type、name、label；其余留空按默认值，导入时逐一列出。",
    "shouwang::bases 每行一条依据：依据代码、空格、条款。shouwang::phrases 每行一条常用语。",
    "shouwang::grade 填 general（一般）或 major（重大）；shouwang::weight 填 1 至 3；是否类填 yes 或 no。",
    "shouwang::evidence_on_fail、shouwang::evidence_always 每行一种：photo（照片）、note（说明）。",
    "不要合并单元格，不要使用公式。以 = + - @ 开头的文字前有一个单引号，导入时会去掉。",
)
_WIDTHS = {"label": 48, "hint": 48, "relevant": 30, "type": 18, "name": 18, "shouwang::bases": 36}


def write_workbook(form: FormRows) -> bytes:
    """Three sheets as XLSForm asks, and one that explains them."""
    output = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(output, {"in_memory": True, **never})
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for name in SHEETS:
        sheet = book.add_worksheet(name)
        headings = form.headings(name)
        for place, heading in enumerate(headings):
            sheet.set_column(place, place, _WIDTHS.get(heading, 16))
            sheet.write_string(0, place, heading, bold)
        for line, row in enumerate(getattr(form, name), 1):
            for place, heading in enumerate(headings):
                if cell := row.get(heading):
                    sheet.write_string(line, place, escaped(cell), text)
        sheet.freeze_panes(1, 2)
    explained = book.add_worksheet(EXPLANATIONS)
    explained.set_column(0, 0, 110)
    for line, rule in enumerate(_RULES):
        explained.write_string(line, 0, rule, text)
    book.close()
    return output.getvalue()


def escaped(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula, and that reads back as it was."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "'"} else cell
