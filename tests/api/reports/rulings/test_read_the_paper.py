"""What the signed paper says, read back from the PDF."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.factories.orders import ORDERS, draft, sign
from tests.factories.phone import jpeg
from tests.factories.records import FailedCheck, Json, Sender, failed_check

REGULATION = "《企业事业单位内部治安保卫条例》"


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], str]:
    """The text of a PDF with all white space taken out: lines break where the type setter likes."""

    def text_of(content: bytes) -> str:
        path = tmp_path / "paper.pdf"
        path.write_bytes(content)
        shown = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, timeout=60)
        return "".join(shown.stdout.decode().split())

    return text_of


@pytest.fixture
def paper_of(
    client_as: Callable[[str], Any], run_jobs: Callable[[], int], read: Callable[[bytes], str]
) -> Callable[..., tuple[Json, str]]:
    """Draft, sign and make an order; ORDER and the text of its paper."""

    def make(check: FailedCheck, **changes: Any) -> tuple[Json, str]:
        officer = client_as("officer")
        order = draft(officer, check, **changes)
        assert sign(officer, order["id"]).status_code == 202
        run_jobs()
        issued = officer.get(f"{ORDERS}/{order['id']}").json
        assert issued["state"] == "issued", issued
        return issued, read(officer.get(issued["document"]["pdf_url"]).data)

    return make


@pytest.mark.clause("JN-0b")
def test_an_organs_paper_applies_the_regulation_by_reference(
    sender: Sender, paper_of: Callable[..., tuple[Json, str]]
) -> None:
    check = failed_check(sender, "GEN-06", "GEN-15", unit="organ", code="GEN", photos=(jpeg(1),))
    _, text = paper_of(check)
    assert f"参照{REGULATION}" in text


@pytest.mark.clause("JN-0b")
def test_an_enterprises_paper_rests_on_the_regulation_itself(
    sender: Sender, paper_of: Callable[..., tuple[Json, str]]
) -> None:
    check = failed_check(sender, "GEN-06", "GEN-15", unit="bank", code="GEN", photos=(jpeg(2),))
    _, text = paper_of(check)
    assert REGULATION in text
    assert "参照" not in text


@pytest.mark.clause("JN-0c")
@pytest.mark.clause("JN-2.2.6a")
def test_the_paper_says_all_that_was_decided_under_official_titles(
    sender: Sender, paper_of: Callable[..., tuple[Json, str]]
) -> None:
    check = failed_check(
        sender, "GEN-14", "GEN-06", unit="bank", code="GEN", facts={"has_guards": True}, photos=(jpeg(3),)
    )
    order, text = paper_of(check, deadline_days=20, measures="整改期间由值班干部带班")
    for said in (
        "责令限期整改治安隐患通知书",
        "济南市公安局历下区分局",
        order["number"].replace(" ", ""),
        order["unit"]["name"],
        "《保安服务管理条例》",
        "整改期间由值班干部带班",
        "GEN-06不符合要求",
        "林守义",
        "周安平",
        order["document"]["verify_url"].rsplit("/", 1)[1][:4],
    ):
        assert said in text, said
    assert "保安管理服务条例" not in text
    year, month, day = (int(part) for part in order["deadline_on"].split("-"))
    assert f"{year}年{month}月{day}日" in text


@pytest.mark.clause("JN-end-a")
def test_a_lapsed_basis_is_not_printed_as_a_ground(sender: Sender, paper_of: Callable[..., tuple[Json, str]]) -> None:
    """The item cites Jinan's document too; decided a day after it ran out, the paper does without it.

    Signed today, since the certificates of today were not valid then; what counts is the day of the decision.
    """
    title = "济南市人民政府办公厅关于进一步加强单位治安保卫工作的实施意见"
    checks = {}
    for day, unit in (("2026-07-31", "bank"), ("2026-08-01", "museum")):
        with time_machine.travel(f"{day}T04:00:00Z", tick=False):
            checks[day] = failed_check(sender, "GEN-06", unit=unit, code="GEN", photos=(jpeg(4),))
    texts = {day: paper_of(check, decided_on=day)[1] for day, check in checks.items()}
    assert title in texts["2026-07-31"]
    assert title not in texts["2026-08-01"]
    assert "企业事业单位内部治安保卫条例" in texts["2026-08-01"]


def test_the_preview_carries_the_watermark_and_no_number(
    sender: Sender, client_as: Callable[[str], Any], read: Callable[[bytes], str]
) -> None:
    check = failed_check(sender, "SCH-13")
    order = draft(client_as("inspector"), check)
    answer = client_as("inspector").get(f"{ORDERS}/{order['id']}/preview")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    text = read(answer.data)
    assert "责令限期整改治安隐患通知书" in text
    assert "SCH-13不符合要求" in text
    assert "草稿" in text
    assert client_as("stranger").get(f"{ORDERS}/{order['id']}/preview").status_code == 404
    assert client_as("officer").get(f"{ORDERS}/{order['id']}").json["state"] == "draft"


def test_an_inspection_record_numbered_first_is_named_in_the_order(
    sender: Sender, client_as: Callable[[str], Any], run_jobs: Callable[[], int], paper_of: Callable[..., Any]
) -> None:
    check = failed_check(sender, "SCH-13")
    run_jobs()
    record = client_as("officer").get(f"/api/v1/documents?subject_id={check.record['id']}").json["items"][0]
    _, text = paper_of(check)
    assert record["number"].replace(" ", "") in text
