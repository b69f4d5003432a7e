"""Reads of papers that were made: sealed, their key, and what stands in which slot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from courses.items.models import ItemVersion
from courses.papers.models import BlueprintVersion, Paper, PaperSet
from courses.papers.rules.tables import BlueprintRow, MarkingRules, Slot, rows_of, slots_of
from server.core.errors import NotFound
from server.core.sealing import unseal
from server.core.statements import Prepared

SEALING_PURPOSE = "paper"


def sealed_paper(candidate_id: UUID, try_no: int) -> tuple[UUID, str, str]:
    """(paper id, sealed base64, SHA-256 of the plain canonical JSON): what may travel before the start; one query.

    Raises NotFound while no paper is made.
    """
    paper = _sealed.first(candidate_id=candidate_id, try_no=try_no)
    if paper is None:
        raise NotFound(candidate_id=str(candidate_id))
    return paper.id, paper.sealed, paper.plain_sha256


def paper_of(candidate_id: UUID, try_no: int) -> Paper:
    """A candidate's paper without its long sealed text; one query. Raises NotFound."""
    paper: Paper | None = _paper.first(candidate_id=candidate_id, try_no=try_no)
    if paper is None:
        raise NotFound(candidate_id=str(candidate_id))
    return paper


def paper_by_id(id: UUID) -> Paper:
    """Raises NotFound."""
    paper = Paper.get_or_none(Paper.id == id)
    if paper is None:
        raise NotFound(paper_id=str(id))
    return paper


def paper_key(paper: Paper) -> str:
    """The key in base64. Whoever asks releases it at the start and not a moment before; it leaves nowhere else."""
    return unseal(paper.key_sealed, SEALING_PURPOSE)


def plain_slots(paper: Paper) -> list[Slot]:
    """What stands in which slot, for whoever marks; no query."""
    return slots_of(paper.slots)


def papers_made(session_id: UUID) -> int:
    return Paper.select(Paper.id).where(Paper.session_id == session_id).count()


def marking_of(blueprint_version_id: UUID) -> MarkingRules:
    """How papers of a version are marked. Raises NotFound."""
    return MarkingRules(**version_by_id(blueprint_version_id).marking)


def rows_of_version(version: BlueprintVersion) -> tuple[BlueprintRow, ...]:
    return rows_of(version.rows)


def version_by_id(id: UUID) -> BlueprintVersion:
    """Raises NotFound."""
    version = BlueprintVersion.get_or_none(BlueprintVersion.id == id)
    if version is None:
        raise NotFound(blueprint_version_id=str(id))
    return version


def sets_of(session_id: UUID) -> list[PaperSet]:
    """A session's parallel sets, the first first; empty before the first paper."""
    return list(PaperSet.select().where(PaperSet.session_id == session_id).order_by(PaperSet.variant))


def contents_of(version_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What candidates see of items, by version id as text; keys are never read here. One query a hundred."""
    wanted, found = sorted({UUID(id) for id in version_ids}), {}
    for at in range(0, len(wanted), 100):
        rows = ItemVersion.select(ItemVersion.id, ItemVersion.content).where(ItemVersion.id.in_(wanted[at : at + 100]))
        found.update({str(row.id): row.content for row in rows})
    return found


_sealed = Prepared(
    lambda candidate_id, try_no: Paper.select(Paper.id, Paper.sealed, Paper.plain_sha256).where(
        (Paper.candidate_id == candidate_id) & (Paper.try_no == try_no)
    )
)
_paper = Prepared(
    lambda candidate_id, try_no: Paper.select(
        Paper.id,
        Paper.session_id,
        Paper.candidate_id,
        Paper.try_no,
        Paper.variant,
        Paper.slots,
        Paper.worth_x100,
        Paper.key_sealed,
        Paper.plain_sha256,
    ).where((Paper.candidate_id == candidate_id) & (Paper.try_no == try_no))
)
