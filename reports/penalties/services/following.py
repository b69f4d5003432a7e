"""What follows from an act, in its own transaction: deadlines opened and ended, people told."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from reports.penalties.models import PenaltyAct
from reports.penalties.rules.stages import hearing_served_by
from reports.penalties.services.deadlines import OF_A_RUNNING_CASE, end_deadlines, open_deadline
from reports.penalties.services.scene import Scene
from reports.penalties.services.telling import tell_officers, tell_responsible
from server.core.clock import beijing_day

#: Act → what waited and waits no more. What is preserved is still to be dealt with when the case has ended.
ENDS: dict[str, tuple[str, ...]] = {
    "notice": ("hearing_window", "hearing_day"),  # a new notice overtakes what an earlier one waited for
    "hearing_request": ("hearing_window",),
    "hearing_waiver": ("hearing_window",),
    "hearing_record": ("hearing_day",),
    "hearing_withdrawal": ("hearing_day",),
    "legal_review": ("hearing_window",),
    "spot_report": ("spot_report",),
    "withdrawal": OF_A_RUNNING_CASE,
    "transfer": OF_A_RUNNING_CASE,
}


def follow_up(scene: Scene, act: PenaltyAct) -> None:
    """Open and end what the act makes wait, and tell whom it concerns; inside its transaction."""
    if act.kind in ENDS:
        end_deadlines(scene.case.id, act.id, ENDS[act.kind])
    match act.kind:
        case "preservation":
            _preservation(scene, act)
        case "preservation_decision":
            end_deadlines(scene.case.id, act.id, of_act=UUID(act.details["preservation_id"]))
        case "receipt":
            _receipt(scene, act)
        case "hearing":
            _hearing(scene, act)
        case "legal_review":
            _legal_review(scene, act)
        case "term_extension":
            _term_extension(scene, act)
        case "replacement":
            _replacement(scene, act)


def _preservation(scene: Scene, act: PenaltyAct) -> None:
    due = date.fromisoformat(act.details["due_on"])
    # Each preservation has its own term: one does not take over another's.
    open_deadline(scene.case, act, "preservation", due, scene.circumstances.calendar, takes_over=False)


def _receipt(scene: Scene, act: PenaltyAct) -> None:
    if scene.standing.told.has_hearing_right:
        until = date.fromisoformat(act.details["hearing_until"])
        open_deadline(scene.case, act, "hearing_window", until, scene.circumstances.calendar)
    tell_responsible(scene.case, act, "行政处罚告知已送达，你单位有权陈述、申辩")


def _hearing(scene: Scene, act: PenaltyAct) -> None:
    day = beijing_day(datetime.fromisoformat(act.details["held_at"]))
    open_deadline(scene.case, act, "hearing_day", day, scene.circumstances.calendar)
    text = f"听证定于{day.isoformat()}在{act.details['place']}举行"
    tell_responsible(scene.case, act, text)
    by = hearing_served_by(day, scene.circumstances)
    tell_officers(scene.case, act, scene.standing.officers, f"{text}，通知书须在{by.isoformat()}前（含当日）送达")


def _legal_review(scene: Scene, act: PenaltyAct) -> None:
    outcome = "同意" if act.details["outcome"] == "agreed" else "退回"
    tell_officers(scene.case, act, scene.standing.officers, f"法制审核：{outcome}（{scene.case.respondent_name}）")


def _term_extension(scene: Scene, act: PenaltyAct) -> None:
    due = date.fromisoformat(act.details["decision_due_on"])
    open_deadline(scene.case, act, "decision", due, scene.circumstances.calendar)


def _replacement(scene: Scene, act: PenaltyAct) -> None:
    put_in = UUID(act.details["in_id"])
    tell_officers(scene.case, act, [put_in], f"你已接办处罚案件：{scene.case.respondent_name}")
