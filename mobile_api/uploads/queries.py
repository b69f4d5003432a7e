"""Reads about uploads."""

from __future__ import annotations

from uuid import UUID

from mobile_api.uploads.errors import UploadGone
from mobile_api.uploads.models import Upload
from server.core.permissions import Actor
from server.core.statements import Prepared


def upload_within_reach(actor: Actor, id: UUID) -> Upload:
    """An own upload; one query. Raises UploadGone."""
    upload = upload_by_id(id)
    if upload is None or upload.account_id != actor.account_id:
        raise UploadGone()
    return upload


def upload_by_id(id: UUID) -> Upload | None:
    """Whoever owns it; one query."""
    return _by_id.first(id=id)


_by_id = Prepared(lambda id: Upload.select().where(Upload.id == id))
