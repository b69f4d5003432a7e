"""Which department leads a unit: by its industry, its area and the day; and who sees what the state owns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.ids import new_id
from tests.factories.units import credit_code, unit_body
from tests.world import World

ClientAs = Callable[[str], Any]

COMPETENCES = "/api/v1/competences"
UNITS = "/api/v1/units"


def competence(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "agency_id": str(world.agencies["housing"]),
        "industry": "heat",
        "area_code": "370100",
        "from_on": "2026-01-01",
        "basis_id": "state-council-421",
        "article": "第三条",
        **changes,
    }


def led_by(client_as: ClientAs, world: World, **changes: Any) -> str:
    body = unit_body(world, **changes)
    del body["department_id"]
    answer = client_as("officer").post(UNITS, json=body)
    assert answer.status_code == 201, answer.json
    return str(answer.json["department"])


@pytest.mark.clause("LN-27")
def test_petrol_stations_and_gas_stations_go_to_different_departments(client_as: ClientAs, world: World) -> None:
    assert led_by(client_as, world, industry="fuel", uscc=credit_code(2)) == "济南市商务局"
    assert led_by(client_as, world, industry="gas", uscc=credit_code(3)) == "济南市住房和城乡建设局"
    suggested = client_as("officer").get(f"{COMPETENCES}/suggestion?industry=gas&area_code=370102").json
    assert suggested["department"]["name"] == "济南市住房和城乡建设局"


@pytest.mark.clause("LN-27")
def test_the_department_sees_the_petrol_station_that_was_routed_to_it(client_as: ClientAs, world: World) -> None:
    body = unit_body(world, industry="fuel", uscc=credit_code(2), department_id=None)
    id = client_as("officer").post(UNITS, json=body).json["id"]
    assert client_as("commerce").get(f"{UNITS}/{id}").status_code == 200
    assert client_as("department").get(f"{UNITS}/{id}").status_code == 404


def test_a_named_department_is_taken_as_it_is(client_as: ClientAs, world: World) -> None:
    body = unit_body(world, industry="fuel", department_id=str(world.agencies["transport"]))
    assert client_as("officer").post(UNITS, json=body).json["department"] == "济南市交通运输局"


def test_a_retry_is_known_though_the_competence_has_changed_hands(client_as: ClientAs, world: World) -> None:
    body = unit_body(world, industry="gas", department_id=None)
    first = client_as("officer").post(UNITS, json=body).json
    given = next(row for row in client_as("system_admin").get(COMPETENCES).json["items"] if row["industry"] == "gas")
    client_as("system_admin").post(f"{COMPETENCES}/{given['id']}/endings", json={"to_on": "2026-11-01"})
    again = client_as("officer").post(UNITS, json=body)
    assert (again.status_code, again.json["department_id"]) == (201, first["department_id"])


def test_an_industry_nobody_leads_asks_for_a_department(client_as: ClientAs, world: World) -> None:
    answer = client_as("officer").post(UNITS, json=unit_body(world, industry="heat", department_id=None))
    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json["errors"]] == [("department_id", "no_competent_department")]


def test_the_district_s_department_goes_before_the_city_s(client_as: ClientAs, world: World) -> None:
    admin = client_as("system_admin")
    assert admin.post(COMPETENCES, json=competence(world)).status_code == 201
    district = competence(world, agency_id=str(world.agencies["offices"]), area_code="370102")
    assert admin.post(COMPETENCES, json=district).status_code == 201
    for area, expected in (("370102", "济南市机关事务服务中心"), ("370112", "济南市住房和城乡建设局")):
        found = client_as("officer").get(f"{COMPETENCES}/suggestion?industry=heat&area_code={area}").json
        assert found["department"]["name"] == expected
    elsewhere = client_as("officer").get(f"{COMPETENCES}/suggestion?industry=heat&area_code=210100").json
    assert elsewhere == {"department": None, "state_assets": None}


def test_a_competence_ends_with_its_last_day_and_another_department_takes_over(
    client_as: ClientAs, world: World
) -> None:
    admin = client_as("system_admin")
    first = competence(world)
    admin.post(COMPETENCES, json=first)
    second = competence(world, agency_id=str(world.agencies["offices"]), from_on="2026-11-23")
    taken = admin.post(COMPETENCES, json=second)
    assert (taken.status_code, taken.json["code"]) == (422, "competence_taken")
    ended = admin.post(f"{COMPETENCES}/{first['id']}/endings", json={"to_on": "2026-11-22"})
    assert (ended.status_code, ended.json["to_on"]) == (201, "2026-11-22")
    assert admin.post(COMPETENCES, json=second).status_code == 201
    for day, expected in (("2026-11-22", "济南市住房和城乡建设局"), ("2026-11-23", "济南市机关事务服务中心")):
        rows = client_as("officer").get(f"{COMPETENCES}?on={day}").json["items"]
        assert [row["agency"] for row in rows if row["industry"] == "heat"] == [expected]


def test_sent_twice_it_is_given_once_and_ended_once(client_as: ClientAs, world: World) -> None:
    admin, body = client_as("system_admin"), competence(world)
    answers = [admin.post(COMPETENCES, json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    other = admin.post(COMPETENCES, json={**body, "industry": "power"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")
    end = f"{COMPETENCES}/{body['id']}/endings"
    assert [admin.post(end, json={"to_on": "2026-11-20"}).status_code for _ in range(2)] == [201, 201]
    assert admin.post(end, json={"to_on": "2026-11-21"}).json["code"] == "competence_ended"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"agency_id": "01900000-0000-7000-8000-000000000000"}, "agency_id", "unknown_agency"),
        ({"area_code": "999999"}, "area_code", "unknown_area"),
        ({"industry": "加气站"}, "industry", "invalid"),
        ({"from_on": "sometime"}, "from_on", "invalid"),
    ],
)
def test_a_wrong_field_is_named(
    client_as: ClientAs, world: World, changes: dict[str, str], field: str, code: str
) -> None:
    answer = client_as("system_admin").post(COMPETENCES, json=competence(world, **changes))
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json["errors"]] == [(field, code)]


def test_police_lead_no_industry_and_no_competence_ends_before_it_begins(client_as: ClientAs, world: World) -> None:
    admin = client_as("system_admin")
    police = admin.post(COMPETENCES, json=competence(world, agency_id=str(world.agencies["lixia"])))
    assert (police.status_code, police.json["code"]) == (422, "not_a_department")
    body = competence(world)
    admin.post(COMPETENCES, json=body)
    early = admin.post(f"{COMPETENCES}/{body['id']}/endings", json={"to_on": "2025-12-31"})
    assert (early.status_code, early.json["code"]) == (422, "end_before_begin")


@pytest.mark.parametrize("persona", ["officer", "department", "head"])
def test_only_the_system_administrator_gives_competences(client_as: ClientAs, world: World, persona: str) -> None:
    assert client_as(persona).post(COMPETENCES, json=competence(world)).status_code == 403


@pytest.mark.clause("LN-23")
def test_the_state_assets_supervisor_sees_the_units_it_supervises_and_no_others(
    client_as: ClientAs, world: World
) -> None:
    owned = unit_body(world, uscc=credit_code(5), supervised_by_id=str(world.agencies["sasac"]))
    private = unit_body(world, uscc=credit_code(6), name="民营测试银行")
    for body in (owned, private):
        assert client_as("officer").post(UNITS, json=body).status_code == 201
    seen = {row["id"] for row in client_as("sasac").get(f"{UNITS}?limit=100").json["items"]}
    assert owned["id"] in seen
    assert private["id"] not in seen
    assert client_as("sasac").get(f"{UNITS}/{private['id']}").status_code == 404
    assert client_as("sasac").get(f"{UNITS}/{owned['id']}").json["supervised_by"].endswith("国有资产监督管理委员会")


@pytest.mark.clause("LN-23")
def test_a_unit_that_is_sold_leaves_the_supervisor_s_reach(client_as: ClientAs, world: World) -> None:
    body = unit_body(world, supervised_by_id=str(world.agencies["sasac"]))
    officer = client_as("officer")
    officer.post(UNITS, json=body)
    read = officer.get(f"{UNITS}/{body['id']}")
    sold = {name: value for name, value in body.items() if name not in {"id", "supervised_by_id"}}
    answer = officer.put(f"{UNITS}/{body['id']}", json=sold, headers={"If-Match": read.headers["ETag"]})
    assert (answer.status_code, answer.json["supervised_by"]) == (200, None)
    assert client_as("sasac").get(f"{UNITS}/{body['id']}").status_code == 404


def test_only_a_department_supervises_state_assets(client_as: ClientAs, world: World) -> None:
    answer = client_as("officer").post(UNITS, json=unit_body(world, supervised_by_id=str(world.agencies["lixia"])))
    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json["errors"]] == [("supervised_by_id", "not_a_department")]


@pytest.mark.clause("LN-28")
def test_a_regulator_that_is_renamed_keeps_its_units_its_history_and_its_old_name(
    client_as: ClientAs, world: World
) -> None:
    id = str(world.agencies["finance"])
    before = client_as("officer").get(f"{UNITS}?limit=100").json["items"]
    led = {row["id"] for row in before if row["department_id"] == id}
    assert led
    name = {"id": str(new_id()), "name": "国家金融监督管理示范局", "short_name": "金监", "from_on": "2026-11-01"}
    assert client_as("system_admin").post(f"/api/v1/agencies/{id}/names", json=name).status_code == 201
    after = client_as("officer").get(f"{UNITS}?limit=100").json["items"]
    assert {row["id"] for row in after if row["department_id"] == id} == led
    assert {row["department"] for row in after if row["department_id"] == id} == {"国家金融监督管理示范局"}
    names = client_as("officer").get(f"/api/v1/agencies/{id}").json["names"]
    assert [row["name"] for row in names] == ["济南市金融监督管理示范局", "国家金融监督管理示范局"]
    rows = client_as("officer").get(COMPETENCES).json["items"]
    assert {row["agency"] for row in rows if row["industry"] == "bank"} == {"国家金融监督管理示范局"}
