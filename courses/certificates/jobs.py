"""Whoever completes a rotation of an agency gets a certificate; an officer may ask for a whole cycle's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.certificates.errors import CertificateNoIssuer, CertificateNotEarned
from courses.certificates.services.issuing import issue_certificate, issue_for_cycle
from server.core.events import Event
from server.core.jobs import Job, Schedule
from server.core.permissions import SYSTEM
from server.web.signin.models import Account
from server.web.signin.services import actor_of


def _issue(arguments: dict[str, Any]) -> None:
    try:
        issue_certificate(SYSTEM, UUID(arguments["subject_id"]))
    except (CertificateNotEarned, CertificateNoIssuer):
        return  # taken back meanwhile, or a unit's own rotation: an agency decides


def _issue_cycle(arguments: dict[str, Any]) -> None:
    event = Event.get_by_id(UUID(arguments["event_id"]))
    actor = actor_of(Account.get_by_id(event.actor_id)) if event.actor_id else SYSTEM
    issue_for_cycle(actor, UUID(arguments["cycle_id"]))


JOBS = [
    Job("certificates.issue", _issue, on=("enrolment.completed",)),
    Job("certificates.issue_cycle", _issue_cycle, on=("certificates.asked",)),
]
SCHEDULES: list[Schedule] = []
