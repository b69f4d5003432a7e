"""Labels open the facility on a phone; exports of registers and the catalogue leave out what is secret."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reports.labels import queries
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories import facilities
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

LABELS = "/api/v1/facility-labels.pdf"


def text_of(content: bytes, folder: Path) -> str:
    path = folder / "labels.pdf"
    path.write_bytes(content)
    shown = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, timeout=60)
    return re.sub(r"\s", "", shown.stdout.decode())


@pytest.mark.clause("JN-2.2.2d")
def test_each_facility_gets_a_label(client_as: Callable[[str], Any], world: World, tmp_path: Path) -> None:
    unit_id = world.units["school_first"]
    spot = facilities.place(unit_id, name="南门岗亭")
    for number in range(25):
        facilities.facility(unit_id, number=f"BJ-{number:03}", place_id=spot.id, name="一键报警<按钮>")
    answer = client_as("head").get(f"{LABELS}?unit_id={unit_id}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(answer.data)) as paper:
        assert len(paper.pages) == 2
    text = text_of(answer.data, tmp_path)
    for words in ("泉城示范第一中学", "BJ-000", "BJ-024", "一键报警<按钮>", "南门岗亭"):
        assert words in text
    last = client_as("head").get(f"{LABELS}?unit_id={unit_id}&from_number=BJ-024")
    assert "BJ-023" not in text_of(last.data, tmp_path)


def test_the_code_leads_to_the_facility_on_the_phone(world: World) -> None:
    one = facilities.facility(world.units["school_first"])
    sheet = queries.label_sheet(SYSTEM, queries.LabelWish(one.unit_id, facility_id=one.id), new_id())
    assert [label.address for label in sheet.labels] == [f"https://shouwang.example/m/#/facilities/{one.id}"]


def test_others_get_no_labels(client_as: Callable[[str], Any], world: World) -> None:
    address = f"{LABELS}?unit_id={world.units['school_first']}"
    assert client_as("stranger").get(address).status_code == 404
    assert client_as("audit_admin").get(address).status_code == 403
    assert client_as("head").get(LABELS).status_code == 422


@pytest.mark.clause("LN-10")
def test_secret_cameras_are_in_no_export(
    client_as: Callable[[str], Any], world: World, run_jobs: Callable[[], int]
) -> None:
    unit_id, officer = world.units["school_first"], client_as("officer")
    facilities.camera(unit_id, {"catalogue_id": "37010200001310000001"}, number="K1", details={"ptz_type": "3"})
    secret = {"catalogue_id": "37010200001310000002", "secret_trade": True, "secret_reason": "配方车间"}
    facilities.camera(unit_id, secret, number="K2")
    facilities.facility(unit_id, number="K3")

    def exported(subject: str) -> list[dict[str, str]]:
        wish = {"id": str(new_id()), "subject": subject, "format": "csv", "filters": {"unit_id": str(unit_id)}}
        assert officer.post("/api/v1/exports", json=wish).status_code == 201
        run_jobs()
        content = officer.get(f"/api/v1/exports/{wish['id']}/file").data
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    rows = exported("facilities")
    assert [(row["编号"], row["类别"], row["类型"]) for row in rows] == [
        ("K1", "摄像机", "枪机"),
        ("K3", "报警设备", "一键式报警"),
    ]
    rows = exported("cameras")
    assert [(row["国标编码"], row["云台类型"], row["分辨率"]) for row in rows] == [
        ("37010200001310000001", "固定枪机", "1920x1080")
    ]
    wish = {"id": str(new_id()), "subject": "facilities", "format": "xlsx", "filters": {}}
    assert client_as("inspector").post("/api/v1/exports", json=wish).status_code == 403
