"""What tags of other programs carry for us: difficulty, bases, and whether an item is kept for exams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from courses.items.rules.drafts import ItemDraft


def tags_of(draft: ItemDraft) -> list[str]:
    tags = [f"difficulty:{draft.difficulty}"] if draft.difficulty else []
    tags += ["exam_only"] if draft.exam_only else []
    return tags + [f"basis:{one['basis']}|{one['article']}" for one in draft.bases]


def with_tags(draft: ItemDraft, tags: Iterable[str]) -> ItemDraft:
    """Tags of others say nothing to us and are passed over."""
    difficulty, exam_only, bases = draft.difficulty, draft.exam_only, list(draft.bases)
    for tag in tags:
        name, _, rest = tag.strip().partition(":")
        if name == "difficulty" and rest.isdecimal() and len(rest) < 3:
            difficulty = int(rest)
        elif name == "exam_only":
            exam_only = True
        elif name == "basis":
            code, _, article = rest.partition("|")
            bases.append({"basis": code, "article": article})
    return replace(draft, difficulty=difficulty, exam_only=exam_only, bases=tuple(bases))
