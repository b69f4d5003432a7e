"""Small judgements about a record, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from checklists.inspections.rules import Evidence, Submission, files_of, inspected_on, is_legal
from checklists.templates.rules import check_definition, circles_of, items_of
from server.core.ids import new_id
from tests.factories.records import number_kind, small_definition, small_item

RECEIVED = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def submission(ended_at: datetime, offset: float | None) -> Submission:
    evidence = Evidence(new_id(), "手机", signature_valid=True, clock_offset_seconds=offset)
    return Submission({}, {"ended_at": ended_at}, "", evidence)


@pytest.mark.parametrize(
    ("ended_at", "offset", "day"),
    [
        (datetime(2026, 11, 19, 15, 59, tzinfo=UTC), 0.0, date(2026, 11, 19)),
        (datetime(2026, 11, 19, 16, 0, tzinfo=UTC), None, date(2026, 11, 20)),  # midnight in Beijing
        (datetime(2026, 11, 25, 1, 0, tzinfo=UTC), None, date(2026, 11, 22)),  # never after it came in
        (datetime(2021, 11, 19, 1, 0, tzinfo=UTC), -86_400.0, date(2026, 11, 22)),  # a clock that is off says nothing
    ],
)
def test_the_day_of_a_check_is_the_phones_unless_its_clock_is_off(
    ended_at: datetime, offset: float | None, day: date
) -> None:
    assert inspected_on(submission(ended_at, offset), RECEIVED, 600) == day


@pytest.mark.parametrize(
    ("changes", "legal", "illegal"),
    [
        ({}, ["pass", "fail", "na"], ["ok", "", 1, True]),
        (number_kind(), [0, 50, 2.5], [-1, 51, "7", True]),
        ({"kind": "text"}, ["", "任何话"], [1, True, "长" * 2001]),
        ({"kind": "choice", "options": [{"value": "a", "label": "甲", "verdict": None}]}, ["a"], ["b", "甲", 1]),
    ],
    ids=["verdict", "number", "text", "choice"],
)
def test_a_value_is_legal_where_the_item_allows_it(changes: Any, legal: list[Any], illegal: list[Any]) -> None:
    item = small_item("A-1", **changes)
    assert all(is_legal(item, value) for value in legal)
    assert not any(is_legal(item, value) for value in illegal)


def test_a_file_that_is_named_twice_is_waited_for_once() -> None:
    one = {"sha256": "a" * 64, "bytes": 5, "media_type": "image/jpeg"}
    drawn = {"sha256": "b" * 64, "bytes": 6, "media_type": "image/jpeg"}
    record = {
        "photos": [{**one, "rendered": None}, {**one, "rendered": drawn}],
        "signatures": [{"image": {**one, "media_type": "image/png"}}],
    }
    assert [(file.sha256[0], file.purpose, file.media_type) for file in files_of(record)] == [
        ("a", "photo", "image/jpeg"),
        ("b", "rendered", "image/jpeg"),
    ]


def test_conditions_in_a_circle_are_found_and_a_chain_is_none() -> None:
    def waiting(id: str, on: str | None) -> dict[str, Any]:
        return small_item(id, applies_if={"item": on, "is": "pass"} if on else None)

    chain = [waiting("A-1", None), waiting("A-2", "A-1"), waiting("A-3", "A-2")]
    circle = [waiting("B-1", "B-3"), waiting("B-2", "B-1"), waiting("B-3", "B-2")]
    section = {"id": "only", "title": "全部", "group": None, "items": [*chain, *circle, waiting("C-1", "B-1")]}
    definition = small_definition(sections=[section])
    assert circles_of(definition) == ["B-1", "B-2", "B-3", "C-1"]
    assert {problem.code for problem in check_definition(definition)} == {"circle"}
    assert len(list(items_of(definition))) == 7
