"""A decision, a re-check or a hand-over becomes a paper: numbered once, then rendered and signed by a job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from reports.documents.models import Document
from reports.documents.rules import DocumentFacts, DocumentKind, Signer, Verification
from reports.documents.services import PaperWish, issue_paper
from server.core.clock import beijing_day
from server.web.signin.models import Account
from server.web.signin.services import actor_of


class Act(Protocol):
    """What somebody did, as its row bears it."""

    id: UUID
    by_account_id: UUID
    by_name: str
    at: datetime


#: Who acted, for which agency, under which number, and how the paper is checked → what it says.
Write = Callable[[UUID, UUID, str, Verification], DocumentFacts]


def make_paper(kind: DocumentKind, act: Act, unit_id: UUID, write: Write) -> Document | None:
    """Number, render and sign the paper of an act in the name of who acted; run again it gives what is there.

    None when the account has no person and agency in whose name to sign. Raises what rendering and signing raise.
    """
    actor = actor_of(Account.get_by_id(act.by_account_id))
    if actor.agency_id is None or actor.person_id is None:
        return None
    person_id, agency_id = actor.person_id, actor.agency_id
    signer = Signer("officer", person_id, act.by_name)
    return issue_paper(
        PaperWish(kind, act.id, unit_id, agency_id, beijing_day(act.at), (signer,)),
        lambda number, check: write(person_id, agency_id, number, check),
        actor,
    )
