"""Instants that somebody claims: a clock may be wrong, but it must be possible to reckon with what it says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import validate

from server.web.schemas import Instant

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class ClaimedInstant(Instant):
    """Between 2000 and 2200."""

    def __init__(self, **kwargs: Any) -> None:
        between = validate.Range(min=_EARLIEST, max=_LATEST, error="时间应在 2000 年至 2200 年之间")
        super().__init__(validate=between, **kwargs)
