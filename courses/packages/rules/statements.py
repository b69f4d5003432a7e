"""Statements of cmi5: which of them say where a learner is. Others are acknowledged and not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from courses.packages.errors import StatementRefused

_VERBS = {
    "http://adlnet.gov/expapi/verbs/initialized": "initialized",
    "http://adlnet.gov/expapi/verbs/completed": "completed",
    "http://adlnet.gov/expapi/verbs/passed": "passed",
    "http://adlnet.gov/expapi/verbs/failed": "failed",
    "http://adlnet.gov/expapi/verbs/terminated": "terminated",
}
_CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOST_STATEMENTS = 100  # in one request


def elements_of(statement: Any, registration: str, mastery: float | None) -> dict[str, str]:
    """What a statement adds to the elements of its part; empty when it is not one of cmi5's own.

    Raises StatementRefused: no statement, of another registration, passed below the mastery score.
    """
    if not isinstance(statement, Mapping):
        raise StatementRefused(reason="not_an_object")
    verb = _VERBS.get(str(_at(statement, "verb", "id")))
    context = _at(statement, "context")
    if str(_at(context, "registration") or "").lower() != registration:
        raise StatementRefused(reason="registration")
    if verb is None or not _is_defined(context):
        return {}
    scaled = _at(statement, "result", "score", "scaled")
    if scaled is not None and (
        isinstance(scaled, bool) or not isinstance(scaled, (int, float)) or not -1 <= scaled <= 1
    ):
        raise StatementRefused(reason="score")
    if scaled is not None and mastery is not None and verb == ("failed" if scaled >= mastery else "passed"):
        raise StatementRefused(reason="mastery_score")
    told = {f"cmi5.{verb}": str(statement.get("timestamp") or "1")[:40]}
    return told | ({"cmi5.score.scaled": str(scaled)} if scaled is not None else {})


def check_order(known: Mapping[str, str], told: Mapping[str, str]) -> None:
    """A unit says first that it has begun. Raises StatementRefused."""
    if told and "cmi5.initialized" not in known and "cmi5.initialized" not in told:
        raise StatementRefused(reason="not_initialized")


def id_of(statement: Mapping[str, Any], otherwise: UUID) -> str:
    """The statement's own id, or the one we choose. Raises StatementRefused."""
    try:
        return str(UUID(str(statement.get("id", otherwise))))
    except ValueError as error:
        raise StatementRefused(reason="id") from error


def _is_defined(context: Any) -> bool:
    categories = _at(context, "contextActivities", "category")
    listed = categories if isinstance(categories, list) else [categories]
    return any(_at(one, "id") == _CATEGORY for one in listed)


def _at(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
