"""Wire shapes of bulletins."""

from __future__ import annotations

from courses.rotations.schemas import year_field
from server.web.schemas import Query


class BulletinQuery(Query):
    year = year_field(metadata={"description": "空为今年"})
