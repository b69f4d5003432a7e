"""Rounds of commendation, driven through the interface as the console drives them."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import time_machine

from server.core import clock
from server.core.ids import new_id
from tests.world import PASSWORD, World

Json = dict[str, Any]
ROUNDS = "/api/v1/commendation-rounds"
UNIT_HONOUR = {"code": "unit", "title": "内部治安保卫工作先进单位", "kind": "unit", "quota": 2}
PERSON_HONOUR = {"code": "person", "title": "内部治安保卫工作先进个人", "kind": "person", "quota": 2}
REGULATION = {"basis": "state-council-421", "article": "第十七条"}
JINAN = {"basis": "jinan-2021-15", "article": "三（五）"}
CONTACT = "历下区示范路1号 0531-0000000"


def round_body(**changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "year": clock.today().year,
        "level": "district",
        "title": "2026年度内部治安保卫工作表彰",
        "note": "",
        "bases": [REGULATION],
        "honours": [UNIT_HONOUR, PERSON_HONOUR],
        "partner_ids": [],
        **changes,
    }


def nomination_body(world: World, unit: str | None = None, person: str | None = None, **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "honour_code": "unit" if unit else "person",
        "unit_id": str(world.units[unit]) if unit else None,
        "person_id": str(world.persons[person]) if person else None,
        "deeds": "全年未发生刑事治安案件，隐患整改及时。",
        "source": "hand",
        **changes,
    }


def review_body(**changes: Any) -> Json:
    return {"approved": True, "opinion": "事迹属实，同意推荐。", **changes}


def objection_body(**changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "nomination_id": None,
        "received_on": clock.today().isoformat(),
        "from_name": "匿名",
        "text": "该单位上半年曾有隐患逾期。",
        **changes,
    }


@dataclass
class Course:
    """A round with the people who run it: officer proposes, the second reviews, the leader decides."""

    world: World
    client_as: Callable[[str], Any]
    round: Json

    @property
    def address(self) -> str:
        return f"{ROUNDS}/{self.round['id']}"

    def read(self) -> Json:
        found: Json = self.client_as("officer").get(self.address).json
        return found

    def nominate(self, unit: str | None = None, person: str | None = None, **changes: Any) -> Json:
        body = nomination_body(self.world, unit, person, **changes)
        answer = self.client_as("officer").post(f"{self.address}/nominations", json=body)
        assert answer.status_code == 201, answer.json
        made: Json = answer.json
        return made

    def review(self, nomination: Json, persona: str = "second_officer", **changes: Any) -> Any:
        return self.client_as(persona).post(
            f"/api/v1/nominations/{nomination['id']}/reviews", json=review_body(**changes)
        )

    def start_notice(self, persona: str = "officer", contact: str = CONTACT) -> Any:
        return self.client_as(persona).post(f"{self.address}/notices", json={"contact": contact, "password": PASSWORD})

    def object(self, persona: str = "officer", **changes: Any) -> Any:
        return self.client_as(persona).post(f"{self.address}/objections", json=objection_body(**changes))

    def answer(
        self, id: str, persona: str = "second_officer", *, upheld: bool = False, text: str = "经核实不成立。"
    ) -> Any:
        body = {"upheld": upheld, "text": text}
        return self.client_as(persona).post(f"/api/v1/commendation-objections/{id}/answers", json=body)

    def decide(self, persona: str = "leader", password: str = PASSWORD) -> Any:
        return self.client_as(persona).post(f"{self.address}/decisions", json={"password": password})

    def withdraw(self, persona: str = "officer", reason: str = "名额调整，另行组织") -> Any:
        return self.client_as(persona).post(f"{self.address}/withdrawals", json={"reason": reason})

    def revoke(
        self, honour: Json, persona: str = "leader", reason: str = "弄虚作假", password: str = PASSWORD, **more: Any
    ) -> Any:
        body = {"password": password, "reason": reason, **more}
        return self.client_as(persona).post(f"/api/v1/honours/{honour['id']}/revocations", json=body)

    def honours(self) -> list[Json]:
        found: list[Json] = self.client_as("officer").get(f"{self.address}/honours").json["items"]
        return found

    def after_notice(self) -> AbstractContextManager[Any]:
        """Noon of the first day on which it may be decided."""
        return noon_of(date.fromisoformat(self.read()["notice"]["ends_on"]) + timedelta(days=1))


def noon_of(day: date) -> AbstractContextManager[Any]:
    return time_machine.travel(f"{day}T04:00:00Z", tick=False)


def open_course(world: World, client_as: Callable[[str], Any], persona: str = "officer", **changes: Any) -> Course:
    answer = client_as(persona).post(ROUNDS, json=round_body(**changes))
    assert answer.status_code == 201, answer.json
    return Course(world, client_as, answer.json)


def noticed_course(world: World, client_as: Callable[[str], Any]) -> Course:
    """The school and its guard are proposed, reviewed and shown to everybody."""
    course = open_course(world, client_as)
    for nomination in (course.nominate(unit="school_first"), course.nominate(person="guard_school")):
        assert course.review(nomination).status_code == 201
    assert course.start_notice().status_code == 201
    return course


def text_of(client: Any, document: Json) -> str:
    """What a signed paper says, without spaces and line ends."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(client.get(document["pdf_url"]).data)
        file.flush()
        shown = subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, check=True, timeout=60)
    return "".join(shown.stdout.decode().split())


def grow_commendations(world: World, client_as: Callable[[str], Any]) -> None:
    """Five rounds."""
    for _ in range(5):
        noticed_course(world, client_as)
