"""Reads of blueprints: those of the own agency, of those above and below it, and the product's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from courses.items.models import KnowledgePoint
from courses.papers.errors import BlueprintCategoryMissing, BlueprintInvalid
from courses.papers.models import Blueprint, BlueprintVersion
from courses.papers.rules.matching import Pool, find_shortages
from courses.papers.rules.tables import BlueprintRow, MarkingRules, check_table
from server.core.errors import FieldProblem, NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.agencies.rules import numbers_of_path
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class BlueprintFilter:
    state: str | None = None
    limit: int = 50
    after: str | None = None


def blueprints_within_reach(actor: Actor) -> ModelSelect:
    """A query to compose: the own agency and those above and below it, and the product's."""
    if actor.account_id is None:
        return Blueprint.select()
    mine = Blueprint.agency_id.is_null()
    for path in agency_paths(actor):
        line = Agency.select(Agency.id).where(Agency.path.startswith(path) | Agency.number.in_(numbers_of_path(path)))
        mine |= Blueprint.agency_id.in_(line)
    return Blueprint.select().where(mine)


def blueprint_within_reach(actor: Actor, id: UUID) -> Blueprint:
    """Raises NotFound."""
    blueprint = blueprints_within_reach(actor).where(Blueprint.id == id).first()
    if blueprint is None:
        raise NotFound(blueprint_id=str(id))
    return blueprint


def live_version_within_reach(actor: Actor, blueprint_id: UUID) -> BlueprintVersion:
    """The current version of a blueprint, for a session that is planned. Raises NotFound also for a retired one."""
    blueprint = blueprint_within_reach(actor, blueprint_id)
    if blueprint.state != "live":
        raise NotFound(blueprint_id=str(blueprint_id))
    version: BlueprintVersion = BlueprintVersion.get_by_id(blueprint.current_id)
    return version


def is_own(actor: Actor, blueprint: Blueprint) -> bool:
    """Only who made it changes it."""
    return actor.account_id is None or (actor.agency_id is not None and blueprint.agency_id == actor.agency_id)


def find_blueprints(actor: Actor, wanted: BlueprintFilter) -> dict[str, Any]:
    """A page, newest first; 4 queries."""
    query = blueprints_within_reach(actor).order_by(Blueprint.id.desc())
    if wanted.state:
        query = query.where(Blueprint.state == wanted.state)
    if wanted.after:
        query = query.where(Blueprint.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": shapes(actor, found["items"])}


def shapes(actor: Actor, blueprints: Sequence[Blueprint]) -> list[dict[str, Any]]:
    """Blueprints with their current table; 2 queries, however many."""
    agencies = agencies_by_id(row.agency_id for row in blueprints)
    ids = [row.current_id for row in blueprints]
    versions = {row.id: row for row in BlueprintVersion.select().where(BlueprintVersion.id.in_(ids))} if ids else {}
    return [
        {
            "id": row.id,
            "title": row.title,
            "agency_id": row.agency_id,
            "agency_name": agencies[row.agency_id].name if row.agency_id else "",
            "state": row.state,
            "number": row.number,
            "current_version_id": row.current_id,
            "rows": versions[row.current_id].rows,
            "marking": versions[row.current_id].marking,
            "worth_x100": versions[row.current_id].worth_x100,
            "created_at": row.created_at,
            "version": row.version,
            "is_mine": actor.may("blueprint.edit") and is_own(actor, row),
        }
        for row in blueprints
    ]


def versions_of(blueprint_id: UUID) -> list[BlueprintVersion]:
    """All versions, the newest first."""
    mine = BlueprintVersion.select().where(BlueprintVersion.blueprint_id == blueprint_id)
    return list(mine.order_by(BlueprintVersion.number.desc()))


def wrong_points(rows: Sequence[BlueprintRow]) -> list[FieldProblem]:
    """Rows whose knowledge point is unknown or of another category; one query."""
    codes = {row.point_code for row in rows if row.point_code}
    points = KnowledgePoint.select().where(KnowledgePoint.code.in_(sorted(codes))) if codes else ()
    category = {point.code: point.category for point in points}
    return [
        FieldProblem(f"rows.{number}.point_code", "没有这一类别下的知识点", "unknown_point")
        for number, row in enumerate(rows)
        if row.point_code and category.get(row.point_code) != row.category
    ]


def find_table_problems(rows: Sequence[BlueprintRow], marking: MarkingRules) -> list[dict[str, str]]:
    """Everything that keeps a draft from being kept; one query. Source: LN-3b."""
    problems = wrong_points(rows)
    try:
        check_table(rows, marking)
    except (BlueprintInvalid, BlueprintCategoryMissing) as error:
        problems += error.fields
    return [{"field": problem.field, "code": problem.code, "message": problem.message} for problem in problems]


def availability_in(pool: Pool, rows: Sequence[BlueprintRow]) -> dict[str, Any]:
    """No query."""
    shortages = find_shortages(rows, pool)
    short = {number for shortage in shortages for number in shortage.rows}
    held = sum(group.size for group in pool.groups(rows) if short & set(group.cells))
    return {
        "cells": [
            {"row": number, "need": row.count, "have": pool.available(row), "short": number in short}
            for number, row in enumerate(rows)
        ],
        "is_feasible": not shortages,
        "need": sum(rows[number].count for number in short) if shortages else None,
        "have": held if shortages else None,
    }
