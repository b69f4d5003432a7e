"""What a leaf says about a document: enough to recognise it and who signed, nothing personal."""

from dataclasses import dataclass
from datetime import datetime

from reports.documents.register.tree import hash_leaf
from reports.documents.rules import DocumentKind
from server.core.canonical import canonical_json
from server.core.clock import to_text


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry in the register: a document issued, or one that revokes or supersedes another."""

    kind: DocumentKind
    number: str
    sha256: str  # of the final bytes
    signers: tuple[str, ...]  # SHA-256 of their certificates, in the order of signing
    issued_at: datetime
    supersedes: str | None = None  # SHA-256 of the document replaced
    revokes: str | None = None  # SHA-256 of the document revoked; `sha256` is then the same

    def to_bytes(self) -> bytes:
        """Canonical JSON; these bytes are what is hashed, kept and handed out."""
        return canonical_json(
            {
                "type": self.kind.value,
                "number": self.number,
                "sha256": self.sha256,
                "signers": list(self.signers),
                "issued_at": to_text(self.issued_at),
                "supersedes": self.supersedes,
                "revokes": self.revokes,
            }
        )

    def digest(self) -> bytes:
        return hash_leaf(self.to_bytes())
