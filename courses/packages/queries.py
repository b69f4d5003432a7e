"""Reads of course packages: which a person may see, which they play, and files by a pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import SQL

from courses.lessons.models import Lesson
from courses.lessons.queries.reach import my_course
from courses.packages.models import CoursePackage, PackageFile, PackageRegistration
from courses.packages.rules.manifests import PackagePart, parts_of
from courses.packages.rules.passes import PackagePass
from courses.packages.rules.paths import key_of
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.units.registry.models import Unit, UnitReach
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]


@dataclass
class Opened:
    """A lesson that is a package, in the hands of its learner."""

    lesson: Lesson
    package: CoursePackage
    registration: PackageRegistration


@dataclass
class Played:
    """What a pass opens: a part of a package, for a learner or as a preview (``opened`` None)."""

    actor: Actor
    package: CoursePackage
    part: PackagePart
    number: int
    opened: Opened | None

    @property
    def registration_name(self) -> str:
        """How the learner is called towards the package: by nothing that tells who it is."""
        return str(self.opened.registration.id) if self.opened else str(UUID(int=0))

    @property
    def kept(self) -> Json:
        """What the part has told so far."""
        parts = self.opened.registration.state.get("parts", {}) if self.opened else {}
        found: Json = parts.get(str(self.number), {})
        return found


def find_packages(actor: Actor, limit: int, after: str | None) -> Json:
    """A page of packages that the actor may use in courses, newest first; 2 queries."""
    query = CoursePackage.select().where(_usable(actor)).order_by(CoursePackage.id.desc())
    if after:
        query = query.where(CoursePackage.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": [package_shape(row) for row in found["items"]]}


def package_within_reach(actor: Actor, id: UUID) -> CoursePackage:
    """Raises NotFound."""
    found: CoursePackage | None = CoursePackage.select().where((CoursePackage.id == id) & _usable(actor)).first()
    if found is None:
        raise NotFound(package_id=str(id))
    return found


def is_package_usable(actor: Actor, id: UUID) -> bool:
    """Whether the actor may put a package into a course."""
    return bool(CoursePackage.select().where((CoursePackage.id == id) & _usable(actor)).exists())


def package_shape(package: CoursePackage) -> Json:
    """As the wire shows it, with its parts."""
    parts = [{"number": number, "title": part.title} for number, part in enumerate(parts_of(package.manifest))]
    return {**package.__data__, "parts": parts, "left_out": package.manifest.get("left_out", [])}


def package_lesson(actor: Actor, lesson_id: UUID) -> tuple[Lesson, CoursePackage]:
    """A lesson of a published course that is open to this learner, and its package. Raises NotFound."""
    lesson = Lesson.get_or_none((Lesson.id == lesson_id) & (Lesson.kind == "package"))
    if lesson is None or actor.person_id is None:
        raise NotFound(lesson_id=str(lesson_id))
    my_course(actor, lesson.course_id)
    package = CoursePackage.get_or_none(CoursePackage.id == lesson.package_id)
    if package is None:
        raise NotFound(lesson_id=str(lesson_id))
    return lesson, package


def own_registration(actor: Actor, lesson_id: UUID) -> PackageRegistration | None:
    """How far the actor is in a lesson's package this year, None when not opened."""
    mine = (PackageRegistration.lesson_id == lesson_id) & (PackageRegistration.person_id == actor.person_id)
    found: PackageRegistration | None = PackageRegistration.get_or_none(
        mine & (PackageRegistration.year == clock.today().year)
    )
    return found


def played_by(actor: Actor, given: PackagePass) -> Played:
    """What a pass opens to the actor it was made for; 1 or 3 queries. Raises NotFound."""
    package = CoursePackage.get_or_none(CoursePackage.id == given.package_id)
    parts = parts_of(package.manifest) if package else []
    if package is None or given.part >= len(parts):
        raise NotFound()
    opened = None
    if given.registration_id is not None:
        registration = PackageRegistration.get_or_none(PackageRegistration.id == given.registration_id)
        if registration is None or registration.person_id != actor.person_id:
            raise NotFound()
        opened = Opened(Lesson.get_by_id(registration.lesson_id), package, registration)
    return Played(actor, package, parts[given.part], given.part, opened)


def file_of(package_id: UUID, path: str) -> PackageFile:
    """A file of a package by its path, upper and lower case alike. Raises NotFound."""
    if "\x00" in path:  # PostgreSQL would not even look
        raise NotFound()
    found = PackageFile.get_or_none((PackageFile.package_id == package_id) & (PackageFile.key == key_of(path)))
    if found is None:
        raise NotFound(path=path[:200])
    row: PackageFile = found
    return row


def _usable(actor: Actor) -> Any:
    """Own ones, those of agencies above and below, and those of units within reach."""
    if actor.account_id is None:
        return SQL("1 = 1")
    usable = _owned_around(actor) | is_within_reach(actor, CoursePackage.unit_id)
    for path in agency_paths(actor):
        usable |= CoursePackage.agency_id.in_(Agency.select(Agency.id).where(Agency.path.startswith(path)))
    return usable


def _owned_around(actor: Actor) -> Any:
    """Owned by the actor's unit or agency, or by an agency over it."""
    condition = SQL("1 = 0")
    if actor.unit_id is not None:
        over = (
            Agency.select(Agency.id)
            .join(UnitReach, on=(UnitReach.agency_number == Agency.number))
            .join(Unit, on=(Unit.number == UnitReach.unit_number))
            .where(Unit.id == actor.unit_id)
        )
        condition |= (CoursePackage.unit_id == actor.unit_id) | CoursePackage.agency_id.in_(over)
    for path in agency_paths(actor):
        numbers = [int(part) for part in path.split("/") if part]
        condition |= CoursePackage.agency_id.in_(Agency.select(Agency.id).where(Agency.number.in_(numbers)))
    return condition
