"""Award records: of a round, of a unit, and one's own on the phone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl

from tests.factories.commendations import ROUNDS, Course
from tests.world import World


def test_a_unit_sees_what_it_and_its_people_were_given(
    decided: Course, world: World, client_as: Callable[[str], Any]
) -> None:
    address = f"/api/v1/units/{world.units['school_first']}/honours"
    for persona in ("head", "officer", "department", "city"):
        honours = client_as(persona).get(address).json["honours"]
        titles = {honour["title"] for honour in honours}
        assert titles == {"内部治安保卫工作先进单位", "内部治安保卫工作先进个人"}
    for persona, status in (("stranger", 404), ("fuel_head", 404), ("guard", 403)):
        assert client_as(persona).get(address).status_code == status


def test_a_person_sees_and_downloads_the_own_honour_only(
    decided: Course, client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    guard = client_as("guard")
    (mine,) = guard.get("/api/v1/my/honours").json["honours"]
    assert (mine["name"], mine["state"]) == ("赵卫东", "given")
    assert guard.get(f"/api/v1/my/honours/{mine['id']}/paper").status_code == 404  # still being made
    run_jobs()
    (mine,) = guard.get("/api/v1/my/honours").json["honours"]
    assert "<svg" in mine["code"]
    answer = guard.get(f"/api/v1/my/honours/{mine['id']}/paper")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert client_as("other_guard").get("/api/v1/my/honours").json["honours"] == []
    assert client_as("other_guard").get(f"/api/v1/my/honours/{mine['id']}/paper").status_code == 404
    decided.revoke(mine)
    assert guard.get(f"/api/v1/my/honours/{mine['id']}/paper").status_code == 404
    assert guard.get("/api/v1/my/honours").json["honours"][0]["revocation"]["reason"] == "弄虚作假"


def test_the_list_comes_as_a_workbook(
    decided: Course, client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    decided.revoke(decided.honours()[0])
    answer = client_as("officer").get(f"{decided.address}/honours.xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[0][1] == "荣誉称号"
    assert {row[3] for row in rows[1:]} == {"泉城示范第一中学", "赵卫东"}
    assert [row[7] for row in rows[1:]] == ["已撤销", "有效"]
    assert all(row[5] for row in rows[1:])  # the number of the certificate
    assert client_as("stranger").get(f"{decided.address}/honours.xlsx").status_code == 404


def test_a_page_of_honours_goes_on_where_it_stopped(decided: Course, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    first = officer.get(f"{decided.address}/honours?limit=1").json
    second = officer.get(f"{decided.address}/honours?limit=1&after={first['next']}").json
    assert {first["items"][0]["id"], second["items"][0]["id"]} == {row["id"] for row in decided.honours()}
    assert second["next"] is None
    assert client_as("head").get(f"{ROUNDS}/{decided.round['id']}/honours").status_code == 404
