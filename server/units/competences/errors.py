"""What can go wrong with competences."""

from server.core.errors import Conflict, RuleViolation


class NotADepartment(RuleViolation):
    code = "not_a_department"
    title = "行业主管职责只能交给部门"


class CompetenceTaken(RuleViolation):
    code = "competence_taken"
    title = "该行业在此地域、此期间已有主管部门，请先结束其职责"


class CompetenceEnded(Conflict):
    code = "competence_ended"
    title = "该职责已于另一日期结束"


class EndBeforeBegin(RuleViolation):
    code = "end_before_begin"
    title = "结束日期早于开始日期"
