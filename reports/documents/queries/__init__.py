"""Reads of documents and of the register."""

from reports.documents.queries.batches import (
    batch_shape,
    batch_within_reach,
    batches_within_reach,
    find_batch_items,
    find_batches,
)
from reports.documents.queries.documents import (
    DocumentFilter,
    content_of,
    document_by_id,
    document_shape,
    document_within_reach,
    documents_of_subjects,
    documents_within_reach,
    find_documents,
    live_document,
    state_of,
    verification_of,
)
from reports.documents.queries.signers import find_papers_to_sign, paper_to_sign, signer_shapes, signers_of

__all__ = [
    "DocumentFilter",
    "batch_shape",
    "batch_within_reach",
    "batches_within_reach",
    "content_of",
    "document_by_id",
    "document_shape",
    "document_within_reach",
    "documents_of_subjects",
    "documents_within_reach",
    "find_batch_items",
    "find_batches",
    "find_documents",
    "find_papers_to_sign",
    "live_document",
    "paper_to_sign",
    "signer_shapes",
    "signers_of",
    "state_of",
    "verification_of",
]
