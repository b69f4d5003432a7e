"""Reads about uploads."""

from __future__ import annotations

from uuid import UUID

from mobile_api.uploads.errors import UploadGone
from mobile_api.uploads.models import Upload
from server.core.permissions import Actor


def upload_within_reach(actor: Actor, id: UUID) -> Upload:
    """An own upload; one query. Raises UploadGone."""
    upload = Upload.get_or_none((Upload.id == id) & (Upload.account_id == actor.account_id))
    if upload is None:
        raise UploadGone()
    return upload
