"""The 检查笔录 of a correction, of a check in parts, of a sample: it says what it rests on."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.core.ids import new_id
from tests.factories.parts import INSPECTIONS, LIN, ZHOU, shared_check
from tests.factories.phone import make_record
from tests.factories.records import Sender, failed_check, publish, sample_kind, settled, small_item
from tests.world import World


@pytest.fixture
def sender(world: World, client_as: Callable[[str], Any]) -> Sender:
    return Sender(world, client_as)


def text_of(content: bytes, folder: Path) -> str:
    path = folder / "document.pdf"
    path.write_bytes(content)
    read = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


def paper_of(client: Any, record: dict[str, Any], folder: Path) -> str:
    items = client.get(f"/api/v1/documents?subject_id={record['id']}").json["items"]
    (document,) = [one for one in items if one["kind"] == "inspection_record"]
    return document["number"] + text_of(client.get(document["pdf_url"]).data, folder)


def test_the_paper_of_a_correction_names_the_first_and_the_reason(
    sender: Sender, run_jobs: Callable[[], int], client_as: Any, tmp_path: Path
) -> None:
    check = failed_check(sender, "SCH-13")
    run_jobs()
    first = paper_of(client_as("officer"), check.record, tmp_path)
    second = make_record(
        check.inspector.phone, sender.visit(), corrects_id=check.record["id"], correction_reason="看错了位置"
    )
    check.inspector.hand_in_whole(second)
    run_jobs()
    text = paper_of(client_as("officer"), second, tmp_path)
    number = first[: first.index("号") + 1]
    assert f"本笔录更正{number}检查笔录" in text
    assert "更正原因：看错了位置。" in text
    assert "检查结果：合格。" in text
    assert "本笔录更正" not in first


def test_parts_of_a_check_have_one_paper_once_nothing_is_disputed(
    sender: Sender, run_jobs: Callable[[], int], client_as: Any, tmp_path: Path
) -> None:
    check, officer = shared_check(sender, client_as), client_as("officer")
    first = check.part(LIN, True, TST_01="pass", TST_02="pass")
    second = check.part(ZHOU, TST_01="fail", TST_98="pass", TST_99="pass")
    for who, record in ((LIN, first), (ZHOU, second)):
        check.phones[who].hand_in_whole(record)
    run_jobs()
    assert all(not officer.get(f"/api/v1/documents?subject_id={one['id']}").json["items"] for one in (first, second))
    decision = {"id": str(new_id()), "subject": "TST-01", "chosen_id": second["id"], "reason": "现场复看"}
    assert officer.post(f"{INSPECTIONS}/{first['id']}/decisions", json=decision).status_code == 201
    run_jobs()
    text = paper_of(officer, second, tmp_path)
    for expected in ("本笔录由2份分工记录按检查项合并", "林守义", "周", "经检查，发现治安隐患1项"):
        assert expected in text
    assert officer.get(f"/api/v1/documents?subject_id={first['id']}").json["items"] == []


def test_the_paper_states_the_rate_of_a_sample(
    sender: Sender, run_jobs: Callable[[], int], client_as: Any, tmp_path: Path
) -> None:
    inspector = sender.inspector()
    item = small_item("TST-01", text="实名收寄", critical=True, **sample_kind(unit="件"))
    visit = sender.visit_with(publish(client_as("officer"), item))
    record = make_record(inspector.phone, visit)
    record["answers"]["TST-01"]["value"] = {"checked": 20, "passed": 19}
    inspector.hand_in_whole(settled(record, visit, inspector.phone))
    run_jobs()
    text = paper_of(client_as("officer"), record, tmp_path)
    assert "抽查20件，合格19件，合格率95%（不符合）" in text
    assert "检查结果：不合格（关键项TST-01不合格）。" in text
