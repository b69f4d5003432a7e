"""Units and persons are nominated, by hand or from their figures, and reviewed by somebody else."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from reports.commendations.errors import (
    AlreadyNominated,
    HonourUnknown,
    NominationNotOpen,
    NominationReviewed,
    NotYourRound,
    OwnNomination,
)
from reports.commendations.models import CommendationRound, Nomination, NominationReview
from reports.commendations.queries.candidates import frozen_figures
from reports.commendations.queries.nominations import nomination_within_reach
from reports.commendations.queries.rounds import round_by_id, round_within_reach, runs_round
from reports.commendations.rules import HonourKind, NominationDraft, RoundState, check_open
from reports.documents.fonts.coverage import missing_characters
from reports.documents.services.tools import fonts
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.queries import agency_by_id
from server.units.people.queries import person_within_reach
from server.units.registry.queries.lookups import unit_by_id
from server.units.registry.queries.reach import unit_within_reach


def nominate(actor: Actor, draft: NominationDraft) -> Nomination:
    """Propose a unit or a person within reach for an honour; sent twice it is proposed once.

    The figures of the year are kept with the rows behind them, whoever proposes: they may move later. Characters of
    the name that no font draws are noted, to be mended before a certificate bears 〓.
    Raises NotFound, RoundClosed, RoundWithdrawn, HonourUnknown, AlreadyNominated, ResubmissionConflict.
    """
    known = {"draft_hash": hash_of(draft), "nominated_by": actor.account_id}
    find = partial(find_resubmitted, Nomination, draft.id, **known)
    if earlier := find():
        return earlier
    row = round_within_reach(actor, draft.round_id)
    check_open(row.state, RoundState.OPEN)
    subject = _subject(actor, draft)
    _check_honour(row, draft.honour_code, subject["kind"])
    figures = frozen_figures(subject["kind"], row.year, subject["subject_id"])
    undrawn = undrawn_characters(subject["name"])

    def create() -> Nomination:
        locked = lock_row(CommendationRound.select().where(CommendationRound.id == row.id))
        check_open(locked.state, RoundState.OPEN)
        _check_new(draft, subject["subject_id"])
        nomination = Nomination.create(
            id=draft.id,
            round_id=row.id,
            honour_code=draft.honour_code,
            deeds=draft.deeds,
            source=draft.source,
            figures=figures,
            undrawn=undrawn,
            live=True,
            nominator_person_id=actor.person_id,
            nominator_agency_id=actor.agency_id,
            nominator_name=actor.name,
            nominated_at=clock.now(),
            **subject,
            **known,
        )
        details = {"round_id": str(row.id), "source": draft.source}
        record_event(actor, "nomination.made", subject=nomination, about_unit_id=nomination.unit_id, details=details)
        return nomination

    return once(create, find)[0]


def withdraw_nomination(actor: Actor, id: UUID, reason: str) -> Nomination:
    """Take one's agency's nomination back while the round is open; withdrawn twice it is withdrawn once.

    Raises NotFound, NotYourRound (another agency's), RoundClosed, RoundWithdrawn, NominationNotOpen.
    """
    nomination = nomination_within_reach(actor, id)
    if actor.agency_id != nomination.nominator_agency_id:
        raise NotYourRound()
    with database.atomic():
        _locked_open(nomination.round_id)
        nomination = Nomination.get_by_id(id)
        if nomination.state == "withdrawn":
            return nomination
        if nomination.live is None:
            raise NominationNotOpen()
        close_nomination(nomination, "withdrawn")
        details = {"round_id": str(nomination.round_id), "reason": reason}
        record_event(
            actor, "nomination.withdrawn", subject=nomination, about_unit_id=nomination.unit_id, details=details
        )
    return nomination


def review_nomination(actor: Actor, id: UUID, *, approved: bool, opinion: str) -> Nomination:
    """Approve or reject with an opinion; who nominated does not review. The same again is the same review.

    Raises NotFound, NotYourRound, OwnNomination, RoundClosed, RoundWithdrawn, NominationNotOpen, NominationReviewed.
    Source: JN-3.5a.
    """
    nomination = nomination_within_reach(actor, id)
    row = round_by_id(nomination.round_id)
    if not runs_round(actor, row):
        raise NotYourRound()
    check_not_own(actor, nomination)
    with database.atomic():
        _locked_open(row.id)
        nomination = Nomination.get_by_id(id)
        if earlier := NominationReview.get_or_none(NominationReview.nomination_id == id):
            if (earlier.by_account_id, earlier.approved, earlier.opinion) != (actor.account_id, approved, opinion):
                raise NominationReviewed()
            return nomination
        if nomination.state != "proposed":
            raise NominationNotOpen()
        NominationReview.create(
            id=new_id(),
            nomination_id=id,
            round_id=row.id,
            approved=approved,
            opinion=opinion,
            by_account_id=actor.account_id,
            by_person_id=actor.person_id,
            by_name=actor.name,
            at=clock.now(),
        )
        if approved:
            Nomination.update(state="approved").where(Nomination.id == id).execute()
        else:
            close_nomination(nomination, "rejected")
        record_event(
            actor,
            "nomination.reviewed",
            subject=nomination,
            about_unit_id=nomination.unit_id,
            details={"round_id": str(row.id), "approved": approved},
        )
    return Nomination.get_by_id(id)


def close_nomination(nomination: Nomination, state: str) -> None:
    """It is no longer in the round; the subject may be proposed anew. Inside the act's transaction."""
    Nomination.update(state=state, live=None).where(Nomination.id == nomination.id).execute()
    nomination.state, nomination.live = state, None


def check_not_own(actor: Actor, nomination: Nomination) -> None:
    """Raises OwnNomination, also for the nominator under another account."""
    same_person = actor.person_id is not None and actor.person_id == nomination.nominator_person_id
    if same_person or actor.account_id == nomination.nominated_by:
        raise OwnNomination()


def undrawn_characters(text: str) -> list[str]:
    """Characters of a name that no font of this installation draws, each once."""
    return missing_characters(text, fonts())


def _subject(actor: Actor, draft: NominationDraft) -> dict[str, Any]:
    """Whom it is about, named as on this day. Raises NotFound."""
    if draft.unit_id is not None:
        unit = unit_within_reach(actor, draft.unit_id)
        place = {"unit_id": unit.id, "agency_id": None, "place": unit.address[:160]}
        return {"kind": HonourKind.UNIT.value, "subject_id": unit.id, "name": unit.name, **place}
    person = person_within_reach(actor, draft.person_id)  # type: ignore[arg-type]
    name = unit_by_id(person.unit_id).name if person.unit_id else ""
    if person.agency_id:
        name = agency_by_id(person.agency_id).name
    place = {"unit_id": person.unit_id, "agency_id": person.agency_id, "place": name[:160]}
    return {"kind": HonourKind.PERSON.value, "subject_id": person.id, "name": person.name, **place}


def _check_honour(row: CommendationRound, code: str, kind: str) -> None:
    if not any(honour["code"] == code and honour["kind"] == kind for honour in row.honours):
        raise HonourUnknown(fields=[FieldProblem("honour_code", HonourUnknown.title, HonourUnknown.code)])


def _check_new(draft: NominationDraft, subject_id: UUID) -> None:
    same = (Nomination.round_id == draft.round_id) & (Nomination.honour_code == draft.honour_code)
    if Nomination.select().where(same & (Nomination.subject_id == subject_id) & (Nomination.live == True)).exists():  # type: ignore[attr-defined] # noqa: E712
        raise AlreadyNominated()


def _locked_open(round_id: UUID) -> None:
    """Have reviews wait for each other and for the notice. Raises RoundClosed, RoundWithdrawn."""
    row = lock_row(CommendationRound.select().where(CommendationRound.id == round_id))
    check_open(row.state, RoundState.OPEN)
