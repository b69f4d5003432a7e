"""Course packages built by code: none lies in the repository as a file."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any
from uuid import UUID

from courses.lessons.models import Course, Lesson
from courses.packages.models import CoursePackage
from server.core import clock
from server.core.ids import new_id

SCORM12_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>守护校园</title><script src="scripts/sco.js"></script></head>
<body><h1>守护校园</h1><p id="said">第一课</p><button id="finish" onclick="finish()">学完了</button></body></html>
"""
SCORM12_SCRIPT = """
function find(win) { while (!win.API && win.parent && win.parent !== win) win = win.parent; return win.API }
var api = find(window)
var answers = [api.LMSInitialize('')]
var before = api.LMSGetValue('cmi.suspend_data')
api.LMSSetValue('cmi.core.lesson_status', 'incomplete')
api.LMSSetValue('cmi.suspend_data', 'page=2;' + before)
api.LMSCommit('')
function finish() {
  api.LMSSetValue('cmi.core.score.raw', '85')
  api.LMSSetValue('cmi.core.score.max', '100')
  api.LMSSetValue('cmi.core.lesson_status', 'completed')
  answers.push(api.LMSFinish(''))
  document.getElementById('said').textContent = answers.join()
}
"""
_SCORM12 = """<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="guard" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="course"><organization identifier="course"><title>守护校园</title>
    <item identifier="one" identifierref="page"><title>第一课</title><adlcp:masteryscore>60</adlcp:masteryscore></item>
  </organization></organizations>
  <resources><resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html">
    <file href="index.html"/><file href="scripts/sco.js"/></resource></resources>
</manifest>"""
_SCORM2004 = """<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="guard" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="course"><organization identifier="course"><title>防范电信诈骗</title>
    <item identifier="one" identifierref="page" parameters="?unit=1"><title>上</title></item>
    <item identifier="two" identifierref="page2"><title>下</title></item>
  </organization></organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormType="sco" href="one.html"><file href="one.html"/></resource>
    <resource identifier="page2" type="webcontent" adlcp:scormType="asset" href="two.html"><file href="two.html"/></resource>
  </resources>
</manifest>"""
SCORM2004_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>上</title></head><body><script>
var api = window.API_1484_11
api.Initialize('')
api.SetValue('cmi.location', '7')
api.SetValue('cmi.score.scaled', '0.9')
api.SetValue('cmi.completion_status', 'completed')
api.SetValue('cmi.success_status', 'passed')
api.Terminate('')
</script></body></html>"""
_CMI5 = """<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="https://example.com/course"><title><langstring lang="zh-CN">消防疏散</langstring></title>
    <description><langstring lang="zh-CN">说明</langstring></description></course>
  <au id="https://example.com/au/1" moveOn="CompletedAndPassed" masteryScore="0.6"><title>
    <langstring lang="zh-CN">第一单元</langstring></title><description><langstring lang="zh-CN">说明</langstring></description>
    <url>au/index.html</url></au>
</courseStructure>"""
CMI5_PAGE = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>AU</title></head><body>AU</body></html>"

SCORM12: dict[str, str] = {"imsmanifest.xml": _SCORM12, "index.html": SCORM12_PAGE, "scripts/sco.js": SCORM12_SCRIPT}
SCORM2004: dict[str, str] = {"imsmanifest.xml": _SCORM2004, "one.html": SCORM2004_PAGE, "two.html": "<p>读物</p>"}
CMI5: dict[str, str] = {"cmi5.xml": _CMI5, "au/index.html": CMI5_PAGE}


def pack(files: dict[str, str | bytes] | dict[str, str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files, the same bytes each time."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return held.getvalue()


def bring(client: Any, archive: bytes, id: UUID | None = None) -> Any:
    """Upload a package as the console does."""
    return client.put(f"/api/v1/course-packages/{id or new_id()}", data=archive, content_type="application/zip")


def sha256(archive: bytes) -> str:
    return hashlib.sha256(archive).hexdigest()


def lesson_with(
    package_id: UUID | str, agency_id: UUID | None, unit_id: UUID | None = None, seconds: int = 600
) -> Lesson:
    """A published course of one lesson that is this package, straight into the tables."""
    course = Course.create(
        id=new_id(),
        title="保安员年度轮训",
        category="business",
        audiences=[],
        agency_id=agency_id,
        unit_id=unit_id,
        state="published",
        published_at=clock.now(),
        created_at=clock.now(),
    )
    return Lesson.create(
        id=new_id(),
        course_id=course.id,
        position=1,
        title="课件",
        kind="package",
        seconds=seconds,
        package_id=UUID(str(package_id)),
        details={},
        created_at=clock.now(),
    )


def grow_packages(agency_id: UUID) -> None:
    """Three packages of an agency, straight into the tables."""
    for number in range(3):
        CoursePackage.create(
            id=new_id(),
            title=f"课件{number}",
            standard="scorm12",
            agency_id=agency_id,
            sha256="0" * 64,
            launch="index.html",
            manifest={"title": "", "parts": [], "left_out": []},
            file_count=1,
            bytes=1,
            created_at=clock.now(),
        )
