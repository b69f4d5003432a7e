"""Whether a case may be filed: who handles it, and whether it is not too late."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from reports.penalties import errors
from reports.penalties.rules.terms import Terms
from server.core.errors import FieldProblem
from server.units.bases.rules import Status, Validity

#: What a respondent's identity number is sealed for.
PURPOSE = "penalty_respondent"


def check_officers(
    officer_ids: Collection[UUID],
    own_person_id: UUID | None,
    qualified: Collection[UUID],
    recused: Collection[UUID],
    terms: Terms,
) -> None:
    """At least two, distinct, certified, none recused, whoever files among them.

    Raises OfficersTooFew, NotCaseOfficer, OfficerUncertified, OfficerRecused.  Source: 行政处罚法 arts. 42, 43.
    """
    named = set(officer_ids)
    if len(named) < terms.values["case_officers"]:
        refusal: type[errors.PenaltyRefusal] | None = errors.OfficersTooFew
    elif own_person_id not in named:
        refusal = errors.NotCaseOfficer
    else:
        refusal = refusal_of_officers(named, qualified, recused)
    if refusal:
        raise refusal(fields=[FieldProblem("officer_ids", refusal.title, refusal.code)])


def refusal_of_officers(
    named: Collection[UUID], qualified: Collection[UUID], recused: Collection[UUID]
) -> type[errors.PenaltyRefusal] | None:
    """Why these may not handle a case; None when they may."""
    if set(named) - set(qualified):
        return errors.OfficerUncertified
    return errors.OfficerRecused if set(named) & set(recused) else None


def check_limitation(happened_on: date, is_harmful: bool, today: date, terms: Terms) -> None:
    """Raises DayOutOfCase for a day to come, LimitationPassed for one too long ago. Source: 行政处罚法 art. 36."""
    if happened_on > today:
        raise errors.DayOutOfCase(fields=[FieldProblem("happened_on", "不能晚于今天", errors.DayOutOfCase.code)])
    years = terms.values["limitation"]["harm_years" if is_harmful else "years"]
    if today > years_after(happened_on, years):
        refusal = errors.LimitationPassed
        raise refusal(fields=[FieldProblem("happened_on", refusal.title, refusal.code)])


def years_after(day: date, years: int) -> date:
    """The same day so many years on; of 29 February in a common year, the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def check_basis_holds(validity: Validity, today: date) -> None:
    """Raises PenaltyBasisLapsed.  Source: 行政处罚法 art. 38; JN-end-a."""
    if validity.status_on(today) is not Status.IN_FORCE:
        refusal = errors.PenaltyBasisLapsed
        raise refusal(fields=[FieldProblem("offence", refusal.title, refusal.code)])


def check_day_between(day: date, first: date, today: date, name: str) -> None:
    """Raises DayOutOfCase."""
    if not first <= day <= today:
        message = f"应在 {first} 至今天之间"
        raise errors.DayOutOfCase(fields=[FieldProblem(name, message, errors.DayOutOfCase.code)])
