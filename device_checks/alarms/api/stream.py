"""Live lines to screens: server-sent events out of the database.

All streams of a process share one look a second at what changed; each then asks which of it its reader may see.
A stream holds a thread and no connection, so there are only so many, and each ends after a while: the browser comes
back with the mark of what it saw last. Instants of two machines may cross on their way into the database, so each
look goes back a little further than the last and what was sent already is left out.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from device_checks.alarms.errors import TooManyStreams
from device_checks.alarms.models import AlarmEvent
from device_checks.alarms.queries.events import changes_since, event_shapes, open_events, reached_units
from device_checks.alarms.schemas import AlarmEventSchema
from server.core import clock
from server.core.database import database
from server.core.permissions import Actor

LIFE_SECONDS = 50.0
LOOK_SECONDS = 1.0
BEAT_SECONDS = 10.0
#: How much of what was already looked at is looked at again.
OVERLAP = timedelta(seconds=10)
#: A mark older than this is worth no look back: the screen asks for what is open instead.
LONGEST_GAP = timedelta(minutes=10)
MOST_ROWS = 500

Pause = Callable[[float], None]


class Board:
    """What changed lately, looked up once for all who ask within a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked = -LOOK_SECONDS
        self._since = clock.now()
        self._rows: list[AlarmEvent] = []
        self.looks = 0

    def changes(self) -> tuple[datetime, list[AlarmEvent]]:
        """The rows that changed, and since when; at most one query a second."""
        with self._lock:
            if time.monotonic() - self._looked >= LOOK_SECONDS:
                since = clock.now() - OVERLAP
                with database.connection_context():
                    self._rows = changes_since(since, MOST_ROWS)
                self._since, self._looked = since, time.monotonic()
                self.looks += 1
            return self._since, self._rows


@dataclass
class _Slots:
    taken: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, most: int) -> None:
        with self.lock:
            if self.taken >= most:
                raise TooManyStreams(retry_after_seconds=5)
            self.taken += 1

    def give(self) -> None:
        with self.lock:
            self.taken -= 1


board = Board()
slots = _Slots()


class Stream:
    """The lines of one screen; gives its slot back when it ends, however it ends."""

    def __init__(self, actor: Actor, mark: datetime | None, pause: Pause = time.sleep) -> None:
        self._actor, self._mark, self._pause = actor, mark, pause
        self._seen: dict[Any, int] = {}  # id → version
        self._lines = self._run()
        self._is_open = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            return next(self._lines)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Asked by the server when the reader has gone."""
        if self._is_open:
            self._is_open = False
            slots.give()

    def _run(self) -> Iterator[str]:
        start = beat = time.monotonic()
        yield f"retry: 1000\n\n{self._told(self._first())}: open\n\n"
        while (moment := time.monotonic()) - start < LIFE_SECONDS:
            self._pause(LOOK_SECONDS)
            if told := self._told(self._changed()):
                beat = moment
                yield told
            elif moment - beat >= BEAT_SECONDS:
                beat = moment
                yield ": beat\n\n"

    def _first(self) -> list[AlarmEvent]:
        mark, self._mark = self._mark, clock.now()
        with database.connection_context():
            if mark is not None and self._mark - mark <= LONGEST_GAP:
                return changes_since(mark - OVERLAP, MOST_ROWS)
            return list(reversed(open_events(self._actor)))

    def _changed(self) -> list[AlarmEvent]:
        since, rows = board.changes()
        if self._mark is not None and self._mark < since:  # held up by a slow reader: what it missed
            with database.connection_context():
                rows = changes_since(self._mark - OVERLAP, MOST_ROWS)
        self._mark = clock.now()
        return rows

    def _told(self, rows: list[AlarmEvent]) -> str:
        fresh = [row for row in rows if self._seen.get(row.id, 0) < row.version]
        if not fresh:
            return ""
        self._seen.update({row.id: row.version for row in fresh})
        with database.connection_context():
            reached = reached_units(self._actor, [row.unit_id for row in fresh])
            shapes = event_shapes([row for row in fresh if row.unit_id in reached])
        return "".join(_event(AlarmEventSchema().dump(shape)) for shape in shapes)


def open_stream(actor: Actor, last_event_id: str | None, most: int) -> Stream:
    """Raises TooManyStreams."""
    slots.take(most)
    return Stream(actor, _read_mark(last_event_id))


def _read_mark(text: str | None) -> datetime | None:
    try:
        mark = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return mark if mark.tzinfo else None


def _event(shape: dict[str, Any]) -> str:
    body = json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
    return f"id: {shape['changed_at']}\nevent: alarm\ndata: {body}\n\n"
