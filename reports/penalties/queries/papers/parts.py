"""What the papers of a case have in common: who issues, against whom, upon what evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from reports.documents.queries import documents_of_subjects
from reports.documents.rendering.wording import write_day
from reports.documents.rules import Authority, Block, DocumentKind, Fields, LegalForm, Table, Verification
from reports.documents.rules.amounts import amount_in_words
from reports.penalties.models import PenaltyAct, PenaltyCase
from reports.penalties.queries.cases import act_rows, case_by_id
from reports.penalties.queries.terms import terms_on
from reports.penalties.rules.filing import PURPOSE
from reports.penalties.rules.terms import Terms
from reports.penalties.rules.words import EVIDENCE, ROLES
from reports.wording.queries import texts_on
from reports.wording.rules import Texts
from server.core.sealing import unseal
from server.units.agencies.queries import name_on
from server.units.bases.queries import basis_by_code
from server.units.registry.queries.lookups import unit_by_id

Json = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """One act about to become paper: its case, its number, and how the paper is checked."""

    act: PenaltyAct
    kind: DocumentKind
    number: str
    verification: Verification
    draft: bool = False

    @cached_property
    def case(self) -> PenaltyCase:
        return case_by_id(self.act.case_id)

    @cached_property
    def rows(self) -> list[PenaltyAct]:
        """The case's acts up to this one: a paper made late says no more than one made at once."""
        return [row for row in act_rows([self.act.case_id])[self.act.case_id] if row.position <= self.act.position]

    @cached_property
    def texts(self) -> Texts:
        return texts_on(self.kind.value, self.act.acted_on)

    @cached_property
    def terms(self) -> Terms:
        return terms_on(self.act.acted_on)

    @cached_property
    def basis(self) -> Json:
        """The provision as sentences name it."""
        return {"basis_title": f"《{basis_by_code(self.case.basis_code).title}》", "article": self.case.article}

    @cached_property
    def case_number(self) -> str:
        return number_of(DocumentKind.CASE_FILING, self.case.id)

    def latest(self, kind: str) -> PenaltyAct | None:
        """The latest act of a kind before or at this one."""
        return next((row for row in reversed(self.rows) if row.kind == kind), None)

    def form(self, title: str, blocks: Iterable[Block], **more: Any) -> LegalForm:
        """The paper around its blocks."""
        name = name_on(self.case.agency_id, self.act.acted_on)
        return LegalForm(
            kind=self.kind,
            authority=Authority(name.name, name.short_name),
            number=self.number,
            title=title,
            blocks=tuple(blocks),
            decided_on=self.act.acted_on,
            verification=self.verification,
            draft=self.draft,
            **more,
        )


def number_of(kind: DocumentKind, subject_id: UUID) -> str:
    """The number of an act's live paper, or nothing."""
    document = documents_of_subjects(kind, [subject_id]).get(subject_id)
    return document["number"] if document else ""


def respondent_fields(case: PenaltyCase, responsible: Iterable[Json], *, in_full: bool = False) -> Fields:
    """Who is proceeded against. A unit's paper lists both responsible persons.

    An identity number is written in full only where the law asks for it. Source: 行政处罚法 art. 59; JN-2.2.1b.
    """
    unit = unit_by_id(case.unit_id)
    if case.respondent_kind == "person":
        identity = unseal(case.identity_sealed, PURPOSE) if in_full and case.identity_sealed else case.identity_masked
        rows = [("当事人", case.respondent_name), ("职务", case.respondent_post), ("身份证件号码", identity)]
        rows += [("所在单位", unit.name)]
    else:
        rows = [("当事人", case.respondent_name), ("统一社会信用代码", unit.uscc or ""), ("地址", unit.address)]
    rows += [
        (ROLES[one["role"]], f"{one['name']}（{one['post']}）" if one["post"] else one["name"]) for one in responsible
    ]
    return Fields(tuple(rows))


def officers_line(sheet: Sheet) -> str:
    """Who handles the case at this act, with certificates."""
    known = {one["person_id"]: one for one in sheet.rows[0].details["officers"]}
    for row in sheet.rows:
        if row.kind == "replacement":
            known.pop(row.details["out_id"], None)
            known[row.details["in_id"]] = row.details["officer"]
    return "、".join(f"{one['name']}（{one['certificate_no'] or '／'}）" for one in known.values())


def evidence_table(sheet: Sheet) -> Table:
    """The evidence list."""
    rows = [row for row in sheet.rows if row.kind == "evidence"]
    return Table(
        ("序号", "种类", "名称", "取得日期", "来源"),
        tuple(
            (
                str(number),
                EVIDENCE[row.details["evidence_kind"]],
                row.details["title"],
                write_day(date.fromisoformat(row.details["obtained_on"])),
                row.details["obtained_from"],
            )
            for number, row in enumerate(rows, 1)
        ),
        (1, 3, 5, 3, 3),
        caption="证据清单",
    )


def evidence_line(sheet: Sheet) -> str:
    """The evidence in one sentence."""
    titles = [row.details["title"] for row in sheet.rows if row.kind == "evidence"]
    return "、".join(dict.fromkeys(titles))


def penalty_words(details: Json) -> str:
    """警告，并处罚款人民币贰万元整（¥20,000.00）."""
    fine = details["fine_fen"]
    words = ["给予警告"] if details["is_warning"] else []
    if fine:
        words.append(f"处罚款人民币{amount_in_words(fine)}（¥{fine / 100:,.2f}）")
    return "，并".join(words)
