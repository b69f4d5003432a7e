"""Which penalty may be intended or decided: conditions, range, grade, what was notified."""

from __future__ import annotations

from dataclasses import dataclass

from reports.penalties import errors
from reports.penalties.errors import PenaltyRefusal
from reports.penalties.rules.life import Circumstances, Standing
from reports.penalties.rules.terms import GRADES, Offence
from server.core.errors import FieldProblem


@dataclass(frozen=True)
class Choice:
    """The penalty as a notice intends it or a decision imposes it."""

    is_warning: bool
    fine_fen: int  # 0: none
    grade: str
    factors: tuple[str, ...] = ()


def _refuse(refusal: type[PenaltyRefusal], field: str, **details: object) -> PenaltyRefusal:
    refused = refusal(fields=[FieldProblem(field, refusal.title, refusal.code)])
    refused.details.update(details)
    return refused


def met_conditions(standing: Standing, circumstances: Circumstances) -> frozenset[str]:
    """The conditions of penalties that are met, a recorded consequence among them.

    What happened before the deadline was gone did not come of its being missed. Source: 国务院令第421号 art. 19.
    """
    since, harmed_on = circumstances.overdue_from, standing.harmed_on
    counts = bool(standing.consequences) and (since is None or harmed_on is None or harmed_on >= since)
    recorded = {"consequence_recorded"} if counts else set()
    return circumstances.conditions | recorded


def check_choice(choice: Choice, offence: Offence, standing: Standing, circumstances: Circumstances) -> None:
    """Whether this penalty may be intended on this ground.

    Raises PenaltyNone, WarningConditionsUnmet, FineConditionsUnmet (with the missing), BareFine, DoubleFine,
    GradeUnfounded, FineOutOfRange, FineOutOfGrade.  Source: 国务院令第421号 art. 19; 行政处罚法 arts. 29, 32, 34.
    """
    if not choice.is_warning and choice.fine_fen == 0:
        raise _refuse(errors.PenaltyNone, "is_warning")
    met = met_conditions(standing, circumstances)
    if choice.is_warning and (missing := sorted(offence.warning_needs - met)):
        raise _refuse(errors.WarningConditionsUnmet, "is_warning", missing=missing)
    _check_grade(choice, circumstances)
    if choice.fine_fen:
        _check_fine(choice, offence, standing, circumstances)


def _check_grade(choice: Choice, circumstances: Circumstances) -> None:
    effects = circumstances.terms.effects(choice.factors)
    needed = {"heavy": {"heavy"}, "light": {"light", "reduced"}, "reduced": {"reduced"}}.get(choice.grade)
    if choice.grade not in GRADES or (needed is not None and not effects & needed):
        raise _refuse(errors.GradeUnfounded, "grade")


def _check_fine(choice: Choice, offence: Offence, standing: Standing, circumstances: Circumstances) -> None:
    if missing := sorted(offence.fine_needs - met_conditions(standing, circumstances)):
        raise _refuse(errors.FineConditionsUnmet, "fine_fen", missing=missing)
    is_bare = offence.with_warning and standing.respondent == "unit" and not choice.is_warning
    if is_bare and not circumstances.has_warning:
        raise _refuse(errors.BareFine, "is_warning")
    if circumstances.is_fined:
        raise _refuse(errors.DoubleFine, "fine_fen")
    least, most = offence.range_fen[standing.respondent]
    if not (1 if choice.grade == "reduced" else least) <= choice.fine_fen <= most:
        raise _refuse(errors.FineOutOfRange, "fine_fen", least_fen=least, most_fen=most)
    line = circumstances.terms.grade_fen(offence.code, standing.respondent, choice.grade)
    if line is not None and not line[0] <= choice.fine_fen <= line[1]:
        raise _refuse(errors.FineOutOfGrade, "fine_fen", least_fen=line[0], most_fen=line[1])
    if line is None and choice.grade == "reduced":
        raise _refuse(errors.FineOutOfGrade, "fine_fen", least_fen=0, most_fen=0)


def check_notified(choice: Choice, standing: Standing) -> None:
    """A decision is not heavier than what was notified. Raises HeavierThanNotified. Source: 行政处罚法 arts. 44, 45."""
    notice = standing.told
    if choice.fine_fen > notice.fine_fen or (choice.is_warning and not notice.is_warning):
        raise _refuse(errors.HeavierThanNotified, "fine_fen", notified_fen=notice.fine_fen)


def check_not_for_speaking(choice: Choice, standing: Standing) -> None:
    """A new notice is not heavier because somebody spoke or asked for a hearing. Raises HeavierAfterStatement.

    Source: 行政处罚法 art. 45; 公安机关办理行政案件程序规定 art. 125.
    """
    if standing.said is None:
        return
    is_warning, fine_fen, evidence = standing.said
    is_heavier = choice.fine_fen > fine_fen or (choice.is_warning and not is_warning)
    if is_heavier and standing.evidence <= evidence:
        raise _refuse(errors.HeavierAfterStatement, "fine_fen", notified_fen=fine_fen)


def has_hearing_right(choice: Choice, standing: Standing, circumstances: Circumstances) -> bool:
    """Whether this fine gives the right to a hearing.

    Source: 行政处罚法 art. 63; 公安机关办理行政案件程序规定 art. 123.
    """
    return choice.fine_fen >= circumstances.terms.amount_fen("hearing_threshold", standing.respondent)


def is_serious(choice: Choice, standing: Standing, circumstances: Circumstances) -> bool:
    """Whether the sum alone makes it a matter of collective discussion. Source: 行政处罚法 art. 57."""
    return choice.fine_fen >= circumstances.terms.amount_fen("collective_threshold", standing.respondent)


def calls_for_review(has_right: bool, serious: bool, circumstances: Circumstances) -> bool:
    """Whether a notice alone makes a legal review necessary, by the list in force. Source: 行政处罚法 art. 58."""
    when = circumstances.terms.values["review_when"]
    return (has_right and "hearing_right" in when) or (serious and "serious" in when)


def check_spared(ground: str, standing: Standing, circumstances: Circumstances) -> None:
    """Whether the case may end without a penalty for this reason.

    Raises NotFirstOffence, HarmNotMinor, NotCorrected.  Source: 行政处罚法 art. 33.
    """
    if ground in ("first_minor_corrected", "minor_no_harm"):
        if standing.consequences:
            raise _refuse(errors.HarmNotMinor, "ground")
        if not circumstances.is_corrected:
            raise _refuse(errors.NotCorrected, "ground")
    if ground == "first_minor_corrected" and circumstances.has_record:
        raise _refuse(errors.NotFirstOffence, "ground")
