"""Letters as the two sides see them, and the agencies above either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect

from checklists.hazards.models import Hazard
from checklists.hazards.rules import ENDED
from reports.documents.queries import document_by_id, documents_of_subjects
from reports.documents.queries.documents import content_of
from reports.documents.rules import DocumentKind
from reports.supervisions.models import SupervisionAct, SupervisionLetter
from reports.supervisions.rules import BY_ADDRESSEE, STEPS, WAITING_STATES
from server.core import clock
from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.registry.queries.lookups import unit_names
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class LetterFilter:
    state: str | None = None
    side: str | None = None  # issued: by the own agency; received: to it
    overdue: bool = False
    limit: int = 50
    after: str | None = None


def letters_within_reach(actor: Actor) -> ModelSelect:
    """Letters that an agency of the own subtree issued or received; none for people of units."""
    if actor.account_id is None:
        return SupervisionLetter.select()
    reachable: Any = SQL("1 = 0")
    for path in agency_paths(actor):
        own = Agency.select(Agency.id).where(Agency.path.startswith(path))
        reachable |= SupervisionLetter.agency_id.in_(own) | SupervisionLetter.to_agency_id.in_(own)  # type: ignore[attr-defined]
    return SupervisionLetter.select().where(reachable)


def letter_within_reach(actor: Actor, id: UUID) -> SupervisionLetter:
    """Raises NotFound."""
    letter: SupervisionLetter | None = letters_within_reach(actor).where(SupervisionLetter.id == id).first()
    if letter is None:
        raise NotFound()
    return letter


def letter_by_id(id: UUID) -> SupervisionLetter:
    """For jobs. Raises NotFound."""
    letter = SupervisionLetter.get_or_none(SupervisionLetter.id == id)
    if letter is None:
        raise NotFound()
    return letter


def find_letters(actor: Actor, wanted: LetterFilter) -> dict[str, Any]:
    """A page of letters, newest first."""
    query = letters_within_reach(actor).order_by(SupervisionLetter.id.desc())  # type: ignore[attr-defined]
    if wanted.state:
        query = query.where(SupervisionLetter.state == wanted.state)
    if wanted.side:
        column = SupervisionLetter.agency_id if wanted.side == "issued" else SupervisionLetter.to_agency_id
        query = query.where(column == actor.agency_id)
    if wanted.overdue:
        late = SupervisionLetter.state.in_(WAITING_STATES)  # type: ignore[attr-defined]
        query = query.where(late & (SupervisionLetter.due_on < clock.today()))
    if wanted.after:
        query = query.where(SupervisionLetter.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda letter: (letter.id,))
    return {**found, "items": shapes(actor, found["items"])}


def shapes(actor: Actor, letters: list[SupervisionLetter]) -> list[dict[str, Any]]:
    """Letters in wire shape, with what this reader may do next; the number of queries does not grow."""
    ids = [letter.id for letter in letters]
    documents = documents_of_subjects(DocumentKind.SUPERVISION_LETTER, ids)
    agencies = agencies_by_id(id for letter in letters for id in (letter.agency_id, letter.to_agency_id))
    units = unit_names([letter.unit_id for letter in letters if letter.unit_id])
    hazards = _hazards(id for letter in letters for id in letter.hazard_ids)
    acts = _acts(ids)
    today = clock.today()
    return [
        {
            "id": letter.id,
            "number": documents[letter.id]["number"],
            "document": documents[letter.id],
            "state": letter.state,
            "is_overdue": letter.state in WAITING_STATES and letter.due_on < today,
            "agency": _party(agencies[letter.agency_id]),
            "to_agency": _party(agencies[letter.to_agency_id]),
            "title": letter.title,
            "matters": letter.matters,
            "measures": letter.measures,
            "unit": {"id": letter.unit_id, "name": units.get(letter.unit_id, "")} if letter.unit_id else None,
            "hazards": [hazards[id] for id in letter.hazard_ids if id in hazards],
            "issued_on": letter.issued_on,
            "due_on": letter.due_on,
            "by": letter.by_name,
            "issued_at": letter.issued_at,
            "replied_at": letter.replied_at,
            "ended_at": letter.ended_at,
            "acts": acts[letter.id],
            "may": _may(actor, letter),
            "version": letter.version,
        }
        for letter in letters
    ]


def file_of(actor: Actor, letter_id: UUID) -> bytes:
    """The signed paper, for either side. Raises NotFound, DocumentNotSigned."""
    return content_of(document_by_id(letter_within_reach(actor, letter_id).document_id))


def reply_file(actor: Actor, letter_id: UUID, sha256: str) -> tuple[bytes, dict[str, Any]]:
    """A file that a side added to a letter, as it came, and how it was named. Raises NotFound."""
    letter = letter_within_reach(actor, letter_id)
    for act in SupervisionAct.select().where(SupervisionAct.letter_id == letter.id):
        for file in act.files:
            if file["sha256"] == sha256:
                return files().read(sha256), file
    raise NotFound()


def _may(actor: Actor, letter: SupervisionLetter) -> list[str]:
    """Acts that the reader's side may do now."""
    found = []
    for act, (before, _) in STEPS.items():
        answers = act in BY_ADDRESSEE
        side = letter.to_agency_id if answers else letter.agency_id
        needed = "supervision.reply" if answers else "supervision.issue"
        if letter.state in before and actor.agency_id == side and actor.may(needed):
            found.append(act)
    return found


def _acts(ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    rows = SupervisionAct.select().where(SupervisionAct.letter_id.in_(ids)).order_by(SupervisionAct.at)  # type: ignore[attr-defined]
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows if ids else ():
        found[row.letter_id].append(
            {
                "id": row.id,
                "kind": row.kind,
                "text": row.text,
                "by": row.by_name,
                "at": row.at,
                "files": [
                    {**file, "url": f"/api/v1/supervisions/{row.letter_id}/files/{file['sha256']}"}
                    for file in row.files
                ],
            }
        )
    return found


def _hazards(ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    wanted = [UUID(id) for id in set(ids)]
    rows = Hazard.select().where(Hazard.id.in_(wanted)) if wanted else ()  # type: ignore[attr-defined]
    return {str(row.id): _followed(row) for row in rows}


def _followed(hazard: Hazard) -> dict[str, Any]:
    """How a hazard stands today, whatever the paper said of it on the day of issue."""
    names = ("id", "title", "grade", "state", "found_on", "deadline_on", "closed_on")
    late = hazard.deadline_on is not None and hazard.deadline_on < clock.today() and hazard.state not in ENDED
    return {**{name: getattr(hazard, name) for name in names}, "is_overdue": late}


def _party(agency: Agency) -> dict[str, Any]:
    return {"id": agency.id, "name": agency.name}
