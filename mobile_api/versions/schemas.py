"""Wire shapes of the server's status."""

from marshmallow import fields

from server.web.schemas import Instant, Schema


class StatusSchema(Schema):
    minimum_app_version = fields.String(required=True)
    server_now = Instant(required=True)
