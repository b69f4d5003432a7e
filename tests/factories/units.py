"""Units, sites, people and workbooks as a console would send them; every field can be changed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from stdnum.cn import uscc

from server.core.ids import new_id
from tests.world import World


def credit_code(number: int) -> str:
    """A valid 统一社会信用代码, different for each number."""
    body = f"91370102MA{number:07d}"
    return body + uscc.calc_check_digit(body)


def unit_body(world: World, **changes: Any) -> dict[str, Any]:
    """A bank branch under the Lixia bureau."""
    return {
        "id": str(new_id()),
        "name": "明泉测试银行",
        "uscc": credit_code(1),
        "kind": "enterprise",
        "industry": "bank",
        "area_code": "370102",
        "address": "济南市历下区测试路1号",
        "lat": 36.65,
        "lon": 117.05,
        "managed_by_id": str(world.agencies["lixia"]),
        "guided_by_id": str(world.agencies["city"]),
        "station_id": str(world.agencies["lixia_pearl"]),
        "department_id": str(world.agencies["finance"]),
        "key_unit_level": 2,
        "counter_terror_target": False,
        "facts": {"has_guards": True, "headcount": 12},
        **changes,
    }


def revision_body(world: World, **changes: Any) -> dict[str, Any]:
    """The same as a revision: without the id, which the address bears."""
    return {name: value for name, value in unit_body(world, **changes).items() if name != "id"}


def site_body(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "name": "测试网点",
        "address": "济南市历下区测试路2号",
        "station_id": str(world.agencies["lixia_pearl"]),
        "lat": 36.66,
        "lon": 117.06,
        **changes,
    }


def responsibility_body(world: World, person: str = "staff_school", **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "person_id": str(world.persons[person]),
        "role": "jointly_responsible",
        "site_id": None,
        "from_on": "2026-01-01",
        "to_on": None,
        **changes,
    }


def sheet_row(**changes: Any) -> dict[str, Any]:
    """One row of an import, by heading."""
    return {
        "单位名称*": "趵突测试宾馆",
        "统一社会信用代码": credit_code(100),
        "单位性质*": "企业",
        "行业代码*": "hotel",
        "行政区划代码*": "370102",
        "地址": "济南市历下区测试路9号",
        "经度": 117.01,
        "纬度": 36.66,
        "主管公安机关*": "济公历",
        "指导公安机关": "济南市公安局",
        "属地派出所*": "济公历珠",
        "行业主管部门": "济南市文化和旅游局",
        "国资监管机构": None,
        "重点单位级别": None,
        "反恐怖重点目标": "否",
        **changes,
    }


def workbook(*rows: dict[str, Any], sheet: str = "单位", headings: list[str] | None = None) -> BytesIO:
    """A workbook with these rows, as a spreadsheet program would save it."""
    book = Workbook()
    page = book.active
    page.title = sheet
    headings = headings or list(rows[0] if rows else sheet_row())
    page.append(headings)
    for row in rows:
        page.append([row.get(heading) for heading in headings])
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return content
