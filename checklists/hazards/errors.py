"""What can go wrong with hazards."""

from server.core.errors import RuleViolation


class HazardNotOpen(RuleViolation):
    code = "hazard_not_open"
    title = "隐患已在整改流程中，不能重复责令"
