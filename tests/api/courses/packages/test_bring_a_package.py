"""A package is brought, unpacked and listed; what could do harm is refused whole."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from courses.packages.models import CoursePackage, PackageFile
from server.core.database import database
from server.core.events import Event
from server.core.files import files
from server.core.ids import new_id
from tests.factories.packages import CMI5, SCORM12, SCORM2004, bring, pack
from tests.world import World

Clients = Callable[[str], Any]


@pytest.mark.parametrize(
    ("made", "standard", "title", "parts"),
    [
        (SCORM12, "scorm12", "守护校园", ["第一课"]),
        (SCORM2004, "scorm2004", "防范电信诈骗", ["上", "下"]),
        (CMI5, "cmi5", "消防疏散", ["第一单元"]),
    ],
)
def test_a_package_is_unpacked_into_the_store(
    client_as: Clients, world: World, made: dict[str, str], standard: str, title: str, parts: list[str]
) -> None:
    answer = bring(client_as("officer"), pack(made))
    assert answer.status_code == 200, answer.json
    assert answer.json["standard"] == standard
    assert answer.json["title"] == title
    assert [part["title"] for part in answer.json["parts"]] == parts
    assert answer.json["file_count"] == len(made)
    assert answer.json["agency_id"] == str(world.agencies["lixia"])
    with database.connection_context():
        rows = {row.path: files().read(row.sha256).decode() for row in PackageFile.select()}
        assert rows == made
        assert Event.select().where(Event.kind == "package.imported").count() == 1


def test_sent_twice_it_is_one_package_and_with_other_bytes_it_is_refused(client_as: Clients) -> None:
    officer, id = client_as("officer"), new_id()
    first, again = bring(officer, pack(SCORM12), id), bring(officer, pack(SCORM12), id)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json == again.json
    assert bring(officer, pack(SCORM2004), id).status_code == 409
    with database.connection_context():
        assert CoursePackage.select().count() == 1


def test_nothing_of_an_upload_stays_behind(client_as: Clients) -> None:
    officer = client_as("officer")
    bring(officer, pack(SCORM12))
    bring(officer, b"no zip at all")
    assert [path.name for path in files().incoming.iterdir() if path.name.startswith("package-")] == []


def test_whoever_keeps_no_courses_brings_none(client_as: Clients) -> None:
    assert bring(client_as("guard"), pack(SCORM12)).status_code == 403
    assert bring(client_as("inspector"), pack(SCORM12)).status_code == 403


def test_a_package_is_seen_below_its_owner_and_above_and_not_beside(client_as: Clients) -> None:
    id = bring(client_as("officer"), pack(SCORM12)).json["id"]
    own = bring(client_as("head"), pack(SCORM2004)).json
    assert own["unit_id"] is not None
    for persona in ("head", "staff", "city", "officer"):
        assert client_as(persona).get(f"/api/v1/course-packages/{id}").status_code == 200, persona
    assert client_as("stranger").get(f"/api/v1/course-packages/{id}").status_code == 404
    assert client_as("fuel_head").get(f"/api/v1/course-packages/{own['id']}").status_code == 404
    assert client_as("officer").get(f"/api/v1/course-packages/{own['id']}").status_code == 200
    listed = client_as("stranger").get("/api/v1/course-packages").json["items"]
    assert listed == []


def test_a_package_in_its_folder_and_with_chinese_names_of_windows_is_read(client_as: Clients) -> None:
    made = {f"课件/{name}": content for name, content in SCORM12.items()} | {"课件/图片/校门.png": "x"}
    archive = pack(made)
    gbk = archive
    for name in made:  # as an archiver of Windows writes them: GB 18030, without the flag of UTF-8
        raw = name.encode("gb18030")
        gbk = gbk.replace(name.encode(), raw + b"_" * (len(name.encode()) - len(raw)))
    answer = bring(client_as("officer"), archive)
    assert answer.status_code == 200, answer.json
    with database.connection_context():
        assert PackageFile.select().where(PackageFile.path == "图片/校门.png").exists()


def test_what_no_page_needs_is_left_out_and_told(client_as: Clients) -> None:
    made = SCORM12 | {
        "setup.exe": "MZ",
        "more.zip": "PK",
        "__MACOSX/._index.html": "x",
        ".DS_Store": "x",
        "LICENSE": "x",
    }
    answer = bring(client_as("officer"), pack(made))
    assert sorted(answer.json["left_out"]) == ["LICENSE", "more.zip", "setup.exe"]
    assert answer.json["file_count"] == len(SCORM12)


BAD_NAMES = [
    "../evil.html",
    "a/../../evil.html",
    "/etc/evil.html",
    "C:/evil.html",
    "c:evil.html",
    "a\\..\\evil.html",
    "a//b.html",
    "./b.html",
    "INDEX.HTML",
    "a\u202egnp.html",
    "a\x01.html",
    "a.html ",
    "a./b.html",
    "/".join("abcdefghijklmnopqrstuvwxyz") + ".html",
    "a" * 400 + ".html",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_leads_out_or_misleads_refuses_the_whole(client_as: Clients, name: str) -> None:
    answer = bring(client_as("officer"), pack(SCORM12 | {name: "x"}))
    assert answer.status_code == 422, answer.json
    assert answer.json["code"] == "package_unsafe"
    with database.connection_context():
        assert CoursePackage.select().count() == 0


def with_entry(change: Callable[[zipfile.ZipInfo], None], content: bytes = b"index.html") -> bytes:
    held = io.BytesIO(pack(SCORM12))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        line = zipfile.ZipInfo("link.html")
        change(line)
        archive.writestr(line, content)
    return held.getvalue()


def test_a_link_is_refused(client_as: Clients) -> None:
    def link(line: zipfile.ZipInfo) -> None:
        line.create_system, line.external_attr = 3, (stat.S_IFLNK | 0o777) << 16

    answer = bring(client_as("officer"), with_entry(link))
    assert (answer.status_code, answer.json["code"]) == (422, "package_unsafe")


def test_an_encrypted_entry_is_refused(client_as: Clients) -> None:
    archive = bytearray(pack(SCORM12))
    at = archive.rfind(b"PK\x01\x02")
    archive[at + 8] |= 1
    answer = bring(client_as("officer"), bytes(archive))
    assert (answer.status_code, answer.json["code"]) == (422, "package_unsafe")


def test_a_bomb_is_refused_before_it_is_inflated(client_as: Clients) -> None:
    answer = bring(client_as("officer"), pack(SCORM12 | {"bomb.txt": b"\0" * (30 * 2**20)}))
    assert (answer.status_code, answer.json["code"]) == (422, "package_too_big")


def test_an_entry_that_lies_of_its_size_is_refused(client_as: Clients) -> None:
    archive = bytearray(pack(SCORM12 | {"bomb.txt": b"\0" * 2**20}))
    at = archive.rfind(b"PK\x01\x02")
    archive[at + 24 : at + 28] = struct.pack("<L", 100)
    answer = bring(client_as("officer"), bytes(archive))
    assert (answer.status_code, answer.json["code"]) == (422, "package_broken")


def test_too_many_files_are_refused(client_as: Clients) -> None:
    answer = bring(client_as("officer"), pack(SCORM12 | {f"{number}.txt": "" for number in range(3001)}))
    assert (answer.status_code, answer.json["code"]) == (422, "package_too_big")


def test_a_directory_too_long_to_read_is_refused_unread(client_as: Clients) -> None:
    archive = bytearray(pack(SCORM12))
    at = archive.rfind(b"PK\x05\x06")
    archive[at + 12 : at + 16] = struct.pack("<L", 0xFFFFFFFF)
    answer = bring(client_as("officer"), bytes(archive))
    assert (answer.status_code, answer.json["code"]) == (422, "package_too_big")


ENTITY = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest><title>&x;</title></manifest>'
LAUGHS = '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><manifest>&b;</manifest>'


@pytest.mark.parametrize("manifest", [ENTITY, LAUGHS, "<manifest>", "<manifest/>", "\x00", "<!DOCTYPE m><manifest/>"])
def test_a_manifest_with_entities_or_without_sense_is_refused(client_as: Clients, manifest: str) -> None:
    answer = bring(client_as("officer"), pack(SCORM12 | {"imsmanifest.xml": manifest}))
    assert (answer.status_code, answer.json["code"]) == (422, "manifest_broken")


@pytest.mark.parametrize(
    "href", ["https://elsewhere.example/", "../index.html", "gone.html", "//elsewhere.example/a.html"]
)
def test_a_launch_outside_of_the_package_is_refused(client_as: Clients, href: str) -> None:
    manifest = SCORM12["imsmanifest.xml"].replace('href="index.html">', f'href="{href}">')
    answer = bring(client_as("officer"), pack(SCORM12 | {"imsmanifest.xml": manifest}))
    assert (answer.status_code, answer.json["code"]) == (422, "launch_missing")


@pytest.mark.parametrize("archive", [b"", b"PK", b"PK\x05\x06" + bytes(18), pack(SCORM12)[:-40], pack({"a.html": "x"})])
def test_what_is_no_package_is_refused(client_as: Clients, archive: bytes) -> None:
    answer = bring(client_as("officer"), archive)
    assert answer.status_code == 422, answer.json
    assert answer.json["code"] in {"package_broken", "manifest_missing"}
