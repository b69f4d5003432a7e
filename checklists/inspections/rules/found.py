"""What one finding is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """One finding; a breach is against a rule, a warning is something to look at."""

    code: str
    detail: str
    item: str | None = None
    severity: str = "breach"
