"""Which role grants what.

Three administrators are kept apart (system, security, audit): none of them can inspect, order or sign.
"""

from __future__ import annotations

_READ = frozenset({"unit.view", "basis.view", "template.view", "agency.view"})
#: What those on the agencies' side see of alerts; what units see and do.
_ALERTED = frozenset({"level.view", "zero_report.view", "risk.view", "help.view", "help.answer", "incident.view"})
_UNIT_ALERTED = frozenset(
    {"level.view", "zero_report.view", "zero_report.submit", "risk.view", "risk.assess", "help.view", "help.ask"}
)
_FIELD = _ALERTED | frozenset(
    {
        "inspection.submit",
        "inspection.view",
        "inspection.decide",
        "hazard.view",
        "task.view",
        "device.enrol",
        "document.view",
    }
    | {"figure.view", "export.make", "filter.keep"}
)
_UNIT_SIDE = _UNIT_ALERTED | frozenset(
    {"inspection.submit", "hazard.view", "task.view", "device.enrol", "document.view"}
)
_FILES = frozenset({"file.deliver"})
_DUTIES_READ = frozenset({"duty.view"})  # what a unit must have on file
_DUTIES_GUIDED = _DUTIES_READ | {"duty.remark"}
_DUTIES_OWN = _DUTIES_READ | {"duty.file"}
#: Registers of what protects a unit, its pictures, recordings and alarms: who looks, who keeps, who decides.
_FACILITIES = frozenset({"facility.view", "facility.check", "picture.view", "alarm.view", "warning.view"})
_FACILITIES_OWN = _FACILITIES | {"facility.edit", "facility.import", "alarm.test", "warning.answer"}
_FACILITIES_POLICE = _FACILITIES | {
    "alarm.test",
    "alarm.acknowledge",
    "picture.judge",
    "patrol.view",
    "evaluation.view",
}
_FACILITIES_BUREAU = _FACILITIES_POLICE | {
    "facility.edit",
    "facility.keep_secret",
    "facility.import",
    "facility.export",
    "source.edit",
    "patrol.edit",
    "alarm.edit",
    "warning.end",
    "threshold.edit",
}
#: Training: everybody with a person learns and sits exams; who keeps the trainees, who teaches, who examines.
_LEARNING = frozenset({"training.learn"})
_TRAINING_OWN = _LEARNING | {"trainee.view", "trainee.edit", "rotation.view", "course.view", "activity.view"}
_TRAINING_OWN_HEAD = _TRAINING_OWN | {"rotation.edit", "course.edit", "course.teach", "activity.record"}
_TRAINING_SEEN = _LEARNING | {"trainee.view", "rotation.view", "course.view", "activity.view"}
_TRAINING_RUN = _TRAINING_SEEN | {
    "trainee.edit",
    "trainee.reveal",
    "trainee.check",
    "rotation.edit",
    "course.edit",
    "course.teach",
    "item.view",
    "item.edit",
    "blueprint.view",
    "blueprint.edit",
    "exam.view",
    "exam.edit",
    "exam.invigilate",
    "marking.mark",
    "result.view",
    "regrade.propose",
    "regrade.approve",
    "certificate.view",
    "certificate.issue",
    "certificate.revoke",
}
#: Rulings and honours: who prepares them, who reviews the law, who decides; one person never holds two of the three.
_RULINGS_SEEN = frozenset(
    {
        "penalty.view",
        "delivery.view",
        "supervision.view",
        "commendation.view",
        "rating.view",
        "story.view",
        "assessment.view",
        "bulletin.view",
        "unit_file.view",
        "score.view",
    }
)
_RULINGS_PREPARED = _RULINGS_SEEN | {
    "penalty.handle",
    "delivery.record",
    "credit.view",
    "credit.report",
    "supervision.issue",
    "supervision.reply",
    "letter.answer",
    "accountability.view",
    "accountability.handle",
    "commendation.nominate",
    "commendation.review",
    "rating.review",
    "rating.manage",
    "story.edit",
    "assessment.edit",
    "bulletin.make",
    "unit_file.export",
}
_RULINGS_LED = _RULINGS_SEEN | {
    "penalty.decide",
    "credit.view",
    "supervision.issue",
    "supervision.reply",
    "letter.answer",
    "accountability.view",  # names people and what they failed in: not every inspector's to read
    "accountability.decide",
    "commendation.decide",
    "rating.decide",
    "story.approve",
    "assessment.approve",
    "bulletin.issue",
    "unit_file.export",
}
_RULINGS_OWN = frozenset({"story.view", "commendation.view", "rating.view"})
_RULINGS_OWN_HEAD = _RULINGS_OWN | {"penalty.view", "delivery.view", "rating.apply", "unit_file.view", "score.view"}
#: What people of a unit do about its hazards, and what police officers do.
_OWN_HAZARDS = frozenset({"hazard.report", "hazard.rectify"})
_HAZARDS = frozenset({"hazard.report", "hazard.recheck", "hazard.classify"})

ROLES: dict[str, frozenset[str]] = {
    "inspector": _READ
    | _TRAINING_SEEN
    | _RULINGS_SEEN
    | {"delivery.record"}
    | {"exam.view", "exam.invigilate"}
    | _FIELD
    | _FILES
    | _FACILITIES_POLICE
    | _DUTIES_GUIDED
    | _HAZARDS
    | {
        "order.draft",
        "order.view",
        "person.view",
        "plan.view",
        "draw.view",
        "exclusion.declare",
        "case.view",
        "case.record",
    },
    "officer": _READ
    | _TRAINING_RUN
    | _RULINGS_PREPARED
    | _FIELD
    | _FILES
    | _FACILITIES_BUREAU
    | _DUTIES_GUIDED
    | _HAZARDS
    | {
        "level.issue",
        "risk.receive",
        "incident.run",
        "case.view",
        "case.record",
        "unit.edit",
        "unit.import",
        "unit.export",
        "person.view",
        "person.edit",
        "task.assign",
        "plan.view",
        "plan.edit",
        "template.edit",
        "template.publish",
        "order.draft",
        "order.view",
        "order.sign",
        "order.revoke",
        "document.issue",
        "draw.view",
        "draw.make",
        "draw.publish",
        "exclusion.declare",
        "exclusion.manage",
        "hazard.decide_extension",
        "hazard.withdraw_overdue",
        "hazard.hand_over",
    },
    "department_inspector": _READ
    | _TRAINING_SEEN
    | {"story.view", "rating.view", "commendation.view", "unit_file.view", "score.view"}
    | _FIELD
    | _FILES
    | _FACILITIES
    | _DUTIES_READ
    | {"person.view", "plan.view", "draw.view", "exclusion.declare", "risk.receive", "incident.run", "hazard.report"},
    "department_officer": _READ
    | _TRAINING_RUN
    | {"supervision.view", "supervision.issue", "supervision.reply", "letter.answer"}
    | {"accountability.view", "accountability.handle"}
    | {"commendation.view", "commendation.nominate", "commendation.review", "rating.view", "rating.review"}
    | {"story.view", "story.edit", "assessment.view", "bulletin.view", "unit_file.view", "score.view"}
    | _FIELD
    | _FILES
    | _FACILITIES
    | {"person.view", "plan.view", "plan.edit", "task.assign", "draw.view", "risk.receive", "incident.run"}
    | {"hazard.report"},
    # A bureau's leader decides what officers prepare; a legal officer reviews it and presides over hearings.
    "bureau_leader": _READ
    | _RULINGS_LED
    | _FIELD
    | _FILES
    | _LEARNING
    | _DUTIES_READ
    | {"order.view", "person.view", "rotation.view"},
    "legal_officer": _READ
    | _LEARNING
    | {"penalty.view", "penalty.review", "hearing.preside", "delivery.view", "credit.view"}
    | {"inspection.view", "hazard.view", "order.view", "document.view", "person.view"},
    # A government's office hears briefs, urges bureaus and departments on, answers letters, and sees how areas are assessed.
    "government_officer": _READ
    | _FILES
    | _LEARNING
    | {"supervision.view", "supervision.issue", "supervision.reply", "letter.answer"}
    | {"assessment.view", "bulletin.view", "bulletin.hear", "figure.view"}
    | {"commendation.view", "rating.view", "story.view", "document.view", "export.make"},
    "unit_head": _READ
    | _TRAINING_OWN_HEAD
    | _RULINGS_OWN_HEAD
    | _UNIT_SIDE
    | _FILES
    | _FACILITIES_OWN
    | {"source.edit", "facility.keep_secret"}
    | _DUTIES_OWN
    | _OWN_HAZARDS
    | {"order.view", "plan.view", "plan.edit", "hazard.close", "hazard.ask_extension"},
    # Guards, key-post staff, information officers: they learn, sit exams and hold certificates, and see no more.
    "trainee": _LEARNING | {"story.view"},
    "unit_staff": _READ
    | _RULINGS_OWN
    | _TRAINING_OWN_HEAD
    | _UNIT_SIDE
    | _FILES
    | _FACILITIES_OWN
    | _DUTIES_OWN
    | _OWN_HAZARDS,
    "system_admin": frozenset(
        {
            "agency.view",
            "agency.edit",
            "basis.view",
            "basis.edit",
            "calendar.edit",
            "job.view",
            "risk_rule.edit",
            "network.edit",
            "badge_key.rotate",
            "penalty_term.edit",
            "form_text.edit",
        }
    ),
    "security_admin": frozenset({"agency.view", "account.view", "account.lock", "device.view", "device.revoke"}),
    "audit_admin": frozenset({"agency.view", "event.view", "event.verify"}),
}

ALL_PERMISSIONS = frozenset().union(*ROLES.values())
