"""Numbers run without gaps, per authority, kind and year, whoever asks at once and whatever is rolled back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from reports.documents.errors import AlreadyDocumented
from reports.documents.models import Document, NumberPatternRow
from reports.documents.numbering.rules import DEFAULT_PATTERN
from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document
from server.core.database import IntegrityError, database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.agencies.queries import agency_by_id
from tests.world import World

ORDER = DocumentKind.RECTIFICATION_ORDER


def reserve(world: World, agency: str = "lixia", on: date = date(2026, 11, 22), **changes: Any) -> Document:
    asked = {"kind": ORDER, "subject_id": new_id(), "unit_id": world.units["school_first"], **changes}
    return reserve_document(SYSTEM, agency=agency_by_id(world.agencies[agency]), on=on, **asked)


def test_numbers_run_per_authority_kind_and_year(world: World, connected: None) -> None:
    with database.atomic():
        made = [
            reserve(world).number,
            reserve(world).number,
            reserve(world, kind=DocumentKind.INSPECTION_RECORD).number,
            reserve(world, agency="licheng").number,
            reserve(world, on=date(2027, 1, 1)).number,
            reserve(world).number,
        ]
    assert made == [
        "济公历（内）责通字〔2026〕第0001号",
        "济公历（内）责通字〔2026〕第0002号",
        "济公历（内）检字〔2026〕第0001号",
        "济公城（内）责通字〔2026〕第0001号",
        "济公历（内）责通字〔2027〕第0001号",
        "济公历（内）责通字〔2026〕第0003号",
    ]


def test_numbers_have_no_gaps_when_many_ask_at_once_and_some_roll_back(world: World) -> None:
    def act(turn: int) -> None:
        try:
            with database.connection_context(), database.atomic():
                reserve(world)
                if turn % 3 == 0:
                    raise RuntimeError("the act failed after its number was taken")
        except RuntimeError:
            pass

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(48)))
    with database.connection_context():
        serials = sorted(row.serial for row in Document.select(Document.serial))
    assert serials == list(range(1, 33))


def test_number_outside_of_a_transaction_is_a_mistake(world: World, connected: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        reserve(world)


def test_subject_has_one_live_document_of_a_kind(world: World, connected: None) -> None:
    subject = new_id()
    with database.atomic():
        reserve(world, subject_id=subject)
    with pytest.raises(AlreadyDocumented), database.atomic():
        reserve(world, subject_id=subject)
    with database.atomic():
        assert reserve(world).serial == 2


def test_two_live_documents_are_impossible_in_the_table_itself(world: World, connected: None) -> None:
    with database.atomic():
        first = reserve(world)
    with pytest.raises(IntegrityError), database.atomic():
        Document.create(**{**first.__data__, "id": new_id(), "serial": 99, "token": "Z" * 16})


def test_agency_s_own_pattern_is_used_from_its_day(world: World, connected: None) -> None:
    with database.atomic():
        NumberPatternRow.create(
            id=new_id(), kind=ORDER.value, agency_id=world.agencies["lixia"], word="限",
            pattern="{authority}{word}〔{year}〕{serial}号".replace("{authority}{word}", "{authority}（{word}）"),
            from_on=date(2026, 12, 1),
        )  # fmt: skip
        before, after = reserve(world), reserve(world, on=date(2026, 12, 1))
        other = reserve(world, agency="licheng", on=date(2026, 12, 1))
    assert DEFAULT_PATTERN.read(before.number).serial == 1
    assert after.number == "济公历（限）〔2026〕2号"
    assert DEFAULT_PATTERN.read(other.number).word == "责通"


def test_codes_are_long_and_never_the_same(world: World, connected: None) -> None:
    with database.atomic():
        tokens = {reserve(world).token for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) == 16 for token in tokens)
