"""What can go wrong, in a few kinds that know no HTTP.

A concrete error subclasses one kind and sets ``code`` (stable, for programs) and ``title``
(Chinese, for people). ``fields`` names what in the input is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldProblem:
    """One complaint about one field; ``field`` is a dotted path such as ``answers.SCH-01.value``."""

    field: str
    message: str
    code: str = "invalid"


class ShouwangError(Exception):
    """The root; ``detail`` is a Chinese sentence for people."""

    code = "error"
    title = "出错了"

    def __init__(self, detail: str = "", *, fields: Sequence[FieldProblem] = (), **details: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.fields = list(fields)
        self.details = details


class NotFound(ShouwangError):
    """Does not exist, or is out of the asker's reach: the two must look the same."""

    code = "not_found"
    title = "没有找到"


class Unauthenticated(ShouwangError):
    code = "unauthenticated"
    title = "请先登录"


class Forbidden(ShouwangError):
    code = "forbidden"
    title = "没有权限"


class PasswordOwed(Forbidden):
    """Somebody else made this password and knows it: nothing is done under it but to change it."""

    code = "password_owed"
    title = "首次登录请先修改初始密码"


class Conflict(ShouwangError):
    code = "conflict"
    title = "与已有内容冲突"


class ResubmissionConflict(Conflict):
    """The same id was sent before with other content; the first stays."""

    code = "resubmission_conflict"
    title = "同一编号已提交过不同内容"


class Stale(ShouwangError):
    """The version that the change was based on is not the current one."""

    code = "stale"
    title = "内容已被他人修改，请刷新后重试"


class PreconditionMissing(ShouwangError):
    code = "precondition_missing"
    title = "缺少 If-Match"


class Invalid(ShouwangError):
    """The input is malformed; ``fields`` says where."""

    code = "invalid"
    title = "输入有误"


class RuleViolation(ShouwangError):
    """Well-formed, yet against a rule; subclasses name the rule and its source."""

    code = "rule_violation"
    title = "不符合规定"


class TooLarge(ShouwangError):
    code = "too_large"
    title = "内容过大"


class TooMany(ShouwangError):
    """Asked too often; ``details['retry_after_seconds']`` says when to come back."""

    code = "too_many_requests"
    title = "请求过于频繁，请稍后再试"


class Unavailable(ShouwangError):
    """Not now (disk full, lock not had): nothing was acknowledged, the sender keeps its copy."""

    code = "unavailable"
    title = "服务暂时不可用，数据未保存，请稍后重试"
