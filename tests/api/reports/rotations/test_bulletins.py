"""The bulletin of a rotation says what the counts say, to each reader what they may see."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from courses.rotations.services import keep_up_all
from courses.trainees.rules import Audience
from tests.factories.rotations import cycle, learn
from tests.factories.trainees import trained, trainee
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
As = Callable[[str], Any]


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}


@pytest.fixture
def run(world: World) -> Any:
    of = cycle(agency_id=world.agencies["city"])
    done = trained(world.persons["guard_school"], Audience.GUARD)
    trainee(world.units["school_first"], name="未训者")
    trainee(world.units["fuel"], name="远处者")
    keep_up_all()
    learn(done.person_id, 7200)
    return of


@pytest.mark.clause("JN-3.4a")
def test_the_bulletin_counts_by_area_and_unit_and_names_who_is_missing(client_as: As, run: Any) -> None:
    answer = client_as("city").get(f"/api/v1/rotation-cycles/{run.id}/bulletin.xlsx")
    assert answer.status_code == 200
    found = sheets(answer.data)
    assert found["覆盖率"][1][:6] == ("合计", 3, 1, 0, 2, "33.33%")
    assert ("历下区", 2, 1, 0, 1, "50%") in found["覆盖率"]
    assert {row[0] for row in found["未轮训名单"][1:]} == {"未训者", "远处者"}
    paper = client_as("city").get(f"/api/v1/rotation-cycles/{run.id}/bulletin.pdf")
    assert paper.data.startswith(b"%PDF-")


def test_each_reader_sees_their_own_part(client_as: As, run: Any) -> None:
    found = sheets(client_as("head").get(f"/api/v1/rotation-cycles/{run.id}/bulletin.xlsx").data)
    assert found["覆盖率"][1][:5] == ("合计", 2, 1, 0, 1)
    assert [row[0] for row in found["未轮训名单"][1:]] == ["未训者"]
    assert client_as("guard").get(f"/api/v1/rotation-cycles/{run.id}/bulletin.xlsx").status_code == 403


@pytest.mark.clause("LN-19a", "JN-3.4b")
def test_the_year_by_audience_with_the_police_apart(client_as: As, world: World, run: Any) -> None:
    trained(world.persons["keypost_fuel"], Audience.KEY_POST)
    trained(world.persons["informant_bank"], Audience.INFORMANT)
    trained(world.persons["officer_chen"], Audience.POLICE_INTERNAL)
    answer = client_as("city").get("/api/v1/training-bulletin.xlsx?year=2026")
    assert answer.status_code == 200, answer.json
    rows = sheets(answer.data)["覆盖率"]
    names = [row[0] for row in rows]
    assert names.index("民警（单独统计）") + 1 == names.index("内保民警")
    assert ("保安员", 3, 1, 0, 2, "33.33%") in rows
    assert ("情报信息员", 1, 0, 0, 1, "0%") in rows
    assert client_as("city").get("/api/v1/training-bulletin.pdf").data.startswith(b"%PDF-")
