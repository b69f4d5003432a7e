"""What a 处分建议书 says; its sentences of law are those of its day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from reports.accountability.models import AccountabilityCase, AccountablePerson, DisciplineProposal
from reports.accountability.queries.cases import people_of
from reports.accountability.rules import CAUSE_WORDS, CONSEQUENCE_WORDS, FORM, MEASURE_WORDS
from reports.documents.rendering.wording import write_day, write_sentence
from reports.documents.rules import (
    Authority,
    DocumentKind,
    Heading,
    LegalForm,
    Paragraph,
    Table,
    Verification,
)
from reports.wording.queries import texts_on
from reports.wording.rules import Texts
from server.core import clock
from server.units.agencies.queries import name_on
from server.units.bases.queries import basis_note
from server.units.calendar.queries import add_working_days
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_by_id

TITLE = "处分建议书"
_BY_REFERENCE = "参照"


def reply_due_on(issued_on: date) -> date:
    """By when the competent body should answer: working days as the dated text says."""
    days = texts_on(FORM, issued_on).sentences["discipline_proposal.reply"].values["reply_days"]
    return add_working_days(issued_on, int(days))


def remind_from(due_on: date, today: date) -> bool:
    """Whether the day has come to remind of a reply."""
    days = int(texts_on(FORM, today).sentences["discipline_proposal.reminder"].values["remind_days"])
    return today >= due_on or add_working_days(today, days) >= due_on


def reminder_text(unit_name: str, today: date) -> str:
    """What the agency is told when a reply is near its day."""
    return texts_on(FORM, today).say("discipline_proposal.reminder", unit=unit_name)


def proposal_facts(
    proposal: DisciplineProposal, case: AccountabilityCase, number: str, verification: Verification, *, draft: bool
) -> LegalForm:
    """Everything the letter says. Raises TextMissing."""
    day = proposal.issued_on or clock.today()
    due_on = proposal.due_on or reply_due_on(day)
    unit, authority = unit_by_id(case.unit_id), name_on(proposal.agency_id, day)
    texts = texts_on(FORM, day)
    named = {str(person.id): person for person in people_of([case.id]).get(case.id, [])}
    chosen = [(named[measure["person_id"]], measure) for measure in proposal.measures]
    return LegalForm(
        kind=DocumentKind.DISCIPLINE_PROPOSAL,
        authority=Authority(authority.name, authority.short_name),
        number=number,
        title=TITLE,
        addressee=proposal.addressee,
        blocks=(
            Paragraph(_lead(texts, case, unit)),
            Paragraph(write_sentence(case.facts)),
            *(Paragraph(sentence) for sentence in _bases(texts, unit, [person for person, _ in chosen])),
            Heading("建议处理的人员"),
            Table(
                ("姓名", "单位及职务", "负有的职责", "失职情形", "建议"),
                tuple(_row(person, measure) for person, measure in chosen),
                widths=(2, 4, 4, 5, 4),
            ),
            Paragraph(
                texts.say("discipline_proposal.reply", due_on=write_day(due_on), authority=authority.name),
            ),
        ),
        decided_on=day,
        verification=verification,
        copies="本建议书一式二份，一份送达，一份存档。",
        draft=draft,
    )


def preview_facts(proposal: DisciplineProposal, case: AccountabilityCase) -> LegalForm:
    """The letter before it is issued: no number, no token. Raises TextMissing."""
    nobody = Verification(document_id=proposal.id, url="", token="")
    return proposal_facts(proposal, case, "", nobody, draft=True)


def proposal_by_id(id: UUID) -> tuple[DisciplineProposal, AccountabilityCase]:
    """For jobs."""
    proposal = DisciplineProposal.get_by_id(id)
    return proposal, AccountabilityCase.get_by_id(proposal.case_id)


def _lead(texts: Texts, case: AccountabilityCase, unit: Unit) -> str:
    return texts.say(
        "discipline_proposal.case",
        occurred_on=write_day(case.occurred_on),
        unit=unit.name,
        cause=CAUSE_WORDS[case.cause],
        consequence=CONSEQUENCE_WORDS[case.consequence],
    )


def _bases(texts: Texts, unit: Unit, people: list[AccountablePerson]) -> list[str]:
    """Why this may be proposed: of organs and groups by reference, of supervisors by their own article."""
    by_reference = (basis_note(unit.kind, texts.day) or "").startswith(_BY_REFERENCE)
    said = [texts.say(f"discipline_proposal.basis{'_by_reference' if by_reference else ''}")]
    if any(person.side == "supervisor" for person in people):
        said.append(texts.say("discipline_proposal.basis_supervisor"))
    if texts.has("discipline_proposal.basis_local"):
        said.append(texts.say("discipline_proposal.basis_local"))
    return said


def _row(person: AccountablePerson, measure: dict[str, str]) -> tuple[str, ...]:
    proposed = MEASURE_WORDS[measure["measure"]]
    reason = f"（{measure['reason']}）" if measure["reason"] else ""
    return (person.name, f"{person.place} {person.post}".strip(), person.duty, person.fault, f"{proposed}{reason}")
