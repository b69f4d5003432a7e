"""A list as a file, made in the background: asked for, watched, fetched by its owner, thrown away."""

from __future__ import annotations

import csv
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
from reports.exports.services import making, sweep_exports
from server.core import clock
from server.core.database import database
from server.core.events import Event
from server.core.ids import new_id
from server.units.registry.models import Unit
from server.web.signin.models import Account
from tests.factories.phone import jpeg
from tests.factories.records import Sender, failed_check
from tests.factories.units import unit_body
from tests.world import World

EXPORTS = "/api/v1/exports"
Jobs = Callable[[], int]


def wish(subject: str = "units", form: str = "xlsx", **filters: str) -> dict[str, Any]:
    return {"id": str(new_id()), "subject": subject, "format": form, "filters": filters}


def made(client: Any, run_jobs: Jobs, asked: dict[str, Any]) -> Any:
    """Ask and wait: (how it ended, bytes of the file)."""
    answer = client.post(EXPORTS, json=asked)
    assert answer.status_code == 201, answer.json
    run_jobs()
    return client.get(f"{EXPORTS}/{asked['id']}").json, client.get(f"{EXPORTS}/{asked['id']}/file").data


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


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


def test_only_the_owner_fetches_a_file(client_as: Callable[[str], Any], run_jobs: Jobs) -> None:
    asked = wish()
    made(client_as("officer"), run_jobs, asked)
    for persona in ("city", "stranger", "inspector"):
        client = client_as(persona)
        assert client.get(f"{EXPORTS}/{asked['id']}").status_code == 404
        assert client.get(f"{EXPORTS}/{asked['id']}/file").status_code == 404
        assert client.get(EXPORTS).json["items"] == []


def test_who_changed_office_no_longer_fetches_it(client_as: Callable[[str], Any], run_jobs: Jobs, world: World) -> None:
    asked, officer = wish(), client_as("officer")
    made(officer, run_jobs, asked)
    with database.connection_context(), database.atomic():
        Account.update(agency_id=world.agencies["licheng"]).where(
            Account.id == world.people["officer"].account_id
        ).execute()
    assert officer.get(f"{EXPORTS}/{asked['id']}/file").status_code == 404


def test_rows_are_those_that_the_asker_reaches(sender: Sender, client_as: Callable[[str], Any], run_jobs: Jobs) -> None:
    failed_check(sender, "SCH-13")
    assert table(made(client_as("stranger"), run_jobs, wish("hazards", "csv"))[1]) == []
    assert len(table(made(client_as("city"), run_jobs, wish("hazards", "csv"))[1])) == 1


def test_files_are_thrown_away_after_their_days(client_as: Callable[[str], Any], run_jobs: Jobs, backend: Any) -> None:
    def stored() -> set[Any]:
        return {path for path in backend.settings.files_dir.glob("*/*") if path.is_file()}

    asked, officer, before = wish(), client_as("officer"), stored()
    made(officer, run_jobs, asked)
    assert stored() > before
    with time_machine.travel(clock.now() + rules.KEEP + timedelta(minutes=1), tick=False):
        assert client_as("officer").get(f"{EXPORTS}/{asked['id']}/file").status_code == 404
        with database.connection_context():
            assert sweep_exports() == 1
            assert sweep_exports() == 0
        assert client_as("officer").get(EXPORTS).json["items"] == []
    assert stored() == before


@pytest.mark.usefixtures("connected")
def test_who_exported_what_is_recorded_without_the_words_searched_for(
    client_as: Callable[[str], Any], run_jobs: Jobs
) -> None:
    asked = wish("units", "csv", q="泉城")
    made(client_as("officer"), run_jobs, asked)
    events = list(Event.select().where(Event.subject_id == asked["id"]).order_by(Event.id))
    assert [event.kind for event in events] == ["export.requested", "export.made"]
    assert events[0].details == {"subject": "units", "form": "csv", "filters": ["q"]}
    assert events[1].details["rows"] >= 1
    assert "泉城" not in str([event.details for event in events])


def test_three_at_a_time_are_enough(client_as: Callable[[str], Any], run_jobs: Jobs) -> None:
    officer = client_as("officer")
    for _ in range(3):
        assert officer.post(EXPORTS, json=wish()).status_code == 201
    refused = officer.post(EXPORTS, json=wish())
    assert (refused.status_code, refused.json["code"]) == (422, "too_many_exports")
    run_jobs()
    assert officer.post(EXPORTS, json=wish()).status_code == 201


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


@pytest.mark.parametrize("persona", ["head", "system_admin", "security_admin", "audit_admin"])
def test_who_has_no_such_list_exports_none(client_as: Callable[[str], Any], persona: str) -> None:
    assert client_as(persona).post(EXPORTS, json=wish()).status_code == 403


def test_units_are_exported_by_those_who_may(client_as: Callable[[str], Any]) -> None:
    assert client_as("inspector").post(EXPORTS, json=wish("units")).status_code == 403
    assert client_as("inspector").post(EXPORTS, json=wish("hazards")).status_code == 201


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
