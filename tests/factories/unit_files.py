"""A unit of which a lot is known, and what is asked of its file."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pikepdf
import time_machine

from courses.trainees.rules import Audience
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from tests.factories.activities import activity_body
from tests.factories.alerts import case_body
from tests.factories.commendations import noticed_course
from tests.factories.deliveries import delivery_body, serve
from tests.factories.duties import file_paper, hold_drill
from tests.factories.facilities import camera, facility, place
from tests.factories.penalties import acted, decision, filed, overdue, post, ready
from tests.factories.records import Json, Sender
from tests.factories.rotations import cycle
from tests.factories.trainees import identity_number, trainee
from tests.world import World

ClientAs = Callable[[str], Any]


def address(world: World, what: str = "file", unit: str = "school_first") -> str:
    return f"/api/v1/units/{world.units[unit]}/{what}"


def protected(unit_id: UUID) -> None:
    """A key part with a camera, another that is kept secret, a broken fence, a recorder never looked at, a guard in the annual rotation."""
    part = place(unit_id, kind="key_part", name="配电室")
    camera(unit_id, {"place_ids": (part.id,)}, number="K9")
    camera(unit_id, {"secret_state": True, "secret_reason": "涉密"}, number="S9", name="涉密摄像机")
    facility(unit_id, kind="barrier", type="wall", name="东侧围墙", number="W9")
    facility(unit_id, kind="recorder", type="nvr", name="录像主机", number="R9")
    trainee(unit_id, audience=Audience.GUARD, identity_number=identity_number())
    cycle(unit_id=unit_id, year=clock.today().year)


def told_of(sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int]) -> tuple[datetime, Json]:
    """The school with something in each chapter: the moment at which all of it has happened, the penalty's paper."""
    with database.connection_context():
        protected(world.units["school_first"])
    found, later = overdue(sender, client_as, world)
    with time_machine.travel(later, tick=False):
        officer, head = client_as("officer"), client_as("head")
        file_paper(head, world.units["school_first"])
        hold_drill(head, world.units["school_first"])
        assert (
            head.post(f"/api/v1/units/{world.units['school_first']}/activities", json=activity_body(head)).status_code
            < 300
        )
        assert officer.post("/api/v1/cases", json=case_body(world)).status_code == 201
        penalty = filed(client_as, world, hazard_ids=[found.id])
        ready(client_as, penalty)
        decided = acted(post(client_as("leader"), penalty, "decisions", **decision()))
        course = noticed_course(world, client_as)
        run_jobs()
    with course.after_notice():
        course.decide()
        run_jobs()
        paper = client_as("officer").get(f"/api/v1/documents/{decided['decision']['document_id']}").json
        return clock.now(), paper


def served(client_as: ClientAs, world: World, document_id: str) -> None:
    officer = client_as("officer")
    answer = serve(officer, document_id, delivery_body(officer, world))
    assert answer.status_code == 201, answer.json


def section(file: Json, code: str) -> Json:
    return next(one for one in file["sections"] if one["code"] == code)


def attached_to(content: bytes) -> dict[str, bytes]:
    """What a PDF carries, by name."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def export_body(**changes: Any) -> Json:
    return {"id": str(new_id()), **changes}
