"""How many items of a GIFT file are read, checked and entered in a second.

    .venv/bin/python benchmarks/bank.py [--items 5000]

Four types by turns, with explanation, difficulty and a basis. Reading, the checks with the search for doubles, and entering
are told apart. The floor: 5,000 items must be in the bank within a minute, so that nobody waits for a page that times out.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from courses.items.models import Item, KnowledgePoint
from courses.items.rules.exchange import gift
from courses.items.services.importing import ImportWish, confirm_import, read_import
from server.core.database import connect_database, database, migrate
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.settings import Settings
from server.units.agencies.models import Agency
from wsgi import PARTS

FLOOR_PER_SECOND = 85  # 5,000 in a minute

QUESTIONS = (
    "第{n}题：门卫先做什么？ {{\n=查验证件\n~放行\n~收押金\n####先查验。\n}}",
    "第{n}题：录像可以随意删除。 {{F}}",
    "第{n}题：应登记的有 {{\n~%50%人员\n~%50%车辆\n~%-100%体重\n}}",
    "第{n}题：应在{{=30 =三十}}日内备案。",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=5000)
    count = parser.parse_args().items
    data = made(count)
    started = time.perf_counter()
    reading = gift.read(data)
    reads = time.perf_counter() - started
    assert len(reading.drafts) == count
    assert not reading.problems
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), secret="a secret of the benchmark, long enough")  # noqa: S106 - of the benchmark
        connect_database(settings)
        migrate()
        with database.connection_context():
            checks, enters = enter(settings, data)
            before = Item.select().where(Item.agency_id.is_null(False)).count()
        database.close_all()
    whole = checks + enters
    print(
        json.dumps(
            {
                "items": before,
                "read_per_second": round(count / reads),
                "read_check_keep_seconds": round(checks, 2),
                "enter_seconds": round(enters, 2),
                "items_per_second": round(count / whole),
                "floor_items_per_second": FLOOR_PER_SECOND,
                "ok": count / whole >= FLOOR_PER_SECOND,
            }
        )
    )


def made(count: int) -> bytes:
    blocks = ["$CATEGORY: business.gate"]
    for number in range(count):
        tags = "[tag:difficulty:3] [tag:basis:state-council-421|第十一条]"
        blocks.append(f"// {tags}\n::T{number}::{QUESTIONS[number % 4].format(n=number)}")
    return ("\n\n".join(blocks) + "\n").encode()


def enter(settings: Settings, data: bytes) -> tuple[float, float]:
    """Seconds of reading with checks, and of entering."""
    for step in PARTS.prepare[:2]:
        step(settings)
    from courses.items.services import load_items

    load_items(SYSTEM)
    from server.core import clock

    agency = Agency.create(
        id=new_id(),
        number=1,
        name="济南市公安局",
        short_name="市局",
        kind="police_city",
        path="/1/",
        area_code="370100",
        name_from_on=clock.today(),
        created_at=clock.now(),
    )
    actor = Actor(account_id=new_id(), name="题库管理员", roles=("officer",), agency_id=agency.id)
    point = KnowledgePoint.get(KnowledgePoint.code == "business.gate")
    started = time.perf_counter()
    row = read_import(actor, ImportWish(new_id(), "gift", data, point.id, 2))
    checked = time.perf_counter()
    assert not row.problems, row.problems[:3]
    confirm_import(actor, row.id)
    return checked - started, time.perf_counter() - checked


if __name__ == "__main__":
    main()
