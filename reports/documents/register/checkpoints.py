"""Signed statements of the log's size and root, small enough to print in a bulletin.

The text is that of the transparency community's checkpoints (origin, size, root, further lines), the signature ours.
"""

import base64
import binascii
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from reports.documents.register.errors import CheckpointInvalid
from reports.documents.signing.certificates import Credential

_DASH = "—"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str  # the installation's public address and log name
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()  # further lines, signed with the rest

    def text(self) -> str:
        return "\n".join((self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)) + "\n"

    def sign(self, credential: Credential) -> str:
        """The text, an empty line, and a signature line."""
        signature = credential.sign(self.text().encode())
        short = credential.fingerprint[:8]
        return f"{self.text()}\n{_DASH} {self.origin} {short} {base64.b64encode(signature).decode()}\n"

    @classmethod
    def read_body(cls, signed: str) -> "Checkpoint":
        """What a signed checkpoint says, its signature unchecked.

        Raises CheckpointInvalid.
        """
        try:
            origin, size, root, *extensions = signed.partition("\n\n")[0].split("\n")
            return cls(origin, int(size), base64.b64decode(root, validate=True), tuple(extensions))
        except (ValueError, binascii.Error) as error:
            raise CheckpointInvalid from error


def read_checkpoint(signed: str, certificate: x509.Certificate) -> Checkpoint:
    """Read a signed checkpoint and check its signature.

    Raises CheckpointInvalid.
    """
    checkpoint = Checkpoint.read_body(signed)
    text, _, line = signed.partition("\n\n")
    try:
        dash, named, _, encoded = line.strip().split(" ")
        signature = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise CheckpointInvalid from error
    key = certificate.public_key()
    good_form = dash == _DASH and named == checkpoint.origin and checkpoint.text() == text + "\n"
    if not good_form or not isinstance(key, ec.EllipticCurvePublicKey):
        raise CheckpointInvalid
    try:
        key.verify(signature, checkpoint.text().encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise CheckpointInvalid from error
    return checkpoint
