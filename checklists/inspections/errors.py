"""What can go wrong when a record arrives. Very little may: a record that breaks a rule is kept and flagged.

A correction is more than a record: it takes another's place. One that may not is refused; the phone keeps it.
"""

from server.core.errors import Conflict, Invalid, ResubmissionConflict, RuleViolation


class RecordConflict(ResubmissionConflict):
    """Other content under a known id; the first stays."""

    code = "record_conflict"
    title = "该编号的检查记录已存在且内容不同，先提交的保留"


class UnknownTemplateVersion(Invalid):
    code = "unknown_template_version"
    title = "检查表版本不存在"


class CorrectedUnknown(Invalid):
    code = "corrected_unknown"
    title = "要更正的检查记录不存在"


class CorrectionElsewhere(RuleViolation):
    code = "correction_elsewhere"
    title = "更正只能针对同一单位、同一检查表、同一检查的记录"


class CorrectionByAnother(RuleViolation):
    code = "correction_by_another"
    title = "只有原检查机关可以更正"


class AlreadyCorrected(Conflict):
    code = "already_corrected"
    title = "该记录已被更正，请更正最新的一份"


class NoSuchConflict(RuleViolation):
    code = "no_such_conflict"
    title = "该项没有不一致的作答可供认定"
