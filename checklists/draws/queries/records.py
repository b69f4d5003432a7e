"""The record of a draw as everybody may replay it: canonical JSON, to the byte."""

from __future__ import annotations

from typing import Any

from checklists.draws.models import Draw, DrawFreeze, DrawResult
from checklists.draws.replay import examine
from checklists.draws.rules.algorithm import ALGORITHM
from checklists.draws.rules.record import FORMAT
from server.core.canonical import canonical_json
from server.core.clock import to_text
from server.core.errors import ShouwangError
from server.core.events import Event
from server.core.files import files


def record_summary(draw: Draw, freeze: DrawFreeze, result: DrawResult) -> dict[str, Any]:
    """The record without the pools' entries and without its own hash. Officers by certificate number only."""
    return {
        "format": FORMAT,
        "algorithm": ALGORITHM,
        "terms": draw.terms,
        "commitment": {"sha256": draw.commitment, "at": to_text(draw.created_at)},
        "frozen_at": to_text(freeze.at),
        "units": {"count": freeze.units_count, "sha256": freeze.units_sha256},
        "officers": {"count": freeze.officers_count, "sha256": freeze.officers_sha256},
        "left_out": {**freeze.left_out, "sha256": freeze.left_out_sha256},
        "draw_at": to_text(result.at),
        "operator": result.operator_certificate_no,
        "witness": {"name": result.witness, "words": result.words},
        "seed": result.seed,
        "result": result.result,
    }


def record_bytes(draw: Draw, freeze: DrawFreeze, result: DrawResult) -> bytes:
    """The whole record. The pools' files are canonical already, so they are put in as they lie: 0.2 KB a unit."""
    parts: dict[str, bytes] = {
        name: canonical_json(value) for name, value in record_summary(draw, freeze, result).items()
    }
    parts["record_sha256"] = canonical_json(result.record_sha256)
    for pool, count, sha256 in (
        ("units", freeze.units_count, freeze.units_sha256),
        ("officers", freeze.officers_count, freeze.officers_sha256),
    ):
        entries = files().read(sha256)
        parts[pool] = b'{"count":%d,"entries":%s,"sha256":"%s"}' % (count, entries, sha256.encode())
    return b"{" + b",".join(b'"%s":%s' % (name.encode(), parts[name]) for name in sorted(parts)) + b"}"


def check_draws() -> dict[str, Any]:
    """Replay every draw from its stored pools, and hold its record against the chained event; for the command line."""
    checked, problem = 0, None
    for result in DrawResult.select().order_by(DrawResult.id):
        draw, freeze = Draw.get_by_id(result.draw_id), DrawFreeze.get(DrawFreeze.draw_id == result.draw_id)
        problem = _problem_of(draw, freeze, result)
        if problem:
            break
        checked += 1
    found = {"draw": str(draw.id), "problem": problem} if problem else None
    return {"ok": problem is None, "draws_checked": checked, "draws_first_break": found}


def _problem_of(draw: Draw, freeze: DrawFreeze, result: DrawResult) -> str | None:
    try:
        problems = examine(record_bytes(draw, freeze, result))[1]
    except ShouwangError as error:
        return f"pool_{error.code}"
    if problems:
        return problems[0]
    said = Event.get_or_none((Event.kind == "draw.drawn") & (Event.subject_id == draw.id))
    return None if said and said.details["record_sha256"] == result.record_sha256 else "not_as_the_event_says"
