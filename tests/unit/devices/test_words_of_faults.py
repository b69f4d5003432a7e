"""Words and terms of faults."""

from __future__ import annotations

import json

import pytest

from device_checks.pictures.errors import PictureTermInvalid
from device_checks.pictures.rules.faults import WORDS
from device_checks.pictures.rules.looking import FAULT_OF_CAUSE
from device_checks.pictures.rules.persistence import Need
from device_checks.pictures.rules.terms import ALL_KINDS, check_picture_term, needs_of
from device_checks.pictures.services.terms import SEED
from device_checks.sources.errors import CAUSES
from tests.architecture.sources import ROOT


def test_every_kind_has_the_word_of_the_glossary() -> None:
    terms = json.loads((ROOT / "web" / "shared" / "terms.json").read_text("utf-8"))["picture_fault"]
    assert {kind: terms[kind] for kind in ALL_KINDS} == dict(WORDS)


def test_every_cause_for_which_no_picture_comes_is_judged() -> None:
    assert set(CAUSES) - set(FAULT_OF_CAUSE) == {"barred_address"}


def test_the_terms_that_come_with_the_program_are_right() -> None:
    for row in json.loads(SEED.read_text("utf-8")):
        check_picture_term(row["code"], row["value"])


def test_a_kind_says_only_what_differs() -> None:
    default = {"looks": 2, "minutes": 3, "recheck_minutes": 5, "doubt_looks": 6, "doubt_minutes": 1440}
    needs = needs_of({"default": default, "kinds": {"moved": {"minutes": 30}}})
    assert (needs.of("moved"), needs.of("black")) == (Need(2, 30, 5, 6, 1440), Need(2, 3, 5, 6, 1440))


@pytest.mark.parametrize(
    "value", [None, [], {"default": {}}, {"default": {}, "kinds": {"ghost": {}}}, {"default": 1, "kinds": {}}]
)
def test_a_term_that_cannot_be_is_refused(value: object) -> None:
    with pytest.raises(PictureTermInvalid):
        check_picture_term("persistence", value)
