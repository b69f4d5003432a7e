"""The whole life of a hazard: its days, what each step brought, reminders, terms.

Hazards that are there keep their history: their source is told by their inspection, their days by their order, and
the second "found" of one whose order was revoked gets the name of what it was.
"""

from peewee import BooleanField, CharField, DateField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    _widen(migrator, db)
    _fill(db)
    _add_tables(db)


def _widen(migrator, db):
    days = (
        "deadline_on",
        "deadline_set_on",
        "recheck_due_on",
        "extension_asked_on",
        "overdue_on",
        "failed_on",
        "closed_on",
    )
    migrator.migrate(
        migrator.drop_not_null("hazard", "inspection_id"),
        migrator.drop_not_null("hazard", "item_id"),
        migrator.alter_column_type("hazard_step", "step", CharField(24)),
    )
    db.execute_sql("ALTER TABLE hazard ADD COLUMN source VARCHAR(12) NOT NULL DEFAULT 'inspection'")
    db.execute_sql("ALTER TABLE hazard ADD COLUMN kind VARCHAR(16) NOT NULL DEFAULT 'public_security'")
    db.execute_sql("ALTER TABLE hazard_step ADD COLUMN state VARCHAR(12) NOT NULL DEFAULT 'found'")
    db.execute_sql("ALTER TABLE hazard_step ADD COLUMN details TEXT NOT NULL DEFAULT '{}'")
    migrator.migrate(
        migrator.add_column("hazard", "agency_id", UUIDField(null=True)),
        *[migrator.add_column("hazard", day, DateField(null=True)) for day in days],
        migrator.add_column("hazard", "draft_hash", CharField(64, null=True)),
        migrator.add_index("hazard", ("state", "deadline_on")),
        migrator.add_index("hazard", ("state", "recheck_due_on")),
    )


def _fill(db):
    db.execute_sql(
        "UPDATE hazard SET source = 'self' WHERE inspection_id IN (SELECT id FROM inspection WHERE kind = 'self')"
    )
    db.execute_sql(
        "UPDATE hazard SET (agency_id, deadline_on, deadline_set_on) = (SELECT o.agency_id, o.deadline_on, o.decided_on "
        "FROM rectification_order o WHERE o.id = hazard.order_id) WHERE order_id IS NOT NULL"
    )
    db.execute_sql(
        "UPDATE hazard_step SET step = 'order_revoked' WHERE step = 'found' AND EXISTS (SELECT 1 FROM hazard_step o "
        "WHERE o.hazard_id = hazard_step.hazard_id AND o.step = 'ordered' AND o.at < hazard_step.at)"
    )
    db.execute_sql("UPDATE hazard_step SET state = 'ordered' WHERE step = 'ordered'")


def _add_tables(db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Act(Base):
        draft_hash = CharField(64)
        by_account_id = UUIDField()
        by_name = CharField(64)
        at = Instant()

    class HazardRectification(Act):
        hazard_id = UUIDField(index=True)
        measure = TextField()
        done_on = DateField()
        responsible = CharField(64)
        pairs = TextField()

        class Meta:
            table_name = "hazard_rectification"

    class HazardExtensionRequest(Act):
        hazard_id = UUIDField(index=True)
        reasons = TextField()
        deadline_on = DateField()
        wished_on = DateField()
        interim_measures = TextField()

        class Meta:
            table_name = "hazard_extension_request"

    class HazardExtensionDecision(Act):
        request_id = UUIDField(unique=True)
        granted = BooleanField()
        new_deadline_on = DateField(null=True)
        reason = TextField()

        class Meta:
            table_name = "hazard_extension_decision"

    class HazardRecheck(Act):
        unit_id = UUIDField(index=True)
        officers = TextField()
        checked_at = Instant()

        class Meta:
            table_name = "hazard_recheck"

    class HazardRecheckFinding(Base):
        recheck_id = UUIDField()
        hazard_id = UUIDField(index=True)
        passed = BooleanField()
        note = TextField()
        new_deadline_on = DateField(null=True)

        class Meta:
            table_name = "hazard_recheck_finding"
            indexes = ((("recheck_id", "hazard_id"), True),)

    class HazardHandover(Act):
        hazard_id = UUIDField(unique=True)
        agency_id = UUIDField()
        agency_name = CharField(120)
        reference = CharField(80)
        reason = TextField()

        class Meta:
            table_name = "hazard_handover"

    class HazardReminder(Base):
        hazard_id = UUIDField(index=True)
        key = CharField(120, unique=True)
        at = Instant()

        class Meta:
            table_name = "hazard_reminder"

    class HazardTerm(Base):
        code = CharField(40)
        value = TextField()
        basis = CharField(200)
        from_on = DateField()
        by_account_id = UUIDField(null=True)
        at = Instant()

        class Meta:
            table_name = "hazard_term"
            indexes = ((("code", "from_on"), False),)

    db.create_tables(
        [
            HazardRectification, HazardExtensionRequest, HazardExtensionDecision, HazardRecheck,
            HazardRecheckFinding, HazardHandover, HazardReminder, HazardTerm,
        ]
    )  # fmt: skip
