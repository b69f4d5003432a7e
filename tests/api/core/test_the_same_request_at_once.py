"""Who sends the same request twice at the same moment gets one row and two answers, whatever stopped the second."""

from __future__ import annotations

from typing import Any

import pytest

from server.core.database import IntegrityError
from server.core.errors import Conflict, RuleViolation, ShouwangError, Stale
from server.core.records import once
from server.web.signin.models import Account


def barred(error: Exception) -> Any:
    def create() -> Account:
        raise error

    return create


@pytest.mark.parametrize("error", [IntegrityError("taken"), Conflict(), RuleViolation()])
def test_the_second_gets_what_the_first_made(connected: None, error: Exception) -> None:
    first = Account.select().first()
    assert once(barred(error), lambda: first) == (first, False)


@pytest.mark.parametrize("error", [IntegrityError("taken"), Conflict(), RuleViolation()])
def test_without_a_first_it_is_told_what_bars_it(connected: None, error: Exception) -> None:
    with pytest.raises(type(error)) as told:
        once(barred(error), lambda: None)
    assert told.value is error


@pytest.mark.parametrize("error", [Stale(), ShouwangError()])
def test_what_another_changed_meanwhile_is_never_taken_for_a_twin(connected: None, error: Exception) -> None:
    first = Account.select().first()
    with pytest.raises(type(error)):
        once(barred(error), lambda: first)
