"""How many hazards there are: what is counted of each, the counts, and what has not yet been added to them.

docs/decisions/0021-figures.md says why counts are kept, and why an act only adds rows.
"""

from __future__ import annotations

from datetime import date

from peewee import CharField, CompositeKey, IntegerField, Model

from server.core.database import BaseModel, database
from server.core.fields import DayField


class HazardCounted(BaseModel):
    """A hazard as the tallies hold it; its id is the hazard's."""

    unit_number = IntegerField()
    facet_id = IntegerField()
    state = CharField(12)
    source = CharField(12)
    grade = CharField(8)
    found_on: date = DayField()
    due_on: date | None = DayField(null=True)

    class Meta:
        table_name = "hazard_counted"
        indexes = ((("unit_number", "state"), False),)


class HazardTally(Model):
    """Hazards within an agency's reach in one slot of one slice (reports/figures/rules.py); exact with its changes."""

    agency_number = IntegerField()
    slice = CharField(8)
    slot = IntegerField()
    state = CharField(12)
    source = CharField(12)
    grade = CharField(8)
    hazards = IntegerField()

    class Meta:
        database = database
        legacy_table_names = False
        table_name = "hazard_tally"
        primary_key = CompositeKey("agency_number", "slice", "slot", "state", "source", "grade")


class HazardTallyChange(BaseModel):
    """So many more or fewer, by an act; a job adds it to the tally. Only ever inserted, so acts never wait for it."""

    agency_number = IntegerField()
    slice = CharField(8)
    slot = IntegerField()
    state = CharField(12)
    source = CharField(12)
    grade = CharField(8)
    hazards = IntegerField()

    class Meta:
        table_name = "hazard_tally_change"
        indexes = ((("agency_number", "slice"), False),)
