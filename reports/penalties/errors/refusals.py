"""What every refusal of the procedure has in common."""

from server.core.errors import RuleViolation


class PenaltyRefusal(RuleViolation):
    """An act that the procedure does not allow now; the service adds the article to the detail."""

    code = "penalty_refused"
    title = "处罚程序目前不能办理此事项"
