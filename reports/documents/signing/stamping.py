"""Time stamps (RFC 3161): our own authority, or another one's address.

A stamp by our own authority proves order and content, not that the clock is right: documents that carry one say so.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from asn1crypto import algos, cms, tsp, x509
from cryptography.hazmat.primitives import hashes
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from reports.documents.signing.certificates import Credential, as_asn1, check_may_sign
from reports.documents.signing.encoding import repair_asn1crypto
from reports.documents.signing.errors import ClockWentBack, StampServiceFailed

# Ours alone, under the arc for UUIDs (X.667): stamps of an embedded 守望 authority.
POLICY = "2.25.217383401955264190874563198237465123847"
_DIGEST = "sha256"
_WIDEST_SERIAL = 2**63 - 1


class StampLedger(Protocol):
    """Gives out serial numbers; only a database can do so for several processes."""

    def next_serial(self, at: datetime) -> int:
        """The next number, higher than all before.

        Raises ClockWentBack when `at` is before the last one's time.
        """


class EmbeddedTimeStamper(TimeStamper):
    """The installation's own time-stamping authority, without a network."""

    def __init__(self, credential: Credential, ledger: StampLedger, now: Callable[[], datetime]) -> None:
        repair_asn1crypto()
        super().__init__(include_nonce=True)
        self._credential = credential
        self._ledger = ledger
        self._now = now
        # ESSCertIDv2 names the stamping certificate by SHA-256 (RFC 5816); built once, it is encoded once.
        named = as_signing_certificate_v2(credential.parsed)
        self._naming = simple_cms_attribute("signing_certificate_v2", type(named).load(named.dump()))

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return self.answer(req)

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        """A token of the greatest size, to reserve room by; it takes no number from the ledger."""
        if md_algorithm not in self._dummy_response_cache:
            digest = hashes.Hash(hashes.SHA256()).finalize()
            _, request = self.request_cms(digest, md_algorithm)
            self._register_dummy(md_algorithm, self._token(request, self._now(), _WIDEST_SERIAL))
        return self._dummy_response_cache[md_algorithm]

    def answer(self, request: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Grant a request, or refuse it as RFC 3161 2.4.2 says.

        Raises CertificateEnding, ClockWentBack.
        """
        if refusal := _fault_of(request):
            info = tsp.PKIStatusInfo({"status": "rejection", "fail_info": {refusal}})
            return tsp.TimeStampResp({"status": info})
        at = self._now().replace(microsecond=0)
        check_may_sign(self._credential.certificate, at)
        token = self._token(request, at, self._ledger.next_serial(at))
        return tsp.TimeStampResp({"status": tsp.PKIStatusInfo({"status": "granted"}), "time_stamp_token": token})

    def _token(self, request: tsp.TimeStampReq, at: datetime, serial: int) -> cms.ContentInfo:
        certificate = self._credential.parsed
        content = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": request["message_imprint"],
            "serial_number": serial,
            "gen_time": at.replace(microsecond=0),
            "accuracy": tsp.Accuracy({"seconds": 1}),
            "tsa": x509.GeneralName(name="directory_name", value=certificate.subject),
        }
        if request["nonce"].native is not None:
            content["nonce"] = request["nonce"]
        info = tsp.TSTInfo(content).dump()
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("message_digest", _sha256(info)),
                self._naming,
            ]
        )
        encoded = attributes.dump()
        signature = self._credential.sign(encoded)
        return _signed(info, cms.CMSAttributes.load(encoded), signature, self._credential)


class ExternalTimeStamper(HTTPTimeStamper):
    """Another authority at an address that the administrator set."""

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            return await super().async_request_tsa_response(req)
        except (TimestampRequestError, OSError, ValueError) as error:
            raise StampServiceFailed(address=self.url) from error

    def anchors(self) -> tuple[bytes, ...]:
        """The topmost certificates that the authority sends along, DER: who sets the address trusts who answers there.

        One request. Raises StampServiceFailed.
        """
        asyncio.run(self.async_dummy_response(_DIGEST))
        sent = list(self.cert_registry)
        subjects = {certificate.subject.dump() for certificate in sent}
        return tuple(
            certificate.dump()
            for certificate in sent
            if certificate.issuer.dump() == certificate.subject.dump() or certificate.issuer.dump() not in subjects
        )


def _fault_of(request: tsp.TimeStampReq) -> str | None:
    imprint = request["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != _DIGEST:
        return "bad_alg"
    if len(imprint["hashed_message"].native) != hashes.SHA256.digest_size:
        return "bad_data_format"
    wanted = request["req_policy"].native
    return "unaccepted_policy" if wanted not in {None, POLICY} else None


def _signed(info: bytes, attributes: cms.CMSAttributes, signature: bytes, credential: Credential) -> cms.ContentInfo:
    digest = algos.DigestAlgorithm({"algorithm": _DIGEST})
    certificate = credential.parsed
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": digest,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signed_attrs": attributes,
            "signature": signature,
        }
    )
    data = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": cms.DigestAlgorithms((digest,)),
            "encap_content_info": cms.EncapsulatedContentInfo(
                {"content_type": "tst_info", "content": cms.ParsableOctetString(info)}
            ),
            "certificates": [certificate, *(as_asn1(above) for above in credential.chain)],
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": data})


def _sha256(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.finalize()


class MemoryLedger:
    """Serial numbers for one process: tests, benchmarks."""

    def __init__(self, start: int = 0) -> None:
        self._serial = start
        self._last: datetime | None = None

    def next_serial(self, at: datetime) -> int:
        if self._last is not None and at < self._last:
            raise ClockWentBack
        self._last = at
        self._serial += 1
        return self._serial
