"""Columns give back what was put in, on both databases alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from server.core.database import database
from server.core.fields import DayField, JSONField, UTCDateTimeField
from server.core.ids import new_id
from server.core.jobs import JobRow

pytestmark = pytest.mark.usefixtures("connected")


def keep(moment: datetime) -> JobRow:
    return JobRow.create(
        id=new_id(), name="test", key=str(new_id()), arguments={}, state="done", run_after=moment, created_at=moment
    )


def test_an_instant_comes_back_aware_in_utc_to_the_microsecond() -> None:
    beijing = timezone(timedelta(hours=8))
    row = keep(datetime(2026, 11, 22, 6, 1, 2, 123456, tzinfo=beijing))
    back = JobRow.get_by_id(row.id).run_after
    assert back == datetime(2026, 11, 21, 22, 1, 2, 123456, tzinfo=UTC)
    assert back.tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["2026-11-22T00:00:00.000000", "2026-11-22T00:00:00.100000", "9999-12-31T23:59:59.999999"]
)
def test_an_instant_with_round_microseconds_keeps_its_width(text: str) -> None:
    row = keep(datetime.fromisoformat(text + "+00:00"))
    assert JobRow.get_by_id(row.id).run_after == datetime.fromisoformat(text + "+00:00")


def test_a_naive_time_is_no_instant() -> None:
    with pytest.raises(ValueError, match="naive"):
        keep(datetime.fromisoformat("2026-11-22T00:00"))


def test_instants_sort_and_compare_in_the_database_as_in_time() -> None:
    """Text of one width sorts as time does; the offset it was given with does not matter."""
    start = datetime(2026, 11, 22, 23, 59, 59, 999999, tzinfo=UTC)
    moments = [
        start + step for step in (timedelta(0), timedelta(microseconds=1), timedelta(hours=9), timedelta(days=400))
    ]
    rows = [keep(moment.astimezone(timezone(timedelta(hours=index * 5 - 7)))) for index, moment in enumerate(moments)]
    ours = JobRow.id.in_([row.id for row in rows])
    assert [row.id for row in JobRow.select().where(ours).order_by(JobRow.run_after)] == [row.id for row in rows]
    later = JobRow.select().where(ours & (JobRow.run_after > moments[1]))
    assert {row.id for row in later} == {rows[2].id, rows[3].id}


def test_a_day_is_a_day_and_never_text() -> None:
    field = DayField()
    assert field.python_value("2026-11-22") == field.python_value(date(2026, 11, 22)) == date(2026, 11, 22)
    assert field.python_value("2026-11-22 00:00:00") == date(2026, 11, 22)
    assert field.python_value(None) is None


@pytest.mark.parametrize("value", [{}, [], {"乙": 1, "a": [1.5, None, True, "\u2028\U0001f600"]}, "", 0, False])
def test_json_comes_back_as_it_was(value: object) -> None:
    row = keep(datetime(2026, 1, 1, tzinfo=UTC))
    JobRow.update(arguments=value).where(JobRow.id == row.id).execute()
    assert JobRow.get_by_id(row.id).arguments == value


def test_json_is_kept_as_its_canonical_text() -> None:
    assert JSONField().db_value({"b": 1.0, "a": "中"}) == '{"a":"中","b":1}'
    assert JSONField().db_value(None) is None


def test_instants_are_kept_as_sortable_text_on_sqlite() -> None:
    assert UTCDateTimeField().db_value(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000000Z"


def test_a_transaction_that_is_rolled_back_leaves_nothing() -> None:
    before = JobRow.select().count()
    with database.atomic() as act:
        keep(datetime(2026, 1, 1, tzinfo=UTC))
        act.rollback()
    assert JobRow.select().count() == before
