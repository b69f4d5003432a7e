"""What may follow a decision; pure, the front door of the room."""

from reports.executions.rules.acts import (
    Annulment,
    Closing,
    CourtApplication,
    CourtResult,
    Demand,
    FileAsked,
    PaymentMade,
    PostponementReply,
    PostponementRequest,
    Refund,
    RemedyLodged,
    RemedyOutcome,
)
from reports.executions.rules.course import Around, Course, fold
from reports.executions.rules.life import STAGES, check_stage, refusal_of
from reports.executions.rules.surcharge import Debt, Instalment, surcharge_fen
from reports.executions.rules.windows import (
    STATES,
    Owed,
    Windows,
    debt_of,
    demand_until,
    owed_on,
    state_of,
    windows_of,
)

__all__ = [
    "STAGES",
    "STATES",
    "Annulment",
    "Around",
    "Closing",
    "Course",
    "CourtApplication",
    "CourtResult",
    "Debt",
    "Demand",
    "FileAsked",
    "Instalment",
    "Owed",
    "PaymentMade",
    "PostponementReply",
    "PostponementRequest",
    "Refund",
    "RemedyLodged",
    "RemedyOutcome",
    "Windows",
    "check_stage",
    "debt_of",
    "demand_until",
    "fold",
    "owed_on",
    "refusal_of",
    "state_of",
    "surcharge_fen",
    "windows_of",
]
