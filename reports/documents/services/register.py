"""Acts on the register: append a leaf, sign a checkpoint, check it all."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import Any
from uuid import UUID

from reports.documents.models import (
    Document,
    DocumentFile,
    RegisterCheckpoint,
    RegisterHead,
    RegisterLeaf,
    RegisterNode,
)
from reports.documents.queries.installation import installation
from reports.documents.queries.register import newest_checkpoint, present_log, read_node
from reports.documents.register.checkpoints import Checkpoint
from reports.documents.register.leaves import Leaf
from reports.documents.register.tree import EMPTY_ROOT, Log, hash_children, hash_leaf
from reports.documents.services.keys import NOBODY, credential_for
from reports.documents.services.tools import stamper
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database, lock_row
from server.core.errors import ShouwangError
from server.core.events import Event, EventLane, record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import SYSTEM


def append_leaf(document_id: UUID, leaf: Leaf) -> int:
    """Append a leaf inside the caller's transaction; its position. The head is locked until the transaction ends."""
    if not database.in_transaction():
        raise RuntimeError("a leaf belongs to the transaction of its act")
    head = lock_row(RegisterHead.select().where(RegisterHead.id == 1))
    content = leaf.to_bytes()
    nodes = Log(read_node, head.size).append(hash_leaf(content))
    RegisterLeaf.create(
        id=new_id(), position=head.size, document_id=document_id, content=content.decode(), at=clock.now()
    )
    RegisterNode.insert_many(
        [{"level": node.level, "position": node.index, "digest": node.digest.hex()} for node in nodes]
    ).execute()
    RegisterHead.update(size=head.size + 1).where(RegisterHead.id == 1).execute()
    return int(head.size)


def sign_checkpoint() -> RegisterCheckpoint:
    """State root and size of the register and the heads of all event lanes, signed and time-stamped.

    An event lane cut at its end can only be told by an earlier statement of where it ended.
    """
    log = present_log()
    lanes = {str(lane.id): [lane.position, lane.head_hash] for lane in EventLane.select().order_by(EventLane.id)}
    origin = f"{installation().settings.public_url.split('://')[-1]}/register"
    text = Checkpoint(origin, log.size, log.root(), (f"event-lanes {content_hash(lanes)}",)).sign(
        credential_for("register", NOBODY, "守望登记册", "守望")
    )
    token = asyncio.run(stamper().async_timestamp(hashlib.sha256(text.encode()).digest(), "sha256"))
    with database.atomic():
        row = RegisterCheckpoint.create(
            id=new_id(),
            size=log.size,
            text=text,
            lane_heads=lanes,
            stamp=base64.b64encode(token.dump()).decode(),
            at=clock.now(),
        )
        record_event(SYSTEM, "register.checkpointed", subject=row, details={"size": log.size, "root": log.root().hex()})
    return row


def check_register() -> dict[str, Any]:
    """Recompute the register from its leaves, read every signed file, and look for the last checkpoint's lane heads.

    Reads everything once; for the command line.
    """
    size, problem = _check_leaves()
    problem = problem or _check_files() or _check_checkpoint()
    return {"ok": problem is None, "register_size": size, "register_first_break": problem}


def _check_leaves() -> tuple[int, dict[str, Any] | None]:
    peaks: list[tuple[int, bytes]] = []  # (level, hash) of full subtrees, as in appending
    position = 0
    for leaf in RegisterLeaf.select().order_by(RegisterLeaf.position).iterator():
        if leaf.position != position:
            return position, {"leaf": position, "problem": "leaf_missing"}
        level, digest = 0, hash_leaf(leaf.content.encode())
        while peaks and peaks[-1][0] == level:
            digest = hash_children(peaks.pop()[1], digest)
            level += 1
        peaks.append((level, digest))
        position += 1
    head = RegisterHead.get_by_id(1)
    if head.size != position:
        return position, {"leaf": position, "problem": "leaves_missing_at_the_end"}
    root = EMPTY_ROOT
    for index, (_, digest) in enumerate(reversed(peaks)):
        root = digest if index == 0 else hash_children(digest, root)
    return position, None if present_log().root() == root else {"leaf": None, "problem": "leaf_altered"}


def _check_files() -> dict[str, Any] | None:
    rows = DocumentFile.select(DocumentFile, Document).join(
        Document, on=(Document.id == DocumentFile.document_id), attr="document"
    )
    for row in rows.iterator():
        leaf = RegisterLeaf.select().where(RegisterLeaf.document_id == row.document_id).order_by(RegisterLeaf.position)
        issued = leaf.first()
        if issued is None or f'"sha256":"{row.sha256}"' not in issued.content:
            return {"document": row.document.number, "problem": "not_in_register"}
        try:
            files().read(row.sha256)
        except ShouwangError as error:
            return {"document": row.document.number, "problem": f"file_{error.code}"}
    return None


def _check_checkpoint() -> dict[str, Any] | None:
    newest = newest_checkpoint()
    if newest is None:
        return None
    log = present_log()
    stated = Checkpoint.read_body(newest.text)
    if stated.size > log.size or log.root(stated.size) != stated.root:
        return {"checkpoint": newest.size, "problem": "register_rewritten"}
    if stated.extensions != (f"event-lanes {content_hash(newest.lane_heads)}",):
        return {"checkpoint": newest.size, "problem": "checkpoint_altered"}
    for lane, (position, head) in newest.lane_heads.items():
        if position == 0:
            continue
        event = Event.get_or_none((Event.lane == int(lane)) & (Event.position == position))
        if event is None or event.hash != head:
            return {"checkpoint": newest.size, "lane": int(lane), "problem": "events_rewritten"}
    return None
