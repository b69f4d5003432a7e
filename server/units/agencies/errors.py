"""What can go wrong with agencies."""

from __future__ import annotations

from server.core.errors import RuleViolation


class WrongParent(RuleViolation):
    code = "wrong_parent"
    title = "上级机构的类别不符"


class NameNotLater(RuleViolation):
    code = "name_not_later"
    title = "新名称的启用日期须晚于现名称，且不晚于今天"


class ContactKnown(RuleViolation):
    code = "contact_known"
    title = "该日期起已登记过联系方式"
