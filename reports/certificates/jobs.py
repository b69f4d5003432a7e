"""Certificates become papers. Safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.certificates.services import make_certificate_paper, revoke_certificate_paper
from server.core.jobs import Job, Schedule


def _make(arguments: dict[str, Any]) -> None:
    make_certificate_paper(UUID(arguments["subject_id"]))


def _revoke(arguments: dict[str, Any]) -> None:
    revoke_certificate_paper(UUID(arguments["subject_id"]))


JOBS = [
    Job("certificates.make_paper", _make, on=("certificate.issued",)),
    Job("certificates.revoke_paper", _revoke, on=("certificate.revoked",)),
]
SCHEDULES: list[Schedule] = []
