"""What each term of penalties may be: its title, and the shape that checks a value and draws the form to edit it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from server.core.shapes import Basis, Choice, FenRange, Flag, Rows, Sets, Shape, Whole, Words, group

OFFENCE, ARTICLE = "offence.", "article."
RESPONDENTS = {"unit": "单位", "person": "个人"}
GRADES = {"reduced": "减轻", "light": "从轻", "ordinary": "一般", "heavy": "从重"}
EFFECTS = {"reduced": "减轻", "light": "从轻", "heavy": "从重"}
REVIEW_WHEN = {"hearing_right": "当事人有权要求听证", "serious": "情节复杂或者重大"}  # after a hearing always
CONDITIONS = {
    "order_issued": "已责令限期整改",
    "deadline_passed": "整改期限已过",
    "recheck_failed": "复查不合格",
    "consequence_recorded": "造成后果或严重威胁",
}
MOST_DAYS, MOST_FEN = 3660, 10**12

_SPAN = group(
    ("days", "天数", Whole(1, MOST_DAYS, "天")),
    ("kind", "怎样计算", Choice({"working": "工作日", "calendar": "自然日"})),
)
_SUMS = group(
    ("unit_fen", "单位", Whole(1, MOST_FEN, is_fen=True)), ("person_fen", "个人", Whole(1, MOST_FEN, is_fen=True))
)
_FACTOR = group(
    ("code", "代码", Words(1, 40)), ("effect", "对处罚的影响", Choice(EFFECTS)), ("text", "情节", Words(1, 200, True))
)
_COLUMN = group(
    ("code", "字段代码", Words(1, 200)), ("heading", "列名", Words(1, 200)), ("field", "取自", Words(1, 200))
)
_OFFENCE = group(
    ("title", "违法行为", Words(1, 200)),
    ("basis", "依据", Basis()),
    ("article", "条文", Words(1, 60)),
    ("text", "条文要旨", Words(1, 1000, True)),
    ("warning_needs", "给予警告须具备", Choice(CONDITIONS, is_many=True)),
    ("fine_needs", "处以罚款须具备", Choice(CONDITIONS, is_many=True)),
    ("with_warning", "罚款须并处警告", Flag()),
    ("spot_warning", "可以当场警告", Flag()),
    ("unit_fen", "对单位的罚款幅度", FenRange(MOST_FEN)),
    ("person_fen", "对个人的罚款幅度", FenRange(MOST_FEN)),
)


def _discretion(offences: Mapping[str, str]) -> Shape:
    """Lines of the table; a form offers the offences there are, a line keeps one that is no longer in force."""
    offence = Choice(offences) if offences else Words(1, 40)
    line = group(
        ("offence", "违法行为", offence),
        ("respondent", "被处罚人", Choice(RESPONDENTS)),
        ("grade", "档次", Choice(GRADES)),
        ("least_fen", "最低", Whole(0, MOST_FEN, is_fen=True)),
        ("most_fen", "最高", Whole(0, MOST_FEN, is_fen=True)),
        ordered=("least_fen", "most_fen"),
    )
    return Rows(line, "基准", 0, 200)


class Known(NamedTuple):
    """A term that there is: what people call it, and what it may be."""

    title: str
    shape: Shape


KNOWN: Mapping[str, Known] = {
    "case_officers": Known("办案人员人数", Whole(1, MOST_DAYS, "人")),
    "hearing_threshold": Known("听证数额", _SUMS),
    "hearing_request": Known("申请听证的期限", _SPAN),
    "hearing_notice": Known("听证通知提前", _SPAN),
    "preservation": Known("先行登记保存处理期限", _SPAN),
    "decision": Known("办案期限", _SPAN),
    "spot_report_hours": Known("当场处罚备案", Whole(1, MOST_DAYS, "小时")),
    "delivery": Known("送达期限", _SPAN),
    "payment": Known("缴纳罚款期限", _SPAN),
    "late_surcharge": Known(
        "加处罚款",
        group(("percent_a_day", "每日", Whole(1, 1000, "%")), ("cap_percent", "最多为罚款的", Whole(1, 1000, "%"))),
    ),
    "review": Known("行政复议期限", _SPAN),
    "suit_months": Known("行政诉讼期限", Whole(1, MOST_DAYS, "个月")),
    "suit_after_review": Known("复议后起诉期限", _SPAN),
    "limitation": Known(
        "追究时效",
        group(
            ("years", "一般", Whole(1, 50, "年")), ("harm_years", "涉及生命健康安全且有危害后果", Whole(1, 50, "年"))
        ),
    ),
    "collective_threshold": Known("集体讨论数额", _SUMS),
    "review_when": Known("应当法制审核的情形", Choice(REVIEW_WHEN, is_many=True)),
    "reminder_days": Known("提前提醒", Rows(Whole(0, 60, "天"), "提前", 0, 20)),
    "factors": Known("裁量情节", Rows(_FACTOR, "情节", 0, 60)),
    "discretion": Known("裁量基准", _discretion({})),
    "demand": Known("履行催告期限", _SPAN),
    "court_months": Known("申请强制执行期限", Whole(1, MOST_DAYS, "个月")),
    "credit_report": Known("信用信息报送期限", _SPAN),
    "credit_withdrawal": Known("信用信息撤回期限", _SPAN),
    "credit_kinds": Known(
        "信用信息处罚类别", group(("spot", "当场处罚", Flag()), ("warning", "警告", Flag()), ("fine", "罚款", Flag()))
    ),
    "credit_publicity": Known(
        "信用信息公示期",
        group(
            ("warning_months", "警告", Whole(1, MOST_DAYS, "个月")),
            ("fine_months", "罚款", Whole(1, MOST_DAYS, "个月")),
        ),
    ),
    "credit_columns": Known("信用信息字段", Sets(Rows(_COLUMN, "字段", 1, 80), "版本", 10)),
}


def shape_of(code: str) -> Shape | None:
    """What a value of the code may be; None for a code that there is not."""
    if code.startswith(OFFENCE):
        return _OFFENCE
    if code.startswith(ARTICLE):
        return Words(2, 400, True)
    return KNOWN[code].shape if code in KNOWN else None


def described(offences: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every shape for forms; a code that ends in a dot stands for all that begin with it."""
    shapes = {code: known.shape for code, known in KNOWN.items()} | {"discretion": _discretion(offences)}
    rows = [{"code": code, "title": KNOWN[code].title, "shape": shape.describe()} for code, shape in shapes.items()]
    whole = (OFFENCE, "处罚规定"), (ARTICLE, "条文要旨")
    return rows + [{"code": code, "title": title, "shape": shape_of(code).describe()} for code, title in whole]  # type: ignore[union-attr]
