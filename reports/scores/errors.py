"""What can be wrong with a scheme of scores."""

from server.core.errors import Invalid, RuleViolation


class SchemeInvalid(Invalid):
    code = "score_scheme_invalid"
    title = "评分方案无效"


class NoScheme(RuleViolation):
    code = "no_score_scheme"
    title = "当天没有生效的评分方案"
