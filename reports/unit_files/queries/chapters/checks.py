"""Chapters about checks: inspections, hazards, orders, cases."""

from __future__ import annotations

from collections.abc import Sequence

from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection
from checklists.inspections.queries.lookups import inspections_within_reach
from checklists.templates.models import Template, TemplateVersion
from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from reports.exports.rules import HAZARD_GRADES, HAZARD_SOURCES, HAZARD_STATES, INSPECTION_KINDS
from reports.rulings.models import Order, OrderSigning
from reports.rulings.queries.orders import orders_within_reach
from reports.unit_files.queries.chapters.reading import Entry, Found, Reader
from server.alerts.cases.models import SecurityCase
from server.core.clock import beijing_day

CASE_KINDS = {
    "theft": "盗窃", "robbery": "抢劫抢夺", "disturbance": "扰乱秩序", "injury": "伤害", "intrusion": "非法侵入",
    "arson": "放火", "explosion": "爆炸", "fraud": "诈骗", "disaster": "治安灾害事故", "other": "其他",
}  # fmt: skip


def inspections(reader: Reader) -> Found:
    """Checks of the unit, its own among them. Source: JN-2.3.2a, JN-2.3.2c."""
    query = inspections_within_reach(reader.actor).where(Inspection.unit_id == reader.unit.id)
    return Found(query, (Inspection.ended_at.desc(), Inspection.id.desc()), _inspections)


def _inspections(rows: Sequence[Inspection]) -> list[Entry]:
    versions = TemplateVersion.select(TemplateVersion.id, Template.title).join(
        Template, on=(Template.id == TemplateVersion.template_id)
    )
    used = versions.where(TemplateVersion.id.in_(list({row.template_version_id for row in rows})))
    titles = dict(used.tuples())
    return [
        Entry(
            row.id,
            beijing_day(row.ended_at),
            titles.get(row.template_version_id, ""),
            f"{INSPECTION_KINDS.get(row.kind, row.kind)} · 得分 {row.earned}/{row.possible}",
            f"隐患 {row.hazard_count} 项" if row.hazard_count else "未发现隐患",
        )
        for row in rows
    ]


def hazards(reader: Reader) -> Found:
    """Every hazard of the unit and where it stands. Source: JN-2.3.2c."""
    return Found(
        Hazard.select().where(Hazard.unit_id == reader.unit.id), (Hazard.found_on.desc(), Hazard.id.desc()), hazard_entries
    )  # fmt: skip


def hazard_entries(rows: Sequence[Hazard]) -> list[Entry]:
    """Hazards as lines of a file."""
    return [
        Entry(row.id, row.found_on, row.title, _hazard(row), HAZARD_STATES.get(row.state, row.state)) for row in rows
    ]


def _hazard(row: Hazard) -> str:
    said = [HAZARD_GRADES.get(row.grade, row.grade), HAZARD_SOURCES.get(row.source, row.source)]
    if row.deadline_on:
        said.append(f"期限 {row.deadline_on}" + ("（逾期）" if row.overdue_on else ""))
    if row.closed_on:
        said.append(f"{row.closed_on} 销案")
    return " · ".join(said)


def orders(reader: Reader) -> Found:
    """Signed orders, also those revoked since. Source: 国务院令第421号 art. 16."""
    query = orders_within_reach(reader.actor).where(
        (Order.unit_id == reader.unit.id) & OrderSigning.id.is_null(False)
    )  # fmt: skip
    return Found(query, (Order.decided_on.desc(), Order.id.desc()), order_entries)


def order_entries(rows: Sequence[Order]) -> list[Entry]:
    """Orders, with signing and revocation joined, as lines of a file; 2 queries."""
    papers = documents_of_subjects(DocumentKind.RECTIFICATION_ORDER, [row.id for row in rows])
    return [
        Entry(
            row.id,
            row.decided_on,
            papers[row.id]["number"] if row.id in papers else "责令限期整改治安隐患通知书",
            f"限 {row.deadline_on} 前整改完毕",
            "已撤销" if getattr(row, "revocation", None) else "已签发",
        )
        for row in rows
    ]


def cases(reader: Reader) -> Found:
    """What befell the unit; no persons. Source: LN-aims-3a."""
    query = SecurityCase.select().where(SecurityCase.unit_id == reader.unit.id)
    return Found(query, (SecurityCase.happened_at.desc(), SecurityCase.id.desc()), case_entries)


def case_entries(rows: Sequence[SecurityCase]) -> list[Entry]:
    """Cases as lines of a file."""
    return [
        Entry(row.id, beijing_day(row.happened_at), CASE_KINDS.get(row.kind, row.kind), row.summary, row.source_no)
        for row in rows
    ]
