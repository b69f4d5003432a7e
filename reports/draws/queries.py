"""What papers and the public page say of a draw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from checklists.draws.models import Draw
from checklists.draws.queries.draws import Course, chain_of, course_of, courses_of, draw_by_id
from checklists.draws.queries.pools import frozen_pool
from checklists.draws.queries.records import record_bytes
from checklists.draws.rules.algorithm import ALGORITHM
from reports.documents.queries import documents_of_subjects
from reports.documents.rules import Authority, DocumentKind, DrawnUnit, DrawPool, DrawRecord, Officer, Verification
from reports.draws.rules import REASONS, speak_conditions
from server.core.errors import NotFound
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, name_on
from server.units.areas.models import Area
from server.units.people.queries import people_by_id
from server.units.registry.models import Unit


def record_facts(course: Course, *, number: str, verification: Verification) -> DrawRecord:
    """Everything the paper of a draw says; officers by name, for it goes to the file and not to the public."""
    draw, freeze, result = course.draw, course.freeze, course.result
    assert freeze is not None and result is not None  # noqa: S101, PT018 - the paper follows the draw
    authority = name_on(draw.agency_id)
    people = people_by_id({UUID(id) for one in result.result for id in one["officers"]} | {result.by_person_id})
    units = {unit.id: unit for unit in Unit.select().where(Unit.id.in_([UUID(one["unit"]) for one in result.result]))}
    return DrawRecord(
        authority=Authority(authority.name, authority.short_name),
        number=number,
        name=draw.name,
        reason=draw.reason,
        conditions=conditions_of(draw),
        algorithm=ALGORITHM,
        commitment=draw.commitment,
        committed_at=draw.created_at,
        frozen_at=freeze.at,
        units=DrawPool(freeze.units_count, freeze.units_sha256, left_out_words(freeze.left_out["units"])),
        officers=DrawPool(freeze.officers_count, freeze.officers_sha256, left_out_words(freeze.left_out["officers"])),
        seed=result.seed,
        witness=result.witness,
        words=result.words,
        operator=Officer(result.by_name, result.operator_certificate_no),
        drawn_at=result.at,
        rows=tuple(
            DrawnUnit(
                position,
                units[UUID(one["unit"])].name,
                units[UUID(one["unit"])].uscc or "",
                tuple(Officer(people[UUID(id)].name, people[UUID(id)].certificate_no or "") for id in one["officers"]),
            )
            for position, one in enumerate(result.result, 1)
        ),
        record_sha256=result.record_sha256,
        repeats=_repeats(draw),
        verification=verification,
    )


def conditions_of(draw: Draw) -> tuple[tuple[str, str], ...]:
    """The terms in Chinese, line by line."""
    terms = draw.terms
    area = Area.select().where(Area.code == terms["units"]["area_code"]).order_by(Area.effective_from.desc()).first()
    ids = [UUID(id) for id in (terms["units"]["station_id"], *terms["officers"]["agency_ids"]) if id]
    names = {str(id): agency.name for id, agency in agencies_by_id(ids).items()}
    return tuple(speak_conditions(terms, area.name if area else "", names))


def left_out_words(counts: dict[str, int]) -> str:
    """近期已检查 3；点名排除 1."""
    return "；".join(f"{REASONS.get(reason, reason)} {count}" for reason, count in counts.items())


def public_course(id: UUID) -> dict[str, Any]:
    """What everybody may see of a draw, as far as it was published. Raises NotFound for one that was not.

    The result, the seed and the pools only with scope ``result``.
    """
    course = course_of(draw_by_id(id))
    scopes = {row.scope: row.at for row in course.publications}
    if not scopes:
        raise NotFound()
    draw, freeze = course.draw, course.freeze
    agency = Agency.get_by_id(draw.agency_id)
    document = documents_of_subjects(DocumentKind.DRAW_RECORD, [id]).get(id)
    return {
        "draw": draw,
        "agency": agency.name,
        "conditions": conditions_of(draw),
        "freeze": freeze,
        "left_out": {pool: left_out_words(freeze.left_out[pool]) for pool in ("units", "officers")} if freeze else {},
        "abandonment": course.abandonment,
        "is_drawn": draw.state == "drawn",
        "result": course.result if "result" in scopes else None,
        "rows": _public_rows(course) if "result" in scopes else [],
        "document": document if document and document["state"] in {"signed", "revoked"} else None,
        "published_at": scopes.get("result") or scopes["process"],
        "chain": _chain(draw),
    }


def public_record(id: UUID) -> bytes:
    """The record to replay. Raises NotFound unless the result was published."""
    course = course_of(draw_by_id(id))
    if course.freeze is None or course.result is None or "result" not in {row.scope for row in course.publications}:
        raise NotFound()
    return record_bytes(course.draw, course.freeze, course.result)


def _public_rows(course: Course) -> list[dict[str, Any]]:
    """Units by the name they were drawn under, officers by certificate number."""
    freeze, result = course.freeze, course.result
    if freeze is None or result is None:
        return []
    wanted = {one["unit"] for one in result.result}
    names = {}
    for entry in frozen_pool(freeze.units_sha256):
        if entry["id"] in wanted:
            names[entry["id"]] = entry["name"]
    numbers = {row["id"]: row["certificate_no"] for row in frozen_pool(freeze.officers_sha256)}
    return [
        {"unit": names[one["unit"]], "officers": [numbers[officer] for officer in one["officers"]]}
        for one in result.result
    ]


def _chain(draw: Draw) -> list[dict[str, Any]]:
    """Draws that repeat each other: that there is one is public, its page only when it was published."""
    courses = courses_of(chain_of(draw))
    return [
        {
            "id": course.draw.id,
            "name": course.draw.name,
            "state": course.draw.state,
            "opened_at": course.draw.created_at,
            "commitment": course.draw.commitment,
            "reason": (course.draw.terms["repeats"] or {}).get("reason", ""),
            "is_this": course.draw.id == draw.id,
            "is_public": bool(course.publications),
        }
        for course in courses
    ]


def _repeats(draw: Draw) -> str:
    if draw.repeats_id is None:
        return ""
    first = draw_by_id(draw.repeats_id)
    return f"“{first.name}”（承诺 {first.commitment[:8]}…）；理由：{draw.terms['repeats']['reason']}"
