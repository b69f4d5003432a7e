"""The blueprint that all of them share, and the shape of a round."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from reports.commendations.queries import rounds as queries
from reports.commendations.queries.readers import guard_rounds
from server.web.access import current_actor
from server.web.etags import send_etag

blueprint = Blueprint("commendations", __name__, url_prefix="/api/v1", description="表彰奖励")
blueprint.record(lambda _: guard_rounds())


def shape_of(id: UUID) -> dict[str, Any]:
    """A round within reach, with its ETag on the answer."""
    row = queries.round_within_reach(current_actor(), id)
    send_etag(row)
    return queries.shapes([row])[0]
