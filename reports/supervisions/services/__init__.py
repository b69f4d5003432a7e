"""Acts of supervision."""

from reports.supervisions.services.letters import act_on_letter, issue_letter
from reports.supervisions.services.reminders import remind
from reports.supervisions.services.visits import complete_measure, record_visit

__all__ = ["act_on_letter", "complete_measure", "issue_letter", "record_visit", "remind"]
