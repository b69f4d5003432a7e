"""Certificates over HTTP, and badges at addresses of their own that anybody may open."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import flask
from flask import Response, render_template, request
from flask.views import MethodView
from flask_smorest import Blueprint

from courses.certificates.models import BadgeKey
from courses.certificates.queries import badges, certificates
from courses.certificates.rules.certificates import NOT_A_GRADE, hours_words, mask_name
from courses.certificates.rules.origin import ORIGIN
from courses.certificates.schemas import (
    BadgeKeySchema,
    BadgeQuery,
    BadgeSchema,
    CertificateCyclesSchema,
    CertificateProgressSchema,
    CertificateSchema,
    NewCertificateSchema,
    RevocationSchema,
)
from courses.certificates.services import issuing, keys, statuses
from server.web.access import current_actor, public, requires
from server.web.rates import check_rate

blueprint = Blueprint("certificates", __name__, url_prefix="/api/v1", description="合格证与徽章")
#: Open to everybody, at addresses of their own: did:web, badges and the status list.
pages = flask.Blueprint("badge-pages", __name__, template_folder="pages")

_LOOK_UPS_PER_MINUTE = 120
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"


@blueprint.route("/certificates")
class Certificates(MethodView):
    @requires("certificate.issue")
    @blueprint.arguments(NewCertificateSchema)
    @blueprint.response(201, CertificateSchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Certify one person's rotation."""
        row = issuing.issue_certificate(current_actor(), payload["enrolment_id"], payload["id"])
        return certificates.shapes([row])[0]


@blueprint.route("/certificates/<uuid:id>/revocations")
class Revocations(MethodView):
    @requires("certificate.revoke")
    @blueprint.arguments(RevocationSchema)
    @blueprint.response(201, CertificateSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Revoke a certificate with a reason."""
        return certificates.shapes([issuing.revoke_certificate(current_actor(), id, payload["reason"])])[0]


@blueprint.route("/certificate-cycles")
class CertificateCycles(MethodView):
    @requires("certificate.view")
    @blueprint.response(200, CertificateCyclesSchema)
    def get(self) -> dict[str, Any]:
        """Cycles with how many completed them and how many hold a certificate."""
        return {"cycles": certificates.cycles_to_certify(current_actor())}


@blueprint.route("/certificate-cycles/<uuid:cycle_id>/batches")
class CertificateBatches(MethodView):
    @requires("certificate.issue")
    @blueprint.response(202, CertificateProgressSchema)
    def post(self, cycle_id: UUID) -> dict[str, Any]:
        """Have everybody who completed a cycle certified."""
        return certificates.progress_of(issuing.ask_for_certificates(current_actor(), cycle_id))


@blueprint.route("/my/certificates/<uuid:id>/badge")
class MyBadge(MethodView):
    @requires("training.learn")
    @blueprint.arguments(BadgeQuery, location="query")
    @blueprint.response(200, BadgeSchema)
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """The holder's badge; with the name in it when the holder wishes so."""
        credential = issuing.badge_for_holder(current_actor(), id, query["with_name"])
        return {"credential": credential, "url": credential["id"]}


@blueprint.route("/badge-keys")
class BadgeKeys(MethodView):
    @requires("badge_key.rotate")
    @blueprint.response(201, BadgeKeySchema)
    def post(self) -> BadgeKey:
        """Sign badges with a new key from now on."""
        return keys.rotate_badge_key(current_actor())


@pages.after_request
def _open_to_all(response: Response) -> Response:
    """Verifiers are programs of others, also in browsers."""
    response.headers["Content-Security-Policy"] = _POLICY
    if response.mimetype != "text/html":
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@pages.get("/.well-known/did.json")
@pages.get("/did.json")
@public
def did_document() -> Response:
    """The issuer's keys; the second address serves installations below a path."""
    return _json(badges.issuer_document(), "application/did+json")


@pages.get("/badges/status/<int:number>")
@public
def status_list(number: int) -> Response:
    """The signed list of what was revoked."""
    check_rate(f"badges:{request.remote_addr}", _LOOK_UPS_PER_MINUTE)
    return _json(statuses.signed_status_list(number), "application/vc")


@pages.get("/badges/<uuid:id>")
@public
def badge(id: UUID) -> Response | str:
    """A badge: the signed credential for programs, a page for people."""
    check_rate(f"badges:{request.remote_addr}", _LOOK_UPS_PER_MINUTE)
    found = badges.public_badge(id)
    wanted = request.accept_mimetypes.best_match(
        ["application/vc", "application/ld+json", "application/json", "text/html"]
    )
    if wanted != "text/html":
        return _json(found.badge.credential, "application/vc")
    return render_template(
        "badge.html",
        found=found,
        name=mask_name(found.certificate.person_name),
        hours=hours_words(found.certificate.seconds),
        sentence=NOT_A_GRADE,
        origin=ORIGIN,
    )


@pages.get("/badges/achievements/<int:year>/<string:audience>")
@public
def achievement(year: int, audience: str) -> Response:
    """What a badge was given for."""
    return _json(badges.achievement(year, audience), "application/ld+json")


def _json(content: dict[str, Any], media_type: str) -> Response:
    response = Response(json.dumps(content, ensure_ascii=False), mimetype=media_type)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
