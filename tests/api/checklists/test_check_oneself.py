"""A unit checks itself: no officers, but its hazards count, among them that nobody answers for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.web.signin.services import AccountDraft, create_account
from tests.factories.phone import make_record
from tests.factories.records import Inspector, Json, Sender, codes_of, settled
from tests.world import PASSWORD, World


@pytest.fixture
def head_without_post(app: Flask, world: World, anonymous: Any) -> Inspector:
    """An account at the express company, whose first-responsible person left in August."""
    id = new_id()
    draft = AccountDraft(
        id, "13900000001", PASSWORD, "范离任", ("unit_head",), world.persons["head_express"], None,
        world.units["express"], False,
    )  # fmt: skip
    with database.connection_context():
        create_account(SYSTEM, draft)
    anonymous.token = app.config["TOKEN_MINT"].make(id)
    return Inspector(anonymous)


def self_check(sender: Sender, inspector: Inspector, unit: str, code: str = "GEN", **changes: Any) -> Json:
    visit = sender.visit(unit, code, ["inspector_lin"], kind="self")
    record = make_record(inspector.phone, visit, officers=[], recorder_person_id=None, group_reasons={}, **changes)
    record["signatures"] = [one for one in record["signatures"] if one["role"] == "unit"]
    return settled(record, visit, inspector.phone)


def test_a_self_check_needs_no_officers_and_no_word_on_the_groups(sender: Sender) -> None:
    head = sender.inspector("head")
    record = self_check(sender, head, "school_first", "SCH")
    receipt = head.hand_in_whole(record)
    assert (receipt["state"], codes_of(receipt), receipt["hazards"]) == ("complete", [], [])


@pytest.mark.clause("JN-2.2.1a")
def test_a_unit_that_nobody_answers_for_finds_the_general_hazard(
    sender: Sender, head_without_post: Inspector, client_as: Callable[[str], Any]
) -> None:
    receipt = head_without_post.hand_in(self_check(sender, head_without_post, "express")).json
    assert [(h["item_id"], h["grade"]) for h in receipt["hazards"]] == [("GEN-01", "general")]
    assert codes_of(receipt) == ["register_disagrees"]
    shown = client_as("stranger").get(f"/api/v1/hazards/{receipt['hazards'][0]['id']}").json
    assert "第一责任人" in shown["title"]
    assert ("state-council-421", "第五条") in [(basis["basis_id"], basis["article"]) for basis in shown["bases"]]
    gaps = client_as("stranger").get("/api/v1/units/gaps").json["items"]
    assert "舜耕示范寄递有限公司" in [gap["unit_name"] for gap in gaps]


@pytest.mark.clause("JN-2.2.1a")
def test_a_unit_that_admits_the_gap_has_the_hazard_once(sender: Sender, head_without_post: Inspector) -> None:
    record = self_check(sender, head_without_post, "express")
    record["answers"]["GEN-01"] = {"value": "fail", "note": "负责人已离任", "photos": []}
    visit = sender.visit("express", "GEN", ["inspector_lin"], kind="self")
    receipt = head_without_post.hand_in(settled(record, visit, head_without_post.phone)).json
    assert (codes_of(receipt), [hazard["item_id"] for hazard in receipt["hazards"]]) == ([], ["GEN-01"])


@pytest.mark.clause("JN-2.2.1a")
def test_a_unit_with_a_first_responsible_person_has_no_such_hazard(sender: Sender) -> None:
    head = sender.inspector("head")
    receipt = head.hand_in(self_check(sender, head, "school_first")).json
    assert receipt["hazards"] == []


def test_a_unit_cannot_check_another(sender: Sender) -> None:
    head = sender.inspector("head")
    assert head.hand_in(self_check(sender, head, "school_primary", "SCH")).status_code == 404


def test_a_unit_that_plays_police_is_kept_and_flagged(sender: Sender) -> None:
    head = sender.inspector("head")
    receipt = head.hand_in(make_record(head.phone, sender.visit(kind="periodic"))).json
    assert codes_of(receipt) == ["kind_mismatch"]


def test_the_bureau_sees_self_checks_of_its_units_only(sender: Sender, client_as: Callable[[str], Any]) -> None:
    head = sender.inspector("head")
    record = self_check(sender, head, "school_first")
    head.hand_in(record)
    assert client_as("officer").get(f"/api/v1/inspections/{record['id']}").json["kind"] == "self"
    assert client_as("stranger").get(f"/api/v1/inspections/{record['id']}").status_code == 404
