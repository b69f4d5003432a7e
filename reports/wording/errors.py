"""What can go wrong with form texts."""

from server.core.errors import RuleViolation


class TextMissing(RuleViolation):
    """No text of this code is in force that day: a document without it must not be made."""

    code = "form_text_missing"
    title = "该日期没有有效的文书文本"
