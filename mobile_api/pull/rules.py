"""The cursor of a pull: how far one phone has read each kind of row."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.core.clock import to_text
from server.core.errors import FieldProblem, Invalid

MOST_UNITS_OFFLINE = 2_000
UNITS_A_PAGE = 200

#: Rows bear the instant of their change, not of its commit, and transactions end within 60 seconds (the databases
#: are told so). Reading again what changed that long before can repeat a row, never miss one.
OVERLAP = timedelta(seconds=60)


@dataclass(frozen=True)
class Cursor:
    """Opaque to the phone. ``seen`` are digests of the short lists that are sent whole when they change."""

    account: str
    scope: str
    since: str | None  # tasks, template versions and, in scope task_units, units
    units: str | None  # the register's own mark, in scope all_units
    people: str = ""
    bases: str = ""

    @property
    def text(self) -> str:
        return base64.urlsafe_b64encode(json.dumps(asdict(self), separators=(",", ":")).encode()).decode().rstrip("=")

    @property
    def since_instant(self) -> datetime | None:
        return datetime.fromisoformat(self.since) if self.since else None


def begin(account_id: UUID | None, scope: str) -> Cursor:
    return Cursor(str(account_id), scope, None, None)


def read_cursor(text: str) -> Cursor:
    """Raises Invalid for a cursor that we did not make."""
    try:
        cursor = Cursor(**json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))))
        values = (cursor.account, cursor.scope, cursor.since or "", cursor.units or "", cursor.people, cursor.bases)
        if not all(isinstance(value, str) for value in values):
            raise ValueError
        if (since := cursor.since_instant) and since.tzinfo is None:
            raise ValueError
    except (ValueError, TypeError, binascii.Error) as error:
        raise Invalid(fields=[FieldProblem("cursor", "同步标记无效", "invalid_cursor")]) from error
    return cursor


def following_since(began: datetime) -> str:
    return to_text(began - OVERLAP)
