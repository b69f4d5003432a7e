"""The item bank (题库): items, their versions, and the knowledge points they ask about."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class KnowledgePoint(BaseModel):
    """What an item asks about, within one of the four categories."""

    code = CharField(40, unique=True)
    title = CharField(120)
    category = CharField(16)
    position = IntegerField(default=0)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "knowledge_point"
        constraints = [Check("category IN ('law','business','skill','professional')")]


class Item(BaseModel):
    """One question (试题) under its number; what it says stands in versions. ``agency_id`` owns it; none: the product's."""

    code = CharField(40, unique=True)
    agency_id: UUID | None = UUIDField(null=True)
    type = CharField(16)
    category = CharField(16)
    point_id: UUID = UUIDField(index=True)
    difficulty = IntegerField()  # 1 (easy) to 5, of the current version
    state = CharField(8, default="draft")
    exam_only = BooleanField(default=False)  # kept for exams: never shown in practice
    stem = TextField()  # of the current version, to be listed
    search_text = TextField()  # stem and options, widths and case folded
    number = IntegerField()  # of the current version
    current_id: UUID = UUIDField()
    norm_hash = CharField(64, index=True)  # of the current version's normalised stem: to find doubles
    by_account_id = UUIDField(null=True)
    seed_hash = CharField(64, null=True)  # what the seed said when it wrote the item
    edited_at: datetime | None = UTCDateTimeField(null=True)  # since then it is the bureau's, not the seed's
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "item"
        indexes = ((("category", "type", "difficulty"), False),)
        constraints = [Check("state IN ('draft','live','retired')")]


class ItemVersion(BaseModel):
    """What an item says. Changed only until its first use; from then on a change is a new version."""

    item_id: UUID = UUIDField()
    number = IntegerField()
    type = CharField(16)
    content: dict[str, Any] = JSONField()  # courses/items/rules/content.py: what a candidate sees
    key: dict[str, Any] = JSONField()  # courses/items/rules/content.py: what is right
    explanation = TextField(default="")
    difficulty = IntegerField()
    bases: list[dict[str, str]] = JSONField()  # [{"basis": code, "article": "第十九条"}]
    used_at: datetime | None = UTCDateTimeField(null=True)
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "item_version"
        indexes = ((("item_id", "number"), True),)


class ItemBasis(BaseModel):
    """Which basis the current version of an item cites: to find those whose basis has lapsed."""

    item_id: UUID = UUIDField()
    basis_code = CharField(64, index=True)

    class Meta:
        table_name = "item_basis"
        indexes = ((("item_id", "basis_code"), True),)


class ItemImport(BaseModel):
    """A file of items that was read (导入预览); confirmed, all of it became items."""

    agency_id: UUID = UUIDField(index=True)
    format = CharField(12)
    file_sha256 = CharField(64)
    point_id: UUID = UUIDField()  # where items go that name no point of their own
    difficulty = IntegerField()
    drafts: list[dict[str, Any]] = JSONField()  # courses/items/rules/drafts.py: ItemDraft, with ``where`` in the file
    problems: list[dict[str, Any]] = JSONField()  # [{"where", "field", "message"}]
    doubles: list[dict[str, Any]] = (
        JSONField()
    )  # [{"place": index of the draft, "code" | "earlier": whose stem it has}]
    state = CharField(10, default="read")
    made = IntegerField(default=0)
    by_account_id: UUID = UUIDField()
    at: datetime = UTCDateTimeField()
    confirmed_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "item_import"
        constraints = [Check("state IN ('read','confirmed')")]
