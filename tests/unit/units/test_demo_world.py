"""The demo world shows every rule at work, and nobody in it can be taken for real."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc

ROOT = Path(__file__).resolve().parents[3]
DEMO = json.loads((ROOT / "server/units/demo.json").read_text("utf-8"))
AREAS = {area["code"]: area for area in json.loads((ROOT / "server/units/areas.json").read_text("utf-8"))}
TERMS = json.loads((ROOT / "web/shared/terms.json").read_text("utf-8"))
PACKS = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (ROOT / "checklists/templates/packs").glob("*.json")
}
AGENCIES = {agency["key"]: agency for agency in DEMO["agencies"]}
PEOPLE = {person["key"]: person for person in DEMO["people"]}
UNITS = {unit["key"]: unit for unit in DEMO["units"]}
TODAY = date(2026, 11, 22)

each_unit = pytest.mark.parametrize("unit", DEMO["units"], ids=UNITS.keys())
each_task = pytest.mark.parametrize("task", DEMO["tasks"], ids=lambda task: f"{task['unit_key']}-{task['kind']}")


def is_current(responsibility: dict[str, Any]) -> bool:
    end = responsibility["to"]
    return date.fromisoformat(responsibility["from"]) <= TODAY and (end is None or TODAY <= date.fromisoformat(end))


def branch_of(agency_key: str) -> str:
    agency = AGENCIES[agency_key]
    return agency["parent_key"] if agency["kind"] == "police_station" else agency_key


def test_keys_are_unique() -> None:
    for name, kept in (("agencies", AGENCIES), ("people", PEOPLE), ("units", UNITS)):
        assert len(DEMO[name]) == len(kept)


def test_police_stand_in_three_levels_with_two_branches_of_two_stations() -> None:
    assert {agency["kind"] for agency in DEMO["agencies"]} == set(TERMS["agency_kind"])
    above = {"police_branch": "police_city", "police_station": "police_branch", "department": "government"}
    for agency in DEMO["agencies"]:
        parent = AGENCIES[agency["parent_key"]]["kind"] if agency["parent_key"] else None
        assert parent == above.get(agency["kind"]), agency["key"]
        assert agency["area_code"] in AREAS
    stations = Counter(agency["parent_key"] for agency in DEMO["agencies"] if agency["kind"] == "police_station")
    assert stations == {"lixia": 2, "licheng": 2}


def test_short_names_tell_authorities_apart() -> None:
    assert len({agency["short_name"] for agency in DEMO["agencies"]}) == len(AGENCIES)


@each_unit
def test_a_credit_code_has_right_check_digits_and_is_plainly_invented(unit: dict[str, Any]) -> None:
    assert uscc.validate(unit["uscc"]) == unit["uscc"]
    assert unit["uscc"][2:8] == unit["area_code"]
    assert unit["uscc"][8:11] == "DEM"
    assert "示范" in unit["name"] or "示范" in unit["address"]


def test_a_wrong_credit_code_would_be_seen() -> None:
    right = DEMO["units"][0]["uscc"]
    assert not uscc.is_valid(right[:-1] + ("0" if right[-1] != "0" else "1"))


@each_unit
def test_a_unit_has_all_three_authorities(unit: dict[str, Any]) -> None:
    assert AGENCIES[unit["managed_by_key"]]["kind"].startswith("police_")
    assert AGENCIES[unit["station_key"]]["kind"] == "police_station"
    assert AGENCIES[unit["department_key"]]["kind"] == "department"
    assert unit["guided_by_key"] == AGENCIES[unit["managed_by_key"]]["parent_key"]


@each_unit
def test_a_unit_speaks_the_words_of_the_glossary(unit: dict[str, Any]) -> None:
    assert unit["kind"] in TERMS["unit_kind"]
    assert unit["industry"] in TERMS["industry"]
    assert AREAS[unit["area_code"]]["level"] == "district"
    assert {row["role"] for row in unit["responsibilities"]} <= set(TERMS["responsibility_role"])


@each_unit
def test_facts_of_a_unit_are_those_that_packs_ask_for(unit: dict[str, Any]) -> None:
    asked = {fact["id"]: fact["kind"] for pack in PACKS.values() for fact in pack["facts"]}
    for name, value in unit["facts"].items():
        assert type(value) is {"boolean": bool, "integer": int}[asked[name]], name
    assert unit["facts"]["key_unit"] is (unit["key_unit_level"] is not None)
    assert unit["facts"]["counter_terror_target"] is unit["counter_terror_target"]
    assert unit["facts"]["multi_site"] is (len(unit["sites"]) > 1)


def test_all_kinds_of_unit_and_key_levels_are_shown() -> None:
    assert {unit["kind"] for unit in DEMO["units"]} == set(TERMS["unit_kind"])
    assert {unit["key_unit_level"] for unit in DEMO["units"]} == {None, 1, 2, 3}
    assert {"school", "hospital", "fuel", "bank", "museum"} <= {unit["industry"] for unit in DEMO["units"]}


def test_one_of_three_sites_lacks_a_responsible_person_and_one_unit_too() -> None:
    without = {
        (unit["key"], place)
        for unit in DEMO["units"]
        for place in [None, *(site["name"] for site in unit["sites"])]
        if not any(
            row["site_name"] == place and row["role"] == "first_responsible" and is_current(row)
            for row in unit["responsibilities"]
        )
    }
    assert without == {("water", "南山加压站"), ("express", None)}
    assert len(UNITS["water"]["sites"]) == 3


def test_accounts_are_unique_numbers_of_one_fictional_range() -> None:
    accounts = [person["account"] for person in DEMO["people"] if person["account"]]
    assert len(accounts) == len(set(accounts))
    assert all(re.fullmatch(r"138000000\d\d", account) for account in accounts)


def test_every_role_has_somebody_and_the_three_administrators_are_three() -> None:
    holders = {role: [p["key"] for p in DEMO["people"] if role in p["roles"]] for role in TERMS["role"]}
    assert all(holders.values())
    assert {role for person in DEMO["people"] for role in person["roles"]} == set(TERMS["role"])
    administrators = [key for role in ("system_admin", "security_admin", "audit_admin") for key in holders[role]]
    assert len(set(administrators)) == len(administrators) == 3
    assert all(len(PEOPLE[key]["roles"]) == 1 for key in administrators)


def test_a_person_belongs_to_one_agency_or_one_unit() -> None:
    for person in DEMO["people"]:
        assert ("agency_key" in person) != ("unit_key" in person), person["key"]
        assert person.get("agency_key") in AGENCIES or person.get("unit_key") in UNITS


def test_a_stranger_of_the_other_branch_and_an_inspector_with_an_ended_certificate_exist() -> None:
    assert AGENCIES[PEOPLE["officer_licheng"]["agency_key"]]["short_name"] == "济公城"
    assert date.fromisoformat(PEOPLE["inspector_expired"]["certificate_valid_to"]) < TODAY


def test_responsible_persons_belong_to_their_unit() -> None:
    for unit in DEMO["units"]:
        for row in unit["responsibilities"]:
            assert PEOPLE[row["person_key"]]["unit_key"] == unit["key"]
            assert row["site_name"] in {None, *(site["name"] for site in unit["sites"])}


@each_task
def test_a_task_has_two_officers_of_one_authority_with_certificates_still_valid(task: dict[str, Any]) -> None:
    officers = [PEOPLE[key] for key in task["officer_keys"]]
    assert len({officer["key"] for officer in officers}) >= 2
    assert all(officer["certificate_valid_to"] >= task["due_on"] for officer in officers)
    assert len({branch_of(officer["agency_key"]) for officer in officers}) == 1
    assert set(task["template_codes"]) <= PACKS.keys()
    assert task["kind"] in TERMS["inspection_kind"]


@each_task
def test_officers_of_a_task_reach_its_unit(task: dict[str, Any]) -> None:
    unit = UNITS[task["unit_key"]]
    agency = branch_of(PEOPLE[task["officer_keys"][0]]["agency_key"])
    assert agency in {branch_of(unit["managed_by_key"]), branch_of(unit["station_key"]), unit["department_key"]}
