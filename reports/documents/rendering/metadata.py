"""Document metadata: PDF/A-3a from WeasyPrint, PDF/UA-1 and the document's own id added by us."""

from typing import Any
from uuid import UUID

from weasyprint.pdf.metadata import DocumentMetadata

# PDF/A wants every schema it doesn't know described in the file (ISO 19005-3, 6.6.2.3.3); it doesn't know PDF/UA's.
_UA_DESCRIPTION = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description></rdf:li>\
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_ID_DESCRIPTION = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="" \
xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><xmpMM:DocumentID>urn:uuid:{id}</xmpMM:DocumentID></rdf:Description>
"""


class FormMetadata(DocumentMetadata):
    """WeasyPrint's metadata with PDF/UA-1 and our id, uncompressed so that a damaged file can still be told by its id."""

    def __init__(self, plain: DocumentMetadata, document_id: UUID) -> None:
        super().__init__()
        self.__dict__.update(plain.__dict__)
        self._document_id = document_id

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = super().generate_rdf_metadata(variant, version, conformance)
        added = _UA_DESCRIPTION + _ID_DESCRIPTION.format(id=self._document_id)
        return rdf.replace(b"</rdf:RDF>", added.encode() + b"</rdf:RDF>")

    def include_in_pdf(self, pdf: Any, variant: str, version: int, conformance: str, compress: bool) -> None:
        super().include_in_pdf(pdf, variant, version, conformance, compress=False)
