"""What anybody may verify without an account, and the register's proofs."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import Any

from flask import Response, current_app, render_template, request
from flask.views import MethodView
from werkzeug.exceptions import RequestEntityTooLarge

from reports.documents.api.blueprints import blueprint, pages
from reports.documents.errors import FileMissing, UploadTooLarge
from reports.documents.queries import register, verifications
from reports.documents.rules import KIND_TITLES
from reports.documents.schemas import (
    CheckpointSchema,
    GrowthQuery,
    GrowthSchema,
    InclusionSchema,
    LeafQuery,
    VerificationSchema,
)
from reports.documents.verifying.sandbox import MOST_BYTES
from server.web.access import public
from server.web.openapi import also
from server.web.rates import check_rate
from server.web.static_apps import static_file

_FOLDER = Path(__file__).parents[1] / "pages"
_POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_LOOK_UPS_PER_MINUTE = 240
_FILES_PER_MINUTE = 20
_MULTIPART_OVERHEAD = 64 * 1024
_examinations = threading.BoundedSemaphore(2)  # each is a process with 768 MB at most


@blueprint.route("/verifications")
class FileVerifications(MethodView):
    @public
    @blueprint.doc(
        requestBody={
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["file"],
                        "properties": {"file": {"type": "string", "format": "binary"}},
                    }
                }
            },
        }
    )
    @blueprint.response(200, VerificationSchema)
    def post(self) -> dict[str, Any]:
        """Verify a file (文书核验): what was changed in it, if anything was."""
        check_rate(f"verify-file:{request.remote_addr}", _FILES_PER_MINUTE)
        content = _uploaded()
        with _examinations:
            return verifications.verify_file(content)


@blueprint.route("/verifications/<string:token>")
class TokenVerifications(MethodView):
    @public
    @blueprint.response(200, VerificationSchema)
    def get(self, token: str) -> dict[str, Any]:
        """What the register knows of the document with this code (核验码)."""
        check_rate(f"verify:{request.remote_addr}", _LOOK_UPS_PER_MINUTE)
        return verifications.verify_token(token)


@blueprint.route("/verifications/by-hash/<string:sha256>")
class HashVerifications(MethodView):
    @public
    @blueprint.response(200, VerificationSchema)
    def get(self, sha256: str) -> dict[str, Any]:
        """Verify a file by its SHA-256, taken in the asker's own browser."""
        check_rate(f"verify:{request.remote_addr}", _LOOK_UPS_PER_MINUTE)
        return verifications.verify_hash(sha256.lower())


@blueprint.route("/register/checkpoint")
class Checkpoints(MethodView):
    @public
    @blueprint.doc(**also(404))
    @blueprint.response(200, CheckpointSchema)
    def get(self) -> dict[str, Any]:
        """The latest signed checkpoint of the register (登记册校验点)."""
        return register.latest_checkpoint()


@blueprint.route("/register/proofs/inclusion")
class InclusionProofs(MethodView):
    @public
    @blueprint.arguments(LeafQuery, location="query")
    @blueprint.doc(**also(404))
    @blueprint.response(200, InclusionSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """That a leaf is in the register (RFC 6962 audit path)."""
        check_rate(f"verify:{request.remote_addr}", _LOOK_UPS_PER_MINUTE)
        return register.prove_leaf(query["leaf"])


@blueprint.route("/register/proofs/consistency")
class ConsistencyProofs(MethodView):
    @public
    @blueprint.arguments(GrowthQuery, location="query")
    @blueprint.doc(**also(404))
    @blueprint.response(200, GrowthSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """That the register only grew between two sizes (RFC 6962 consistency proof)."""
        check_rate(f"verify:{request.remote_addr}", _LOOK_UPS_PER_MINUTE)
        return register.prove_growth(query["from_size"], query["to_size"])


@pages.after_request
def _set_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@pages.get("/verify")
@public
def verify() -> str:
    """The page to verify a paper on: by its code, or by dropping its file."""
    return _page(None, "")


@pages.get("/verify/<string:token>")
@public
def verify_token(token: str) -> str:
    """Where the QR code leads."""
    check_rate(f"verify:{request.remote_addr}", _LOOK_UPS_PER_MINUTE)
    return _page(verifications.verify_token(token), token)


# Spelt out: with a converter the rule would weigh no more than the one for codes, which came first.
@pages.get("/verify/verify.css", defaults={"name": "verify.css"})
@pages.get("/verify/verify.js", defaults={"name": "verify.js"})
@public
def verify_asset(name: str) -> Response:
    return static_file(_FOLDER, name, immutable=False)


def _page(verification: dict[str, Any] | None, token: str) -> str:
    shown = VerificationSchema().dump(verification) if verification else None
    newest = register.newest_checkpoint() if verification else None
    return render_template(
        "verify.html",
        verification=shown,
        token=token,
        kinds={kind.value: title for kind, title in KIND_TITLES.items()},
        checkpoint=newest.size if newest else None,
        settings=current_app.config["SETTINGS"],
    )


def _uploaded() -> bytes:
    """The one file of the form. Raises UploadTooLarge, FileMissing."""
    request.max_content_length = MOST_BYTES + _MULTIPART_OVERHEAD
    if (request.content_length or 0) > request.max_content_length:
        raise UploadTooLarge()  # before a byte is read
    try:
        file = request.files.get("file")
    except RequestEntityTooLarge as error:
        raise UploadTooLarge() from error
    if file is None:
        raise FileMissing()
    with contextlib.closing(file):
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UploadTooLarge()
    return content
