"""Acts on pictures; the front door of the room. A patrol calls the first three."""

from device_checks.pictures.queries.prepared import due_second_looks, prepared_for
from device_checks.pictures.rules.looking import Look, Prepared, look
from device_checks.pictures.services.laying import lay_down

__all__ = ["Look", "Prepared", "due_second_looks", "lay_down", "look", "prepared_for"]
