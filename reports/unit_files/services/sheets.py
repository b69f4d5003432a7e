"""A sheet of a term of office: what is known is written down, then made into a paper."""

from __future__ import annotations

from uuid import UUID

from reports.documents.models import Document
from reports.documents.rules import DocumentKind
from reports.documents.services import PaperWish, issue_paper
from reports.unit_files.errors import NoAgency
from reports.unit_files.models import TermSheet
from reports.unit_files.queries.papers import sheet_facts
from reports.unit_files.queries.terms import figures_of, person_of
from reports.unit_files.rules.terms import TermSheetDraft, check_span
from server.core import clock
from server.core.clock import beijing_day
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.registry.models import Unit


def record_sheet(actor: Actor, unit: Unit, draft: TermSheetDraft) -> TermSheet:
    """Write down what came to pass in somebody's term; a job makes the paper. Sent twice it is one.

    Raises NoAgency, NotFound, SpanInvalid, NotResponsibleThen, ResubmissionConflict.  Source: JN-2.2.1e.
    """
    hashed = hash_of(draft, unit_id=unit.id, by=actor.account_id)
    if earlier := find_resubmitted(TermSheet, draft.id, draft_hash=hashed):
        return earlier
    if actor.agency_id is None:
        raise NoAgency()
    check_span(draft.from_on, draft.to_on, clock.today())
    person = person_of(unit, draft.person_id)
    figures = figures_of(unit, person.id, draft.from_on, draft.to_on)

    def create() -> TermSheet:
        row = TermSheet.create(
            id=draft.id,
            unit_id=unit.id,
            person_id=person.id,
            person_name=person.name,
            agency_id=actor.agency_id,
            from_on=draft.from_on,
            to_on=draft.to_on,
            figures=figures,
            draft_hash=hashed,
            by_account_id=actor.account_id,
            by_name=actor.name,
            at=clock.now(),
        )
        record_event(actor, "term_sheet.recorded", subject=row, about_unit_id=unit.id)
        return row

    return once(create, lambda: find_resubmitted(TermSheet, draft.id, draft_hash=hashed))[0]


def make_sheet_paper(id: UUID) -> Document:
    """Number, render, sign and register the paper of a sheet; run again it gives what is there.

    Raises what rendering and signing raise.
    """
    row = TermSheet.get_by_id(id)
    wish = PaperWish(DocumentKind.TERM_SHEET, row.id, None, row.agency_id, beijing_day(row.at))
    return issue_paper(wish, lambda number, verification: sheet_facts(row, number, verification))
