"""Acts on course packages: one is unpacked, opened, and tells how far its learner is."""

from courses.packages.services.importing import import_package
from courses.packages.services.playing import CommitDraft, keep_claim, open_package
from courses.packages.services.telling import forget_document, keep_document, keep_statements

__all__ = [
    "CommitDraft",
    "forget_document",
    "import_package",
    "keep_claim",
    "keep_document",
    "keep_statements",
    "open_package",
]
