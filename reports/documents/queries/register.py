"""Reads of the register: its log, proofs and checkpoints."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from peewee import SQL

from reports.documents.models import RegisterCheckpoint, RegisterHead, RegisterLeaf, RegisterNode
from reports.documents.register.tree import Log
from server.core.errors import NotFound


def read_node(level: int, position: int) -> bytes | None:
    row = RegisterNode.get_or_none((RegisterNode.level == level) & (RegisterNode.position == position))
    return bytes.fromhex(row.digest) if row else None


def present_log() -> Log:
    """The log as it stands."""
    return Log(read_node, RegisterHead.get_by_id(1).size)


def prove_leaf(position: int) -> dict[str, Any]:
    """A leaf with its way to the present root; about log2(size) queries. Raises ProofImpossible."""
    log = present_log()
    path = log.prove_inclusion(position)
    leaf = RegisterLeaf.get(RegisterLeaf.position == position)
    return {
        "leaf_index": position,
        "leaf": leaf.content,
        "size": log.size,
        "root": log.root().hex(),
        "proof": [step.hex() for step in path],
    }


def prove_growth(earlier: int, later: int | None) -> dict[str, Any]:
    """That the first `earlier` leaves are unchanged in a later log. Raises ProofImpossible."""
    log = present_log()
    size = log.size if later is None else later
    proof = log.prove_consistency(earlier, size)
    return {
        "from_size": earlier,
        "to_size": size,
        "from_root": log.root(earlier).hex(),
        "to_root": log.root(size).hex(),
        "proof": [step.hex() for step in proof],
    }


def leaf_positions(document_id: UUID) -> list[int]:
    """Positions of a document's leaves: its issue, and its revocation if there is one."""
    rows = RegisterLeaf.select(RegisterLeaf.position).where(RegisterLeaf.document_id == document_id)
    return [row.position for row in rows.order_by(RegisterLeaf.position)]


def latest_checkpoint() -> dict[str, Any]:
    """Raises NotFound before the first day's checkpoint."""
    row = newest_checkpoint()
    if row is None:
        raise NotFound()
    return {"text": row.text, "size": row.size, "at": row.at, "stamp": row.stamp}


def newest_checkpoint() -> RegisterCheckpoint | None:
    row: RegisterCheckpoint | None = RegisterCheckpoint.select().order_by(SQL("id DESC")).first()
    return row
