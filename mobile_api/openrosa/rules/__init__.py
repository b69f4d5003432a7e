"""What Collect is told and what it says: forms, filled forms, envelopes, keys. Pure."""

from mobile_api.openrosa.rules.forms import OFFICERS_FILE, UNITS_FILE, form_rows, xform_of
from mobile_api.openrosa.rules.keys import read_token, token_of
from mobile_api.openrosa.rules.reading import Filled, read_filled
from mobile_api.openrosa.rules.records import Delivered, Known, record_of

__all__ = [
    "OFFICERS_FILE",
    "UNITS_FILE",
    "Delivered",
    "Filled",
    "Known",
    "form_rows",
    "read_filled",
    "read_token",
    "record_of",
    "token_of",
    "xform_of",
]
