"""What a unit of cmi5 tells by itself: statements, and documents it keeps between two launches."""

from __future__ import annotations

from typing import Any

from courses.packages.errors import ClaimTooLarge, StatementRefused
from courses.packages.queries import Opened, Played
from courses.packages.rules.outcomes import MOST_VALUE
from courses.packages.rules.statements import MOST_STATEMENTS, check_order, elements_of, id_of
from courses.packages.services.playing import locked_registration, settle
from server.core.database import database
from server.core.events import take_turn
from server.core.ids import new_id

_MOST_DOCUMENTS = 50


def keep_statements(played: Played, statements: list[Any]) -> list[str]:
    """Take statements in, all or none; their ids. A preview keeps nothing. Raises StatementRefused, ClaimTooLarge."""
    if len(statements) > MOST_STATEMENTS:
        raise StatementRefused(reason="too_many")
    told: dict[str, str] = {}
    for statement in statements:
        told |= elements_of(statement, played.registration_name, played.part.mastery)
    ids = [id_of(statement, new_id()) for statement in statements]
    if told and played.opened is not None:
        with database.atomic():
            state, part = _locked_part(played, played.opened)
            check_order(part.get("elements", {}), told)
            part["elements"] = {**part.get("elements", {}), **told}
            settle(played.actor, played.opened, state, None)
    return ids


def keep_document(played: Played, name: str, text: str) -> None:
    """Keep what a unit wants to find again (xAPI's state). Raises ClaimTooLarge."""
    if played.opened is None:
        return
    with database.atomic():
        state, part = _locked_part(played, played.opened)
        documents = {**part.get("documents", {}), name[:120]: text}
        if len(documents) > _MOST_DOCUMENTS or len(text) > MOST_VALUE:
            raise ClaimTooLarge(most_letters=MOST_VALUE)
        part["documents"] = documents
        settle(played.actor, played.opened, state, None)


def forget_document(played: Played, name: str) -> None:
    """Take a document of the unit's away again."""
    if played.opened is None:
        return
    with database.atomic():
        state, part = _locked_part(played, played.opened)
        part["documents"] = {key: text for key, text in part.get("documents", {}).items() if key != name}
        settle(played.actor, played.opened, state, None)


def _locked_part(played: Played, opened: Opened) -> tuple[dict[str, Any], dict[str, Any]]:
    """A copy of the whole state, and in it the part that is played, with the row locked."""
    take_turn(played.actor)
    opened.registration = locked_registration(played.actor, opened.lesson.id)
    state = {**opened.registration.state}
    state["parts"] = {**state.get("parts", {})}
    part = state["parts"][str(played.number)] = {**state["parts"].get(str(played.number), {})}
    return state, part
