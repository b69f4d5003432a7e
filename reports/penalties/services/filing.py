"""File a case: respondent, officers, grounds; it has its number at once, its paper soon."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from checklists.exclusions.queries import in_force
from checklists.hazards.models import Hazard
from courses.trainees.rules import mask_identity
from courses.trainees.services.identities import checked_identity
from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document
from reports.penalties import errors
from reports.penalties.models import PenaltyAct, PenaltyCase, PenaltyGround
from reports.penalties.queries.cases import OPEN, CaseFilter, filtered
from reports.penalties.queries.circumstances import calendar_ahead, hazards_of_orders, standing_orders
from reports.penalties.queries.respondents import Named, is_same, named_in
from reports.penalties.queries.terms import articles_named, terms_on
from reports.penalties.rules.acts import FilingDraft, plain
from reports.penalties.rules.filing import PURPOSE, check_basis_holds, check_limitation, check_officers
from reports.penalties.rules.terms import Offence, Terms
from reports.penalties.services.deadlines import open_deadline
from reports.penalties.services.telling import tell_officers
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import lock_row
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.sealing import keyed_digest, seal
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_by_id, is_police
from server.units.attachments.services import attach
from server.units.bases.queries import validity_of_basis
from server.units.people.models import Person
from server.units.people.queries import qualified_officers
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import lock_unit
from server.units.registry.queries.reach import unit_within_reach

ACT = "penalty_act"  # what files are attached to
STATION = "police_station"

Json = dict[str, Any]


def file_case(actor: Actor, draft: FilingDraft) -> PenaltyCase:
    """File a case (立案) in the name of the actor's bureau; sent twice it is filed once.

    Raises NotFound, NotPoliceCase, OfficersTooFew, NotCaseOfficer, OfficerUncertified, OfficerRecused,
    CaseOfAnotherAgency, OffenceUnknown, PenaltyBasisLapsed, DayOutOfCase, LimitationPassed, GroundUnfit, CaseRuns,
    FileMissing, ResubmissionConflict.  Source: 行政处罚法 arts. 36, 42, 43, 54; JN-2.3.3b.
    """
    known = {"draft_hash": _hash_of(draft), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, PenaltyCase, draft.id, **known)
    if earlier := find():
        return earlier
    unit = unit_within_reach(actor, draft.unit_id)
    terms = terms_on()
    with articles_named(terms):
        agency = issuing_agency(actor)
        officers = case_officers(actor, draft.officer_ids, agency, unit.id, terms)
        offence = offence_in_force(draft.offence, terms)
        check_limitation(draft.happened_on, draft.is_harmful, clock.today(), terms)
        grounds = _grounds(draft, unit.id)
    respondent = _respondent(draft, unit)

    def create() -> PenaltyCase:
        lock_unit(unit.id)
        with articles_named(terms):
            _check_none_runs(unit.id, respondent, grounds)
        case = PenaltyCase.create(
            id=draft.id,
            unit_id=unit.id,
            agency_id=agency.id,
            procedure="ordinary",
            **respondent,
            **columns_of(offence),
            source=draft.source,
            summary=draft.summary,
            happened_on=draft.happened_on,
            is_harmful=draft.is_harmful,
            filed_on=clock.today(),
            filed_at=clock.now(),
            by_name=actor.name,
            **known,
        )
        keep_grounds(case.id, grounds)
        _note_filing(actor, case, officers, terms, draft, agency)
        return case

    return once(create, find)[0]


def _note_filing(
    actor: Actor, case: PenaltyCase, officers: list[Json], terms: Terms, draft: FilingDraft, agency: Agency
) -> None:
    calendar = calendar_ahead()
    due = terms.span("decision").end_after(case.filed_on, calendar)
    act = first_act(actor, case, "filing", {"officers": officers, "decision_due_on": due.isoformat()})
    attach(actor, ACT, act.id, case.unit_id, draft.files)
    open_deadline(case, act, "decision", due, calendar)
    # About no unit: what is filed about somebody is not theirs to read.
    document = reserve_document(
        actor, kind=DocumentKind.CASE_FILING, subject_id=case.id, unit_id=None, agency=agency, on=case.filed_on
    )
    tell_officers(case, act, draft.officer_ids, f"立案 {document.number}，你是办案人员")
    details = {"case_id": str(case.id), "unit_id": str(case.unit_id)}
    record_event(actor, "penalty.case_filed", subject=case, about_unit_id=case.unit_id, details=details)


def first_act(actor: Actor, case: PenaltyCase, kind: str, details: Json) -> PenaltyAct:
    """The act that begins a case; its id is the case's own."""
    return PenaltyAct.create(
        id=case.id,
        case_id=case.id,
        position=1,
        kind=kind,
        acted_on=case.filed_on,
        at=case.filed_at,
        by_account_id=actor.account_id,
        by_person_id=actor.person_id,
        by_name=actor.name,
        details=details,
        draft_hash=case.draft_hash,
    )


def issuing_agency(actor: Actor) -> Agency:
    """The bureau in whose name the actor proceeds; a station's officers act in that of the bureau above.

    Raises NotPoliceCase.  Source: 行政处罚法 art. 17.
    """
    if actor.agency_id is None:
        raise errors.NotPoliceCase()
    agency = agency_by_id(actor.agency_id)
    if not is_police(agency):
        raise errors.NotPoliceCase()
    return agency_by_id(agency.parent_id) if agency.kind == STATION and agency.parent_id else agency


def case_officers(actor: Actor, ids: Collection[UUID], agency: Agency, unit_id: UUID, terms: Terms) -> list[Json]:
    """The officers as the case names them, with their certificates.

    Raises OfficersTooFew, NotCaseOfficer, OfficerUncertified, OfficerRecused, CaseOfAnotherAgency.
    """
    qualified = qualified_officers(ids)
    recused = recused_from(ids, unit_id)
    check_officers(ids, actor.person_id, set(qualified), recused, terms)
    check_of_agency(qualified.values(), agency)
    return [officer_shape(qualified[id]) for id in dict.fromkeys(ids)]


def recused_from(ids: Collection[UUID | None], unit_id: UUID) -> set[UUID]:
    """Those of the people who must keep away from the unit today. Source: 行政处罚法 art. 43."""
    known = [id for id in ids if id is not None]
    return {row.person_id for row in in_force(known, clock.today()) if row.kind == "recusal" and row.unit_id == unit_id}


def check_of_agency(people: Collection[Person], agency: Agency) -> None:
    """Raises CaseOfAnotherAgency for somebody who belongs neither to the agency nor to one below it."""
    homes = agencies_by_id(person.agency_id for person in people)
    if any(person.agency_id is None or not homes[person.agency_id].path.startswith(agency.path) for person in people):
        refusal = errors.CaseOfAnotherAgency
        raise refusal(fields=[FieldProblem("officer_ids", refusal.title, refusal.code)])


def officer_shape(person: Person) -> Json:
    return {"person_id": str(person.id), "name": person.name, "certificate_no": person.certificate_no or ""}


def offence_in_force(code: str, terms: Terms) -> Offence:
    """Raises OffenceUnknown, PenaltyBasisLapsed."""
    offence = terms.offence(code)
    check_basis_holds(validity_of_basis(offence.basis), terms.day)
    return offence


def columns_of(offence: Offence) -> Json:
    return {"offence": offence.code, "basis_code": offence.basis, "article": offence.article}


def _respondent(draft: FilingDraft, unit: Unit) -> Json:
    """The unit under its registered name, or a person; the identity number is kept sealed. Raises IdentityWrong."""
    named = draft.respondent
    if named.kind == "unit":
        return unit_respondent(unit)
    number = checked_identity(named.identity_number)
    return {
        "respondent_kind": "person",
        "respondent_name": named.name,
        "respondent_post": named.post,
        "identity_sealed": seal(number, PURPOSE) if number else None,
        "identity_masked": mask_identity(number) if number else "",
    }


def unit_respondent(unit: Unit) -> Json:
    none = {"respondent_post": "", "identity_sealed": None, "identity_masked": ""}
    return {"respondent_kind": "unit", "respondent_name": unit.name, **none}


def _grounds(draft: FilingDraft, unit_id: UUID) -> list[tuple[str, UUID]]:
    """Hazards and orders as named, with the hazards of the orders and the orders of the hazards. Raises GroundUnfit."""
    named = Hazard.id.in_(list(draft.hazard_ids))  # type: ignore[attr-defined]
    hazards = list(Hazard.select().where(named & (Hazard.unit_id == unit_id)))
    orders = [order for order in standing_orders(draft.order_ids) if order.unit_id == unit_id]
    for name, asked, found in (
        ("hazard_ids", draft.hazard_ids, hazards),
        ("order_ids", draft.order_ids, orders),
    ):
        if set(asked) - {row.id for row in found}:
            refusal = errors.GroundUnfit
            raise refusal(fields=[FieldProblem(name, refusal.title, refusal.code)])
    hazard_ids = {row.id for row in hazards} | set(hazards_of_orders([order.id for order in orders]))
    order_ids = {order.id for order in orders} | {row.order_id for row in hazards if row.order_id}
    return [*(("hazard", id) for id in hazard_ids), *(("order", id) for id in order_ids)]


def keep_grounds(case_id: UUID, grounds: Collection[tuple[str, UUID]]) -> None:
    """What the case rests on, inside the filing's transaction."""
    PenaltyGround.bulk_create(
        [PenaltyGround(id=new_id(), case_id=case_id, kind=kind, ground_id=id) for kind, id in grounds]
    )


def _check_none_runs(unit_id: UUID, respondent: Json, grounds: Collection[tuple[str, UUID]]) -> None:
    sharing = PenaltyGround.select(PenaltyGround.case_id).where(PenaltyGround.ground_id.in_([id for _, id in grounds]))
    running = filtered(PenaltyCase.select(), CaseFilter(state=OPEN, unit_id=unit_id)).where(
        (PenaltyCase.respondent_kind == respondent["respondent_kind"]) & PenaltyCase.id.in_(sharing)  # type: ignore[attr-defined]
    )
    own = Named(respondent["respondent_kind"], respondent["respondent_name"], respondent.get("identity_sealed"))
    if first := next((case for case in running if is_same(named_in(case), own)), None):
        raise errors.CaseRuns(case_id=str(first.id))


def _hash_of(draft: FilingDraft) -> str:
    """Over all that was handed in; of an identity number only a keyed digest, so that nobody tries numbers."""
    respondent = draft.respondent
    number = keyed_digest(respondent.identity_number, PURPOSE) if respondent.identity_number else ""
    kept = {**vars(replace(draft, files=())), "respondent": vars(replace(respondent, identity_number=number))}
    return content_hash({**plain(kept), "files": [vars(file) for file in draft.files]})


def lock_case(case_id: UUID) -> PenaltyCase:
    """The case, locked until the transaction ends: two acts on it never cross."""
    row: PenaltyCase = lock_row(PenaltyCase.select().where(PenaltyCase.id == case_id))
    return row
