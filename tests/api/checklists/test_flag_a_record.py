"""What breaks a rule is kept and flagged, never bounced: one record for each finding there is."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

from checklists import inspections
from checklists.inspections.models import Inspection
from tests.factories.findings import contents, visits  # noqa: F401 - they enter their records into CASES
from tests.factories.findings.scene import CASES, Case, Scene
from tests.factories.records import Json, Sender, codes_of
from tests.world import World


@pytest.fixture
def scene(sender: Sender, world: World, client_as: Callable[[str], Any]) -> Scene:
    return Scene(sender, world, sender.inspector(), client_as)


@pytest.mark.parametrize(("codes", "case"), CASES, ids=[case.__name__.strip("_") for _, case in CASES])
def test_a_record_is_kept_with_exactly_what_was_found(
    scene: Scene, codes: tuple[str, ...], case: Case, connected: None
) -> None:
    push = case(scene)
    answer = scene.inspector.client.post("/api/v1/mobile/records", json=push)
    assert answer.status_code == 201, answer.json
    assert codes_of(answer.json) == list(codes)
    kept = Inspection.get_by_id(push["record"]["id"])
    assert kept.record == push["record"]
    breaches = [flag for flag in answer.json["flags"] if flag["severity"] == "breach"]
    assert (kept.flag_count, kept.breach_count) == (len(codes), len(breaches))
    again = scene.inspector.client.post("/api/v1/mobile/records", json=push)
    assert (again.status_code, again.json) == (200, answer.json)


def test_every_finding_that_there_is_was_provoked() -> None:
    known = set()
    for path in sorted(Path(inspections.__path__[0]).glob("**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Flag":
                name = node.args[0]
                known |= {name.value} if isinstance(name, ast.Constant) else {"photo_missing", "note_missing"}
    # No phone of ours can leave a record unsigned (tests/api/mobile/openrosa); parts are in test_record_a_check_in_parts.py
    elsewhere = {"unsigned", "parts_disagree"}
    assert known - elsewhere == {code for codes, _ in CASES for code in codes}


def test_findings_name_the_item_they_are_about(scene: Scene) -> None:
    receipt = scene.inspector.hand_in(scene.answered(SCH_02={"value": "fail", "note": ""}, SCH_13=None)).json
    assert [(flag["code"], flag["item"]) for flag in receipt["flags"]] == [
        ("required_unanswered", "SCH-13"),
        ("photo_missing", "SCH-02"),
        ("note_missing", "SCH-02"),
    ]


def test_what_breaks_many_rules_at_once_is_still_one_kept_record(scene: Scene, connected: None) -> None:
    record = scene.record(
        {"officers": ["inspector_expired"]}, score={"earned": 0, "possible": 0}, answers={}, group_reasons={}
    )
    record["signatures"] = []
    receipt = scene.inspector.hand_in(record).json
    assert {"officers_too_few", "officer_unqualified", "unit_signature_missing", "group_uncovered"} <= set(
        codes_of(receipt)
    )
    assert Inspection.select().where(Inspection.id == record["id"]).count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ended_at": "9999-12-31T23:59:59-10:00"}, "record.ended_at"),
        ({"recorded_at": "0001-01-01T00:00:00+10:00"}, "record.recorded_at"),
        ({"started_at": "2026-11-22T06:00:00"}, "record.started_at"),
        ({"score": {"earned": "3", "possible": 3}}, "record.score.earned"),
        ({"position": {"lat": "36.6", "lon": 117.1, "accuracy_metres": None, "at": None}}, "record.position.lat"),
        ({"answers": {"SCH\u0000": {"value": "pass"}}}, "record.answers"),
        ({"group_reasons": {"weather": "雨"}}, "record.group_reasons"),
        ({"kind": "surprise"}, "record.kind"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_field(scene: Scene, change: Json, field: str) -> None:
    answer = scene.inspector.hand_in({**scene.record(), **change})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"][0]["field"].startswith(field)


def test_an_offline_record_is_judged_by_the_day_of_the_check(scene: Scene) -> None:
    """The certificate was valid at the gate; that it lapsed before the phone found a signal changes nothing."""
    with time_machine.travel("2026-06-29T03:00:00Z", tick=False):
        record = scene.record({"officers": ["inspector_lin", "inspector_expired"]})
    late = scene.inspector.hand_in(record)
    assert (late.status_code, codes_of(late.json)) == (201, [])
    hazards = scene.inspector.client.get(f"/api/v1/mobile/records/{record['id']}").json["hazards"]
    assert hazards == []
