"""Rows of an item and of what it says: used by every act that writes one."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from uuid import UUID

from courses.items.models import Item, ItemBasis, ItemVersion, KnowledgePoint
from courses.items.rules.content import check_content
from courses.items.rules.drafts import ItemDraft, norm_hash, search_text
from server.core import clock
from server.core.errors import FieldProblem, Invalid
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.bases.models import PolicyBasis

_LETTERS = {"law": "L", "business": "B", "skill": "S", "professional": "P"}


def check_draft(draft: ItemDraft) -> None:
    """Raises Invalid with a problem for each field."""
    problems = problems_of(draft, known_basis_codes([draft]))
    if problems:
        raise Invalid(fields=problems)


def problems_of(draft: ItemDraft, known_codes: set[str]) -> list[FieldProblem]:
    """All that is wrong with a draft by itself; ``known_codes``: bases that exist."""
    problems = check_content(draft.type, draft.content, draft.key)
    if not 1 <= draft.difficulty <= 5:
        problems.append(FieldProblem("difficulty", "难度应为 1 到 5"))
    for place, reference in enumerate(draft.bases):
        if reference["basis"] not in known_codes:
            problems.append(FieldProblem(f"bases.{place}.basis", "没有这个政策依据", "unknown_basis"))
    return problems


def known_basis_codes(drafts: Iterable[ItemDraft]) -> set[str]:
    """Which of the cited codes exist; one query."""
    codes = list({reference["basis"] for draft in drafts for reference in draft.bases})
    if not codes:
        return set()
    return {row.code for row in PolicyBasis.select(PolicyBasis.code).where(PolicyBasis.code.in_(codes))}


def write_version(actor: Actor, item_id: UUID, number: int, draft: ItemDraft) -> ItemVersion:
    """One more version; inside the caller's transaction."""
    return ItemVersion.create(id=new_id(), item_id=item_id, number=number, **said(actor, draft))


def said(actor: Actor, draft: ItemDraft) -> dict[str, object]:
    """What a version's row says of a draft."""
    return {
        "type": draft.type,
        "content": draft.content,
        "key": draft.key,
        "explanation": draft.explanation,
        "difficulty": draft.difficulty,
        "bases": list(draft.bases),
        "by_account_id": actor.account_id,
        "at": clock.now(),
    }


def listed(draft: ItemDraft, point: KnowledgePoint) -> dict[str, object]:
    """What an item's row repeats of its current version, to be found by."""
    return {
        "type": draft.type,
        "category": point.category,
        "point_id": point.id,
        "difficulty": draft.difficulty,
        "exam_only": draft.exam_only,
        "stem": draft.content["stem"],
        "search_text": search_text(draft.content),
        "norm_hash": norm_hash(draft.content),
    }


def write_bases(item_id: UUID, draft: ItemDraft) -> None:
    """Replace what the current version of an item cites."""
    ItemBasis.delete().where(ItemBasis.item_id == item_id).execute()
    for code in dict.fromkeys(reference["basis"] for reference in draft.bases):
        ItemBasis.create(id=new_id(), item_id=item_id, basis_code=code)


def new_code(category: str) -> str:
    """A code people can read out: a letter for the category and eight of base 32; forty random bits do not collide."""
    return f"{_LETTERS[category]}-{base64.b32encode(secrets.token_bytes(5)).decode()}"


def is_code_taken(code: str) -> bool:
    return bool(Item.select().where(Item.code == code).exists())
