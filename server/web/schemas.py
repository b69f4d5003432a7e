"""The base of all wire shapes, and marshmallow's messages in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from server.core.clock import to_text

_CHINESE: dict[type[fields.Field], dict[str, str]] = {
    fields.Field: {"required": "必填", "null": "不能为空", "validator_failed": "取值无效"},
    fields.Nested: {"type": "格式有误"},
    fields.List: {"invalid": "应为列表"},
    fields.Tuple: {"invalid": "应为列表"},
    fields.String: {"invalid": "应为文字", "invalid_utf8": "不是有效的 UTF-8 文字"},
    fields.UUID: {"invalid_uuid": "编号格式有误"},
    fields.Number: {"invalid": "应为数字", "too_large": "数字过大"},
    fields.Integer: {"invalid": "应为整数"},
    fields.Float: {"special": "不能是无穷或非数字"},
    fields.Boolean: {"invalid": "应为是或否"},
    fields.DateTime: {
        "invalid": "时间格式有误",
        "invalid_awareness": "时间缺少时区",
        "format": "时间格式有误",
    },
    fields.AwareDateTime: {"invalid": "时间格式有误", "invalid_awareness": "时间缺少时区"},
    fields.Date: {"invalid": "日期格式有误", "format": "日期格式有误"},
    fields.Dict: {"invalid": "应为对象"},
    fields.Mapping: {"invalid": "应为对象"},
    fields.Enum: {"unknown": "取值无效"},
}


def speak_chinese() -> None:
    """Set the library's message tables. A field copies them when it is made, so this runs before any is."""
    for field, messages in _CHINESE.items():
        field.default_error_messages = {**field.default_error_messages, **messages}
    ma.Schema.error_messages = {"unknown": "没有这个字段", "type": "应为对象"}
    ma.Schema._default_error_messages = {
        **ma.Schema._default_error_messages,
        "type": "应为对象",
        "unknown": "没有这个字段",
    }
    validate.Length.message_min = "至少 {min} 个字"
    validate.Length.message_max = "最多 {max} 个字"
    validate.Length.message_all = "应为 {min} 到 {max} 个字"
    validate.Length.message_equal = "应为 {equal} 个字"
    # Range puts the operator in first, then the bounds: hence the doubled braces.
    validate.Range.message_min = "应{min_op} {{min}}"
    validate.Range.message_max = "应{max_op} {{max}}"
    validate.Range.message_all = "应{min_op} {{min}} 且{max_op} {{max}}"
    validate.Range.message_gte, validate.Range.message_gt = "不小于", "大于"
    validate.Range.message_lte, validate.Range.message_lt = "不大于", "小于"
    validate.OneOf.default_message = "取值无效，可选：{choices}"
    validate.Regexp.default_message = "格式有误"


speak_chinese()


class _Readable(ma.Schema):
    """Refuses texts that a database or UTF-8 cannot hold, before any field looks at them."""

    @ma.pre_load
    def refuse_unstorable(self, data: Any, **_: Any) -> Any:
        if isinstance(data, Mapping):
            wrong = {str(name): ["含有无法保存的字符"] for name, value in data.items() if not _is_storable(value)}
            if wrong:
                raise ma.ValidationError(wrong)
        return data


def _is_storable(value: Any) -> bool:
    """PostgreSQL takes no NUL, UTF-8 no half of a surrogate pair."""
    if isinstance(value, list):
        return all(_is_storable(item) for item in value)
    if not isinstance(value, str):
        return True
    return "\x00" not in value and (value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value))


class Schema(_Readable):
    """Refuses what it does not know: a misspelt field must not vanish silently."""

    class Meta:
        unknown = ma.RAISE


class Query(_Readable):
    """Query strings: unknown parameters are ignored."""

    class Meta:
        unknown = ma.EXCLUDE


class Instant(fields.AwareDateTime):
    """An instant; read with any offset, written as UTC with microseconds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", **kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else to_text(value)


def password_again() -> fields.String:
    """The actor's own password, asked for before an act that is signed in their name."""
    return fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


class Text(fields.String):
    """Text for people: trimmed, no NUL or other control characters but line breaks and tabs."""

    default_error_messages = {"control": "含有不可见的控制字符"}

    def __init__(self, *, most: int, least: int = 0, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(min=least, max=most), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).strip()
        if any(ord(character) < 32 and character not in "\n\t\r" for character in text) or "\x7f" in text:
            raise self.make_error("control")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise self.make_error("control") from None
        return text


class Sha256(fields.String):
    """64 lower-case hex digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Regexp(r"^[0-9a-f]{64}\Z", error="不是 SHA-256 值"), **kwargs)


class Whole(fields.Integer):
    """A whole number that both databases can hold."""

    def __init__(self, *, least: int = -(2**31), most: int = 2**31 - 1, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(min=least, max=most), **kwargs)
