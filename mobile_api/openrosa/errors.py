"""What can go wrong at the OpenRosa door."""

from __future__ import annotations

from server.core.errors import Conflict, Invalid, NotFound, RuleViolation


class NotAForm(Invalid):
    code = "not_a_form"
    title = "提交的内容不是完整的表单"


class UnknownForm(NotFound):
    code = "unknown_form"
    title = "没有这个表单版本"


class SubmissionDiffers(Conflict):
    """The first stays: what is stored under an instance's id is never replaced."""

    code = "submission_differs"
    title = "同一编号的表单已提交，内容不同"


class FileDiffers(Conflict):
    code = "form_file_differs"
    title = "同名文件已提交，内容不同"


class TooManyKeys(RuleViolation):
    code = "too_many_keys"
    title = "接入密钥过多，请先停用不用的"
