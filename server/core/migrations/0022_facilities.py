"""Places of units, what protects them, cameras."""

from peewee import SQL, BooleanField, CharField, Check, DateField, FloatField, IntegerField, Model, TextField, UUIDField


class Instant(TextField):
    field_type = "TIMESTAMPTZ"


def up(migrator, db):
    class Base(Model):
        id = UUIDField(primary_key=True)

        class Meta:
            database = db

    class Place(Base):
        unit_id = UUIDField()
        site_id = UUIDField(null=True)
        kind = CharField(12)
        name = CharField(120)
        note = CharField(400)
        ended_on = DateField(null=True)
        created_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "place"
            indexes = ((("unit_id", "kind", "name"), False),)

    class Facility(Base):
        unit_id = UUIDField()
        site_id = UUIDField(null=True)
        place_id = UUIDField(null=True, index=True)
        kind = CharField(16)
        type = CharField(24)
        number = CharField(40)
        name = CharField(120)
        quantity = IntegerField()
        maker = CharField(80)
        model = CharField(80)
        lat = FloatField(null=True)
        lon = FloatField(null=True)
        in_use_since_on = DateField(null=True)
        life_end_on = DateField(null=True)
        check_every_days = IntegerField(null=True)
        is_networked = BooleanField(null=True)
        networked_on = DateField(null=True)
        details = TextField()
        condition = CharField(8)
        checked_at = Instant(null=True)
        state = CharField(8)
        created_at = Instant()
        changed_at = Instant()
        version = IntegerField(constraints=[SQL("DEFAULT 1")])

        class Meta:
            table_name = "facility"
            indexes = (
                (("unit_id", "number"), True),
                (("unit_id", "kind", "type"), False),
                (("kind", "state", "unit_id"), False),
                (("life_end_on",), False),
            )
            constraints = [Check("quantity >= 0"), Check("(lat IS NULL) = (lon IS NULL)")]

    class Camera(Base):
        unit_id = UUIDField()
        catalogue_id = CharField(20, null=True, unique=True)
        place_class = IntegerField()
        width = IntegerField(null=True)
        height = IntegerField(null=True)
        recorder_id = UUIDField(null=True, index=True)
        channel = IntegerField(null=True)
        host = CharField(255)
        is_onboarded = BooleanField()
        onboarded_on = DateField(null=True)
        secret_state = BooleanField()
        secret_trade = BooleanField()
        secret_reason = CharField(400)

        class Meta:
            table_name = "camera"
            indexes = ((("unit_id",), False),)
            constraints = [Check("place_class BETWEEN 1 AND 3")]

    class CameraPlace(Base):
        camera_id = UUIDField()
        place_id = UUIDField(index=True)

        class Meta:
            table_name = "camera_place"
            indexes = ((("camera_id", "place_id"), True),)

    db.create_tables([Place, Facility, Camera, CameraPlace])
