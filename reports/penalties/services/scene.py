"""What an act finds when its turn has come."""

from __future__ import annotations

from dataclasses import dataclass

from reports.penalties.models import PenaltyAct, PenaltyCase
from reports.penalties.rules.life import Circumstances, Standing
from server.core.permissions import Actor


@dataclass(frozen=True)
class Scene:
    """The locked case, its acts so far, how it stands, what surrounds it, and who acts."""

    actor: Actor
    case: PenaltyCase
    rows: list[PenaltyAct]
    standing: Standing
    circumstances: Circumstances
