"""Candidates who have checked in, and the bytes their phones will send, made before anything is measured."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from courses.exams.models import Candidate, ExamSession
from server.core import clock
from server.core.database import connect_database, database, migrate
from server.core.ids import new_id
from server.core.settings import Settings
from server.core.statements import insert_rows
from server.web.app import create_app
from server.web.signin.tokens import TokenMint
from tests.factories.exams import paper_row
from wsgi import PARTS

SECRET = "the secret of a benchmark, long enough"  # noqa: S105
QUESTIONS = 50


def prepare(settings: Settings, count: int) -> list[str]:
    """A session under way and candidates with papers who have checked in; their tokens."""
    connect_database(settings)
    migrate()
    create_app(settings, PARTS)
    mint = TokenMint(SECRET.encode(), "attempt", 86_400)
    with database.connection_context(), database.atomic():
        session = _session()
        candidates = [_candidate(session) for _ in range(count)]
        for at in range(0, count, 500):
            insert_rows(candidates[at : at + 500])
        for candidate in candidates:
            paper_row(session, candidate.id, slots=QUESTIONS)
    return [_token(mint, candidate, number) for number, candidate in enumerate(candidates)]


def _session() -> ExamSession:
    now = clock.now()
    return ExamSession.create(
        id=new_id(),
        title="年度考核",
        agency_id=new_id(),
        blueprint_version_id=new_id(),
        starts_at=now - timedelta(minutes=1),
        start_closes_at=now + timedelta(hours=3),
        duration_seconds=7200,
        grace_seconds=30,
        upload_seconds=7200,
        papers_state="made",
        created_at=now,
    )


def _candidate(session: ExamSession) -> Candidate:
    return Candidate(
        id=new_id(),
        session_id=session.id,
        person_id=new_id(),
        unit_id=new_id(),
        device="phone",
        token_serial=1,
        checked_in_at=session.created_at,
        created_at=session.created_at,
    )


def _token(mint: TokenMint, candidate: Candidate, number: int) -> str:
    account = UUID(int=new_id().int - new_id().int % 16 + number % 16)  # spread over the event lanes, as true ones are
    claims = {"account": str(account), "person": str(candidate.person_id), "name": "考生", "device": "phone"}
    return mint.make(candidate.id, serial=1, **claims, **{"try": 1})


def asking(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def start(token: str) -> bytes:
    return _post("/exam-starts", token, {})


def save(token: str, attempt_id: str, seq: int) -> bytes:
    return _post("/exam-answers", token, {"attempt_id": attempt_id, "answers": [_answer(seq)]})


def finish(token: str, attempt_id: str) -> bytes:
    answers = [_answer(slot) for slot in range(1, QUESTIONS + 1)]
    return _post("/exam-submissions", token, {"attempt_id": attempt_id, "answers": answers})


def _answer(slot: int) -> dict[str, Any]:
    return {"slot": slot, "seq": slot, "value": "abcd"[slot % 4], "recorded_at": "2026-11-02T01:00:00.000Z"}


def _post(path: str, token: str, value: Any) -> bytes:
    body = json.dumps(value, ensure_ascii=False).encode()
    head = f"POST /api/v1{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
