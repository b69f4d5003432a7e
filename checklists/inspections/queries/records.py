"""One inspection with everything an officer must judge."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from checklists.hazards.queries import shapes
from checklists.inspections.models import ExpectedMedium, Inspection
from checklists.inspections.queries.listing import summaries
from checklists.inspections.queries.lookups import inspection_within_reach
from checklists.inspections.queries.receipts import Receipt, receipt_of
from checklists.inspections.queries.relations import chain_of
from checklists.inspections.rules import rates_of
from checklists.templates.queries import definition_of
from checklists.templates.rules import Sheet
from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.core.pictures import PREVIEWS, preview

Json = dict[str, Any]
SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def inspection_in_full(actor: Actor, id: UUID) -> Json:
    """Everything an officer must judge. Raises NotFound."""
    return in_full(inspection_within_reach(actor, id))


def in_full(inspection: Inspection) -> Json:
    """The record with what the server knows about it: media, flags, hazards, the form's own words."""
    record = inspection.record
    definition, _ = definition_of(inspection.template_version_id) or ({"sections": [], "facts": []}, "")
    receipt = receipt_of(inspection)
    missing = set(receipt.missing)
    sheet = Sheet(definition, record["facts"], record["answers"])
    return {
        **summaries([inspection])[0],
        "state": receipt.state,
        "missing": receipt.missing,
        "sections": definition["sections"],
        "fact_definitions": definition.get("facts", []),
        "facts": record["facts"],
        "answers": record["answers"],
        "correction_reason": record.get("correction_reason", ""),
        "chain": [_link(row) for row in chain_of(inspection)],
        "failed_critical": [item["id"] for item in sheet.failed_critical()],
        "rates": rates_of(sheet),
        "group_reasons": record.get("group_reasons", {}),
        "place": record.get("place", ""),
        "companion": record.get("companion"),
        "refusal": record.get("refusal"),
        "opinion": record.get("opinion", ""),
        "position": record.get("position"),
        "photos": _photos(inspection, receipt, missing),
        "signatures": _signatures(inspection, missing),
        "flags": receipt.flags,
        "hazards": shapes(list(receipt.hazards)),
    }


def _link(row: Inspection) -> Json:
    """One of the records that correct each other."""
    return {
        "id": row.id,
        "received_at": row.received_at,
        "reason": row.record.get("correction_reason", ""),
        "officers": [officer["name"] for officer in row.record["officers"]],
    }


def _photos(inspection: Inspection, receipt: Receipt, missing: set[str]) -> list[Json]:
    invalid = {flag.detail.split(" ")[1][:12] for flag in receipt.flags if flag.code == "photo_signature_invalid"}
    base = _media_of(inspection)
    return [
        {
            **photo,
            "inspection_id": inspection.id,
            "signature_valid": photo["sha256"][:12] not in invalid,
            "received": photo["sha256"] not in missing,
            "rendered_sha256": photo["rendered"]["sha256"] if photo.get("rendered") else None,
            "url": f"{base}/{photo['sha256']}?size=original",
            "display_url": f"{base}/{photo['sha256']}?size=display",
            "thumb_url": f"{base}/{photo['sha256']}?size=thumb",
        }
        for photo in inspection.record["photos"]
    ]


def _signatures(inspection: Inspection, missing: set[str]) -> list[Json]:
    return [
        {
            "inspection_id": inspection.id,
            "role": item["role"],
            "name": item["name"],
            "person_id": item.get("person_id"),
            "sha256": item["image"]["sha256"],
            "received": item["image"]["sha256"] not in missing,
            "signed_at": item["signed_at"],
            "url": f"{_media_of(inspection)}/{item['image']['sha256']}?size=display",
        }
        for item in inspection.record["signatures"]
    ]


def _media_of(inspection: Inspection) -> str:
    return f"/api/v1/inspections/{inspection.id}/media"


def medium_within_reach(actor: Actor, inspection_id: UUID, sha256: str, size: str) -> tuple[bytes, str]:
    """(bytes, media type) of a file that the inspection names: re-encoded for screens, or the original.

    Raises NotFound (also while the bytes are not here).
    """
    inspection_within_reach(actor, inspection_id)
    return medium_of(inspection_id, sha256, size)


def medium_of(inspection_id: UUID, sha256: str, size: str) -> tuple[bytes, str]:
    """The same for jobs. Raises NotFound."""
    if not SHA256.match(sha256):
        raise NotFound()  # a NUL in a path would be more than PostgreSQL can look for
    row = ExpectedMedium.get_or_none(
        (ExpectedMedium.inspection_id == inspection_id)
        & (ExpectedMedium.sha256 == sha256)
        & ExpectedMedium.received_at.is_null(False)
    )
    if row is None:
        raise NotFound()
    if size not in PREVIEWS:
        return files().read(sha256), row.media_type
    return preview(files(), sha256, size)
