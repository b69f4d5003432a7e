"""Composition root: the only file that knows every package. Plain lists of blueprints, jobs and schedules."""

from __future__ import annotations

import atexit
import gc

gc.disable()  # what loads now lives as long as the process: looking for garbage among it is a fifth of the start

import sys
from typing import Any

from flask import Flask

from checklists.draws import api as draws
from checklists.draws.queries.records import check_draws
from checklists.duties import api as duties
from checklists.duties import jobs as duty_jobs
from checklists.duties.services import load_duty_rules
from checklists.exclusions import api as exclusions
from checklists.hazards import api as hazards
from checklists.hazards import jobs as hazard_jobs
from checklists.hazards.services import seed_terms
from checklists.inspections import api as inspections
from checklists.plans import api as plans
from checklists.plans import jobs as plan_jobs
from checklists.tasks import api as tasks
from checklists.templates import api as templates
from checklists.templates.services import load_packs
from checklists.xlsforms import api as xlsforms
from courses.activities import api as activities
from courses.activities import jobs as activity_jobs
from courses.certificates import api as certificates
from courses.certificates import jobs as certificate_jobs
from courses.certificates.rules.origin import connect_badges
from courses.exams import api as exams
from courses.exams import jobs as exam_jobs
from courses.exams.queries.outcomes import connect_outcomes
from courses.items import api as items
from courses.items import jobs as item_jobs
from courses.items.services import load_items
from courses.lessons import api as lessons
from courses.lessons import jobs as lesson_jobs
from courses.lessons.queries.packages import connect_packages
from courses.markings import api as markings
from courses.markings import jobs as marking_jobs
from courses.markings.queries.results import live_results
from courses.markings.services import seed_marking_terms
from courses.packages import api as packages
from courses.packages import jobs as package_jobs
from courses.packages.queries import is_package_usable
from courses.papers import api as papers
from courses.papers import jobs as paper_jobs
from courses.practice import api as practice
from courses.practice import jobs as practice_jobs
from courses.rotations import api as rotations
from courses.rotations import jobs as rotation_jobs
from courses.trainees import api as trainees
from courses.trainees import jobs as trainee_jobs
from courses.trainees.services import seed_skill_grades
from device_checks.alarms import api as alarms
from device_checks.alarms import jobs as alarm_jobs
from device_checks.catalogues import api as catalogues
from device_checks.coverage import api as coverage
from device_checks.patrols import api as patrols
from device_checks.patrols import jobs as patrol_jobs
from device_checks.pictures import api as pictures
from device_checks.pictures import jobs as picture_jobs
from device_checks.pictures.rules.clocks import connect_clocks
from device_checks.pictures.services.terms import seed_picture_terms
from device_checks.recordings import api as recordings
from device_checks.recordings import jobs as recording_jobs
from device_checks.recordings.services import seed_recording_terms
from device_checks.registers import api as registers
from device_checks.sources import api as sources
from device_checks.sources.rules.bounds import connect_sources
from device_checks.upkeep import api as upkeep
from device_checks.upkeep import jobs as upkeep_jobs
from device_checks.upkeep.services import seed_upkeep_terms
from device_checks.verification import api as verification
from device_checks.workbooks import api as facility_workbooks
from mobile_api.clock import api as mobile_clock
from mobile_api.deliveries import api as mobile_deliveries
from mobile_api.enrolment import api as enrolment
from mobile_api.openrosa import api as openrosa
from mobile_api.openrosa import jobs as openrosa_jobs
from mobile_api.pull import api as mobile_pull
from mobile_api.push import api as mobile_push
from mobile_api.uploads import api as uploads
from mobile_api.uploads import jobs as upload_jobs
from mobile_api.versions import api as mobile_versions
from reports.accountability import api as accountability
from reports.accountability import jobs as accountability_jobs
from reports.assessments import api as assessments
from reports.assessments import jobs as assessment_jobs
from reports.bulletins import api as bulletins
from reports.bulletins import jobs as bulletin_jobs
from reports.certificates import api as certificate_papers
from reports.certificates import jobs as certificate_paper_jobs
from reports.commendations import api as commendations
from reports.commendations import jobs as commendation_jobs
from reports.commendations.services import seed_commendation_terms
from reports.credits import api as credits
from reports.credits import jobs as credit_jobs
from reports.credits.services import seed_credit_terms
from reports.deliveries import api as deliveries
from reports.deliveries import jobs as delivery_jobs
from reports.deliveries.services import seed_delivery_terms
from reports.demo import demo_accounts
from reports.documents import api as documents
from reports.documents import jobs as document_jobs
from reports.documents import services as document_services
from reports.draws import api as draw_papers
from reports.draws import jobs as draw_jobs
from reports.executions import api as executions
from reports.executions import jobs as execution_jobs
from reports.executions.services import seed_execution_terms
from reports.exports import api as exports
from reports.exports import jobs as export_jobs
from reports.figures import api as figures
from reports.figures import jobs as figure_jobs
from reports.figures.services import prepare_tallies
from reports.filters import api as filters
from reports.labels import api as labels
from reports.letters import api as letters
from reports.letters import jobs as letter_jobs
from reports.penalties import api as penalties
from reports.penalties import jobs as penalty_jobs
from reports.penalties.services import seed_penalty_terms
from reports.ratings import api as ratings
from reports.ratings import jobs as rating_jobs
from reports.ratings.services import load_rating_schemes
from reports.rectifications import api as rectifications
from reports.rectifications import jobs as rectification_jobs
from reports.rotations import api as rotation_papers
from reports.rotations import jobs as rotation_paper_jobs
from reports.rulings import api as orders
from reports.rulings import jobs as order_jobs
from reports.scores import api as scores
from reports.scores import jobs as score_jobs
from reports.scores.services import seed_score_schemes
from reports.stories import api as stories
from reports.stories import jobs as story_jobs
from reports.supervisions import api as supervisions
from reports.supervisions import jobs as supervision_jobs
from reports.transcripts import api as transcripts
from reports.transcripts import jobs as transcript_jobs
from reports.unit_files import api as unit_files
from reports.unit_files import jobs as unit_file_jobs
from reports.unit_files.services import seed_defence_items
from reports.wording.services import load_form_texts
from server.alerts.cases import api as cases
from server.alerts.help import api as help_requests
from server.alerts.incidents import api as incidents
from server.alerts.levels import api as levels
from server.alerts.levels import jobs as level_jobs
from server.alerts.notices import api as notices
from server.alerts.risks import api as risks
from server.alerts.risks import jobs as risk_jobs
from server.alerts.risks.services import load_risk_rules
from server.alerts.warnings import api as warnings
from server.alerts.warnings.services import load_warning_rules
from server.core.permissions import SYSTEM
from server.core.settings import Settings
from server.units.agencies import api as agencies
from server.units.areas import api as areas
from server.units.areas.services import seed_areas
from server.units.attachments import api as attachments
from server.units.bases import api as bases
from server.units.bases.services import seed_bases
from server.units.calendar import api as calendar
from server.units.calendar.services import seed_calendar
from server.units.competences import api as competences
from server.units.people import api as people
from server.units.people.queries import describe_place
from server.units.registry import api as registry
from server.units.spreadsheets import api as spreadsheets
from server.web.app import Parts, create_app
from server.web.audit import api as audit
from server.web.signin import api as signin

#: What events and the clock ask for, package by package.
AT_WORK: tuple[Any, ...] = (
    upload_jobs,
    recording_jobs,
    duty_jobs,
    upkeep_jobs,
    openrosa_jobs,
    document_jobs,
    order_jobs,
    rectification_jobs,
    hazard_jobs,
    draw_jobs,
    level_jobs,
    risk_jobs,
    figure_jobs,
    export_jobs,
    plan_jobs,
    patrol_jobs,
    picture_jobs,
    alarm_jobs,
    trainee_jobs,
    rotation_jobs,
    item_jobs,
    lesson_jobs,
    package_jobs,
    activity_jobs,
    paper_jobs,
    exam_jobs,
    marking_jobs,
    practice_jobs,
    certificate_jobs,
    rotation_paper_jobs,
    certificate_paper_jobs,
    transcript_jobs,
    delivery_jobs,
    penalty_jobs,
    execution_jobs,
    credit_jobs,
    supervision_jobs,
    accountability_jobs,
    letter_jobs,
    rating_jobs,
    commendation_jobs,
    story_jobs,
    assessment_jobs,
    bulletin_jobs,
    unit_file_jobs,
    score_jobs,
)

PARTS = Parts(
    blueprints=[
        signin.blueprint,
        audit.blueprint,
        areas.blueprint,
        agencies.blueprint,
        competences.blueprint,
        recordings.blueprint,
        bases.blueprint,
        calendar.blueprint,
        people.blueprint,
        registry.blueprint,
        spreadsheets.blueprint,
        notices.blueprint,
        attachments.blueprint,
        levels.blueprint,
        levels.zero_reports,
        risks.blueprint,
        help_requests.blueprint,
        help_requests.bookings,
        incidents.plans,
        incidents.blueprint,
        cases.blueprint,
        warnings.blueprint,
        warnings.rule_pages,
        templates.blueprint,
        xlsforms.blueprint,
        tasks.blueprint,
        tasks.around,
        plans.blueprint,
        inspections.blueprint,
        hazards.blueprint,
        duties.blueprint,
        exclusions.blueprint,
        draws.blueprint,
        registers.blueprint,
        coverage.blueprint,
        catalogues.blueprint,
        facility_workbooks.blueprint,
        verification.blueprint,
        *pictures.BLUEPRINTS,
        upkeep.blueprint,
        hazards.around,
        inspections.of_hazards,
        sources.blueprint,
        patrols.blueprint,
        documents.blueprint,
        orders.blueprint,
        draw_papers.blueprint,
        rectifications.blueprint,
        figures.blueprint,
        exports.blueprint,
        filters.blueprint,
        labels.blueprint,
        trainees.blueprint,
        rotations.blueprint,
        items.blueprint,
        lessons.blueprint,
        packages.blueprint,
        activities.blueprint,
        papers.blueprint,
        exams.blueprint,
        markings.blueprint,
        practice.blueprint,
        certificates.blueprint,
        rotation_papers.blueprint,
        certificate_papers.blueprint,
        transcripts.blueprint,
        deliveries.blueprint,
        penalties.blueprint,
        executions.blueprint,
        credits.blueprint,
        supervisions.blueprint,
        accountability.blueprint,
        letters.blueprint,
        ratings.blueprint,
        commendations.blueprint,
        stories.blueprint,
        assessments.blueprint,
        bulletins.blueprint,
        unit_files.blueprint,
        scores.blueprint,
        *alarms.BLUEPRINTS,
        mobile_versions.blueprint,
        enrolment.blueprint,
        enrolment.register,
        mobile_clock.blueprint,
        mobile_pull.blueprint,
        mobile_push.blueprint,
        mobile_deliveries.blueprint,
        uploads.blueprint,
        openrosa.blueprint,
    ],
    pages=[
        documents.pages,
        draw_papers.pages,
        commendations.pages,
        openrosa.pages,
        certificates.pages,
        packages.pages,
        activities.pages,
    ],
    jobs=[job for part in AT_WORK for job in part.JOBS],
    schedules=[schedule for part in AT_WORK for schedule in getattr(part, "SCHEDULES", ())],
    listeners=[alarms.listen],
    describe_place=describe_place,
    connect=[
        connect_sources,
        connect_clocks,
        connect_badges,
        lambda _: connect_outcomes(live_results),
        lambda _: connect_packages(is_package_usable),
    ],
    prepare=[
        lambda _: seed_areas(SYSTEM),
        lambda _: seed_bases(SYSTEM),
        lambda _: seed_calendar(SYSTEM),
        lambda _: seed_terms(SYSTEM),
        lambda _: seed_upkeep_terms(SYSTEM),
        lambda _: seed_picture_terms(SYSTEM),
        lambda _: load_packs(),
        lambda _: load_duty_rules(SYSTEM),
        lambda _: load_form_texts(),
        lambda _: load_rating_schemes(SYSTEM),
        lambda _: seed_delivery_terms(SYSTEM),
        lambda _: load_risk_rules(),
        lambda _: seed_recording_terms(SYSTEM),
        lambda _: seed_penalty_terms(SYSTEM),
        lambda _: seed_execution_terms(SYSTEM),
        lambda _: seed_credit_terms(SYSTEM),
        lambda _: load_warning_rules(),
        lambda _: load_items(SYSTEM),
        lambda _: seed_skill_grades(SYSTEM),
        lambda _: seed_marking_terms(SYSTEM),
        lambda _: seed_commendation_terms(SYSTEM),
        lambda _: seed_defence_items(SYSTEM),
        lambda _: seed_score_schemes(SYSTEM),
        document_services.prepare,
        lambda _: prepare_tallies(),
    ],
    check=[document_services.check_register, check_draws],
    load_demo=lambda _: demo_accounts(),
)


gc.freeze()  # nor is it looked through again with every later search
atexit.register(gc.unfreeze)  # at the end it goes before the modules that it needs for that
gc.enable()


def make_application() -> Flask:
    """What a WSGI server serves; the settings come from the environment."""
    made = create_app(Settings.from_environment(), PARTS)
    gc.freeze()
    return made


if __name__ == "__main__":
    from server.web.commands import main

    sys.exit(main(PARTS))
