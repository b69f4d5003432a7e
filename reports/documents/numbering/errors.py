"""What can go wrong with document numbers."""

from server.core.errors import Invalid


class NumberPatternInvalid(Invalid):
    """The pattern lacks a field, repeats one, or puts two side by side."""

    code = "number_pattern_invalid"
    title = "文号格式有误"


class NumberUnreadable(Invalid):
    """The text is not a number of this pattern."""

    code = "number_unreadable"
    title = "无法识别的文号"
