"""A first password must be changed; those of accounts that are there stay as they are."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE account ADD COLUMN owes_password BOOLEAN NOT NULL DEFAULT FALSE")
