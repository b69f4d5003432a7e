"""Canonical JSON: one text for one value, the same here and in the phone's browser.

Keys sorted by UTF-16 code unit as RFC 8785 asks, no white space, strings escaped as JavaScript's
JSON.stringify does, numbers in JavaScript's shortest form. tests/vectors/canonical.json holds both sides to it.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any


class NotCanonical(ValueError):
    """The value holds something that JSON cannot carry the same way everywhere."""


def canonical_json(value: Any) -> bytes:
    """UTF-8. Raises NotCanonical for NaN, infinities, integers beyond 2**53 and non-text keys."""
    return _text(value).encode("utf-8", "strict")


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
        text = json.dumps(value, ensure_ascii=False)
        text.encode("utf-8", "strict")
    except UnicodeEncodeError as error:
        raise NotCanonical("lone surrogate") from error
    # Python writes DEL raw and so does JavaScript; both escape below 0x20 alike but for case, which is lower in both.
    return text


def _number(value: float) -> str:
    """ECMAScript's Number::toString: Python's repr has the same digits, other exponents."""
    if math.isnan(value) or math.isinf(value):
        raise NotCanonical("not a finite number")
    if value == 0:
        return "0"
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    mantissa, _, exponent_text = repr(value).partition("e")
    if not exponent_text:
        if abs(value) >= 1e-6:
            return mantissa
        return _small(value)
    exponent = int(exponent_text)
    if -7 <= exponent < 0 and abs(value) >= 1e-6:
        return _small(value)
    sign = "+" if exponent > 0 else "-"
    return f"{mantissa}e{sign}{abs(exponent)}"


def _small(value: float) -> str:
    """A number that repr writes with an exponent where JavaScript does not (1e-05 -> 0.00001)."""
    digits = f"{value:.25f}".rstrip("0")
    shortest = repr(value).partition("e")[0].replace(".", "").lstrip("-")
    sign = "-" if value < 0 else ""
    exponent = int(repr(value).partition("e")[2])
    return f"{sign}0.{'0' * (-exponent - 1)}{shortest}" if digits else "0"
