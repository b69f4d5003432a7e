"""The requirements in force on a day, and the library of standards that they bind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from checklists.duties.models import DutyRule
from checklists.duties.rules import CitedBasis, Conditions, DutyKind, Requirement, is_valid_on
from server.core.errors import NotFound
from server.units.bases.models import PolicyBasis
from server.units.bases.rules import Validity


def duty_rule_by_code(code: str) -> DutyRule:
    """Raises NotFound."""
    row = DutyRule.get_or_none(DutyRule.code == code)
    if row is None:
        raise NotFound(duty_rule=code)
    return row


def duty_rules() -> list[DutyRule]:
    """All rows, also those not valid today, in their order; one query."""
    return list(DutyRule.select().order_by(DutyRule.position, DutyRule.code))


def requirements_on(day: date) -> list[Requirement]:
    """What may be asked of units on a day, each with the status of its bases; 2 queries."""
    rows = [row for row in duty_rules() if is_valid_on(Validity(row.effective_from, row.effective_to), day)]
    bases = _bases_of(rows)
    return [requirement_of(row, bases, day) for row in rows]


def requirement_of(row: DutyRule, bases: dict[str, PolicyBasis], day: date) -> Requirement:
    """A row with its bases as they stand on a day; a code that nobody knows carries nothing."""
    cited = tuple(
        CitedBasis(
            basis.code, reference["article"], basis.title, basis.doc_no, basis.region_code,
            basis.validity.status_on(day), basis.effective_to,
        )
        for reference in row.bases
        if (basis := bases.get(reference["basis"]))
    )  # fmt: skip
    return Requirement(
        code=row.code,
        duty=row.duty,
        item=row.item,
        title=row.title,
        count=row.count,
        conditions=Conditions.of(row.conditions),
        bases=cited,
        is_product_default=row.is_product_default,
        note=row.note,
    )


def known_items() -> set[tuple[str, str]]:
    """Every (duty, item) that a requirement ever named; one query."""
    return {(row.duty, row.item) for row in DutyRule.select(DutyRule.duty, DutyRule.item)}


def _bases_of(rows: Iterable[DutyRule]) -> dict[str, PolicyBasis]:
    codes = sorted({reference["basis"] for row in rows for reference in row.bases})
    found = PolicyBasis.select().where(PolicyBasis.code.in_(codes)) if codes else ()
    return {basis.code: basis for basis in found}


@dataclass(frozen=True)
class Standard:
    """A standard of the library, which industries it binds, and what took its place."""

    basis: PolicyBasis
    status: str
    industries: list[str]
    replaced_by: str | None


def standards_on(day: date, after: str | None, limit: int) -> list[Standard]:
    """Standards by code, one more than ``limit`` if there are more; 2 queries. Source: LN-6a."""
    library = list(PolicyBasis.select().where(PolicyBasis.kind == "standard").order_by(PolicyBasis.code))
    successors = {basis.supersedes: basis.doc_no or basis.code for basis in library if basis.supersedes}
    bound: dict[str, set[str]] = {}
    for row in DutyRule.select().where(DutyRule.duty == DutyKind.STANDARD):
        if is_valid_on(Validity(row.effective_from, row.effective_to), day):
            bound.setdefault(row.item, set()).update(row.conditions.get("industries", ()))
    shown = [basis for basis in library if after is None or basis.code > after]
    return [
        Standard(
            basis, basis.validity.status_on(day).value, sorted(bound.get(basis.code, ())), successors.get(basis.code)
        )
        for basis in shown[: limit + 1]
    ]


def standard_names(codes: Iterable[str]) -> dict[str, str]:
    """Number and title of standards by code; one query."""
    wanted = sorted(set(codes))
    rows: Any = PolicyBasis.select().where(PolicyBasis.code.in_(wanted)) if wanted else ()
    return {row.code: f"{row.doc_no or ''} {row.title}".strip() for row in rows}
