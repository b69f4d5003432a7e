"""Acts on agencies."""

from __future__ import annotations

from server.core import clock
from server.core.database import database, is_postgresql, lock_row, save_versioned
from server.core.errors import FieldProblem, Invalid
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.errors import ContactKnown, NameNotLater, WrongParent
from server.units.agencies.models import Agency, AgencyContact, AgencyName
from server.units.agencies.queries import agency_by_id
from server.units.agencies.rules import AgencyDraft, AgencyKind, ContactDraft, NameDraft, is_place_allowed
from server.units.areas.queries import known_codes


def found_agency(actor: Actor, draft: AgencyDraft) -> Agency:
    """Put an agency into the tree; a draft sent twice is one agency.

    Raises Forbidden, Invalid (unknown area or parent), WrongParent, ResubmissionConflict.
    """
    actor.check("agency.edit")

    def find() -> Agency | None:
        return find_resubmitted(
            Agency, draft.id, kind=draft.kind.value, parent_id=draft.parent_id, area_code=draft.area_code
        )

    if earlier := find():
        return earlier
    parent = Agency.get_or_none(Agency.id == draft.parent_id) if draft.parent_id else None
    _check_draft(draft, parent)

    def create() -> Agency:
        number = next_numbers("agency", 1)[0]
        agency = Agency.create(
            id=draft.id,
            number=number,
            name=draft.name,
            short_name=draft.short_name,
            kind=draft.kind.value,
            parent=parent,
            path=f"{parent.path if parent else '/'}{number}/",
            area_code=draft.area_code,
            name_from_on=draft.since_on,
            created_at=clock.now(),
        )
        AgencyName.create(
            id=new_id(), agency=agency, name=draft.name, short_name=draft.short_name, from_on=draft.since_on
        )
        record_event(actor, "agency.founded", subject=agency, details={"kind": draft.kind.value, "number": number})
        return agency

    return once(create, find)[0]


def _check_draft(draft: AgencyDraft, parent: Agency | None) -> None:
    problems = []
    if draft.parent_id and parent is None:
        problems.append(FieldProblem("parent_id", "没有这个机构", "unknown_agency"))
    if not known_codes([draft.area_code]):
        problems.append(FieldProblem("area_code", "没有这个行政区划代码", "unknown_area"))
    if problems:
        raise Invalid(fields=problems)
    if not is_place_allowed(draft.kind, AgencyKind(parent.kind) if parent else None):
        raise WrongParent(fields=[FieldProblem("parent_id", WrongParent.title, WrongParent.code)])


def rename_agency(actor: Actor, agency: Agency, draft: NameDraft) -> Agency:
    """Give an agency a new name from a day on; earlier days keep theirs. Sent twice it happens once.

    Raises Forbidden, NameNotLater, ResubmissionConflict.
    """
    actor.check("agency.edit")
    content = {"agency_id": agency.id, "name": draft.name, "from_on": draft.from_on}
    with database.atomic():
        lock_row(Agency.select(Agency.id).where(Agency.id == agency.id))
        agency = agency_by_id(agency.id)
        if find_resubmitted(AgencyName, draft.id, **content):
            return agency
        if not agency.name_from_on < draft.from_on <= clock.today():
            raise NameNotLater(fields=[FieldProblem("from_on", NameNotLater.title, NameNotLater.code)])
        AgencyName.create(
            id=draft.id, agency=agency, name=draft.name, short_name=draft.short_name, from_on=draft.from_on
        )
        save_versioned(agency, {"name": draft.name, "short_name": draft.short_name, "name_from_on": draft.from_on})
        record_event(actor, "agency.renamed", subject=agency, details={"from_on": draft.from_on.isoformat()})
    return agency


def note_contact(actor: Actor, agency: Agency, draft: ContactDraft) -> AgencyContact:
    """Note whom papers of an agency name as its competent body, from a day on. Sent twice it is one.

    Raises Forbidden, ContactKnown (another one from the same day), ResubmissionConflict.  Source: JN-end-b.
    """
    actor.check("agency.edit")
    known = {**vars(draft), "agency_id": agency.id}
    if earlier := find_resubmitted(AgencyContact, **known):
        return earlier
    same_day = (AgencyContact.agency_id == agency.id) & (AgencyContact.from_on == draft.from_on)
    if AgencyContact.select().where(same_day).exists():
        raise ContactKnown(fields=[FieldProblem("from_on", ContactKnown.title, ContactKnown.code)])

    def create() -> AgencyContact:
        row = AgencyContact.create(**known, by_account_id=actor.account_id, at=clock.now())
        record_event(actor, "agency.contact_noted", subject=row, details={"agency_id": str(agency.id)})
        return row

    return once(create, lambda: find_resubmitted(AgencyContact, **known))[0]


def next_numbers(table: str, count: int) -> list[int]:
    """Fresh numbers of a table, ascending; inside the transaction that uses them.

    PostgreSQL has a sequence for it, which waits for nobody; SQLite lets in one writer at a time anyway.
    """
    if is_postgresql():
        sql = f"SELECT nextval('{table}_numbers') FROM generate_series(1, %s)"  # noqa: S608
        rows = database.execute_sql(sql, (count,))
        return [row[0] for row in rows.fetchall()]
    column = "id" if table == "unit_facet" else "number"
    last = database.execute_sql(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0]  # noqa: S608
    return list(range(last + 1, last + 1 + count))
