"""Who is trained, under which audience and since when; identity numbers apart and sealed."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Trainee(Base):
        person_id = UUIDField()
        audience = CharField(24)
        unit_id = UUIDField(null=True)
        agency_id = UUIDField(null=True)
        from_on = DateField()
        to_on = DateField(null=True)
        ended_reason = CharField(200)
        by_account_id = UUIDField(null=True)
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "trainee"
            indexes = (
                (("person_id", "audience", "from_on"), True),
                (("audience", "unit_id"), False),
                (("unit_id", "id"), False),
                (("agency_id", "id"), False),
            )
            constraints = [
                Check("(unit_id IS NULL) <> (agency_id IS NULL)"),
            ]

    class TraineeIdentity(Base):
        sealed = TextField()
        digest = CharField(64, unique=True)
        changed_at = Instant()

        class Meta:
            table_name = "trainee_identity"

    class IdentityReveal(Base):
        person_id = UUIDField(index=True)
        by_account_id = UUIDField(null=True)
        reason = CharField(200)
        at = Instant()

        class Meta:
            table_name = "identity_reveal"

    class TraineeImport(Base):
        account_id = UUIDField(null=True, index=True)
        at = Instant()
        workbook_sha256 = CharField(64)
        dry_run = BooleanField()
        created = IntegerField()
        updated = IntegerField()
        errors = TextField()

        class Meta:
            table_name = "trainee_import"

    class SkillCertificate(Base):
        person_id = UUIDField(index=True)
        kind = CharField(24)
        level = CharField(16)
        number = CharField(64)
        authority = CharField(120)
        issued_on = DateField()
        valid_to = DateField(null=True)
        checked = CharField(12)
        checked_at = Instant(null=True)
        checked_by = CharField(64)
        ended_reason = CharField(200)
        by_account_id = UUIDField(null=True)
        created_at = Instant()
        version = IntegerField()

        class Meta:
            table_name = "skill_certificate"
            indexes = ((("kind", "number"), True),)
            constraints = [
                Check("checked IN ('unchecked','confirmed','doubtful')"),
            ]

    class SkillGradeTerm(Base):
        kind = CharField(24)
        level = CharField(16)
        word = CharField(40)
        rank = IntegerField()
        basis_code = CharField(64)
        article = CharField(64)
        from_on = DateField()
        to_on = DateField(null=True)

        class Meta:
            table_name = "skill_grade_term"
            indexes = ((("kind", "level", "from_on"), True),)

    db.create_tables([Trainee, TraineeIdentity, IdentityReveal, TraineeImport, SkillCertificate, SkillGradeTerm])
