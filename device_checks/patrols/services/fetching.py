"""The going round itself: many fetched at once in bounded slots, looked at by a few threads. Opens no database.

A camera that hangs holds its slot until its limit and nothing else. What was fetched and not looked at yet is
bounded, so that memory does not grow with the round.
"""

from __future__ import annotations

import heapq
import logging
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import Any
from uuid import UUID

from device_checks.patrols.rules.pacing import Gate, Pace, network_of
from device_checks.pictures.services import Look, Prepared, look
from device_checks.sources.errors import GrabFailed
from device_checks.sources.rules import Grabbed, Limits, Target
from device_checks.sources.services.grabbing import grab
from server.core.errors import Unavailable
from server.core.files import files

log = logging.getLogger("shouwang.patrols")

LOOKERS = max(2, min(6, (os.cpu_count() or 1) + 2))  # more than cores: part of it is waiting for the disk
MOST_UNSEEN = 24  # pictures fetched and not yet looked at
MOST_PAIRS = 160  # first frames kept while the second is awaited
BATCH = 32
BATCH_SECONDS = 2.0
SECOND_FRAME_SECONDS = 5.5  # between the two frames that tell a frozen picture
RESTLESS = 0.25  # seconds until it is seen whether anybody may be asked now


@dataclass
class Errand:
    """One camera of a shard to be fetched from; ``first`` is its first frame while the second is awaited."""

    shard_id: UUID
    target: Target
    prepared: Prepared
    wants_pair: bool = False
    first: Grabbed | None = field(default=None, repr=False)

    @property
    def device(self) -> str:
        if self.target.recorder_id:
            return str(self.target.recorder_id)
        return self.target.host or str(self.target.camera_id)

    @property
    def network(self) -> str:
        return network_of(self.target.host) if self.target.host else str(self.target.camera_id)


@dataclass(frozen=True)
class Seen:
    """A look, or none at a camera that must not be looked at, and whether two frames were compared."""

    shard_id: UUID
    camera_id: UUID
    look: Look | None
    is_pair: bool


#: Lays a batch down; False when nobody is to be asked any more.
Lay = Callable[[list[Seen]], bool]


class Going:
    """One job's way through its cameras."""

    def __init__(self, chunks: Iterator[list[Errand]], pace: Pace, lay: Lay, until: float) -> None:
        self._chunks, self._pace, self._lay, self._until = chunks, pace, lay, until
        self._gate: Gate[Errand] = Gate(pace)
        self._came: SimpleQueue[tuple[str, Errand, Any]] = SimpleQueue()
        self._seconds: list[tuple[float, int, Errand]] = []
        self._batch: list[Seen] = []
        self._laid_at = time.monotonic()
        self._fetching = self._looking = self._count = 0
        self._goes_on, self._has_more = True, True

    def go(self) -> None:
        """Until all were asked or the time is up, and all that was begun is laid down."""
        with (
            ThreadPoolExecutor(self._pace.slots, "fetch") as fetchers,
            ThreadPoolExecutor(LOOKERS, "look") as lookers,
        ):
            while True:
                self._start(fetchers)
                if not (self._fetching or self._looking or self._seconds or self._has_waiting()):
                    break
                self._take_in(lookers)
                self._lay_down(is_last=False)
        self._lay_down(is_last=True)

    def _has_waiting(self) -> bool:
        return self._may_begin() and (self._gate.waiting > 0 or self._has_more)

    def _may_begin(self) -> bool:
        return self._goes_on and time.monotonic() < self._until

    def _start(self, fetchers: ThreadPoolExecutor) -> None:
        now = time.monotonic()
        while self._seconds and self._seconds[0][0] <= now:
            errand = heapq.heappop(self._seconds)[2]
            self._gate.add(errand, errand.device, errand.network, first=True)
        if not self._may_begin():
            self._drop_waiting()
        while self._fetching < self._pace.slots and self._looking < MOST_UNSEEN and len(self._seconds) < MOST_PAIRS:
            if self._may_begin() and self._has_more and self._gate.waiting < self._pace.slots:
                self._refill()
            free = self._gate.take(time.monotonic())
            if free is None:
                return
            self._fetching += 1
            fetchers.submit(self._fetch, free)

    def _refill(self) -> None:
        chunk = next(self._chunks, None)
        self._has_more = chunk is not None
        for errand in chunk or ():
            self._gate.add(errand, errand.device, errand.network)

    def _drop_waiting(self) -> None:
        """Time is up: who has a first frame gets the second, the others wait for the next job."""
        kept = [errand for errand in self._gate.clear() if errand.first is not None]
        for errand in kept:
            self._gate.add(errand, errand.device, errand.network)

    def _fetch(self, errand: Errand) -> None:
        limits = Limits(seconds=float(self._pace.limit_seconds))
        try:
            result: Grabbed | GrabFailed = grab(errand.target, limits)
        except GrabFailed as failed:
            result = failed
        except Exception:  # noqa: BLE001 (one camera never ends the round)
            id = errand.target.camera_id
            log.error("fetching from camera %s broke", id)
            result = GrabFailed("broken", "取图过程出错")
        self._came.put(("fetched", errand, result))

    def _take_in(self, lookers: ThreadPoolExecutor) -> None:
        try:
            kind, errand, result = self._came.get(timeout=RESTLESS if self._fetching or self._looking else 0.02)
        except Empty:
            return
        while True:
            if kind == "fetched":
                self._fetched(errand, result, lookers)
            else:
                self._looked(errand, result)
            try:
                kind, errand, result = self._came.get_nowait()
            except Empty:
                return

    def _fetched(self, errand: Errand, result: Grabbed | GrabFailed, lookers: ThreadPoolExecutor) -> None:
        self._fetching -= 1
        self._gate.done(errand.device, errand.network)
        if errand.first is not None:
            if isinstance(result, Grabbed):
                result = replace(errand.first, frames=(errand.first.frames[0], result.frames[0]))
            else:
                result = errand.first  # the first is worth more than none
        elif errand.wants_pair and isinstance(result, Grabbed) and len(result.frames) < 2:
            errand.first = without_pixels(result)
            self._count += 1
            heapq.heappush(self._seconds, (time.monotonic() + SECOND_FRAME_SECONDS, self._count, errand))
            return
        if self._looking > 2 * LOOKERS and isinstance(result, Grabbed):
            result = without_pixels(result)  # decoding again is cheaper than six megabytes each in the queue
        self._looking += 1
        lookers.submit(self._look, errand, result)

    def _look(self, errand: Errand, result: Grabbed | GrabFailed) -> None:
        found = look_safely(errand.prepared, result)
        if found:
            store(found)
        is_pair = isinstance(result, Grabbed) and len(result.frames) > 1
        self._came.put(("looked", errand, Seen(errand.shard_id, errand.target.camera_id, found, is_pair)))

    def _looked(self, errand: Errand, seen: Seen) -> None:
        self._looking -= 1
        errand.first = None
        self._batch.append(seen)

    def _lay_down(self, *, is_last: bool) -> None:
        is_due = len(self._batch) >= BATCH or time.monotonic() - self._laid_at > BATCH_SECONDS
        if not self._batch or not (is_due or is_last):
            return
        batch, self._batch = self._batch, []
        for start in range(0, len(batch), BATCH):
            self._goes_on = self._lay(batch[start : start + BATCH]) and self._goes_on
        self._laid_at = time.monotonic()


def store(look: Look) -> None:
    """Bring the pictures to the disk beside other work; laying down finds them there. A full disk is told of there."""
    with suppress(Unavailable):
        for content in (look.content, look.evidence):
            if content:
                files().put(content)


def without_pixels(came: Grabbed) -> Grabbed:
    return replace(came, frames=tuple(replace(frame, pixels=None) for frame in came.frames))


def look_safely(prepared: Prepared, result: Grabbed | GrabFailed) -> Look | None:
    """A look whatever came; None for a camera that may not be looked at. A picture that breaks the checks is broken."""
    if prepared.is_barred:
        return None
    try:
        return look(prepared, result)
    except Exception:
        id = prepared.camera_id
        log.exception("the checks broke on a picture of camera %s", id)
        return look(prepared, GrabFailed("broken", "图片无法判读"))
