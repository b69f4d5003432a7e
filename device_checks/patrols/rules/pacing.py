"""How fast: so many at once of a worker, of a recorder, of a network, and a breath between two of a recorder."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from ipaddress import ip_address
from typing import Any, Generic, TypeVar

E = TypeVar("E")


@dataclass(frozen=True)
class Pace:
    """``slots`` cameras at once by one worker; ``per_device`` of one recorder or host; ``per_network`` of one /24."""

    slots: int = 48
    per_device: int = 2
    per_network: int = 24
    gap_ms: int = 200
    limit_seconds: int = 10

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Pace:
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in plain.items() if name in known})

    def to_plain(self) -> dict[str, int]:
        return asdict(self)


def network_of(host: str) -> str:
    """The /24 (IPv6: /64) of a host that is a number; a name stands for itself, its port left out."""
    name = host.rsplit("@", 1)[-1]
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    try:
        address = ip_address(name)
    except ValueError:
        return name
    kept = 3 if address.version == 4 else 8
    return address.packed[:kept].hex()


@dataclass(frozen=True)
class _Waiting(Generic[E]):
    errand: E
    device: str
    network: str


class Gate(Generic[E]):
    """Who may be asked next. Devices take turns; one that is busy or just asked is passed over, not waited for."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._queues: dict[str, deque[_Waiting[E]]] = {}
        self._turn: deque[str] = deque()
        self._running: Counter[str] = Counter()
        self._networks: Counter[str] = Counter()
        self._next_at: dict[str, float] = {}
        self.waiting = 0

    def add(self, errand: E, device: str, network: str, *, first: bool = False) -> None:
        if device not in self._queues:
            self._queues[device] = deque()
            (self._turn.appendleft if first else self._turn.append)(device)
        queue = self._queues[device]
        (queue.appendleft if first else queue.append)(_Waiting(errand, device, network))
        self.waiting += 1

    def take(self, now: float) -> E | None:
        """The next that may be asked at this instant (seconds of any clock that only goes on); None: none may."""
        for _ in range(len(self._turn)):
            device = self._turn[0]
            self._turn.rotate(-1)
            one = self._queues[device][0]
            if not self._is_free(one, now):
                continue
            self._queues[device].popleft()
            if not self._queues[device]:
                del self._queues[device]
                self._turn.remove(device)
            self._running[device] += 1
            self._networks[one.network] += 1
            self._next_at[device] = now + self._pace.gap_ms / 1000
            self.waiting -= 1
            return one.errand
        return None

    def done(self, device: str, network: str) -> None:
        self._running[device] -= 1
        self._networks[network] -= 1

    def clear(self) -> list[E]:
        """Nobody waits any more; who did."""
        left = [one.errand for queue in self._queues.values() for one in queue]
        self._queues.clear()
        self._turn.clear()
        self.waiting = 0
        return left

    def _is_free(self, one: _Waiting[E], now: float) -> bool:
        return (
            self._running[one.device] < self._pace.per_device
            and self._networks[one.network] < self._pace.per_network
            and self._next_at.get(one.device, now) <= now
        )
