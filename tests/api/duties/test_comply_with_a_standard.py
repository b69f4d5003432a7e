"""Units of the sorts that standards bind, and their acceptance reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import time_machine

from server.units.registry.models import Unit
from tests.factories.duties import duty_of, file_paper, move_to_liaoning, paper_body
from tests.factories.files import delivered_pdf
from tests.world import World

ClientAs = Callable[[str], Any]
SORTS = ("museum", "bank", "defence", "metro", "express", "water", "power", "logistics")


@pytest.fixture
def unit(world: World, connected: None) -> UUID:
    """The school's people act for a unit of whatever industry a test makes it."""
    from checklists.duties.models import DutyCover, DutyPaper

    id = world.units["school_first"]
    for table in (DutyCover, DutyPaper):
        table.delete().where(table.unit_id == id).execute()
    return id


def standard_body(client: Any, item: str, **changes: Any) -> dict[str, Any]:
    return paper_body(
        client,
        **{
            "duty": "standard",
            "item": item,
            "title": "执行标准声明",
            "statement": "本单位技防、物防按该标准设计施工，并通过验收。",
            "review_on": None,
            "files": [delivered_pdf(client, "验收报告", "acceptance")],
            **changes,
        },
    )


@pytest.mark.clause("LN-6a")
@pytest.mark.parametrize("industry", SORTS)
def test_each_sort_is_bound_by_a_standard_and_lacks_acceptance_until_it_is_filed(
    client_as: ClientAs, unit: UUID, industry: str
) -> None:
    move_to_liaoning(unit, industry=industry, key_unit_level=None)
    officer, staff = client_as("officer"), client_as("staff")
    bound = [row for row in officer.get(f"/api/v1/units/{unit}/duties").json["duties"] if row["duty"] == "standard"]
    assert len(bound) >= 1
    assert {row["state"] for row in bound} == {"missing"}
    assert lacking(officer, unit) == {row["item"] for row in bound}
    for row in bound:
        answer = staff.post(f"/api/v1/units/{unit}/papers", json=standard_body(staff, row["item"]))
        assert answer.status_code == 201, answer.json
    assert lacking(officer, unit) == set()
    for row in bound:
        duty = duty_of(officer, unit, "standard", row["item"])
        assert duty is not None
        assert duty["state"] == "ok"


def lacking(client: Any, unit: UUID) -> set[str]:
    rows = client.get("/api/v1/duty-gaps?duty=standard&limit=200").json["items"]
    return {gap["item"] for row in rows if row["unit"]["id"] == str(unit) for gap in row["gaps"]}


@pytest.mark.clause("LN-6a")
def test_a_statement_without_an_acceptance_report_is_refused(client_as: ClientAs, unit: UUID) -> None:
    move_to_liaoning(unit, industry="bank")
    staff = client_as("staff")
    body = standard_body(staff, "ga-38-2021", files=[delivered_pdf(staff)])
    answer = staff.post(f"/api/v1/units/{unit}/papers", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "acceptance_missing")


@pytest.mark.clause("LN-6a")
def test_the_library_names_number_days_and_what_took_a_standard_s_place(client_as: ClientAs) -> None:
    with time_machine.travel("2026-11-22T04:00:00Z", tick=False):
        rows = client_as("officer").get("/api/v1/standards?limit=200").json["items"]
    library = {row["id"]: row for row in rows}
    old, new, bank = library["gbt-31458-2015"], library["gbt-31458-2026"], library["ga-38-2021"]
    assert (old["status"], old["replaced_by"]) == ("lapsed", "GB/T 31458—2026")
    assert (new["status"], new["effective_from"], new["industries"]) == ("in_force", "2026-08-01", ["hospital"])
    assert (bank["number"], bank["industries"]) == ("GA 38—2021", ["bank"])
    assert library["gbt-16571-2012"]["verified"] is False


def test_the_library_is_paged(client_as: ClientAs) -> None:
    officer = client_as("officer")
    whole = [row["id"] for row in officer.get("/api/v1/standards?limit=200").json["items"]]
    first = officer.get("/api/v1/standards?limit=3").json
    second = officer.get(f"/api/v1/standards?limit=3&after={first['next']}").json
    assert [row["id"] for row in first["items"] + second["items"]] == whole[:6]


def test_a_mandatory_standard_binds_by_itself_a_recommended_one_does_not(client_as: ClientAs, unit: UUID) -> None:
    """In Jinan the Liaoning document says nothing; GA 38 is mandatory, GB/T 16571 is not, for who is no key unit."""
    officer = client_as("officer")
    Unit.update(industry="bank", key_unit_level=None).where(Unit.id == unit).execute()
    assert duty_of(officer, unit, "standard", "ga-38-2021") is not None
    Unit.update(industry="museum").where(Unit.id == unit).execute()
    assert duty_of(officer, unit, "standard", "gbt-16571-2012") is None


def test_a_standard_nobody_bound_is_unknown(client_as: ClientAs, unit: UUID) -> None:
    staff = client_as("staff")
    answer = staff.post(f"/api/v1/units/{unit}/papers", json=standard_body(staff, "gb-37300-2018"))
    assert (answer.status_code, answer.json["code"]) == (422, "duty_unknown")


def test_the_statement_is_kept_with_its_words(client_as: ClientAs, unit: UUID) -> None:
    staff = client_as("staff")
    body = standard_body(staff, "gbt-29315-2022")
    paper = file_paper(staff, unit, **{name: value for name, value in body.items() if name != "id"})
    assert client_as("officer").get(f"/api/v1/papers/{paper['id']}").json["statement"].startswith("本单位技防")
