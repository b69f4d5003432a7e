"""Canonical JSON: one text for one value, the same here and in the phone's browser.

Keys sorted by UTF-16 code unit as RFC 8785 asks, no white space, strings escaped as JavaScript's
JSON.stringify does, numbers in JavaScript's shortest form. tests/vectors/canonical.json holds both sides to it.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from typing import Any


class NotCanonical(ValueError):
    """The value holds something that JSON cannot carry the same way everywhere."""


def canonical_json(value: Any) -> bytes:
    """UTF-8. Raises NotCanonical for NaN, infinities, integers beyond 2**53 and non-text keys."""
    quick = _quick_text(value)
    return _text(value).encode("utf-8", "strict") if quick is None else quick


def _quick_text(value: Any) -> bytes | None:
    """What the C encoder of ``json`` makes of it, ten times faster; None where the two could differ."""
    if type(value) is str:
        return _quick_string(value)
    if not isinstance(value, (dict, list)) or not _has_text_keys(value):
        return None
    try:
        text = _ENCODER.encode(value)
        doubtful = _DOUBTFUL_NUMBER.search(text) or _BEYOND_FIRST_PLANE.search(text)
        return None if doubtful else text.encode("utf-8", "strict")
    except (ValueError, TypeError):  # NaN, lone surrogates, what is no JSON: the slow way says what is wrong
        return None


def _quick_string(value: str) -> bytes | None:
    try:
        return _ENCODER.encode(value).encode("utf-8", "strict")
    except UnicodeEncodeError:  # a lone surrogate
        return None


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)

#: Numbers that JavaScript writes otherwise (1.0, 1e-05, -0.0) or not at all (beyond 2**53). Text inside of strings may
#: look the same: that only costs time.
_DOUBTFUL_NUMBER = re.compile(r"[:,\[]-?\d+(?:\.0(?!\d)|(?:\.\d+)?e|\d{15})")
_BEYOND_FIRST_PLANE = re.compile("[\U00010000-\U0010ffff]")  # UTF-16 sorts these otherwise


def _has_text_keys(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value) and all(
            _has_text_keys(item) for item in value.values() if isinstance(item, (dict, list, tuple))
        )
    if isinstance(value, (list, tuple)):
        return all(_has_text_keys(item) for item in value if isinstance(item, (dict, list, tuple)))
    return True


def content_hash(value: Any) -> str:
    """SHA-256 of the canonical JSON, 64 hex digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _text(value: Any) -> str:
    if value is None or value is True or value is False or isinstance(value, str):
        return _scalar(value)
    if isinstance(value, int):
        if abs(value) > 2**53:
            raise NotCanonical("integer beyond 2**53")
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical("keys must be text")
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_scalar(key)}:{_text(value[key])}" for key in keys) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_text(item) for item in value) + "]"
    raise NotCanonical(f"{type(value).__name__} is not JSON")


def _scalar(value: str | bool | None) -> str:
    try:
        text = _ENCODER.encode(value)
        text.encode("utf-8", "strict")
    except UnicodeEncodeError as error:
        raise NotCanonical("lone surrogate") from error
    # Python writes DEL raw and so does JavaScript; both escape below 0x20 alike but for case, which is lower in both.
    return text


def _number(value: float) -> str:
    """ECMAScript's Number::toString: repr has the same shortest digits, only the layout differs."""
    if math.isnan(value) or math.isinf(value):
        raise NotCanonical("not a finite number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = fraction.rstrip("0")
    digits = (whole + fraction).lstrip("0")
    # the value is 0.digits × 10**point
    point = int(exponent or 0) + (len(whole) if whole != "0" else len(digits) - len(fraction))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"
