"""Hazards that persons made of tasks and gaps."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from checklists.hazards.models import Hazard
from checklists.hazards.rules import ENDED
from device_checks.upkeep.models import UpkeepHazard


def open_hazards(keys: Iterable[str]) -> dict[str, UUID]:
    """Hazards not ended yet that persons made of these tasks and gaps; one query."""
    wanted = list(keys)
    rows = (
        UpkeepHazard.select(UpkeepHazard.about, UpkeepHazard.hazard_id)
        .join(Hazard, on=(Hazard.id == UpkeepHazard.hazard_id))
        .where(UpkeepHazard.about.in_(wanted) & Hazard.state.not_in(list(ENDED)))
    )
    return dict(rows.tuples()) if wanted else {}
