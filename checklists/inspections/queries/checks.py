"""A check that several officers recorded in parts, as one record with what the parts say differently."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from checklists.hazards.queries import shapes
from checklists.inspections.models import Inspection
from checklists.inspections.queries.lookups import inspection_within_reach
from checklists.inspections.queries.records import in_full
from checklists.inspections.queries.relations import Check, check_of, hazards_standing_of
from checklists.inspections.rules import Disagreement, flags_of_whole, rates_of
from checklists.templates.rules import Sheet
from server.core.errors import NotFound
from server.core.permissions import Actor

Json = dict[str, Any]


def check_within_reach(actor: Actor, inspection_id: UUID) -> Json:
    """The check that a record is a part of. Raises NotFound, also for a record that is whole by itself."""
    inspection = inspection_within_reach(actor, inspection_id)
    check = check_of(inspection)
    if check is None:
        raise NotFound()
    texts = {item["id"]: item["text"] for section in check.definition["sections"] for item in section["items"]}
    texts |= {f"fact.{fact['id']}": fact["label"] for fact in check.definition.get("facts", ())}
    return {
        "parts": [
            {
                "id": id,
                "record_id": row.id,
                "recorded_by": _recorder(row),
                "received_at": row.received_at,
                "answered": sum(answer["value"] not in (None, "") for answer in row.record["answers"].values()),
            }
            for id, row in sorted(check.latest.items())
        ],
        "disagreements": [_disagreement(one, texts) for one in check.whole.disagreements],
        "whole": whole_in_full(check),
    }


def lead_of(check: Check) -> Inspection:
    """The record under whose name the whole goes, on paper too: the one that came last and made it what it is."""
    return max(check.latest.values(), key=lambda row: (row.received_at, row.id))


def is_settled(check: Check) -> bool:
    """Whether nothing is open any more: no file, no required item, no difference."""
    whole = check.whole
    open_items = Sheet(check.definition, whole.record["facts"], whole.record["answers"]).unanswered()
    return not (open_items or whole.disputed)


def whole_in_full(check: Check) -> Json:
    """The check in the shape of one record; photos and signatures lie with their parts."""
    lead, record = lead_of(check), check.whole.record
    parts = [in_full(row) for _, row in sorted(check.latest.items())]
    sheet = Sheet(check.definition, record["facts"], record["answers"])
    photos = {photo["sha256"]: photo for part in parts for photo in part["photos"]}
    signatures = {(one["role"], one["person_id"], one["sha256"]): one for part in parts for one in part["signatures"]}
    flags = [*(flag for part in parts for flag in part["flags"]), *flags_of_whole(check.whole, check.definition)]
    missing = [sha256 for part in parts for sha256 in part["missing"]]
    kept = ("facts", "answers", "officers", "companion", "refusal", "position", "opinion", "group_reasons")
    return {
        **next(part for part in parts if part["id"] == lead.id),
        **{name: record.get(name) for name in kept},
        "started_at": min(row.started_at for row in check.latest.values()),
        "ended_at": max(row.ended_at for row in check.latest.values()),
        "photos": list(photos.values()),
        "signatures": list(signatures.values()),
        "missing": missing,
        "state": "awaiting_media" if missing else "complete",
        "score": sheet.score(),
        "result": sheet.result(),
        "failed_critical": [item["id"] for item in sheet.failed_critical()],
        "rates": rates_of(sheet),
        "flags": flags,
        "flag_count": len(flags),
        "breach_count": sum(flag.severity == "breach" for flag in flags),
        "hazards": shapes(hazards_standing_of(lead)),
    }


def _recorder(row: Inspection) -> str:
    named = {officer["person_id"]: officer["name"] for officer in row.record["officers"]}
    return str(named.get(row.record.get("recorder_person_id"), row.device_name))


def _disagreement(one: Disagreement, texts: dict[str, str]) -> Json:
    decision = one.decision
    return {
        "subject": one.subject,
        "text": texts.get(one.subject, one.subject),
        "answers": [{"part_id": id, "note": "", "photos": [], **answer} for id, answer in one.answers.items()],
        "taken_id": one.taken_id,
        "decision": decision and {"reason": decision.reason, "by": decision.by_name, "at": decision.at},
    }
