"""Form texts."""

from peewee import BooleanField, CharField, DateField, Model, TextField, UUIDField


def up(migrator, db):
    class FormText(Model):
        id = UUIDField(primary_key=True)
        code = CharField(64, index=True)
        form = CharField(40)
        text = TextField()
        basis_code = CharField(64, null=True)
        article = CharField(60, null=True)
        effective_from = DateField(null=True)
        effective_to = DateField(null=True)
        verified = BooleanField()
        values = TextField()

        class Meta:
            database = db
            table_name = "form_text"

    db.create_tables([FormText])
