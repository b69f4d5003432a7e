"""What acts ask for. Safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.commendations import services
from reports.commendations.services.deciding import MAKER
from reports.documents.services import connect_maker
from server.core.jobs import Job, Schedule


def _make_notice(arguments: dict[str, Any]) -> None:
    services.make_notice_paper(UUID(arguments["subject_id"]))


def _revoke_notice(arguments: dict[str, Any]) -> None:
    services.revoke_notice_paper(UUID(arguments["subject_id"]))


def _make_decision(arguments: dict[str, Any]) -> None:
    services.make_decision_paper(UUID(arguments["subject_id"]))


def _make_revocation(arguments: dict[str, Any]) -> None:
    services.make_revocation_paper(UUID(arguments["subject_id"]))


def _revoke_certificate(arguments: dict[str, Any]) -> None:
    services.revoke_certificate(UUID(arguments["subject_id"]))


JOBS = [
    Job("commendations.make_notice", _make_notice, on=("commendation.noticed",)),
    Job("commendations.revoke_notice", _revoke_notice, on=("commendation.withdrawn",)),
    Job("commendations.make_decision", _make_decision, on=("commendation.decided",)),
    Job("commendations.make_revocation", _make_revocation, on=("honour.revoked",)),
    Job("commendations.revoke_certificate", _revoke_certificate, on=("honour.revoked",)),
]
SCHEDULES: list[Schedule] = []

connect_maker(MAKER, lambda honour_id, _options: services.make_certificate(honour_id))
