"""What can go wrong with document numbers."""


class NumberPatternInvalid(ValueError):
    """The pattern lacks a field, repeats one, or puts two side by side."""

    code = "number_pattern_invalid"


class NumberUnreadable(ValueError):
    """The text is not a number of this pattern."""

    code = "number_unreadable"
