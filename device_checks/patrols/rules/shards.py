"""How a round's cameras are dealt into shards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from uuid import UUID

LARGEST = 400  # cameras; more only when one device has more
SMALLEST = 50
SHARDS_WANTED = 8  # so that several workers have something to do


@dataclass(frozen=True, slots=True)
class Candidate:
    """A camera to be looked at. ``device`` is the recorder or host that answers for it."""

    id: UUID
    device: str
    is_failing: bool = False


def deal(candidates: Sequence[Candidate]) -> list[list[UUID]]:
    """Shards in which all of a device stand together, so that one job can spare it, each in the order to be asked."""
    size = max(SMALLEST, min(LARGEST, -(-len(candidates) // SHARDS_WANTED)))
    devices: dict[str, list[Candidate]] = {}
    for one in candidates:
        devices.setdefault(one.device or str(one.id), []).append(one)
    shards: list[list[list[Candidate]]] = []
    counts: list[int] = []
    for device in sorted(devices.values(), key=len, reverse=True):
        if not shards or counts[-1] + len(device) > size:
            shards.append([])
            counts.append(0)
        shards[-1].append(device)
        counts[-1] += len(device)
    return [in_turn(shard) for shard in shards]


def in_turn(devices: Sequence[Sequence[Candidate]]) -> list[UUID]:
    """Those that failed last time first, so that their waiting runs beside the others' work; devices take turns."""
    order = [one for turn in zip_longest(*devices) for one in turn if one is not None]
    return [one.id for one in sorted(order, key=lambda one: not one.is_failing)]
