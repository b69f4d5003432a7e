"""Acts on the bank of items."""

from courses.items.services.items import enter_item, retire_item, revise_item, take_into_use
from courses.items.services.points import enter_point, revise_point
from courses.items.services.seeding import load_items
from courses.items.services.usage import note_used

__all__ = [
    "enter_item",
    "enter_point",
    "load_items",
    "note_used",
    "retire_item",
    "revise_item",
    "revise_point",
    "take_into_use",
]
