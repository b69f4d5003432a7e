"""What the papers of supervision say."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from checklists.hazards.models import Hazard
from reports.documents.rendering.wording import GRADES, write_day, write_sentence
from reports.documents.rules import Authority, DocumentKind, HazardGrade, LegalForm, Verification
from reports.documents.rules.blocks import Fields, Paragraph, SignatureLines, Table
from reports.supervisions.models import SupervisionVisit
from reports.supervisions.queries.visits import measures_of
from reports.supervisions.rules import LetterDraft
from reports.wording.queries import texts_on
from server.core.ids import new_id
from server.units.agencies.queries import name_on
from server.units.registry.queries.lookups import unit_names


def letter_facts(
    draft: LetterDraft, agency_id: UUID, issued_on: date, number: str, verification: Verification, *, is_draft: bool
) -> LegalForm:
    """A 督办单: who urges whom, about what, until when. Source: JN-2.1d."""
    texts = texts_on(DocumentKind.SUPERVISION_LETTER, issued_on)
    rows = [
        ("督办事项", draft.title),
        ("签发日期", write_day(issued_on)),
        ("办理期限", write_day(draft.due_on)),
    ]
    if draft.unit_id:
        rows.insert(1, ("涉及单位", unit_names([draft.unit_id]).get(draft.unit_id, "")))
    return LegalForm(
        kind=DocumentKind.SUPERVISION_LETTER,
        authority=_authority(agency_id, issued_on),
        number=number,
        title="督办单",
        addressee=name_on(draft.to_agency_id, issued_on).name,
        blocks=(
            Paragraph(texts.say("supervision_letter.lead", due_on=write_day(draft.due_on))),
            Fields(tuple(rows)),
            Paragraph(f"事由：{write_sentence(draft.matters)}"),
            *_hazards(draft),
            Paragraph(f"办理要求：{write_sentence(draft.measures)}"),
            Paragraph(texts.say("supervision_letter.end")),
        ),
        decided_on=issued_on,
        verification=verification,
        copies="一式两份，督办机关和承办单位各执一份。",
        draft=is_draft,
    )


def _hazards(draft: LetterDraft) -> tuple[Table, ...]:
    """A line for each hazard, in the order in which the letter names them."""
    wanted = list(draft.hazard_ids)
    found = {row.id: row for row in Hazard.select().where(Hazard.id.in_(wanted))} if wanted else {}  # type: ignore[attr-defined]
    lines = tuple(
        (
            str(number),
            found[id].title,
            GRADES[HazardGrade(found[id].grade)],
            write_day(found[id].found_on),
            write_day(found[id].deadline_on) if found[id].deadline_on else "",
        )
        for number, id in enumerate(wanted, 1)
    )
    headings = ("序号", "涉及隐患", "等级", "发现日期", "整改期限")
    return (Table(headings, lines, widths=(1, 5, 1, 2, 2)),) if lines else ()


def visit_facts(visit: SupervisionVisit, number: str, verification: Verification) -> LegalForm:
    """A 督导检查记录 with a table of what is asked for. Source: JN-2.1e."""
    texts = texts_on(DocumentKind.SUPERVISION_VISIT, visit.visited_on)
    visited = (
        name_on(visit.to_agency_id, visit.visited_on).name
        if visit.to_agency_id
        else unit_names([visit.unit_id]).get(visit.unit_id, "")  # type: ignore[list-item,arg-type]
    )
    measures = measures_of([visit.id])[visit.id]
    rows = tuple((str(number), row.text, write_day(row.due_on)) for number, row in enumerate(measures, 1))
    table = (
        (
            Table(("序号", "要求落实的措施", "完成期限"), rows, widths=(1, 7, 3)),
            Paragraph(texts.say("supervision_visit.end")),
        )
        if rows
        else (Paragraph("本次督导未提出限期落实的措施。"),)
    )
    return LegalForm(
        kind=DocumentKind.SUPERVISION_VISIT,
        authority=_authority(visit.agency_id, visit.visited_on),
        number=number,
        title="督导检查记录",
        blocks=(
            Fields(
                (
                    ("被督导单位", visited),
                    ("督导日期", write_day(visit.visited_on)),
                    ("地点", visit.place),
                    ("督导人员", "、".join(visit.members)),
                    ("接受督导人员", visit.received_by),
                )
            ),
            Paragraph(f"督导事项：{write_sentence(visit.matters)}"),
            Paragraph(f"督导情况：{write_sentence(visit.findings)}"),
            *table,
            SignatureLines(("督导人员", "被督导单位负责人")),
        ),
        decided_on=visit.visited_on,
        verification=verification,
        draft=False,
    )


def no_verification() -> Verification:
    """What a draft has in the place of a code."""
    return Verification(new_id(), "", "")


def _authority(agency_id: UUID, day: date) -> Authority:
    name = name_on(agency_id, day)
    return Authority(name.name, name.short_name)
