"""Composition root: the only file that knows every package. Plain lists of blueprints, jobs and schedules."""

from __future__ import annotations

import sys

from flask import Flask

from checklists.demo import demo_accounts
from checklists.hazards import api as hazards
from checklists.inspections import api as inspections
from checklists.tasks import api as tasks
from checklists.templates import api as templates
from checklists.templates.services import load_packs
from mobile_api.clock import api as mobile_clock
from mobile_api.enrolment import api as enrolment
from mobile_api.pull import api as mobile_pull
from mobile_api.push import api as mobile_push
from mobile_api.uploads import api as uploads
from mobile_api.uploads import jobs as upload_jobs
from mobile_api.versions import api as mobile_versions
from reports.documents import api as documents
from reports.documents import jobs as document_jobs
from reports.documents import services as document_services
from reports.rulings import api as orders
from reports.rulings import jobs as order_jobs
from reports.wording.services import load_form_texts
from server.core.permissions import SYSTEM
from server.core.settings import Settings
from server.units.agencies import api as agencies
from server.units.areas import api as areas
from server.units.areas.services import seed_areas
from server.units.bases import api as bases
from server.units.bases.services import seed_bases
from server.units.people import api as people
from server.units.people.queries import describe_place
from server.units.registry import api as registry
from server.units.spreadsheets import api as spreadsheets
from server.web.app import Parts, create_app
from server.web.audit import api as audit
from server.web.signin import api as signin

PARTS = Parts(
    blueprints=[
        signin.blueprint,
        audit.blueprint,
        areas.blueprint,
        agencies.blueprint,
        bases.blueprint,
        people.blueprint,
        registry.blueprint,
        spreadsheets.blueprint,
        templates.blueprint,
        tasks.blueprint,
        inspections.blueprint,
        hazards.blueprint,
        documents.blueprint,
        orders.blueprint,
        mobile_versions.blueprint,
        enrolment.blueprint,
        enrolment.register,
        mobile_clock.blueprint,
        mobile_pull.blueprint,
        mobile_push.blueprint,
        uploads.blueprint,
    ],
    pages=[documents.pages],
    jobs=[*upload_jobs.JOBS, *document_jobs.JOBS, *order_jobs.JOBS],
    schedules=[*upload_jobs.SCHEDULES, *document_jobs.SCHEDULES],
    describe_place=describe_place,
    prepare=[
        lambda _: seed_areas(SYSTEM),
        lambda _: seed_bases(SYSTEM),
        lambda _: load_packs(),
        lambda _: load_form_texts(),
        document_services.prepare,
    ],
    check=[document_services.check_register],
    load_demo=lambda _: demo_accounts(),
)


def make_application() -> Flask:
    """What a WSGI server serves; the settings come from the environment."""
    return create_app(Settings.from_environment(), PARTS)


if __name__ == "__main__":
    from server.web.commands import main

    sys.exit(main(PARTS))
