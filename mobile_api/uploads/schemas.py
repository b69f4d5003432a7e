"""Wire shapes of uploads: all of tus lies in headers."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load, validate

from mobile_api.uploads.rules import UploadDraft
from server.web.schemas import Query, Sha256

METADATA_SHAPE = "`sha256 <base64>,filetype <base64>,record_id <base64>`"


class Metadata(fields.String):
    """tus's metadata: names and base64 values; read into a dict. Names we don't know are ignored."""

    default_error_messages = {"metadata": "应为 tus 的 Upload-Metadata 格式"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        found: dict[str, str] = {}
        for pair in super()._deserialize(value, attr, data, **kwargs).split(","):
            name, _, encoded = pair.strip().partition(" ")
            try:
                found[name] = base64.b64decode(encoded, validate=True).decode("utf-8")
            except (binascii.Error, UnicodeDecodeError) as error:
                raise self.make_error("metadata") from error
        return found


class _MetadataContent(ma.Schema):
    """What the metadata must say."""

    sha256 = Sha256(required=True)
    filetype = fields.String(required=True, validate=validate.Length(max=32))
    record_id = fields.UUID(load_default=None, allow_none=True)

    class Meta:
        unknown = ma.EXCLUDE


_content = _MetadataContent()


class TusHeaders(Query):
    tus_resumable = fields.String(data_key="Tus-Resumable", load_default="", metadata={"example": "1.0.0"})


class CreationHeaders(TusHeaders):
    upload_length = fields.Integer(
        data_key="Upload-Length", required=True, validate=validate.Range(min=1, max=2**31 - 1)
    )
    upload_metadata = Metadata(data_key="Upload-Metadata", required=True, metadata={"description": METADATA_SHAPE})

    @post_load
    def draft(self, payload: dict[str, Any], **_: Any) -> dict[str, Any]:
        try:
            said = _content.load(payload["upload_metadata"])
        except ma.ValidationError as error:
            raise ma.ValidationError({"Upload-Metadata": error.messages}) from error
        draft = UploadDraft(said["sha256"], payload["upload_length"], said["filetype"], said["record_id"])
        return {"tus_resumable": payload["tus_resumable"], "draft": draft}


class ChunkHeaders(TusHeaders):
    upload_offset = fields.Integer(
        data_key="Upload-Offset", required=True, validate=validate.Range(min=0, max=2**31 - 1)
    )
