"""A bureau with keys, fonts and a database of its own, and papers for it: for the benchmarks of documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from reports.documents.models import Document
from reports.documents.rules import DocumentFacts, DocumentKind, Verification
from reports.documents.services import PaperWish, connect_maker, issue_paper, prepare
from server.core import clock
from server.core.database import connect_database, database, migrate
from server.core.files import connect_files
from server.core.ids import new_id
from server.core.settings import Settings
from server.units.agencies.models import Agency, AgencyName
from tests.factories.documents import make_photo
from tests.factories.structured import make_decision, make_honour

ON = date(2026, 11, 22)
NAME = "济南市公安局历下区分局"
MAKER = "benchmark.honours"
#: A page of text and seal, a page of two photos.
DECISION = make_decision(
    signatures=(),
    copies="",
    blocks=make_decision().blocks[:3],
    photos=(make_photo(1, "南门外侧"), make_photo(2, "南门近景")),
)


@contextmanager
def bureau(folder: Path, url: str = "") -> Iterator[UUID]:
    """A database with one bureau that can issue papers; its id."""
    settings = open_bureau(folder, url)
    migrate()
    with database.connection_context():
        prepare(settings)
        id = new_id()
        since = date(2020, 1, 1)
        Agency.create(
            id=id, number=1, name=NAME, short_name="历公", kind="police_branch", parent=None, path="/1/",
            area_code="370102", name_from_on=since, created_at=clock.now(),
        )  # fmt: skip
        AgencyName.create(id=new_id(), agency=id, name=NAME, short_name="历公", from_on=since)
        connect_maker(MAKER, honours_of(id))
        yield id
    database.close_all()


def open_bureau(folder: Path, url: str = "") -> Settings:
    """Connect this process to what `bureau` made."""
    settings = Settings(data_dir=folder, database_url=url, secret="benchmark" * 8)
    connect_database(settings)
    connect_files(settings.files_dir)
    return settings


def honours_of(agency_id: UUID) -> Any:
    """A maker of certificates of honour."""

    def make(subject_id: UUID, _options: Mapping[str, Any]) -> Document:
        wish = PaperWish(DocumentKind.HONOUR_CERTIFICATE, subject_id, None, agency_id, ON)
        return issue_paper(wish, write)

    def write(number: str, verification: Verification) -> DocumentFacts:
        return make_honour(number=number, verification=verification)

    return make
