"""When an order may be made, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checklists.inspections.rules import flags, people
from reports.rulings.errors import BasisNotInForce, DayImpossible, InspectionUnfit
from reports.rulings.rules import DISQUALIFYING, check_day, check_fit, check_in_force, deadline_of, state_of
from server.units.bases.rules import Validity

DAY = date(2026, 7, 31)


@pytest.mark.parametrize(
    ("decided_on", "days", "last"),
    [
        (date(2026, 11, 22), 15, date(2026, 12, 7)),
        (date(2026, 12, 20), 15, date(2027, 1, 4)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
    ],
)
def test_the_day_of_the_decision_is_not_counted(decided_on: date, days: int, last: date) -> None:
    assert deadline_of(decided_on, days) == last


@pytest.mark.clause("JN-end-a")
@pytest.mark.parametrize(("decided_on", "carries"), [(DAY, True), (DAY + timedelta(days=1), False)])
def test_a_basis_carries_to_its_last_day(decided_on: date, carries: bool) -> None:
    basis = Validity(date(2021, 8, 1), DAY)
    if carries:
        check_in_force(basis, decided_on)
    else:
        with pytest.raises(BasisNotInForce) as refusal:
            check_in_force(basis, decided_on)
        assert refusal.value.details == {"basis_status": "lapsed", "day": decided_on.isoformat()}


def test_a_basis_does_not_carry_before_its_first_day() -> None:
    basis = Validity(date(2021, 12, 1), None)
    check_in_force(basis, date(2021, 12, 1))
    with pytest.raises(BasisNotInForce):
        check_in_force(basis, date(2021, 11, 30))


@pytest.mark.parametrize("offset", [-1, 4])
def test_a_decision_outside_of_check_and_today_is_impossible(offset: int) -> None:
    inspected, today = date(2026, 11, 19), date(2026, 11, 22)
    for day in (inspected, today):
        check_day(inspected, day, today)
    with pytest.raises(DayImpossible):
        check_day(inspected, inspected + timedelta(days=offset), today)


def test_only_broken_procedure_makes_an_inspection_unfit() -> None:
    check_fit(["clock_off", "note_missing", "group_uncovered", "score_mismatch"])
    with pytest.raises(InspectionUnfit) as refusal:
        check_fit(["clock_off", "unit_signature_missing", "officers_too_few"])
    assert refusal.value.details == {"flags": ["officers_too_few", "unit_signature_missing"]}


def test_every_disqualifying_finding_is_one_that_exists() -> None:
    source = flags.__loader__.get_source(flags.__name__) + people.__loader__.get_source(people.__name__)  # type: ignore[union-attr]
    assert [code for code in DISQUALIFYING if f'"{code}"' not in source] == []


@pytest.mark.parametrize(
    ("signed", "document", "revoked", "state"),
    [
        (False, None, False, "draft"),
        (True, "rendering", False, "signing"),
        (True, "failed", False, "signing"),
        (True, "signed", False, "issued"),
        (True, "revoked", True, "revoked"),
    ],
)
def test_the_state_follows_from_the_dated_acts(signed: bool, document: str | None, revoked: bool, state: str) -> None:
    assert state_of(signed=signed, document_state=document, revoked=revoked) == state
