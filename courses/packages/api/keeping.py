"""Packages in the console: brought, listed, looked at."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import request
from flask.views import MethodView
from werkzeug.exceptions import ClientDisconnected

from courses.packages import queries, services
from courses.packages.api.blueprints import address_of, blueprint, token_for
from courses.packages.errors import PackageTooBig
from courses.packages.rules.archives import MOST_BYTES
from courses.packages.rules.manifests import parts_of
from courses.packages.schemas import CoursePackageSchema, PackageLaunchDraftSchema, PackageLaunchSchema
from server.core.errors import Invalid, NotFound
from server.core.files import files
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import PageQuery, page_schema
from server.web.rates import check_rate

Json = dict[str, Any]
_BODY = {"required": True, "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
_PIECE = 2**20
_UPLOADS_PER_MINUTE = 6


@blueprint.route("/course-packages")
class CoursePackages(MethodView):
    @requires("course.view")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema(CoursePackageSchema))
    def get(self, query: Json) -> Json:
        """Packages that may be used in courses, newest first."""
        return queries.find_packages(current_actor(), query["limit"], query["after"])


@blueprint.route("/course-packages/<uuid:id>")
class OneCoursePackage(MethodView):
    @requires("course.view")
    @blueprint.response(200, CoursePackageSchema)
    def get(self, id: UUID) -> Json:
        """One package."""
        return queries.package_shape(queries.package_within_reach(current_actor(), id))

    @requires("course.edit")
    @blueprint.doc(requestBody=_BODY, **{"x-unconditional": True})  # never overwrites: other bytes are refused
    @blueprint.response(200, CoursePackageSchema)
    def put(self, id: UUID) -> Json:
        """Bring a package (SCORM 1.2, SCORM 2004, cmi5) as a ZIP of at most 300 MB."""
        actor = current_actor()
        check_rate(f"package:{actor.account_id}", _UPLOADS_PER_MINUTE)
        draft = files().incoming / f"package-{secrets.token_hex(8)}"
        try:
            return queries.package_shape(services.import_package(actor, id, draft, _receive(draft)))
        finally:
            draft.unlink(missing_ok=True)


@blueprint.route("/course-packages/<uuid:id>/previews")
class PackagePreviews(MethodView):
    @requires("course.view")
    @blueprint.arguments(PackageLaunchDraftSchema)
    @blueprint.doc(**also(404))
    @blueprint.response(200, PackageLaunchSchema)
    def post(self, payload: Json, id: UUID) -> Json:
        """Look at a package; nothing of what it says is kept."""
        actor, number = current_actor(), payload["part"]
        package = queries.package_within_reach(actor, id)
        parts = parts_of(package.manifest)
        if number >= len(parts):
            raise NotFound(part=number)
        token = token_for(actor, package.id, None, number)
        address = address_of(token, parts[number].path, parts[number].query)
        return {"address": address, "part": number, "standard": package.standard}


def _receive(draft: Path) -> str:
    """Write the body to the draft; its SHA-256. Raises PackageTooBig."""
    request.max_content_length = MOST_BYTES + 1
    if (request.content_length or 0) > MOST_BYTES:
        raise PackageTooBig(f"课件包不得超过 {MOST_BYTES // 2**20} MB", most_bytes=MOST_BYTES)
    digest, count = hashlib.sha256(), 0
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        try:
            while piece := request.stream.read(_PIECE):
                count += len(piece)
                if count > MOST_BYTES:
                    raise PackageTooBig(f"课件包不得超过 {MOST_BYTES // 2**20} MB", most_bytes=MOST_BYTES)
                digest.update(piece)
                file.write(piece)
        except ClientDisconnected as error:
            raise Invalid("传输中断，课件包未保存，请重新上传") from error
    return digest.hexdigest()
