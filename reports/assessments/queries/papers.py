"""The sheet of results (考核结果)."""

from __future__ import annotations

from datetime import date

from reports.assessments.models import AssessmentRun
from reports.assessments.queries.runs import items_of, results_of
from reports.assessments.queries.schemes import scheme_by_id
from reports.documents.rendering.wording import group_hash, write_day
from reports.documents.rules import Authority, DocumentKind, LegalForm, Verification
from reports.documents.rules.blocks import Fields, Heading, Paragraph, Table
from reports.wording.queries import texts_on
from server.units.agencies.queries import name_on


def sheet_facts(run: AssessmentRun, number: str, verification: Verification, *, day: date) -> LegalForm:
    """Ranks and totals, each indicator's points, what they rest on and the hash over it. Source: JN-3.5b, JN-2.1e."""
    scheme, texts = scheme_by_id(run.scheme_id), texts_on(DocumentKind.ASSESSMENT_SHEET, day)
    name = name_on(run.agency_id, day)
    results, items = results_of(run.id), items_of(run.id)
    lead = texts.say(
        "assessment_sheet.lead",
        agency=name.name,
        scheme=scheme.title,
        number=scheme.number,
        as_of=write_day(run.as_of),
        count=len(results),
    )
    totals = [
        (str(result.rank), result.subject_name, write_points(result.points_x100), write_points(result.full_x100))
        for result in sorted(results, key=lambda one: (one.rank, one.position))
    ]
    names = {row["code"]: row["name"] for row in scheme.indicators}
    lines = [
        (
            result.subject_name,
            names.get(item.code, item.code),
            f"{item.met}/{item.whole}" if item.whole else "—",
            f"{write_points(item.points_x100)}/{write_points(item.full_x100)}",
        )
        for result in results
        for item in items[result.id]
    ]
    return LegalForm(
        kind=DocumentKind.ASSESSMENT_SHEET,
        authority=Authority(name.name, name.short_name),
        number=number,
        title="考核结果",
        blocks=(
            Paragraph(lead),
            Heading("一、得分和名次"),
            Table(("名次", "考核对象", "得分", "满分"), tuple(totals), (1, 5, 2, 2), (0, 2, 3)),
            Heading("二、各项指标"),
            Table(("考核对象", "指标", "达标/应计", "得分/满分"), tuple(lines), (4, 4, 2, 3), (2, 3)),
            Paragraph(texts.say("assessment_sheet.hash", hash="")),
            Fields((("数据摘要（SHA-256）", group_hash(run.inputs_hash)),)),
        ),
        decided_on=day,
        verification=verification,
    )


def write_points(points_x100: int | None) -> str:
    """9650 → 96.5; of what nobody marked —."""
    return "—" if points_x100 is None else f"{points_x100 / 100:g}"
