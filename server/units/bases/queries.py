"""Reads about policy bases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from server.core import clock
from server.core.errors import NotFound
from server.core.statements import Prepared
from server.units.bases.models import KindNote, PolicyBasis
from server.units.bases.rules import BasisReference, ResolvedBasis, Status, Validity, region_covers


def basis_by_code(code: str) -> PolicyBasis:
    """Raises NotFound."""
    basis = PolicyBasis.get_or_none(PolicyBasis.code == code)
    if basis is None:
        raise NotFound(basis_id=code)
    return basis


def find_bases(q: str, after: str | None, limit: int) -> list[PolicyBasis]:
    """Bases whose title, number or alias contains ``q``, by code; one more than ``limit`` if there are more.

    The wording of a seed document is an alias, so searching it finds the official entry. Source: JN-0c.
    """
    rows = PolicyBasis.select().order_by(PolicyBasis.code)
    if after:
        rows = rows.where(PolicyBasis.code > after)
    wanted = _fold(q)
    # A few dozen rows: aliases are a list, and folding widths is not something both databases do alike.
    found = (
        basis
        for basis in rows
        if not wanted
        or any(wanted in _fold(text) for text in (basis.title, basis.doc_no or "", basis.code, *basis.aliases))
    )
    return [basis for basis, _ in zip(found, range(limit + 1), strict=False)]


def resolve_bases(references: Iterable[BasisReference], on: date | None = None) -> list[ResolvedBasis]:
    """Official title, number and status of each reference on a day (default: today), in the order given; one query.

    Raises NotFound, which names the code nobody knows.
    """
    references = list(references)
    day = on or clock.today()
    rows = PolicyBasis.select().where(PolicyBasis.code.in_(list({reference.basis_id for reference in references})))
    by_code = {basis.code: basis for basis in rows} if references else {}
    resolved = []
    for reference in references:
        basis = by_code.get(reference.basis_id)
        if basis is None:
            raise NotFound(basis_id=reference.basis_id)
        resolved.append(
            ResolvedBasis(
                basis.code,
                basis.title,
                basis.doc_no,
                reference.article,
                basis.validity.status_on(day),
                basis.effective_to,
            )
        )
    return resolved


def validity_of_basis(code: str) -> Validity:
    """Raises NotFound."""
    return basis_by_code(code).validity


def kind_notes(on: date | None = None) -> Mapping[str, str]:
    """What must be said of units, by kind, on a day (default: today): 参照《…》; two queries. Source: JN-0b."""
    day = on or clock.today()
    notes = [
        note
        for note in _notes.rows()
        if Validity(note.effective_from or date.min, note.effective_to).status_on(day) is Status.IN_FORCE
    ]
    codes = sorted({note.basis_code for note in notes})
    bases = {basis.code: basis for basis in _headings.rows(codes=codes)} if codes else {}
    return {
        note.unit_kind: note.text.format(title=bases[note.basis_code].title)
        for note in notes
        if note.basis_code in bases and bases[note.basis_code].validity.status_on(day) is Status.IN_FORCE
    }


_notes = Prepared(lambda: KindNote.select())
_headings = Prepared(
    lambda codes: PolicyBasis.select(
        PolicyBasis.code, PolicyBasis.title, PolicyBasis.effective_from, PolicyBasis.effective_to
    ).where(PolicyBasis.code.in_(codes))
)


def basis_note(unit_kind: str, on: date | None = None) -> str | None:
    """The sentence for one kind of unit on a day, or None. Source: JN-0b."""
    return kind_notes(on).get(unit_kind)


def _fold(text: str) -> str:
    return "".join(text.lower().split()).replace("(", "（").replace(")", "）").replace("[", "〔").replace("]", "〕")


def resolve_known_bases(references: Iterable[Mapping[str, str]], on: date | None = None) -> dict[str, dict[str, str]]:
    """Code → official title and status on a day, of the references whose basis is known; one query."""
    codes = list({reference["basis"] for reference in references})
    day = on or clock.today()
    rows = PolicyBasis.select().where(PolicyBasis.code.in_(codes)) if codes else ()
    return {
        row.code: {"basis_id": row.code, "title": row.title, "status": row.validity.status_on(day).value}
        for row in rows
    }


def bases_for_area(references: Iterable[Mapping[str, str]], area_code: str) -> set[str]:
    """Those of the cited codes that hold in an area: national ones, and those of the area or of one above it; one query.

    A code nobody knows stays in: it is for a person to see.
    """
    codes = {reference["basis"] for reference in references}
    rows = PolicyBasis.select(PolicyBasis.code, PolicyBasis.region_code).where(PolicyBasis.code.in_(list(codes)))
    elsewhere = {row.code for row in rows if not region_covers(row.region_code, area_code)} if codes else set()
    return codes - elsewhere
