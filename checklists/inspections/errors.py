"""What can go wrong when a record arrives. Very little may: a record that breaks a rule is kept and flagged."""

from server.core.errors import Invalid, ResubmissionConflict


class RecordConflict(ResubmissionConflict):
    """Other content under a known id; the first stays."""

    code = "record_conflict"
    title = "该编号的检查记录已存在且内容不同，先提交的保留"


class UnknownTemplateVersion(Invalid):
    code = "unknown_template_version"
    title = "检查表版本不存在"
