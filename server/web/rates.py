"""Rate limits: a token bucket a key, in each process's memory.

Approximate by design (n processes allow up to n times as much); what must hold exactly, the lock-out of an
account, is counted in the database.
"""

from __future__ import annotations

import threading
import time

from server.core.errors import TooMany

_lock = threading.Lock()
_buckets: dict[str, tuple[float, float]] = {}
_MOST_KEYS = 50_000


def check_rate(key: str, per_minute: int) -> None:
    """Take one token. Raises TooMany with the seconds to wait."""
    moment = time.monotonic()
    with _lock:
        if len(_buckets) > _MOST_KEYS:
            _buckets.clear()
        tokens, since = _buckets.get(key, (float(per_minute), moment))
        tokens = min(float(per_minute), tokens + (moment - since) * per_minute / 60)
        if tokens < 1:
            raise TooMany(retry_after_seconds=max(1, round((1 - tokens) * 60 / per_minute)))
        _buckets[key] = (tokens - 1, moment)


def forget_rates() -> None:
    with _lock:
        _buckets.clear()
