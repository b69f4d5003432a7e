"""One unit's duties with their bases on the day, and the gaps of all units within reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from server.core.database import database
from tests.factories.duties import duty_of
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.mark.parametrize(
    ("day", "state", "status"), [("2026-07-31", "missing", "in_force"), ("2026-08-01", "lapsed", "lapsed")]
)
def test_a_duty_that_rests_on_the_lapsed_opinion_alone_is_for_reference(
    client_as: ClientAs, world: World, day: str, state: str, status: str
) -> None:
    """反恐制度 of a unit that is no target: only the Jinan opinion asked for it. Source: JN-end-a."""
    duty = duty_of(client_as("officer"), world.units["organ"], "rulebook", "counter_terror_rules", day)
    assert duty is not None
    assert (duty["state"], [basis["status"] for basis in duty["bases"]]) == (state, [status])


def test_a_counter_terror_target_still_owes_its_rules(client_as: ClientAs, world: World) -> None:
    from checklists.duties.models import DutyCover, DutyPaper

    with database.connection_context():
        for table in (DutyCover, DutyPaper):
            table.delete().where(table.unit_id == world.units["hospital"]).execute()
    duty = duty_of(client_as("officer"), world.units["hospital"], "rulebook", "counter_terror_rules", "2026-11-22")
    assert duty is not None
    assert duty["state"] == "missing"
    assert [basis["basis_id"] for basis in duty["bases"]] == ["counter-terrorism-law"]


def test_a_lapsed_duty_is_no_gap(client_as: ClientAs, world: World) -> None:
    with time_machine.travel("2026-11-22T04:00:00Z", tick=False):
        rows = client_as("officer").get("/api/v1/duty-gaps?duty=rulebook&limit=200").json["items"]
    organ = next(row for row in rows if row["unit"]["id"] == str(world.units["organ"]))
    assert "counter_terror_rules" not in {gap["item"] for gap in organ["gaps"]}
    assert {gap["state"] for row in rows for gap in row["gaps"]} <= {"missing", "overdue"}


def test_gaps_and_duties_agree_for_every_unit(client_as: ClientAs, world: World) -> None:
    """The database's condition and the rule that tells a unit what it owes are two readings of one table."""
    for day in ("2026-07-31", "2026-11-22", "2026-12-31"):
        with time_machine.travel(f"{day}T04:00:00Z", tick=False):
            city = client_as("city")
            listed = {
                row["unit"]["id"]: {(gap["duty"], gap["item"], gap["state"]) for gap in row["gaps"]}
                for row in city.get("/api/v1/duty-gaps?limit=200").json["items"]
            }
            for id in map(str, world.units.values()):
                owed = city.get(f"/api/v1/units/{id}/duties").json["duties"]
                gaps = {
                    (row["duty"], row["item"], row["state"])
                    for row in owed
                    if row["state"] in {"missing", "overdue", "due", "failed"}
                }
                assert listed.get(id, set()) == gaps, (day, id)


def test_gaps_are_paged_and_filtered(client_as: ClientAs) -> None:
    officer = client_as("officer")
    whole = [row["unit"]["id"] for row in officer.get("/api/v1/duty-gaps?limit=200").json["items"]]
    first = officer.get("/api/v1/duty-gaps?limit=2").json
    second = officer.get(f"/api/v1/duty-gaps?limit=2&after={first['next']}").json
    assert [row["unit"]["id"] for row in first["items"] + second["items"]] == whole[:4]
    plans = officer.get("/api/v1/duty-gaps?duty=plan&item=incident&limit=200").json["items"]
    assert {(gap["duty"], gap["item"]) for row in plans for gap in row["gaps"]} == {("plan", "incident")}
    ordinary = officer.get("/api/v1/duty-gaps?key_level=0&limit=200").json["items"]
    assert {row["unit"]["key_unit_level"] for row in ordinary} == {None}
    schools = officer.get("/api/v1/duty-gaps?industry=school&limit=200").json["items"]
    assert {row["unit"]["industry"] for row in schools} == {"school"}


@pytest.mark.parametrize("window", [1, 2, 3, 500])
def test_a_page_looks_at_so_many_units_and_leads_on(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch, window: int
) -> None:
    city = client_as("city")
    whole = [row["unit"]["id"] for row in city.get("/api/v1/duty-gaps?duty=standard&limit=200").json["items"]]
    assert len(whole) > 3
    monkeypatch.setattr("checklists.duties.queries.owed.WINDOW", window)
    seen, after, pages = [], "", 0
    while after is not None and pages < 60:
        page = city.get(f"/api/v1/duty-gaps?duty=standard&limit=2&after={after}").json
        seen += [row["unit"]["id"] for row in page["items"]]
        after, pages = page["next"], pages + 1
    assert (after, seen) == (None, whole)


@pytest.mark.parametrize("query", ["duty=x", "key_level=9", "after=%%%", "limit=0"])
def test_a_wrong_filter_is_refused(client_as: ClientAs, query: str) -> None:
    assert client_as("officer").get(f"/api/v1/duty-gaps?{query}").status_code == 422


def test_each_sees_its_own(client_as: ClientAs, world: World) -> None:
    def seen(persona: str) -> set[str]:
        rows = client_as(persona).get("/api/v1/duty-gaps?limit=200").json["items"]
        return {row["unit"]["id"] for row in rows}

    school = str(world.units["school_first"])
    assert seen("staff") <= {school}
    assert school not in seen("stranger")
    assert client_as("system_admin").get("/api/v1/duty-gaps").status_code == 403


def test_a_page_costs_as_many_queries_as_a_row(client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    city, counts = client_as("city"), []
    for limit in (1, 100):
        seen: list[str] = []
        real = database.obj.execute_sql
        with monkeypatch.context() as patch:
            patch.setattr(database.obj, "execute_sql", lambda sql, *a, **k: seen.append(sql) or real(sql, *a, **k))  # noqa: B023
            assert city.get(f"/api/v1/duty-gaps?limit={limit}").status_code == 200
        counts.append(len(seen))
    assert counts[1] <= counts[0] <= 10
