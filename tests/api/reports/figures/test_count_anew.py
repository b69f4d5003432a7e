"""Should figures ever differ from the lists, an operator has them counted anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.figures.models import HazardTally, HazardTallyChange
from server.core.database import database
from tests.factories.records import Sender, failed_check

FIGURES = "/api/v1/figures/hazards?by=area"


def test_one_command_counts_anew(
    sender: Sender, client_as: Callable[[str], Any], run_command: Callable[..., int]
) -> None:
    failed_check(sender, "SCH-13")
    true = client_as("city").get(FIGURES).json
    HazardTally.delete().execute()
    HazardTallyChange.delete().execute()
    assert client_as("city").get(FIGURES).json["rows"] != true["rows"]
    assert run_command("run-jobs", "--ask", "figures.rebuild") == 0
    database.connect(reuse_if_open=True)
    assert client_as("city").get(FIGURES).json["rows"] == true["rows"]


def test_a_job_that_nobody_knows_is_not_asked_for(run_command: Callable[..., int], capsys: Any) -> None:
    assert run_command("run-jobs", "--ask", "figures.rebuilt") == 2
    assert "figures.rebuilt" in capsys.readouterr().err
