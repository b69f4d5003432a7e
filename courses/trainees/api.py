"""Over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from courses.trainees import services
from courses.trainees.models import Trainee, TraineeImport
from courses.trainees.queries import listing, skills
from courses.trainees.queries.membership import trained_person_within_reach, trainee_within_reach
from courses.trainees.rules import CheckState, TraineeDraft
from courses.trainees.schemas import (
    OpenedAccountSchema,
    RevealedSchema,
    RevealSchema,
    SkillCheckSchema,
    SkillDraftSchema,
    SkillEndingSchema,
    SkillGradesSchema,
    SkillSchema,
    SkillsSchema,
    TraineeChangeSchema,
    TraineeDraftSchema,
    TraineeEndingSchema,
    TraineeQuery,
    TraineeSchema,
)
from server.core import clock
from server.units.spreadsheets.api import WORKBOOK, XLSX, takes_a_workbook
from server.units.spreadsheets.schemas import ImportFileSchema, ImportQuery, ImportSchema
from server.web.access import current_actor, requires
from server.web.etags import check_if_match, send_etag
from server.web.openapi import also
from server.web.paging import page_schema
from server.web.rates import check_rate

Json = dict[str, Any]
REVEALS_PER_MINUTE = 20
PASSWORDS_PER_MINUTE = 60

blueprint = Blueprint("trainees", __name__, url_prefix="/api/v1", description="受训人员")


@blueprint.route("/trainees")
class Trainees(MethodView):
    @requires("trainee.view")
    @blueprint.arguments(TraineeQuery, location="query")
    @blueprint.response(200, page_schema(TraineeSchema))
    def get(self, query: Json) -> Json:
        """Who is trained, within reach."""
        return listing.find_trainees(current_actor(), listing.TraineeFilter(**query))

    @requires("trainee.edit")
    @blueprint.doc(**also(404, 409, 422))
    @blueprint.arguments(TraineeDraftSchema)
    @blueprint.response(201, TraineeSchema)
    def post(self, draft: TraineeDraft) -> Json:
        """Put somebody known, or somebody new, under an audience."""
        return _shape(services.enter_trainee(current_actor(), draft))


@blueprint.route("/trainees/<uuid:id>")
class OneTrainee(MethodView):
    @requires("trainee.view")
    @blueprint.response(200, TraineeSchema)
    def get(self, id: UUID) -> Json:
        """One trainee."""
        row = trainee_within_reach(current_actor(), id)
        send_etag(row)
        return _shape(row)

    @requires("trainee.edit")
    @blueprint.doc(**also(409, 412, 422))
    @blueprint.arguments(TraineeChangeSchema)
    @blueprint.response(200, TraineeSchema)
    def patch(self, changes: Json, id: UUID) -> Json:
        """Change first day, post, telephone or identity number (needs If-Match)."""
        actor = current_actor()
        row = trainee_within_reach(actor, id)
        check_if_match(row)
        row = services.change_trainee(actor, row, changes)
        send_etag(row)
        return _shape(row)


@blueprint.route("/trainees/<uuid:id>/endings")
class TraineeEndings(MethodView):
    @requires("trainee.edit")
    @blueprint.doc(**also(409, 422))
    @blueprint.arguments(TraineeEndingSchema)
    @blueprint.response(201, TraineeSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Somebody is trained until a day."""
        actor = current_actor()
        return _shape(services.end_trainee(actor, trainee_within_reach(actor, id), **payload))


@blueprint.route("/trainees/<uuid:id>/reveals")
class TraineeReveals(MethodView):
    @requires("trainee.reveal")
    @blueprint.doc(**also(422))
    @blueprint.arguments(RevealSchema)
    @blueprint.response(201, RevealedSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """The identity number in full; the reason is kept."""
        actor = current_actor()
        check_rate(f"identity {actor.account_id}", REVEALS_PER_MINUTE)
        number = services.reveal_identity(actor, trainee_within_reach(actor, id), payload["reason"])
        return {"identity_number": number}


@blueprint.route("/trainees/<uuid:id>/accounts")
class TraineeAccounts(MethodView):
    @requires("trainee.edit")
    @blueprint.doc(**also(409, 422))
    @blueprint.response(201, OpenedAccountSchema)
    def post(self, id: UUID) -> dict[str, str]:
        """Open an account; login and first password are shown this once."""
        actor = current_actor()
        check_rate(f"trainee password {actor.account_id}", PASSWORDS_PER_MINUTE)
        return services.open_account(actor, trainee_within_reach(actor, id))


@blueprint.route("/trainees/<uuid:id>/passwords")
class TraineePasswords(MethodView):
    @requires("trainee.edit")
    @blueprint.doc(**also(409, 422))
    @blueprint.response(201, OpenedAccountSchema)
    def post(self, id: UUID) -> dict[str, str]:
        """A new password in place of a lost one, shown this once."""
        actor = current_actor()
        check_rate(f"trainee password {actor.account_id}", PASSWORDS_PER_MINUTE)
        return services.renew_password(actor, trainee_within_reach(actor, id))


@blueprint.route("/trainees/template.xlsx")
class TraineeTemplate(MethodView):
    @requires("trainee.edit")
    @blueprint.response(200, WORKBOOK, content_type=XLSX)
    def get(self) -> Response:
        """An empty workbook to fill in, with explanations."""
        response = Response(services.write_template(), content_type=XLSX)
        name = quote("受训人员导入模板.xlsx")
        response.headers["Content-Disposition"] = f"attachment; filename=\"trainees.xlsx\"; filename*=UTF-8''{name}"
        return response


@blueprint.route("/trainees/imports")
class TraineeImports(MethodView):
    @requires("trainee.edit")
    @takes_a_workbook
    @blueprint.arguments(ImportQuery, location="query")
    @blueprint.arguments(ImportFileSchema, location="files")
    @blueprint.response(200, ImportSchema)
    def post(self, query: Json, upload: Json) -> TraineeImport:
        """Import a workbook of trainees: all of it, or nothing and what is wrong."""
        return services.import_trainees(current_actor(), upload["file"].read(), dry_run=query["dry_run"])


@blueprint.route("/people/<uuid:id>/skill-certificates")
class SkillsOfOne(MethodView):
    @requires("trainee.view")
    @blueprint.response(200, SkillsSchema)
    def get(self, id: UUID) -> Json:
        """Certificates that others issued to a person (保安员证、职业技能等级)."""
        return {"items": skills.skills_of(trained_person_within_reach(current_actor(), id).id)}

    @requires("trainee.edit")
    @blueprint.doc(**also(409, 422))
    @blueprint.arguments(SkillDraftSchema)
    @blueprint.response(201, SkillSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Record a certificate that somebody else issued."""
        draft = SkillDraftSchema.draft_of(payload, id)
        return skills.skill_shapes([services.record_skill(current_actor(), draft)])[0]


@blueprint.route("/skill-certificates/<uuid:id>/checks")
class SkillChecks(MethodView):
    @requires("trainee.check")
    @blueprint.arguments(SkillCheckSchema)
    @blueprint.response(201, SkillSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Note whether the issuer confirms it."""
        actor = current_actor()
        row = skills.skill_within_reach(actor, id)
        return skills.skill_shapes([services.check_skill(actor, row, CheckState(payload["checked"]))])[0]


@blueprint.route("/skill-certificates/<uuid:id>/endings")
class SkillEndings(MethodView):
    @requires("trainee.edit")
    @blueprint.doc(**also(409))
    @blueprint.arguments(SkillEndingSchema)
    @blueprint.response(201, SkillSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """A certificate counts no longer."""
        actor = current_actor()
        row = skills.skill_within_reach(actor, id)
        return skills.skill_shapes([services.end_skill(actor, row, payload["reason"])])[0]


@blueprint.route("/skill-grades")
class SkillGrades(MethodView):
    @requires("trainee.view")
    @blueprint.response(200, SkillGradesSchema)
    def get(self) -> Json:
        """Levels of such certificates in use today, with what they rest on."""
        return {"items": skills.terms_on(clock.today())}


def _shape(row: Trainee) -> Json:
    return listing.trainee_shapes([row])[0]
