"""Course packages of others: SCORM 1.2, SCORM 2004, cmi5."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import CharField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class CoursePackage(BaseModel):
    """An unpacked package; its files lie in the store under their hashes."""

    title = CharField(200)
    standard = CharField(12)  # scorm12, scorm2004, cmi5
    agency_id: UUID | None = UUIDField(null=True)
    unit_id: UUID | None = UUIDField(null=True)
    sha256 = CharField(64)  # of the package as it came
    launch = CharField(400)  # path of the first page
    manifest: dict[str, Any] = JSONField()
    file_count = IntegerField()
    bytes = IntegerField()
    by_account_id = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "course_package"


class PackageFile(BaseModel):
    package_id: UUID = UUIDField()
    path = CharField(400)
    key = CharField(400)  # the path as it is looked up, whatever its upper and lower case
    sha256 = CharField(64)
    media_type = CharField(80)
    bytes = IntegerField()

    class Meta:
        table_name = "package_file"
        indexes = ((("package_id", "key"), True),)


class PackageRegistration(BaseModel):
    """How far somebody is in a package in a year: what its scripts said of themselves, a claim.

    A new year is a new row, as it is a new enrolment.
    """

    package_id: UUID = UUIDField()
    lesson_id: UUID = UUIDField()
    person_id: UUID = UUIDField()
    year = IntegerField()
    state: dict[str, Any] = JSONField()
    status = CharField(16, default="")
    score_x100 = IntegerField(null=True)
    seconds = IntegerField(default=0)  # counted by the server, not claimed
    beat_at: datetime = UTCDateTimeField()  # up to when the server has counted
    finished_at: datetime | None = UTCDateTimeField(null=True)
    opened_at: datetime = UTCDateTimeField()
    changed_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "package_registration"
        indexes = ((("lesson_id", "person_id", "year"), True),)
