"""What can go wrong with certificates."""

from __future__ import annotations

from server.core.errors import RuleViolation


class CertificateNotEarned(RuleViolation):
    """Hours or the exam are still missing, or the person is excused. Source: JN-3.4a."""

    code = "certificate_not_earned"
    title = "年度轮训尚未完成，不能发证"


class CertificateNoIssuer(RuleViolation):
    """A unit's own rotation is certified by an agency, not by the unit."""

    code = "certificate_no_issuer"
    title = "单位自行组织的轮训须由公安机关或主管部门发证"
