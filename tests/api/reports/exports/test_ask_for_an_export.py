"""A list as a file, made in the background: asked for, watched, fetched by its owner."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import time_machine

from device_checks.registers.rules import words as register_words
from reports.exports import rules
from reports.exports.queries import rows as export_rows
from reports.exports.services import making
from server.core import clock
from server.core.database import database
from server.units.registry.models import Unit
from tests.factories.exports import EXPORTS, Jobs, made, table, wish
from tests.factories.phone import jpeg
from tests.factories.records import Sender, failed_check
from tests.factories.units import unit_body
from tests.world import World


def test_units_become_a_workbook_with_text_ids_and_chinese_headings(
    client_as: Callable[[str], Any], run_jobs: Jobs
) -> None:
    officer = client_as("officer")
    ended, content = made(officer, run_jobs, wish())
    count = officer.get("/api/v1/units/count").json["count"]
    assert (ended["state"], ended["rows_done"], ended["rows_total"]) == ("ready", count, count)
    assert ended["file_name"].startswith("单位档案-")
    assert ended["byte_count"] == len(content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [sheet.cell(1, 1).value, sheet.cell(1, 2).value] == ["单位名称", "统一社会信用代码"]
    assert sheet.max_row == count + 1
    codes = [row[1] for row in sheet.iter_rows(min_row=2) if row[1].value]
    assert codes
    assert {(cell.data_type, cell.number_format) for cell in codes} == {("s", "@")}


def test_hazards_and_inspections_name_their_evidence_files(
    sender: Sender, client_as: Callable[[str], Any], run_jobs: Jobs
) -> None:
    check = failed_check(sender, "SCH-13", photos=(jpeg(3),))
    officer = client_as("officer")
    _, hazards = made(officer, run_jobs, wish("hazards", "csv"))
    _, inspections = made(officer, run_jobs, wish("inspections", "csv"))
    sha256 = check.record["photos"][0]["sha256"]
    hazard = table(hazards)[0]
    assert hazard["证据文件"] == f"{sha256}.jpg"
    assert (hazard["来源"], hazard["状态"], hazard["发现日期"]) == ("检查发现", "待处理", clock.today().isoformat())
    inspection = table(inspections)[0]
    assert f"{sha256}.jpg" in inspection["证据文件"].split("；")
    assert inspection["记录摘要（SHA-256）"] == check.receipt["record_hash"]


def test_tasks_are_exported_as_the_list_filters_them(client_as: Callable[[str], Any], run_jobs: Jobs) -> None:
    officer = client_as("officer")
    listed = officer.get("/api/v1/tasks?state=open&limit=200").json["items"]
    _, content = made(officer, run_jobs, wish("tasks", "csv", state="open"))
    assert [row["任务编号"] for row in table(content)] == [task["id"] for task in listed]
    _, none = made(officer, run_jobs, wish("tasks", "csv", state="cancelled"))
    assert table(none) == []


def test_a_list_of_many_batches_is_complete(
    client_as: Callable[[str], Any], run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_rows, "BATCH", 2)
    city = client_as("city")
    for subject, path in (("units", "units"), ("tasks", "tasks")):
        listed = city.get(f"/api/v1/{path}?limit=200").json["items"]
        assert len(listed) > 4
        _, content = made(city, run_jobs, wish(subject, "csv"))
        column = "单位编号" if subject == "units" else "任务编号"
        assert sorted(row[column] for row in table(content)) == sorted(row["id"] for row in listed)


def test_a_pdf_says_that_it_is_not_signed(client_as: Callable[[str], Any], run_jobs: Jobs) -> None:
    import pikepdf

    ended, content = made(client_as("officer"), run_jobs, wish("units", "pdf"))
    assert ended["state"] == "ready", ended
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert len(paper.pages) >= 1
        assert "/AcroForm" not in paper.Root


def test_a_pdf_of_too_many_rows_fails_with_the_limit(
    client_as: Callable[[str], Any], run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MOST_PDF_ROWS", 2)
    officer = client_as("officer")
    asked = wish("units", "pdf")
    officer.post(EXPORTS, json=asked)
    run_jobs()
    ended = officer.get(f"{EXPORTS}/{asked['id']}").json
    assert (ended["state"], ended["problem"]) == ("failed", "超过 2 行，请缩小筛选范围，或改用 XLSX、CSV")
    refused = officer.get(f"{EXPORTS}/{asked['id']}/file")
    assert (refused.status_code, refused.json["code"]) == (422, "export_not_ready")


@pytest.mark.parametrize("name", ["=1+1", "+86", "-2", "@SUM(A1)"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_no_cell_is_taken_for_a_formula(
    client_as: Callable[[str], Any], run_jobs: Jobs, world: World, name: str, form: str
) -> None:
    with database.connection_context(), database.atomic():
        Unit.update(name=name).where(Unit.id == world.units["school_first"]).execute()
    _, content = made(client_as("officer"), run_jobs, wish("units", form))
    if form == "csv":
        assert f"'{name}" in [row["单位名称"] for row in table(content)]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        assert f"'{name}" in [cell.value for cell in sheet["A"]]
        book = zipfile.ZipFile(io.BytesIO(content))
        assert not any(b"<f>" in book.read(part) for part in book.namelist() if "sheet" in part)


def test_asked_twice_it_is_made_once(client_as: Callable[[str], Any], run_jobs: Jobs) -> None:
    officer, asked = client_as("officer"), wish()
    assert officer.post(EXPORTS, json=asked).status_code == 201
    assert officer.post(EXPORTS, json=asked).status_code == 201
    run_jobs()
    assert [row["id"] for row in officer.get(EXPORTS).json["items"]] == [asked["id"]]
    other = officer.post(EXPORTS, json={**asked, "format": "csv"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_the_same_question_is_the_same_file_until_something_changes(
    client_as: Callable[[str], Any], run_jobs: Jobs, world: World
) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        officer = client_as("officer")
        _, first = made(officer, run_jobs, wish("units", "csv"))
        asked = wish("units", "csv")
        again = officer.post(EXPORTS, json=asked).json
        assert again["state"] == "ready"
        assert officer.get(f"{EXPORTS}/{asked['id']}/file").data == first
        assert officer.post(EXPORTS, json=wish("units", "csv", kind="organ")).json["state"] == "waiting"
        run_jobs()
        with database.connection_context(), database.atomic():
            Unit.update(name="改名学校", changed_at=clock.now()).where(Unit.id == world.units["school_first"]).execute()
        assert officer.post(EXPORTS, json=wish("units", "csv")).json["state"] == "waiting"
        assert client_as("city").post(EXPORTS, json=wish("units", "csv")).json["state"] == "waiting"


def test_what_changed_a_moment_ago_is_never_cached(
    client_as: Callable[[str], Any], run_jobs: Jobs, world: World
) -> None:
    """An act that began earlier may commit later: its change would be missing from the file for ever."""
    officer = client_as("officer")
    assert officer.post("/api/v1/units", json=unit_body(world)).status_code == 201  # the world itself may be old by now
    made(officer, run_jobs, wish("units", "csv"))
    assert officer.post(EXPORTS, json=wish("units", "csv")).json["state"] == "waiting"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": "people"}, "subject"),
        ({"format": "doc"}, "format"),
        ({"id": "x"}, "id"),
        ({"filters": {"kind": "palace"}}, "filters.kind"),
        ({"filters": {"q": "\x00"}}, "filters"),
        ({"filters": {"q": 7}}, "filters"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_malformed_wish_names_the_field(client_as: Callable[[str], Any], changes: Any, field: str) -> None:
    answer = client_as("officer").post(EXPORTS, json={**wish(), **changes})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"].startswith(field)


def test_a_job_that_ran_twice_changes_nothing(client_as: Callable[[str], Any], run_jobs: Jobs) -> None:
    asked = wish("tasks", "csv")
    _, content = made(client_as("officer"), run_jobs, asked)
    with database.connection_context():
        making.make_export(asked["id"])
    assert client_as("officer").get(f"{EXPORTS}/{asked['id']}/file").data == content


def test_the_words_of_the_files_are_those_of_the_screens() -> None:
    import json

    from tests.architecture.sources import ROOT

    terms = json.loads((ROOT / "web" / "shared" / "terms.json").read_text(encoding="utf-8"))
    for table_name, words in (
        ("facility_kind", register_words.KIND_WORDS),
        ("facility_type", register_words.TYPE_WORDS),
        ("facility_condition", register_words.CONDITION_WORDS),
        ("facility_state", register_words.STATE_WORDS),
        ("place_kind", register_words.PLACE_KIND_WORDS),
        ("hazard_grade", rules.HAZARD_GRADES),
        ("hazard_state", rules.HAZARD_STATES),
        ("hazard_source", rules.HAZARD_SOURCES),
        ("inspection_kind", rules.INSPECTION_KINDS),
        ("inspection_state", rules.INSPECTION_STATES),
        ("task_state", rules.TASK_STATES),
        ("unit_kind", rules.UNIT_KINDS),
        ("industry", rules.INDUSTRIES),
    ):
        assert words == terms[table_name], table_name
