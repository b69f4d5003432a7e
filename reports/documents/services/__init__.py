"""Acts on documents and on the register."""

from reports.documents.services.batches import (
    BatchSubject,
    BatchWish,
    cancel_batch,
    connect_maker,
    resume_batch,
    run_batch,
    start_batch,
)
from reports.documents.services.cosigning import await_signers, seal_document, sign_in_turn
from reports.documents.services.issuing import (
    complete_document,
    draft_docx,
    note_failure,
    render_draft,
    render_labels,
    render_rectification,
    render_report,
    reserve_document,
    revoke_document,
)
from reports.documents.services.papers import PaperWish, issue_paper, number_paper
from reports.documents.services.preparing import prepare
from reports.documents.services.records import ask_for_record, make_record
from reports.documents.services.register import check_register, sign_checkpoint
from reports.documents.services.replacing import supersede_document

__all__ = [
    "BatchSubject",
    "BatchWish",
    "PaperWish",
    "ask_for_record",
    "await_signers",
    "cancel_batch",
    "check_register",
    "complete_document",
    "connect_maker",
    "draft_docx",
    "issue_paper",
    "make_record",
    "note_failure",
    "number_paper",
    "prepare",
    "render_draft",
    "render_labels",
    "render_rectification",
    "render_report",
    "reserve_document",
    "resume_batch",
    "revoke_document",
    "run_batch",
    "seal_document",
    "sign_checkpoint",
    "sign_in_turn",
    "start_batch",
    "supersede_document",
]
