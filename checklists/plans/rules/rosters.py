"""Whom a plan sends: two officers of one agency, those with the least to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

OFFICERS_A_CHECK = 2  # Source: 行政处罚法 art. 42


@dataclass
class Roster:
    """Qualified officers by agency, and how many open tasks each has; ``pick`` counts what it gives."""

    by_agency: Mapping[UUID, Sequence[UUID]]
    open_tasks: dict[UUID, int] = field(default_factory=dict)

    def pick(self, agency_id: UUID) -> tuple[UUID, ...]:
        """Two officers, or nobody where there are not two: such a task waits for a person to assign it."""
        officers = self.by_agency.get(agency_id, ())
        if len(officers) < OFFICERS_A_CHECK:
            return ()
        chosen = sorted(officers, key=lambda id: (self.open_tasks.get(id, 0), id))[:OFFICERS_A_CHECK]
        for id in chosen:
            self.open_tasks[id] = self.open_tasks.get(id, 0) + 1
        return tuple(chosen)
