"""Whatever is told of a facility: kept in one spelling, or refused field by field; never an error of ours."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import XMLParser, fromstring

from device_checks.catalogues.rules import CatalogueEntry, item_of
from device_checks.coverage.rules import WatchingCamera, gap_of
from device_checks.registers.rules import FIELDS, check_details
from device_checks.workbooks.rules import COLUMNS, FacilityRows
from server.core.errors import Invalid
from server.core.ids import new_id
from server.units.spreadsheets.rules import Cell, Row

KINDS = st.sampled_from([*FIELDS])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50) | st.dates().map(str)
VALUES = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.text(max_size=3), SCALARS, max_size=2)


@st.composite
def told(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(KINDS)
    names = st.sampled_from([one.name for one in FIELDS[kind]]) | st.text(max_size=10)
    return kind, draw(st.dictionaries(names, VALUES, max_size=6))


@given(told())
def test_details_are_kept_or_refused_and_what_is_kept_stays(given_: tuple[str, dict[str, Any]]) -> None:
    kind, details = given_
    with suppress(Invalid):
        kept = check_details(kind, details)
        assert check_details(kind, kept) == kept
        assert kept.keys() <= details.keys()


@given(
    st.dictionaries(st.sampled_from([one.field for one in COLUMNS]), SCALARS | st.dates() | st.datetimes(), max_size=20)
)
def test_any_row_is_read_or_complained_of(cells: dict[str, Any]) -> None:
    reader = FacilityRows()
    values = reader.read(Row(2, {field: Cell(value) for field, value in cells.items()}))
    assert (values is None) == bool(reader.errors)


CAMERAS = st.builds(
    WatchingCamera,
    id=st.just(new_id()),
    number=st.just("1"),
    name=st.just("甲"),
    is_in_use=st.booleans(),
    width=st.none() | st.sampled_from([720, 1080, 1920, 3840]),
    height=st.none() | st.sampled_from([720, 1080, 1920, 2160]),
    is_onboarded=st.booleans(),
    is_barred=st.booleans(),
)


@given(st.lists(CAMERAS, max_size=5), CAMERAS)
def test_a_further_camera_never_makes_a_place_worse(cameras: list[WatchingCamera], further: WatchingCamera) -> None:
    if gap_of(cameras) is None:
        assert gap_of([*cameras, further]) is None
    assert (gap_of([further]) is None) == (further.is_in_use and further.is_sharp and further.is_onboarded)


@given(st.text(max_size=60), st.sampled_from(["gb18030", "utf-8"]))
def test_any_name_makes_a_readable_item(name: str, encoding: str) -> None:
    entry = CatalogueEntry(
        id=new_id(), device_id="37010200001310000001", name=name, maker="", model="", owner=name, address=name,
        ip_address="", port=None, is_on=True, lon=None, lat=None, resolution="",
    )  # fmt: skip
    item = fromstring(item_of(entry, "37010200002000000001", encoding), XMLParser(encoding=encoding))
    assert item.findtext("DeviceID") == "37010200001310000001"
