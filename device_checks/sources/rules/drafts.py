"""A source as a person sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SourceDraft:
    """``password`` None: the one that is kept stays, as long as the machine stays the same."""

    kind: str
    address: str = ""
    user: str = ""
    password: str | None = field(default=None, repr=False)
    options: Mapping[str, Any] = field(default_factory=dict)
