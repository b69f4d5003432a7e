"""The wall, one camera, its looks, pictures, references and mask."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint

from device_checks.pictures.models import OsdMask, ReferenceView
from device_checks.pictures.queries import snapshots as looks
from device_checks.pictures.queries.references import reference_within_reach
from device_checks.pictures.queries.wall import WallFilter, find_wall, one_camera
from device_checks.pictures.rules.references import ReferenceDraft
from device_checks.pictures.schemas.asked import (
    HistoryQuery,
    LookDraftSchema,
    MaskDraftSchema,
    PhotoDraftSchema,
    PictureQuery,
    ReasonSchema,
    ReferenceDraftSchema,
    ReferencePictureQuery,
    WallQuery,
)
from device_checks.pictures.schemas.shown import (
    CameraPictureSchema,
    OsdMaskSchema,
    ReferenceViewSchema,
    SnapshotSchema,
    WallCameraSchema,
)
from device_checks.pictures.services.looking_now import PhotoDraft, add_photo, look_now
from device_checks.pictures.services.references import end_reference, learn_reference, set_mask
from server.web.access import current_actor, requires
from server.web.openapi import also
from server.web.paging import page_schema
from server.web.rates import check_rate

MOST_LOOKS_PER_MINUTE = 20  # of one account
_BINARY = {"type": "string", "format": "binary"}

wall = Blueprint("camera_wall", __name__, url_prefix="/api/v1/camera-wall", description="摄像机画面墙")
cameras = Blueprint("camera_pictures", __name__, url_prefix="/api/v1/cameras", description="摄像机图像")
snapshots = Blueprint("snapshots", __name__, url_prefix="/api/v1/snapshots", description="摄像机图像")
references = Blueprint("reference_views", __name__, url_prefix="/api/v1/reference-views", description="参考画面")


@wall.route("")
class Wall(MethodView):
    @requires("picture.view")
    @wall.arguments(WallQuery, location="query")
    @wall.response(200, page_schema(WallCameraSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Cameras in use within reach with their last look, the worst first."""
        return find_wall(current_actor(), WallFilter(**query))


@wall.route("/<uuid:id>")
class OneCamera(MethodView):
    @requires("picture.view")
    @wall.response(200, CameraPictureSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One camera with its last looks, references, mask and unended faults."""
        return one_camera(current_actor(), id)


@cameras.route("/<uuid:id>/snapshots")
class History(MethodView):
    @requires("picture.view")
    @cameras.arguments(HistoryQuery, location="query")
    @cameras.response(200, page_schema(SnapshotSchema))
    def get(self, query: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Looks at a camera, the latest first."""
        return looks.find_history(current_actor(), id, looks.HistoryFilter(**query))


@cameras.route("/<uuid:id>/looks")
class Looks(MethodView):
    @requires("picture.view")
    @cameras.arguments(LookDraftSchema)
    @cameras.response(201, SnapshotSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Look now: fetch a picture and judge it (立即查看); answers within eleven seconds and the checks."""
        actor = current_actor()
        actor.check("facility.check")
        check_rate(f"look:{actor.account_id}", MOST_LOOKS_PER_MINUTE)
        return looks.snapshot_shapes([look_now(actor, id, payload["id"])])[0]


@cameras.route("/<uuid:id>/photos")
class Photos(MethodView):
    @requires("facility.check")
    @cameras.arguments(PhotoDraftSchema)
    @cameras.response(201, SnapshotSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> dict[str, Any]:
        """Hand in the photo of a monitor or a device; its file was delivered before."""
        return looks.snapshot_shapes([add_photo(current_actor(), PhotoDraft(camera_id=id, **payload))])[0]


@cameras.route("/<uuid:id>/references")
class References(MethodView):
    @requires("picture.judge")
    @cameras.arguments(ReferenceDraftSchema)
    @cameras.response(201, ReferenceViewSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> ReferenceView:
        """Learn a picture as a reference; only a person does."""
        return learn_reference(current_actor(), ReferenceDraft(camera_id=id, **payload))


@cameras.route("/<uuid:id>/masks")
class Masks(MethodView):
    @requires("picture.judge")
    @cameras.arguments(MaskDraftSchema)
    @cameras.response(201, OsdMaskSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> OsdMask:
        """Say where the camera writes into the picture; nothing there is compared."""
        return set_mask(current_actor(), id, payload["id"], payload["boxes"])


@snapshots.route("/<uuid:id>")
class OneSnapshot(MethodView):
    @requires("picture.view")
    @snapshots.response(200, SnapshotSchema)
    def get(self, id: UUID) -> dict[str, Any]:
        """One look."""
        return looks.snapshot_shapes([looks.snapshot_within_reach(current_actor(), id)])[0]


@snapshots.route("/<uuid:id>/picture")
class Pictures(MethodView):
    @requires("picture.view")
    @snapshots.arguments(PictureQuery, location="query")
    @snapshots.doc(**also(304))
    @snapshots.response(200, _BINARY, content_type="image/jpeg")
    @snapshots.alt_response(200, schema=_BINARY, content_type="image/png", success=True)
    @snapshots.alt_response(200, schema=_BINARY, content_type="application/octet-stream", success=True)
    def get(self, query: dict[str, Any], id: UUID) -> Response:
        """The picture of a look: re-encoded for screens, marked with what was seen, or the bytes as they came."""
        size = query["size"]
        response = _picture(*looks.picture_of(current_actor(), id, size))
        if size == looks.ORIGINAL:  # what came from outside never opens in the page
            response.headers["Content-Disposition"] = f'attachment; filename="{id}"'
        return response


@references.route("/<uuid:id>/picture")
class ReferencePictures(MethodView):
    @requires("picture.view")
    @references.arguments(ReferencePictureQuery, location="query")
    @references.doc(**also(304))
    @references.response(200, _BINARY, content_type="image/jpeg")
    @references.alt_response(200, schema=_BINARY, content_type="image/png", success=True)
    def get(self, query: dict[str, Any], id: UUID) -> Response:
        """The picture of a reference, re-encoded for screens."""
        return _picture(*looks.reference_picture(current_actor(), id, query["size"]))


@references.route("/<uuid:id>/endings")
class ReferenceEndings(MethodView):
    @requires("picture.judge")
    @references.arguments(ReasonSchema)
    @references.response(201, ReferenceViewSchema)
    def post(self, payload: dict[str, Any], id: UUID) -> ReferenceView:
        """Compare with it no longer, with the reason."""
        end_reference(current_actor(), id, payload["reason"])
        return reference_within_reach(current_actor(), id)


def _picture(content: bytes, media_type: str, name: str) -> Response:
    """Asked for again each time: a camera may be barred tomorrow."""
    response = Response(content, mimetype=media_type)
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(name)
    response.make_conditional(request)
    return response
