"""The packs are content: what is checked here is that a phone and a server can rely on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKS = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (ROOT / "checklists/templates/packs").glob("*.json")
}
BASES = {basis["id"]: basis for basis in json.loads((ROOT / "server/units/policy_bases.json").read_text("utf-8"))}

PACK_KEYS = {
    "code", "title", "version", "industries", "kinds_of_unit", "extends", "basis_note", "facts", "sections",
}  # fmt: skip
ITEM_KEYS = {
    "id", "text", "help", "kind", "grade", "required", "score", "critical", "bases", "methods", "evidence",
    "applies_if", "phrases",
}  # fmt: skip
KIND_KEYS = {
    "verdict": set(),
    "text": set(),
    "choice": {"options"},
    "number": {"unit", "min", "max", "pass_if"},
    "sample": {"unit", "min_checked", "pass_if"},
}
GROUPS = {"organisation", "measures", "facilities"}
WHAT_POLICE_CHECK = ("jinan-2021-15", "二（三）3")
LAST_DAY_OF_JINAN, DAY_AFTER = date(2026, 7, 31), date(2026, 8, 1)
FOR_REFERENCE_SINCE_JINAN_LAPSED = {"GEN-01-1", "GEN-03-1", "GEN-12-2", "GEN-16-1"}

each_pack = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())


def items_of(pack: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for section in pack["sections"] for item in section["items"]]


def leaves_of(predicate: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    if predicate is None:
        return
    for branch in (
        predicate.get("all", []) + predicate.get("any", []) + ([predicate["not"]] if "not" in predicate else [])
    ):
        yield from leaves_of(branch)
    if "fact" in predicate or "item" in predicate:
        yield predicate


def items_asked_first(pack: dict[str, Any]) -> dict[str, set[str]]:
    return {
        item["id"]: {leaf["item"] for leaf in leaves_of(item["applies_if"]) if "item" in leaf}
        for item in items_of(pack)
    }


def carrying(item: dict[str, Any], on: date) -> list[str]:
    """Name the bases of an item that had not lapsed on a day, the last day included."""
    ends = {ref["basis"]: BASES[ref["basis"]]["effective_to"] for ref in item["bases"]}
    return [basis for basis, end in ends.items() if end is None or on <= date.fromisoformat(end)]


LAST_OF_CATALOGUE = {
    "GEN": 17, "SCH": 14, "HOS": 13, "GAS": 12, "MUS": 13, "BNK": 13, "EXP": 13, "LOG": 8, "MTR": 10, "BUS": 8, "JWL": 12,
}  # fmt: skip


def test_all_packs_of_the_catalogue_are_there() -> None:
    assert LAST_OF_CATALOGUE.keys() <= PACKS.keys()


@pytest.mark.parametrize(("code", "last"), LAST_OF_CATALOGUE.items())
def test_every_item_of_the_catalogue_is_in_its_pack(code: str, last: int) -> None:
    assert {f"{code}-{number:02}" for number in range(1, last + 1)} <= {item["id"] for item in items_of(PACKS[code])}


@each_pack
def test_a_pack_has_its_shape_and_is_named_after_its_file(pack: dict[str, Any]) -> None:
    assert pack.keys() == PACK_KEYS
    assert PACKS[pack["code"]] is pack
    for section in pack["sections"]:
        assert section.keys() == {"id", "title", "group", "items"}
        assert section["group"] in GROUPS | {None}


@each_pack
def test_an_item_has_the_keys_of_its_kind_and_no_others(pack: dict[str, Any]) -> None:
    for item in items_of(pack):
        assert item.keys() == ITEM_KEYS | KIND_KEYS[item["kind"]], item["id"]
        assert item["grade"] in {"general", "major"}
        assert set(item["methods"]) <= {"photo", "test", "document", "sample"}
        assert item["methods"], item["id"]


@each_pack
def test_ids_are_unique_and_carry_the_code_of_the_pack(pack: dict[str, Any]) -> None:
    ids = [item["id"] for item in items_of(pack)]
    assert len(ids) == len(set(ids))
    assert all(item_id.startswith(pack["code"] + "-") for item_id in ids)
    assert len({section["id"] for section in pack["sections"]}) == len(pack["sections"])
    assert len({fact["id"] for fact in pack["facts"]}) == len(pack["facts"])


@each_pack
def test_every_item_names_an_article_that_the_library_knows(pack: dict[str, Any]) -> None:
    for item in items_of(pack):
        assert item["bases"], item["id"]
        for ref in item["bases"]:
            known = {article["article"] for article in BASES[ref["basis"]]["articles"]}
            assert ref["article"] in known, (item["id"], ref)


@each_pack
def test_every_condition_asks_for_a_fact_or_item_that_exists(pack: dict[str, Any]) -> None:
    kinds = {fact["id"]: fact["kind"] for fact in pack["facts"]}
    items = {item["id"]: item for item in items_of(pack)}
    for item in items.values():
        for leaf in leaves_of(item["applies_if"]):
            if "fact" in leaf:
                asked = bool if "is" in leaf else int
                assert kinds[leaf["fact"]] == {bool: "boolean", int: "integer"}[asked], item["id"]
            else:
                assert leaf["item"] in items, item["id"]


@each_pack
def test_no_item_waits_for_itself(pack: dict[str, Any]) -> None:
    waits = items_asked_first(pack)
    order = list(TopologicalSorter(waits).static_order())  # raises CycleError
    assert set(order) == waits.keys()
    assert all(order.index(first) < order.index(item) for item, firsts in waits.items() for first in firsts)


def test_a_circle_of_conditions_would_be_seen() -> None:
    circle = [{"id": a, "applies_if": {"not": {"item": b, "is": "fail"}}} for a, b in (("X-1", "X-2"), ("X-2", "X-1"))]
    with pytest.raises(CycleError):
        TopologicalSorter(items_asked_first({"sections": [{"items": circle}]})).prepare()


@each_pack
def test_each_of_the_three_groups_has_an_item_for_every_unit(pack: dict[str, Any]) -> None:
    covered = {
        section["group"]
        for section in pack["sections"]
        for item in section["items"]
        if item["applies_if"] is None and item["required"]
    }
    assert covered >= GROUPS


@each_pack
def test_text_is_short_enough_for_a_phone_and_help_says_what_fails(pack: dict[str, Any]) -> None:
    for item in items_of(pack):
        assert len(item["text"]) <= 32, item["id"]
        assert 20 <= len(item["help"]) <= 120, item["id"]


@each_pack
def test_every_judged_item_has_two_to_four_comments_ready(pack: dict[str, Any]) -> None:
    for item in items_of(pack):
        allowed = (0,) if item["kind"] == "text" else (2, 3, 4)
        assert len(set(item["phrases"])) == len(item["phrases"]) in allowed, item["id"]


@each_pack
def test_a_major_hazard_needs_photo_and_note(pack: dict[str, Any]) -> None:
    for item in items_of(pack):
        if item["grade"] == "major":
            assert set(item["evidence"]["on_fail"]) == {"photo", "note"}, item["id"]
        if item["kind"] != "text":
            assert "note" in item["evidence"]["on_fail"], item["id"]


@each_pack
def test_a_number_is_judged_by_a_bound_within_its_range(pack: dict[str, Any]) -> None:
    integers = {fact["id"] for fact in pack["facts"] if fact["kind"] == "integer"}
    for item in (item for item in items_of(pack) if item["kind"] == "number"):
        for bound in item["pass_if"].values():
            if isinstance(bound, dict):
                assert bound["fact"] in integers, item["id"]
            else:
                assert item["min"] <= bound <= item["max"], item["id"]


@pytest.mark.parametrize(
    ("code", "ids"),
    [("EXP", {"EXP-01", "EXP-02", "EXP-03"}), ("LOG", {"LOG-01", "LOG-02", "LOG-03", "LOG-04"}), ("BUS", {"BUS-06"})],
)
def test_what_must_hold_for_every_piece_is_sampled_and_asks_for_all_of_them(code: str, ids: set[str]) -> None:
    sampled = {item["id"]: item for item in items_of(PACKS[code]) if item["kind"] == "sample"}
    assert sampled.keys() >= ids
    for item in sampled.values():
        assert item["pass_if"] == {"at_least": 100}
        assert 1 <= item["min_checked"] <= 100


@each_pack
def test_a_choice_can_pass_and_fail(pack: dict[str, Any]) -> None:
    for item in (item for item in items_of(pack) if item["kind"] == "choice"):
        assert {"pass", "fail"} <= {option["verdict"] for option in item["options"]} <= {"pass", "fail", None}
        assert len({option["value"] for option in item["options"]}) == len(item["options"])


@each_pack
def test_free_words_are_never_scored(pack: dict[str, Any]) -> None:
    assert all((item["score"] == 0) for item in items_of(pack) if item["kind"] == "text")


def test_the_numbers_of_law_stand_in_the_items() -> None:
    bounds = {
        item["id"]: item["pass_if"]["at_least"]
        for pack in PACKS.values()
        for item in items_of(pack)
        if "pass_if" in item
    }
    assert bounds["GEN-10"] == 30
    assert bounds["GEN-10-1"] == 90
    assert bounds["SCH-03"] == 5
    assert bounds["SCH-12"] == 2
    assert bounds["SCH-01"] == {"fact": "guards_needed"}


def test_the_first_responsible_person_is_asked_of_every_unit_as_a_general_hazard() -> None:
    item = next(item for item in items_of(PACKS["GEN"]) if item["id"] == "GEN-01")
    assert (item["applies_if"], item["grade"], item["required"]) == (None, "general", True)


def test_every_general_item_cites_what_police_check() -> None:
    for item in items_of(PACKS["GEN"]):
        cited = {(ref["basis"], ref["article"]) for ref in item["bases"]}
        assert WHAT_POLICE_CHECK in cited, item["id"]
        assert item["id"] in FOR_REFERENCE_SINCE_JINAN_LAPSED or ("mps-order-93", "第四条") in cited, item["id"]


@pytest.mark.parametrize(
    ("on", "for_reference"), [(LAST_DAY_OF_JINAN, set()), (DAY_AFTER, FOR_REFERENCE_SINCE_JINAN_LAPSED)]
)
def test_what_rests_on_jinan_alone_falls_to_reference_the_day_it_lapses(on: date, for_reference: set[str]) -> None:
    lapsed = {item["id"] for pack in PACKS.values() for item in items_of(pack) if not carrying(item, on)}
    assert lapsed == for_reference


def test_what_is_for_reference_only_is_never_a_major_hazard() -> None:
    for item in items_of(PACKS["GEN"]):
        if item["id"] in FOR_REFERENCE_SINCE_JINAN_LAPSED:
            assert (item["grade"], item["critical"]) == ("general", False), item["id"]
