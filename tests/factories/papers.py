"""A small bank with every category, and blueprints that ask it; every field can be changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.items.models import Item, ItemVersion, KnowledgePoint
from courses.papers.models import Paper
from courses.papers.queries.papers import paper_key
from courses.papers.rules.envelopes import open_envelope
from server.core import clock
from server.core.ids import new_id

CATEGORIES = ("law", "business", "skill", "professional")
LETTERS = "abcd"


def empty_bank() -> None:
    """The seed's questions step aside, so that a test counts its own."""
    Item.update(state="retired").execute()


def put_point(category: str, code: str) -> UUID:
    row = KnowledgePoint.create(
        id=new_id(), code=code, title=f"知识点 {code}", category=category, created_at=clock.now()
    )
    return row.id


def put_items(count: int, category: str = "law", type: str = "single", **changes: Any) -> list[UUID]:
    """Live items of one category, type and difficulty (3); ``point_id``, ``agency_id``, ``bases``, ``state`` change."""
    point_id = changes.pop("point_id", None) or put_point(category, f"P-{new_id()}")
    bases = changes.pop("bases", [])
    content, key = _said(type)
    ids = []
    for number in range(count):
        id, version_id = new_id(), new_id()
        difficulty = changes.get("difficulty", 3)
        ItemVersion.create(
            id=version_id, item_id=id, number=1, type=type, content={**content, "stem": f"{category}-{number}?"},
            key=key, difficulty=difficulty, bases=bases, at=clock.now(),
        )  # fmt: skip
        Item.create(
            id=id, code=f"T-{id}", type=type, category=category, point_id=point_id, number=1, current_id=version_id,
            stem=f"{category}-{number}?", search_text=f"{category}-{number}?", norm_hash="0" * 64, created_at=clock.now(),
            **{"difficulty": difficulty, "state": "live", **changes},
        )  # fmt: skip
        ids.append(id)
    return ids


def put_bank(each: int = 6) -> None:
    """Some single choices and truths of every category, of difficulties 1 to 5 in turn."""
    for category in CATEGORIES:
        for type in ("single", "true_false"):
            for difficulty in range(1, 6):
                put_items(each, category, type, difficulty=difficulty)


def _said(type: str) -> tuple[dict[str, Any], dict[str, Any]]:
    options = [{"id": letter, "text": f"选项 {letter}"} for letter in LETTERS]
    if type == "true_false":
        return {}, {"right": True}
    if type == "match":
        return {"left": options, "right": options}, {"pairs": {letter: letter for letter in LETTERS}}
    if type == "order":
        return {"options": options}, {"right": list(LETTERS)}
    if type == "case":
        part = {"id": "p1", "type": "single", "share": 1, "content": {"stem": "问一", "options": options}}
        return {"parts": [part]}, {"parts": {"p1": {"right": ["a"]}}}
    return {"options": options}, {"right": ["a"]}


def row(category: str = "law", **changes: Any) -> dict[str, Any]:
    return {
        "category": category, "type": "single", "count": 2, "worth_x100": 500,
        "point_code": None, "least_difficulty": 1, "most_difficulty": 5, **changes,
    }  # fmt: skip


def four_rows(**changes: Any) -> list[dict[str, Any]]:
    return [row(category, **changes) for category in CATEGORIES]


def marking(**changes: Any) -> dict[str, Any]:
    return {
        "pass_percent": 60, "partial_percent": 50, "sections": {}, "shuffle_items": True, "shuffle_options": True,
        "parallel": 1, "most_uses": None, **changes,
    }  # fmt: skip


def blueprint_body(**changes: Any) -> dict[str, Any]:
    """Two single choices of each category at five points."""
    return {"id": str(new_id()), "title": "年度轮训结业考试", "rows": four_rows(), "marking": marking(), **changes}


def opened(paper: Paper) -> dict[str, Any]:
    """What the phone shows once it has the key."""
    return open_envelope(paper.id, paper.sealed, paper_key(paper))
