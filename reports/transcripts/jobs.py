"""Transcripts are made, and fall with the results they state. Safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.transcripts.services import make_transcript, revoke_if_stale, revoke_stale_transcripts
from server.core.jobs import Job, Schedule


def _make(arguments: dict[str, Any]) -> None:
    revoke_if_stale(make_transcript(UUID(arguments["subject_id"])))


def _revoke(arguments: dict[str, Any]) -> None:
    revoke_stale_transcripts(UUID(arguments["session_id"]))


JOBS = [
    Job("transcripts.make", _make, on=("transcript.asked",)),
    Job("transcripts.revoke", _revoke, on=("result.superseded", "regrade.applied")),
]
SCHEDULES: list[Schedule] = []
