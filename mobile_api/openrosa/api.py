"""The OpenRosa door: ODK Collect as a ready client. And the keys that let it in."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any
from uuid import UUID

import segno
from flask import Blueprint as Pages
from flask import Response, current_app, request
from flask.views import MethodView
from flask_smorest import Blueprint
from werkzeug.exceptions import HTTPException

from mobile_api.openrosa import queries, services
from mobile_api.openrosa.errors import NotAForm
from mobile_api.openrosa.models import OpenRosaKey
from mobile_api.openrosa.rules import OFFICERS_FILE, UNITS_FILE, token_of
from mobile_api.openrosa.rules.envelopes import form_list, manifest, md5_of, message, settings_code
from mobile_api.openrosa.schemas import KeyDraftSchema, KeyListSchema, KeySchema, NewKeySchema
from mobile_api.uploads.rules import Limits
from server.core import clock
from server.core.errors import NotFound, ShouwangError, Unauthenticated
from server.core.permissions import Actor
from server.core.settings import Settings
from server.web.access import current_actor, public, requires
from server.web.problems import status_of
from server.web.rates import check_rate

#: Told to Collect, which cuts what is longer into several deliveries; two photos of a good camera fit.
MOST_BYTES = 10 * 1024 * 1024
XML_PART = "xml_submission_file"
_IMAGES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}

blueprint = Blueprint("openrosa-keys", __name__, url_prefix="/api/v1", description="ODK Collect 接入")
pages = Pages("openrosa", __name__, url_prefix="/mobile/odk")


@blueprint.route("/openrosa-keys")
class Keys(MethodView):
    @requires("device.enrol")
    @blueprint.response(200, KeyListSchema)
    def get(self) -> dict[str, Any]:
        """My keys for ODK Collect, and what it sent that still waits for photos."""
        actor = current_actor()
        return {"items": queries.keys_of(actor), "waiting": queries.waiting_forms(actor)}

    @requires("device.enrol")
    @blueprint.arguments(KeyDraftSchema)
    @blueprint.response(201, NewKeySchema)
    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Let a Collect in; the address is told here only."""
        return _with_address(services.make_key(current_actor(), payload["id"], payload["name"]))


@blueprint.route("/openrosa-keys/<uuid:id>/revocations")
class Revocations(MethodView):
    @requires("device.enrol")
    @blueprint.response(201, KeySchema)
    def post(self, id: UUID) -> OpenRosaKey:
        """Shut the door again."""
        return services.revoke_key(current_actor(), id)


def _with_address(key: OpenRosaKey) -> dict[str, Any]:
    address = f"{_address()}/key/{token_of(current_app.config['INSTALLATION_SECRET'], key.id)}"
    code = settings_code(address)
    return {
        **{name: getattr(key, name) for name in ("id", "name", "created_at", "revoked_at")},
        "address": address,
        "settings_code": code,
        "settings_qr": segno.make(code, error="l", micro=False).svg_data_uri(border=2, scale=4),
    }


@pages.errorhandler(ShouwangError)
def _refuse(error: ShouwangError) -> Response:
    response = _xml(message("；".join([error.detail, *(f"{one.field}：{one.message}" for one in error.fields)])))
    response.status_code = status_of(error)
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = 'Basic realm="Shouwang", charset="UTF-8"'
    return response


@pages.errorhandler(HTTPException)
def _refuse_plainly(error: HTTPException) -> Response:
    response = _xml(message("请求无法处理"))
    response.status_code = error.code or 500
    return response


@pages.after_request
def _speak_openrosa(response: Response) -> Response:
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["Date"] = format_datetime(clock.now(), usegmt=True)
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/formList")
@pages.get("/key/<token>/formList")
@public
def list_forms(token: str | None = None) -> Response:
    """The forms this Collect should hold."""
    actor, _ = _enter(token)
    forms = []
    for form in queries.forms_for(actor):
        text = queries.xform(form["id"], form["number"], queries.is_of_unit(actor))
        forms.append(
            {
                "formID": form["code"],
                "name": form["title"],
                "version": str(form["number"]),
                "hash": md5_of(text),
                "downloadUrl": f"{_base(token)}/forms/{form['id']}.xml",
                "manifestUrl": f"{_base(token)}/forms/{form['id']}/manifest",
            }
        )
    return _xml(form_list(forms))


@pages.get("/forms/<uuid:version_id>.xml")
@pages.get("/key/<token>/forms/<uuid:version_id>.xml")
@public
def give_form(version_id: UUID, token: str | None = None) -> Response:
    """One form."""
    actor, _ = _enter(token)
    form = queries.form_for(actor, version_id)
    return _xml(queries.xform(version_id, form["number"], queries.is_of_unit(actor)).encode())


@pages.get("/forms/<uuid:version_id>/manifest")
@pages.get("/key/<token>/forms/<uuid:version_id>/manifest")
@public
def give_manifest(version_id: UUID, token: str | None = None) -> Response:
    """The files that travel beside a form."""
    actor, _ = _enter(token)
    return _xml(
        manifest(
            {
                "filename": name,
                "hash": md5_of(text),
                "downloadUrl": f"{_base(token)}/forms/{version_id}/{name}",
            }
            for name, text in _files(actor, version_id).items()
        )
    )


@pages.get("/forms/<uuid:version_id>/<string:name>")
@pages.get("/key/<token>/forms/<uuid:version_id>/<string:name>")
@public
def give_file(version_id: UUID, name: str, token: str | None = None) -> Response:
    """One of them: who can be inspected, who may come along."""
    actor, _ = _enter(token)
    found = _files(actor, version_id).get(name)
    if found is None:
        raise NotFound()
    return Response(found, mimetype="text/csv")


@pages.route("/submission", methods=["HEAD", "GET", "POST"])
@pages.route("/key/<token>/submission", methods=["HEAD", "GET", "POST"])
@public
def submit(token: str | None = None) -> Response:
    """HEAD says where and how much; POST takes a filled form with some or all of its files."""
    actor, key = _enter(token)
    actor.check("inspection.submit")
    if request.method != "POST":
        response = Response(status=204)
        response.headers["X-OpenRosa-Accept-Content-Length"] = str(MOST_BYTES)
        response.headers["Location"] = f"{_base(token)}/submission"
        return response
    check_rate(f"openrosa:{key.id}", _settings().upload_rate_per_minute)
    request.max_content_length = MOST_BYTES + _settings().max_record_bytes
    form = request.files.get(XML_PART)
    if form is None:
        raise NotAForm(reason=XML_PART)
    sent = [_sent(name, file) for name, file in request.files.items(multi=True) if name != XML_PART]
    limits = Limits(_settings().max_photo_bytes, _settings().max_photo_pixels)
    outcome = services.take_submission(actor, key, form.stream.read(), [one for one in sent if one], limits)
    waits = f"，还缺 {len(outcome.waits_for)} 个文件" if outcome.waits_for else ""
    response = _xml(message(f"已收到{waits}", nature="submit_success"))
    response.status_code = 201
    response.headers["X-OpenRosa-Accept-Content-Length"] = str(MOST_BYTES)
    return response


def _sent(name: str, file: Any) -> services.SentFile | None:
    """A file part; its name is the field's. What is no picture by its name cannot be an answer of ours."""
    media_type = _IMAGES.get(name.rpartition(".")[2].lower())
    return services.SentFile(name, file.stream.read(), media_type) if media_type else None


def _files(actor: Actor, version_id: UUID) -> dict[str, str]:
    form = queries.form_for(actor, version_id)
    files = {UNITS_FILE: queries.units_csv(actor, form["definition"])}
    if not queries.is_of_unit(actor):
        files[OFFICERS_FILE] = queries.officers_csv(actor)
    return files


def _enter(token: str | None) -> tuple[Actor, OpenRosaKey]:
    """By the key in the path, or as the password of Basic. Raises Unauthenticated, TooMany."""
    check_rate(f"openrosa-door:{request.remote_addr}", _settings().upload_rate_per_minute)
    given = token or (request.authorization.password if request.authorization else None)
    if not given:
        raise Unauthenticated()
    return queries.enter(current_app.config["INSTALLATION_SECRET"], given)


def _address() -> str:
    return (
        f"{_settings().public_url.rstrip('/')}/mobile/odk"
        if _settings().public_url
        else f"{request.url_root}mobile/odk"
    )


def _base(token: str | None) -> str:
    return f"{_address()}/key/{token}" if token else _address()


def _xml(content: bytes) -> Response:
    return Response(content, content_type="text/xml; charset=utf-8")


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
