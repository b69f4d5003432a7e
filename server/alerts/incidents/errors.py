"""What can go wrong with plans and incidents."""

from __future__ import annotations

from server.core.errors import Conflict, Forbidden, RuleViolation


class NoAgency(Forbidden):
    code = "incident_needs_an_agency"
    title = "预案和处置由公安机关或部门建立"


class ContactUnreachable(RuleViolation):
    code = "contact_unreachable"
    title = "联系人须有电话，或是系统内的人员、机构、单位"


class PlanOfAnother(Forbidden):
    code = "plan_of_another_agency"
    title = "只有制定机关或其上级可以修改"


class IncidentEnded(Conflict):
    code = "incident_ended"
    title = "处置已经结束"


class EntryInTheFuture(RuleViolation):
    code = "entry_in_the_future"
    title = "时间不能晚于现在"


class CallMarkedByAnother(Conflict):
    code = "call_already_marked"
    title = "已由他人标记为已通知"
