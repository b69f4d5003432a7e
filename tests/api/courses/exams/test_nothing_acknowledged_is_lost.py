"""The production server under kill -9 while a room is answering: what was acknowledged is there afterwards."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from courses.exams.models import Response, ResponseLog
from server.core.database import database
from server.core.events import verify_chain
from tests.api.mobile.conftest import start_server  # noqa: F401 - a fixture
from tests.factories.exams import ExamPhone, candidate_row, given, paper_row, session_row
from tests.factories.processes import wait_for
from tests.world import World

PERSONAS = ("guard", "other_guard", "key_post", "informant")
ENOUGH = 25  # answers of each phone before the blow


class Saver(threading.Thread):
    """One phone that saves one answer after another until told to stop, and keeps count of what was acknowledged."""

    def __init__(self, port: int, phone: ExamPhone) -> None:
        super().__init__(daemon=True)
        self.port, self.phone = port, phone
        self.acked: set[tuple[int, int]] = set()
        self.seq, self.stopped = 0, threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            with contextlib.closing(line), contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                while not self.stopped.is_set():
                    self.save(line)

    def save(self, line: http.client.HTTPConnection) -> None:
        self.seq += 1
        answers = [given(self.seq % 10, self.seq, f"answer {self.seq}")]
        body = json.dumps({"attempt_id": self.phone.attempt_id, "answers": answers})
        headers = {"Authorization": f"Bearer {self.phone.token}", "Content-Type": "application/json"}
        line.request("POST", "/api/v1/exam-answers", body, headers)
        with line.getresponse() as answer:
            said = json.loads(answer.read())
        if answer.status == 200:
            self.acked |= {(ack["slot"], ack["seq"]) for ack in said["acks"]}


def workers(server: Any) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]) == server.process.pid:
                found.append(int(folder.name))
    return found


@pytest.mark.parametrize("blow", ["one worker", "everything"])
def test_a_killed_server_has_kept_every_answer_it_acknowledged(
    blow: str,
    world: World,
    client_as: Callable[[str], Any],
    start_server: Callable[[], Any],  # noqa: F811
) -> None:
    with database.connection_context():
        session = session_row(world)
        candidates = [candidate_row(session, world.people[name].person_id, None) for name in PERSONAS]
        for candidate in candidates:
            paper_row(session, candidate.id, slots=10)
    phones = [
        ExamPhone(client_as(name), candidate.id, f"phone of {name}").begin()
        for name, candidate in zip(PERSONAS, candidates, strict=True)
    ]
    server = start_server()
    savers = [Saver(server.port, phone) for phone in phones]
    for saver in savers:
        saver.start()
    wait_for(lambda: all(len(saver.acked) >= ENOUGH for saver in savers))
    if blow == "one worker":
        os.kill(workers(server)[0], signal.SIGKILL)
        before = [len(saver.acked) for saver in savers]
        wait_for(lambda: all(len(saver.acked) >= had + ENOUGH for saver, had in zip(savers, before, strict=True)))
    for saver in savers:
        saver.stopped.set()
    server.kill()
    for saver in savers:
        saver.join(20)
    with database.connection_context():
        for saver in savers:
            mine = ResponseLog.attempt_id == saver.phone.attempt_id
            kept = {(row.slot, row.seq): row.value for row in ResponseLog.select().where(mine)}
            assert saver.acked <= kept.keys()
            assert all(kept[slot, seq] == f"answer {seq}" for slot, seq in saver.acked)
            for row in Response.select().where(Response.attempt_id == saver.phone.attempt_id):
                assert row.seq == max(seq for slot, seq in kept if slot == row.slot)
        assert verify_chain().ok
