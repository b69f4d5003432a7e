"""Attach a file's papers unchanged: a signed PDF inside another keeps its bytes, so its signatures stay whole.

PDF/A-3 allows any file to be embedded if it says how it relates to the document. See ISO 19005-3, 6.8.
"""

import io
from datetime import UTC, datetime, time

import pikepdf
from pikepdf import Array, AttachedFileSpec, Name, Pdf

from reports.documents.rendering.filing import Index


def attach_papers(content: bytes, index: Index) -> bytes:
    """Embed every paper of the index under its name; equal input gives equal bytes."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        specifications = []
        for entry in index.entries:
            day = entry.paper.dated_on
            at = datetime.combine(day, time(), UTC) if day else None
            file = AttachedFileSpec(  # type: ignore[call-arg]  # the stub lacks `relationship`
                pdf,
                entry.paper.content,
                description=entry.paper.title,
                filename=entry.name,
                mime_type=entry.paper.media,
                creation_date=f"D:{at:%Y%m%d%H%M%S}Z" if at else "",
                mod_date=f"D:{at:%Y%m%d%H%M%S}Z" if at else "D:20000101000000Z",  # PDF/A wants one
                relationship=Name.Supplement,
            )
            pdf.attachments[entry.name] = file
            specifications.append(pdf.attachments[entry.name].obj)
        pdf.Root.AF = Array(specifications)
        output = io.BytesIO()
        pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()
