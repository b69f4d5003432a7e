"""Documents over HTTP, and what anybody may verify without an account."""

from __future__ import annotations

from reports.documents.api.batches import DocumentBatches
from reports.documents.api.blueprints import blueprint, pages
from reports.documents.api.papers import Documents
from reports.documents.api.signing import PapersToSign
from reports.documents.api.verifying import FileVerifications, verify

__all__ = ["DocumentBatches", "Documents", "FileVerifications", "PapersToSign", "blueprint", "pages", "verify"]
