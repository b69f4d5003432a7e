"""The catalogue of cameras validates, leaves out what is secret or has no id, and says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from lxml.etree import fromstring

from device_checks.registers.services import change_facility_state
from server.core.events import Event
from server.core.permissions import SYSTEM
from server.units.areas.queries import known_codes
from tests.factories import facilities
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

CATALOGUE = "/api/v1/camera-catalogue"
PLATFORM = "37010200002000000001"
ORDER = [
    "DeviceID",
    "Name",
    "Manufacturer",
    "Model",
    "Owner",
    "CivilCode",
    "Address",
    "Parental",
    "ParentID",
    "SafetyWay",
    "RegisterWay",
    "Secrecy",
    "IPAddress",
    "Port",
    "Status",
    "Longitude",
    "Latitude",
    "Info",
]
INFO = ["PTZType", "PositionType", "RoomType", "UseType", "SupplyLightType", "DirectionType", "Resolution"]
#: Elements that the standard demands, and what each may hold.
MUST = {
    "DeviceID": r"\d{20}",
    "Name": r".+",
    "Manufacturer": r".+",
    "Model": r".+",
    "CivilCode": r"\d{6}",
    "Parental": r"[01]",
    "ParentID": r"\d{20}",
    "RegisterWay": r"[123]",
    "Secrecy": r"0",
    "Status": r"ON|OFF",
}
MAY = {
    "PTZType": r"[1-7]",
    "PositionType": r"[1-9]|10",
    "RoomType": r"[12]",
    "UseType": r"[1-3]",
    "SupplyLightType": r"[12349]",
    "DirectionType": r"[1-8]",
    "Resolution": r"\d+x\d+",
    "Longitude": r"-?\d+\.\d+",
    "Latitude": r"-?\d+\.\d+",
    "Port": r"\d{1,5}",
}


def catalogue_id(serial: int, area: str = "370102", type: str = "131") -> str:
    return f"{area}0000{type}{serial:07}"


def check_catalogue(content: bytes) -> list[Any]:
    """What a platform demands of a catalogue."""
    response = fromstring(content)
    assert response.tag == "Response"
    assert response.findtext("CmdType") == "Catalog"
    items = response.findall("DeviceList/Item")
    assert response.findtext("SumNum") == response.find("DeviceList").get("Num") == str(len(items))
    for item in items:
        names = [element.tag for element in item]
        assert names == [name for name in ORDER if name in names]
        told = {element.tag: element.text or "" for element in (*item, *item.find("Info")) if element.tag != "Info"}
        info = [element.tag for element in item.find("Info")]
        assert info == [name for name in INFO if name in info]
        wrong = {name: told.get(name) for name, shape in MUST.items() if not re.fullmatch(shape, told.get(name, ""))}
        wrong |= {
            name: told[name] for name, shape in MAY.items() if name in told and not re.fullmatch(shape, told[name])
        }
        assert wrong == {}
        id = told["DeviceID"]
        assert known_codes([id[:6]]) == {told["CivilCode"]}
        assert id[10:13] in {"131", "132"}
    return list(items)


@pytest.mark.clause("JN-2.2.3c")
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_the_catalogue_validates(encoding: str, client_as: Callable[[str], Any], world: World) -> None:
    unit_id = world.units["school_first"]
    told = {"ptz_type": "3", "supply_light_type": "9", "direction_type": "8", "port": 554, "ipv4": "192.0.2.7"}
    facilities.camera(
        unit_id,
        {"catalogue_id": catalogue_id(1)},
        name="<正门> & “枪机”𠮷",
        maker="甲厂",
        lat=36.65,
        lon=117.0,
        details={**told, "position_type": "10", "address": "历下区"},
    )
    stopped = facilities.camera(unit_id, {"catalogue_id": catalogue_id(2, type="132"), "width": None, "height": None})
    change_facility_state(SYSTEM, stopped, "stopped")
    officer = client_as("officer")
    answer = officer.get(f"{CATALOGUE}/file?platform_id={PLATFORM}&encoding={encoding}")
    assert answer.status_code == 200, answer.json
    first, second = check_catalogue(answer.data)
    assert first.findtext("Name") == "<正门> & “枪机”𠮷"
    assert first.findtext("Owner") == "泉城示范第一中学"
    assert first.findtext("Info/Resolution") == "1920x1080"
    assert (first.findtext("Info/PositionType"), first.findtext("IPAddress")) == ("10", "192.0.2.7")
    assert [row.findtext("Status") for row in (first, second)] == ["ON", "OFF"]
    event = Event.get(Event.kind == "catalogue.exported")
    assert event.details == {"count": 2}


@pytest.mark.clause("LN-10")
def test_secret_cameras_and_those_without_an_id_are_left_out_with_the_reason(
    client_as: Callable[[str], Any], world: World
) -> None:
    unit_id = world.units["school_first"]
    facilities.camera(unit_id, {"catalogue_id": catalogue_id(1)}, number="1")
    for number, flag in (("2", "secret_state"), ("3", "secret_trade")):
        flags = {flag: True, "secret_reason": "要害部位"}
        facilities.camera(unit_id, {"catalogue_id": catalogue_id(int(number)), **flags}, number=number)
    facilities.camera(unit_id, number="4")
    facilities.camera(unit_id, {"catalogue_id": catalogue_id(5, area="990102")}, number="5")
    gone = facilities.camera(unit_id, {"catalogue_id": catalogue_id(6)}, number="6")
    change_facility_state(SYSTEM, gone, "scrapped")
    officer = client_as("officer")
    left_out = officer.get(f"{CATALOGUE}/left-out").json["items"]
    assert {row["number"]: row["reason"] for row in left_out} == {
        "2": "secret",
        "3": "secret",
        "4": "no_id",
        "5": "unknown_area",
        "6": "scrapped",
    }
    counts = officer.get(CATALOGUE).json
    assert (counts["listed"], {row["reason"]: row["cameras"] for row in counts["left_out"]}) == (
        1,
        {"secret": 2, "scrapped": 1, "no_id": 1, "unknown_area": 1},
    )
    items = check_catalogue(officer.get(f"{CATALOGUE}/file?platform_id={PLATFORM}").data)
    assert [item.findtext("DeviceID") for item in items] == [catalogue_id(1)]


def test_only_the_bureau_takes_it_and_only_of_its_own(client_as: Callable[[str], Any], world: World) -> None:
    facilities.camera(world.units["school_first"], {"catalogue_id": catalogue_id(1)})
    address = f"{CATALOGUE}/file?platform_id={PLATFORM}"
    for persona in ("head", "staff", "inspector", "department"):
        assert client_as(persona).get(address).status_code == 403
    assert check_catalogue(client_as("stranger").get(address).data) == []
    assert client_as("officer").get(f"{CATALOGUE}/file?platform_id=1").json["code"] == "platform_id_invalid"
    assert client_as("officer").get(f"{CATALOGUE}/file").status_code == 422
    none = f"{address}&unit_id={world.units['school_primary']}&place_class=3&onboarded=false"
    assert check_catalogue(client_as("officer").get(none).data) == []
