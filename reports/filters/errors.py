"""What can go wrong with saved filters."""

from __future__ import annotations

from server.core.errors import Conflict, RuleViolation


class FilterNameTaken(Conflict):
    code = "filter_name_taken"
    title = "已有同名的常用筛选"


class TooManyFilters(RuleViolation):
    code = "too_many_filters"
    title = "常用筛选过多，请先删除不用的"
