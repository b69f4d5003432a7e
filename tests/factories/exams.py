"""Sessions with candidates and papers, written as rows; and a phone that sits an exam."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from courses.exams.models import Candidate, ExamSession
from courses.papers.models import Blueprint, BlueprintVersion, Paper
from server.core import clock
from server.core.canonical import canonical_json
from server.core.ids import new_id
from server.core.sealing import seal
from tests.world import World

SLOTS = 4
#: Stands in every question, so that a test can look for it in the bytes of every answer.
SECRET_STEM = "出入口值守人员应当核验什么"


def blueprint_version(world: World) -> BlueprintVersion:
    """Needs an open connection."""
    moment = clock.now()
    blueprint = Blueprint.create(
        id=new_id(), title="保安员年度考核", agency_id=world.agencies["lixia"], current_id=new_id(), created_at=moment
    )
    return BlueprintVersion.create(
        id=blueprint.current_id,
        blueprint_id=blueprint.id,
        number=1,
        rows=[],
        marking={"pass_percent": 60, "partial_percent": 50, "sections": {}},
        worth_x100=SLOTS * 500,
        at=moment,
    )


def session_row(world: World, **changes: Any) -> ExamSession:
    """A session of the Lixia bureau that began ten minutes ago; needs an open connection."""
    moment = clock.now()
    return ExamSession.create(
        **{
            "id": new_id(),
            "title": "秋季保安员年度考核",
            "agency_id": world.agencies["lixia"],
            "blueprint_version_id": changes.pop("blueprint_version_id", None) or blueprint_version(world).id,
            "place": "历下分局三楼会议室",
            "starts_at": moment - timedelta(minutes=10),
            "start_closes_at": moment + timedelta(minutes=20),
            "duration_seconds": 3600,
            "grace_seconds": 30,
            "upload_seconds": 7200,
            "papers_state": "made",
            "draft_hash": "",
            "created_at": moment,
            **changes,
        }
    )


def candidate_row(session: ExamSession, person_id: UUID, unit_id: UUID | None, **changes: Any) -> Candidate:
    """Needs an open connection."""
    return Candidate.create(
        **{
            "id": new_id(),
            "session_id": session.id,
            "person_id": person_id,
            "unit_id": unit_id,
            "created_at": clock.now(),
            **changes,
        }
    )


def paper_row(session: ExamSession, candidate_id: UUID, try_no: int = 1, slots: int = SLOTS) -> Paper:
    """A paper sealed as the contract says; needs an open connection."""
    id, key, nonce = new_id(), secrets.token_bytes(32), secrets.token_bytes(12)
    options = [{"id": letter, "text": f"选项{letter}"} for letter in "abcd"]
    plain = canonical_json(
        {
            "paper_id": str(id),
            "title": session.title,
            "slots": [
                {
                    "slot": slot,
                    "type": "single",
                    "section": "law",
                    "worth_x100": 500,
                    "content": {"stem": f"{SECRET_STEM}（{slot}）", "options": options},
                }
                for slot in range(1, slots + 1)
            ],
        }
    )
    body = AESGCM(key).encrypt(nonce, gzip.compress(plain, mtime=0), str(id).encode())
    return Paper.create(
        id=id,
        session_id=session.id,
        candidate_id=candidate_id,
        try_no=try_no,
        variant=1,
        seed="0" * 64,
        slots=[
            {
                "slot": slot,
                "item_id": str(new_id()),
                "version_id": str(new_id()),
                "type": "single",
                "section": "law",
                "worth_x100": 500,
                "options": [],
            }
            for slot in range(1, slots + 1)
        ],
        worth_x100=slots * 500,
        plain_sha256=hashlib.sha256(plain).hexdigest(),
        sealed=base64.b64encode(nonce + body).decode(),
        key_sealed=seal(base64.b64encode(key).decode(), "paper"),
        made_at=clock.now(),
    )


def open_paper(paper: dict[str, Any], key: str) -> dict[str, Any]:
    """What the phone does at the start."""
    raw = base64.b64decode(paper["sealed"])
    packed = AESGCM(base64.b64decode(key)).decrypt(raw[:12], raw[12:], paper["id"].encode())
    plain = gzip.decompress(packed)
    assert hashlib.sha256(plain).hexdigest() == paper["plain_sha256"]
    opened: dict[str, Any] = json.loads(plain)
    return opened


@dataclass
class Room:
    """A session with one candidate and paper."""

    session: ExamSession
    candidate: Candidate
    paper: Paper


def room_for(world: World, persona: str = "guard", unit: str = "school_first", **changes: Any) -> Room:
    """A running session with this persona on the list and a paper made; needs an open connection."""
    session = session_row(world, **changes)
    candidate = candidate_row(session, world.people[persona].person_id, world.units[unit])
    for try_no in range(1, session.most_tries + 1):
        paper = paper_row(session, candidate.id, try_no)
    return Room(session, candidate, paper)


class ExamPhone:
    """One device of one candidate."""

    def __init__(self, client: Any, candidate_id: UUID, device: str = "phone-of-the-guard") -> None:
        self.client, self.candidate_id, self.device = client, candidate_id, device
        self.token, self.attempt_id, self.key = "", "", ""
        self.seqs: dict[int, int] = {}

    def check_in(self, **more: Any) -> Any:
        body = {"device": self.device, **more}
        answer = self.client.post(f"/api/v1/my/exams/{self.candidate_id}/check-ins", json=body)
        if answer.status_code == 201:
            self.token = answer.json["token"]
        return answer

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self.client.post(f"/api/v1{path}", json=body, headers={"Authorization": f"Bearer {self.token}"})

    def start(self) -> Any:
        answer = self.post("/exam-starts", {})
        if answer.status_code == 200:
            self.attempt_id, self.key = answer.json["attempt_id"], answer.json["key"]
        return answer

    def begin(self) -> ExamPhone:
        """Check in and start."""
        assert self.check_in().status_code == 201
        assert self.start().status_code == 200
        return self

    def save(self, *answers: dict[str, Any]) -> Any:
        return self.post("/exam-answers", {"attempt_id": self.attempt_id, "answers": list(answers)})

    def submit(self, *answers: dict[str, Any]) -> Any:
        return self.post("/exam-submissions", {"attempt_id": self.attempt_id, "answers": list(answers)})

    def tell(self, *events: dict[str, Any]) -> Any:
        return self.post("/exam-events", {"attempt_id": self.attempt_id, "events": list(events)})


def given(slot: int, seq: int, value: Any = "a", recorded_at: Any = None) -> dict[str, Any]:
    """An answer on the wire."""
    at = clock.to_text(recorded_at) if recorded_at else None
    return {"slot": slot, "seq": seq, "value": value, "recorded_at": at}


def verdicts(answer: Any) -> list[str]:
    return [ack["verdict"] for ack in answer.json["acks"]]


def people_of(world: World, personas: Sequence[str]) -> list[str]:
    return [str(world.people[persona].person_id) for persona in personas]


def grow_exams(world: World) -> None:
    """Three sessions of the Lixia bureau, two with a candidate; needs an open connection."""
    version = blueprint_version(world)
    for number in range(3):
        session = session_row(world, title=f"第{number + 1}场", blueprint_version_id=version.id)
        if number:
            candidate_row(session, world.people["guard"].person_id, world.units["school_first"])
