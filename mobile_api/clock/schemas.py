"""Wire shapes of the clock."""

from marshmallow import fields

from server.web.schemas import Instant, Schema


class ClockReadingSchema(Schema):
    token = fields.String(required=True, metadata={"description": "opaque; goes into record.clock.token"})
    server_now = Instant(required=True)
