"""A fine on the unit is a veto; a warning, or a fine on a person, is none; annulled, it gives the grade back."""

from __future__ import annotations

from typing import Any

import pytest

from reports.penalties.models import PenaltyDecision
from reports.ratings.models import RatingVeto
from reports.ratings.queries.events import event_seen
from reports.ratings.services import note_veto_of_event, withdraw_veto_of_event
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def decided(world: World, **changes: Any) -> PenaltyDecision:
    """A decision as the penalty procedure leaves it, with its event; what the row says is what counts."""
    with database.atomic():
        row = PenaltyDecision.create(
            **{
                "id": new_id(),
                "case_id": new_id(),
                "unit_id": world.units["school_first"],
                "agency_id": world.agencies["lixia"],
                "kind": "penalty",
                "document_id": new_id(),
                "respondent_kind": "unit",
                "respondent_name": "泉城示范第一中学",
                "is_warning": False,
                "fine_fen": 1_000_000,
                "basis_code": "state-council-421",
                "article": "第十九条",
                "decided_on": clock.today(),
                "at": clock.now(),
                "person_id": new_id(),
                "by_name": "高秉正",
                **changes,
            }
        )
        event = record_event(SYSTEM, "penalty.decided", subject=row, about_unit_id=row.unit_id)
    seen = event_seen(event.id)
    assert seen is not None
    note_veto_of_event(seen)
    note_veto_of_event(seen)
    return row


@pytest.mark.parametrize(
    ("changes", "codes"),
    [({}, ["fine"]), ({"fine_fen": 0, "is_warning": True}, []), ({"respondent_kind": "person"}, [])],
    ids=str,
)
def test_only_a_fine_on_the_unit_counts(world: World, changes: dict[str, Any], codes: list[str]) -> None:
    decided(world, **changes)
    assert [row.code for row in RatingVeto.select()] == codes


def test_an_annulled_decision_takes_its_veto_back(world: World) -> None:
    row = decided(world)
    withdraw_veto_of_event("penalty", row.id, "处罚决定已撤销")
    withdraw_veto_of_event("penalty", row.id, "处罚决定已撤销")
    [veto] = RatingVeto.select()
    assert (veto.withdrawn_reason, veto.source_kind) == ("处罚决定已撤销", "penalty")
