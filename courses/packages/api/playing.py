"""A learner plays the package of a lesson."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from flask.views import MethodView

from courses.packages import queries, services
from courses.packages.api.blueprints import address_of, blueprint, origin, token_for
from courses.packages.queries import Opened
from courses.packages.rules.manifests import CMI5, PackagePart, parts_of
from courses.packages.schemas import (
    MyPackageLaunchSchema,
    PackageCommitSchema,
    PackageLaunchDraftSchema,
    PackageProgressSchema,
)
from courses.packages.services import CommitDraft
from server.core.errors import NotFound
from server.web.access import current_actor, requires
from server.web.openapi import also

Json = dict[str, Any]


@blueprint.route("/my/packages/<uuid:lesson_id>")
class MyPackage(MethodView):
    @requires("training.learn")
    @blueprint.response(200, PackageProgressSchema)
    def get(self, lesson_id: UUID) -> Json:
        """How far I am in the package of a lesson."""
        actor = current_actor()
        lesson, package = queries.package_lesson(actor, lesson_id)
        registration = queries.own_registration(actor, lesson.id)
        if registration is None:
            raise NotFound(lesson_id=str(lesson_id))
        return _shape(Opened(lesson, package, registration))


@blueprint.route("/my/packages/<uuid:lesson_id>/launches")
class MyPackageLaunches(MethodView):
    @requires("training.learn")
    @blueprint.arguments(PackageLaunchDraftSchema)
    @blueprint.doc(**also(404))
    @blueprint.response(200, MyPackageLaunchSchema)
    def post(self, payload: Json, lesson_id: UUID) -> Json:
        """Open the package of a lesson, or one part of it; the address is for a sandboxed frame."""
        actor, number = current_actor(), payload["part"]
        opened = services.open_package(actor, lesson_id)
        parts = parts_of(opened.package.manifest)
        if number >= len(parts):
            raise NotFound(part=number)
        token = token_for(actor, opened.package.id, opened.registration.id, number)
        query = _query(opened, parts[number], token)
        address = address_of(token, parts[number].path, query)
        return {**_shape(opened), "launch": {"address": address, "part": number, "standard": opened.package.standard}}


@blueprint.route("/my/packages/<uuid:lesson_id>/commits")
class MyPackageCommits(MethodView):
    @requires("training.learn")
    @blueprint.arguments(PackageCommitSchema)
    @blueprint.doc(**also(404))
    @blueprint.response(200, PackageProgressSchema)
    def post(self, payload: Json, lesson_id: UUID) -> Json:
        """Keep what the package says of me, and count the time it was looked at."""
        return _shape(services.keep_claim(current_actor(), lesson_id, CommitDraft(**payload)))


def _query(opened: Opened, part: PackagePart, token: str) -> str:
    """What stands behind the address: the manifest's own words, and for cmi5 where to tell what."""
    if opened.package.standard != CMI5:
        return part.query
    told = {
        "endpoint": f"{origin()}/packages/{token}/lrs/",
        "fetch": f"{origin()}/packages/{token}/fetch",
        "actor": json.dumps(agent_of(opened)),
        "registration": str(opened.registration.id),
        "activityId": part.id,
    }
    return "&".join(filter(None, (part.query, urlencode(told, quote_via=quote))))


def agent_of(opened: Opened) -> Json:
    """The learner towards a package: the registration, no name and no account of ours."""
    return {"objectType": "Agent", "account": {"homePage": origin(), "name": str(opened.registration.id)}}


def _shape(opened: Opened) -> Json:
    registration, package = opened.registration, queries.package_shape(opened.package)
    return {
        **registration.__data__,
        "title": package["title"],
        "standard": package["standard"],
        "parts": package["parts"],
        "worth_seconds": opened.lesson.seconds,
    }
