"""The rules about units that need no database."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from server.core.ids import new_id
from server.units.agencies.rules import AgencyKind
from server.units.bases.rules import Status, Validity
from server.units.people.rules import MOBILE_NUMBER, is_qualified, mask_phone
from server.units.registry.rules import (
    Duty,
    Placement,
    Role,
    check_authorities,
    gaps_of,
    grams_of,
    initials_of,
    is_uscc,
)
from server.units.spreadsheets.rules import Cell, escaped

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_every_check_character_agrees_with_another_program(body: str) -> None:
    right = uscc.calc_check_digit(body)
    assert is_uscc(body + right)
    assert not any(is_uscc(body + other) for other in ALPHABET if other != right)


@given(st.integers(0, 16), st.sampled_from(ALPHABET), st.text(ALPHABET, min_size=17, max_size=17))
def test_one_mistyped_character_is_noticed(place: int, typed: str, body: str) -> None:
    code = body + uscc.calc_check_digit(body)
    mistyped = code[:place] + typed + code[place + 1 :]
    assert is_uscc(mistyped) == (mistyped == code)


@pytest.mark.parametrize(
    "text", ["", "9111000060003734", "91110000600037341I", "91110000600037341l", "９１110000600037341L"]
)
def test_other_lengths_and_letters_are_no_code(text: str) -> None:
    assert not is_uscc(text)


def test_a_code_in_use_is_valid() -> None:
    assert is_uscc("91110000600037341L")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("济南市第一中学", "jnsdyzx"),
        ("重庆路小学", "cqlxx"),
        ("KTV（历下店）2号", "ktvlxd2h"),
        ("", ""),
        ("！！", ""),
        ("中" * 60, "z" * 24),
    ],
)
def test_initials_are_what_people_type(name: str, initials: str) -> None:
    assert initials_of(name) == initials


@given(st.text(max_size=30))
def test_initials_are_always_short_lower_case_ascii(name: str) -> None:
    initials = initials_of(name)
    assert len(initials) <= 24
    assert not initials or (initials.isascii() and initials.isalnum() and initials == initials.lower())


def test_grams_overlap_and_fold_widths() -> None:
    assert grams_of("济南（Ａ）市") == ["济南", "南a", "a市", "市"]
    assert grams_of(" ！") == []


@given(st.text("甲乙丙丁ab1", min_size=1, max_size=12), st.data())
def test_a_part_of_a_name_is_a_run_of_its_grams(name: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(name) - 1))
    part = name[begin : data.draw(st.integers(begin + 1, len(name)))]
    whole, run = grams_of(name), grams_of(part)[:-1] or grams_of(part)
    starts = range(len(whole))
    assert any(whole[at : at + len(run)] == run or (whole[at].startswith(run[0]) and len(run[0]) == 1) for at in starts)


CITY, BRANCH, STATION = (
    Placement(UUID(int=1), AgencyKind.POLICE_CITY, "/1/"),
    Placement(UUID(int=2), AgencyKind.POLICE_BRANCH, "/1/2/"),
    Placement(UUID(int=3), AgencyKind.POLICE_STATION, "/1/2/3/"),
)
OTHER_STATION = Placement(UUID(int=4), AgencyKind.POLICE_STATION, "/1/2/4/")
DEPARTMENT = Placement(UUID(int=5), AgencyKind.DEPARTMENT, "/5/")


@pytest.mark.parametrize("manager", [CITY, BRANCH, STATION])
def test_each_of_the_three_levels_may_manage(manager: Placement) -> None:
    assert list(check_authorities(manager, None, STATION, DEPARTMENT)) == []


@pytest.mark.parametrize(
    ("manager", "guide", "field"),
    [(STATION, CITY, None), (STATION, BRANCH, None), (BRANCH, BRANCH, "guided_by_id"), (CITY, BRANCH, "guided_by_id"),
     (OTHER_STATION, None, "managed_by_id"), (DEPARTMENT, None, "managed_by_id"), (None, None, "managed_by_id")],
)  # fmt: skip
def test_only_a_level_above_guides_and_a_station_keeps_to_its_precinct(
    manager: Placement | None, guide: Placement | None, field: str | None
) -> None:
    found = [problem.field for problem in check_authorities(manager, guide, STATION, DEPARTMENT)]
    assert found == ([field] if field else [])


def test_station_and_department_must_be_what_they_are_called() -> None:
    found = [problem.field for problem in check_authorities(BRANCH, None, BRANCH, STATION)]
    assert found == ["station_id", "department_id"]


@pytest.mark.parametrize(
    ("day", "open_gap"),
    [(date(2026, 1, 31), True), (date(2026, 2, 1), False), (date(2026, 2, 28), False), (date(2026, 3, 1), True)],
)
def test_a_person_covers_from_the_first_day_to_the_last(day: date, open_gap: bool) -> None:
    duty = Duty(None, Role.FIRST_RESPONSIBLE, date(2026, 2, 1), date(2026, 2, 28))
    assert bool(gaps_of([], [duty], day)) is open_gap


def test_the_jointly_responsible_leave_the_gap_open_and_sites_count_alone() -> None:
    first, second = new_id(), new_id()
    duties = [
        Duty(None, Role.FIRST_RESPONSIBLE, date(2026, 1, 1), None),
        Duty(first, Role.JOINTLY_RESPONSIBLE, date(2026, 1, 1), None),
        Duty(second, Role.FIRST_RESPONSIBLE, date(2026, 1, 1), None),
    ]
    assert [gap.site_id for gap in gaps_of([first, second], duties, date(2026, 5, 5))] == [first]


@pytest.mark.parametrize(
    ("begin", "end", "day", "status"),
    [
        (None, None, date(2026, 1, 1), Status.UNKNOWN),
        (None, date(2026, 1, 1), date(2026, 1, 1), Status.UNKNOWN),
        (None, date(2026, 1, 1), date(2026, 1, 2), Status.LAPSED),
        (date(2026, 1, 2), None, date(2026, 1, 1), Status.NOT_YET),
        (date(2026, 1, 2), None, date(2026, 1, 2), Status.IN_FORCE),
        (date(2026, 1, 2), date(2026, 1, 2), date(2026, 1, 2), Status.IN_FORCE),
    ],
)
def test_both_end_days_of_a_window_are_inside(begin: date | None, end: date | None, day: date, status: Status) -> None:
    assert Validity(begin, end).status_on(day) is status


def test_phones_are_masked_and_certificates_end() -> None:
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("12345") == "****"
    assert mask_phone(None) is None
    assert MOBILE_NUMBER.match("19912345678")
    assert not MOBILE_NUMBER.match("12912345678")
    assert is_qualified("证1", date(2026, 1, 1), date(2026, 1, 1))
    assert not is_qualified("证1", None, date(2026, 1, 1))
    assert not is_qualified(None, date(2027, 1, 1), date(2026, 1, 1))


@given(st.text(min_size=1, max_size=20).filter(lambda text: text == text.strip()))
def test_an_escaped_cell_is_never_a_formula_and_reads_back(text: str) -> None:
    assert escaped(text)[:1] not in {"=", "+", "-", "@"}
    assert text[:1] == "'" or Cell(escaped(text)).text == text
