"""People who have more than one account."""

from __future__ import annotations

from server.core.database import database
from server.web.signin.models import Account
from tests.world import World


def make_one_human(world: World, one: str, other: str) -> None:
    """From now on the other persona's account is a second account of the first persona's human being."""
    was_closed = database.connect(reuse_if_open=True)
    Account.update(person_id=world.people[one].person_id).where(Account.id == world.people[other].account_id).execute()
    if was_closed:
        database.close()
