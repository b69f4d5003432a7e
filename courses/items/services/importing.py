"""Items from a file: read and shown first, then taken whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from courses.items.errors import ImportWithProblems, NotReadable
from courses.items.models import Item, ItemBasis, ItemImport, ItemVersion, KnowledgePoint
from courses.items.queries.imports import import_to_confirm
from courses.items.queries.points import point_by_id, points_by_code
from courses.items.queries.reach import is_item_within_reach
from courses.items.rules.drafts import ItemDraft, norm_hash
from courses.items.rules.exchange import FORMATS, LineProblem
from courses.items.rules.exchange.placing import MOST_ITEMS, MOST_PROBLEMS
from courses.items.services.writing import known_basis_codes, listed, new_code, problems_of, said
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Forbidden
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.statements import insert_rows

Json = dict[str, Any]
_BATCH = 100


@dataclass(frozen=True)
class ImportWish:
    """A file and where its items go that name no point or difficulty of their own."""

    id: UUID
    format: str
    data: bytes
    point_id: UUID
    difficulty: int


def read_import(actor: Actor, wish: ImportWish) -> ItemImport:
    """Read a file and keep what it says, with problems by line and doubles; nothing enters the bank yet.

    Sent twice it is one. Raises Forbidden, NotFound (point), NotReadable, ResubmissionConflict.  Source: LN-3b.
    """
    if actor.agency_id is None:
        raise Forbidden()
    same = {"file_sha256": hashlib.sha256(wish.data).hexdigest(), "format": wish.format, "agency_id": actor.agency_id}
    if earlier := find_resubmitted(ItemImport, wish.id, **same):
        return earlier
    point = point_by_id(wish.point_id)
    reading = FORMATS[wish.format].read(wish.data)
    if len(reading.drafts) > MOST_ITEMS:
        problem = FieldProblem("file", f"一次最多 {MOST_ITEMS} 题", NotReadable.code)
        raise NotReadable(fields=[problem])
    filled = [(where, _filled(draft, wish, point)) for where, draft in reading.drafts]
    problems = _problems(filled, reading.problems)
    if not filled and not problems:
        problems = [LineProblem(0, "文件里没有试题")]
    values = {
        **same,
        "point_id": wish.point_id,
        "difficulty": wish.difficulty,
        "drafts": [{"where": where, **asdict(draft)} for where, draft in filled],
        "problems": [vars(problem) for problem in problems[:MOST_PROBLEMS]],
        "doubles": _doubles(actor, [draft for _, draft in filled]),
    }

    def create() -> ItemImport:
        row = ItemImport.create(id=wish.id, by_account_id=actor.account_id, at=clock.now(), **values)
        details = {"format": row.format, "items": len(filled), "problems": len(problems)}
        record_event(actor, "item_import.read", subject=row, details=details)
        return row

    return once(create, lambda: find_resubmitted(ItemImport, wish.id, **same))[0]


def confirm_import(actor: Actor, id: UUID, *, with_doubles: bool = False) -> ItemImport:
    """Enter all items of a file that was read, as drafts; doubles only if asked for. Confirmed again it is done once.

    Raises NotFound (of another agency), ImportWithProblems.  Source: LN-3b.
    """
    if import_to_confirm(actor, id).problems:
        raise ImportWithProblems()
    with database.atomic():
        row = lock_row(ItemImport.select().where(ItemImport.id == id))
        if row.state == "confirmed":
            return ItemImport.get_by_id(id)
        skipped = set() if with_doubles else {double["place"] for double in row.doubles}
        drafts = [_draft(said) for place, said in enumerate(row.drafts) if place not in skipped]
        _write(actor, drafts)
        row.state, row.made, row.confirmed_at = "confirmed", len(drafts), clock.now()
        row.save()
        record_event(actor, "items.imported", subject=row, details={"format": row.format, "count": len(drafts)})
    return ItemImport.get_by_id(id)


def _filled(draft: ItemDraft, wish: ImportWish, point: KnowledgePoint) -> ItemDraft:
    return replace(draft, point_code=draft.point_code or point.code, difficulty=draft.difficulty or wish.difficulty)


def _problems(drafts: list[tuple[int, ItemDraft]], of_reading: list[LineProblem]) -> list[LineProblem]:
    points, codes = points_by_code(), known_basis_codes(draft for _, draft in drafts)
    found = list(of_reading)
    for where, draft in drafts:
        if draft.point_code not in points:
            found.append(LineProblem(where, f"没有这个知识点：{draft.point_code[:40]}", "point_code"))
        wrong = problems_of(draft, codes)
        found += [LineProblem(where, problem.message, problem.field) for problem in wrong]
        if len(draft.explanation) > 2000:
            found.append(LineProblem(where, "解析最多 2000 个字", "explanation"))
    return sorted(found, key=lambda problem: problem.where)


def _doubles(actor: Actor, drafts: Sequence[ItemDraft]) -> list[Json]:
    """Drafts whose stem stands in the bank already, or earlier in the file."""
    hashes = [norm_hash(draft.content) for draft in drafts]
    known: dict[str, str] = {}
    for start in range(0, len(hashes), 500):
        here = Item.norm_hash.in_(hashes[start : start + 500]) & is_item_within_reach(actor)
        query = Item.select(Item.norm_hash, Item.code).where(here & (Item.state != "retired"))
        known |= {row.norm_hash: row.code for row in query}
    seen: set[str] = set()
    found: list[Json] = []
    for place, hash in enumerate(hashes):
        if hash in known:
            found.append({"place": place, "code": known[hash]})
        elif hash in seen:
            found.append({"place": place, "code": ""})
        seen.add(hash)
    return found


def _draft(row: Json) -> ItemDraft:
    return ItemDraft(**{**{name: row[name] for name in row if name != "where"}, "bases": tuple(row["bases"])})


def _write(actor: Actor, drafts: Sequence[ItemDraft]) -> None:
    """Rows by the hundred: five thousand items are seconds, not minutes."""
    points, taken = points_by_code(), _codes_taken(drafts)
    for start in range(0, len(drafts), _BATCH):
        items, versions, bases = [], [], []
        for draft in drafts[start : start + _BATCH]:
            code = draft.code if draft.code and draft.code not in taken else new_code(points[draft.point_code].category)
            taken.add(code)
            item, version = _rows(actor, replace(draft, code=code), points[draft.point_code])
            items.append(item)
            versions.append(version)
            codes = dict.fromkeys(one["basis"] for one in draft.bases)
            bases += [ItemBasis(id=new_id(), item_id=item.id, basis_code=code) for code in codes]
        for rows in (versions, items, bases):
            if rows:
                insert_rows(rows)


def _rows(actor: Actor, draft: ItemDraft, point: KnowledgePoint) -> tuple[Item, ItemVersion]:
    item_id = new_id()
    version = ItemVersion(id=new_id(), item_id=item_id, number=1, **said(actor, draft))
    item = Item(
        id=item_id,
        code=draft.code,
        agency_id=actor.agency_id,
        number=1,
        current_id=version.id,
        by_account_id=actor.account_id,
        created_at=clock.now(),
        **listed(draft, point),
    )
    return item, version


def _codes_taken(drafts: Sequence[ItemDraft]) -> set[str]:
    wished = [draft.code for draft in drafts if draft.code]
    taken: set[str] = set()
    for start in range(0, len(wished), 500):
        query = Item.select(Item.code).where(Item.code.in_(wished[start : start + 500]))
        taken |= {row.code for row in query}
    return taken
