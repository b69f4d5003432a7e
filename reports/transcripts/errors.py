"""What can go wrong with transcripts."""

from __future__ import annotations

from server.core.errors import RuleViolation


class SessionUnmarked(RuleViolation):
    """The list of a whole session is made when nothing in it can change any more but by an act."""

    code = "session_not_marked"
    title = "场次关闭且全部答卷评完后，才能制作成绩册"


class TranscriptTooLong(RuleViolation):
    code = "transcript_too_long"
    title = "场次人数过多，不能制作成绩册，请导出成绩表"


class TranscriptNoIssuer(RuleViolation):
    code = "transcript_no_issuer"
    title = "场次没有组织考试的机构，不能出具成绩单"
