"""An account for somebody who learns: the login is the mobile number, the first password is shown once."""

from __future__ import annotations

from courses.trainees.errors import AccountExists, AccountMissing, EndedAlready, LoginUsed, MobileMissing
from courses.trainees.models import Trainee
from courses.trainees.rules import make_password
from server.core import clock
from server.core.database import IntegrityError, database
from server.core.errors import FieldProblem
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.people.models import Person
from server.units.people.queries import people_by_id
from server.web.signin.models import Account
from server.web.signin.services import AccountDraft, create_account, hash_password, reset_password

ROLE = "trainee"


def open_account(actor: Actor, row: Trainee) -> dict[str, str]:
    """Give a trainee an account with no more than learning; login and password, which nobody sees again.

    Raises Forbidden, EndedAlready, MobileMissing, AccountExists, LoginUsed.
    """
    actor.check("trainee.edit")
    if row.to_on and row.to_on < clock.today():
        raise EndedAlready()
    person = people_by_id([row.person_id])[row.person_id]
    _check_free(person)
    login, password = str(person.phone), make_password()
    digest = hash_password(password)  # slow on purpose: outside of the transaction
    draft = AccountDraft(
        new_id(),
        login,
        password,
        person.name,
        (ROLE,),
        person.id,
        person.agency_id,
        person.unit_id,
        password_hash=digest,
    )
    try:
        with database.atomic():
            take_turn(actor)
            _check_free(person)
            account = create_account(actor, draft)
            details = {"account_id": str(account.id), "person_id": str(person.id)}
            record_event(actor, "trainee.account_opened", subject=row, about_unit_id=row.unit_id, details=details)
    except IntegrityError as error:  # a twin was faster
        raise LoginUsed(fields=[FieldProblem("phone", LoginUsed.title, LoginUsed.code)]) from error
    return {"login": login, "password": password}


def _check_free(person: Person) -> None:
    if not person.phone:
        raise MobileMissing(fields=[FieldProblem("phone", MobileMissing.title, MobileMissing.code)])
    if Account.select().where(Account.person_id == person.id).exists():
        raise AccountExists()
    if Account.select().where(Account.login == person.phone).exists():
        raise LoginUsed(fields=[FieldProblem("phone", LoginUsed.title, LoginUsed.code)])


def renew_password(actor: Actor, row: Trainee) -> dict[str, str]:
    """A new password for a trainee who lost it; ends every sign-in. Only accounts that can do no more than learn.

    Raises Forbidden, EndedAlready (a place left behind says nothing of the account any more), AccountMissing.
    """
    actor.check("trainee.edit")
    if row.to_on and row.to_on < clock.today():
        raise EndedAlready()
    account = Account.get_or_none(Account.person_id == row.person_id)
    if account is None or account.roles != [ROLE]:
        raise AccountMissing()
    password = make_password()
    digest = hash_password(password)
    with database.atomic():
        take_turn(actor)
        reset_password(actor, account, digest)
        details = {"account_id": str(account.id), "person_id": str(row.person_id)}
        record_event(actor, "trainee.password_renewed", subject=row, about_unit_id=row.unit_id, details=details)
    return {"login": account.login, "password": password}
