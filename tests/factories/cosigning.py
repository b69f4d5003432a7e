"""Papers that several people sign in turn, each at a time of their own."""

from __future__ import annotations

from reports.documents.models import Document
from reports.documents.rules import DocumentKind, Signer
from reports.documents.services import PaperWish, issue_paper
from server.core import clock
from server.core.ids import new_id
from server.units.people.queries import people_by_id
from tests.factories.structured import make_decision
from tests.world import World


def paper_in_turn(world: World, **roles: str) -> Document:
    """A decision on the school that the personas sign in this order: ``paper_in_turn(world, officer="officer")``."""
    ids = {persona: world.people[persona].person_id for persona in roles}
    people = people_by_id(ids.values())
    signers = tuple(Signer(role, ids[persona], people[ids[persona]].name) for persona, role in roles.items())  # type: ignore[arg-type]
    kind, unit = DocumentKind.PENALTY_DECISION, world.units["school_first"]
    wish = PaperWish(kind, new_id(), unit, world.agencies["lixia"], clock.today(), signers, in_turn=True)
    return issue_paper(wish, lambda number, verification: make_decision(number=number, verification=verification))


def grow_papers_to_sign(world: World) -> None:
    """Two papers that wait for the officer."""
    for _ in range(2):
        paper_in_turn(world, officer="officer", leader="leader")
