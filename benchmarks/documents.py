"""How long a document takes to become paper: rendering, signing, and a look into a dropped file.

    .venv/bin/python benchmarks/documents.py [--rounds 15]

Two forms with three photos each: the order (4 pages, two signatures, seal) and the inspection record (4 pages, one
signature). One process, one thread, keys and fonts loaded, as in a worker; medians in milliseconds.

- ``render``: facts to PDF/A-3a bytes.
- ``sign_lt`` / ``sign_lta``: one PAdES B-LT signature with time stamp and revocation lists; one B-LTA on top.
- ``whole``: facts to the registered file, as a job makes it (without the database).
- ``verify_known`` / ``verify_apart``: judging a file by its hash; examining an altered one in its own process.
- ``append`` / ``prove``: one leaf, one inclusion proof, in a register of 200,000; microseconds.
- ``two_pages``: papers of two pages with two photos, rendered, sealed and stamped, a second: one warm process, then two;
  beside them plain WeasyPrint (same page and fonts, no tags, no archive form, no signature) and a bare page in our engine.
- ``floor``: the order's bytes written to a file and synced.

The last line is JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import weasyprint

from benchmarks._papers import DECISION
from reports.documents.fonts.catalogue import Face
from reports.documents.register.tree import Log, hash_leaf
from reports.documents.rendering.composing import compose, style_sheet
from reports.documents.rendering.engine import SCHEME, Engine, OwnResources
from reports.documents.signing.fields import Field
from reports.documents.signing.pades import Signing, sign_document
from reports.documents.signing.seals import SealDesign, draw_seal
from reports.documents.verifying.rules import Registered, Verdict, judge
from reports.documents.verifying.sandbox import examine_apart
from tests.factories.documents import (
    AUTHORITY,
    DOCUMENT_ID,
    current,
    make_order,
    make_record,
    prepared_fonts,
    renderer,
    sign_order,
    workshop,
)

LEAVES = 200_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    order, record = make_order(), make_record()
    signed = sign_order(order)
    results: dict[str, Any] = {
        "order": {
            "render": milliseconds(lambda: renderer().render(order), rounds),
            "whole": milliseconds(lambda: sign_order(order), rounds),
            "pages": renderer().render(order).pages,
            "bytes": len(signed.content),
        },
        "record": {
            "render": milliseconds(lambda: renderer().render(record), rounds),
            "pages": renderer().render(record).pages,
        },
        **signing(renderer().render(order).content, rounds),
        **verifying(signed.content, max(rounds // 3, 3)),
        **register(),
        "floor": milliseconds(lambda: write_and_sync(signed.content), rounds),
    }
    results["two_pages"] = two_pages(6.0)
    results["documents_a_second"] = round(1000 / results["order"]["whole"], 1)
    for name, value in results.items():
        print(f"{name:20} {value}")
    print(json.dumps({"benchmark": "documents", "cores": os.cpu_count(), **results}))


def milliseconds(act: Callable[[], object], rounds: int) -> float:
    act()  # warm
    spans = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        spans.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(spans), 1)


def signing(content: bytes, rounds: int) -> dict[str, float]:
    """One B-LTA signature, and by difference to two of them one B-LT."""
    tools = workshop()
    officer = Signing(Field("officer", "签名"), tools.officer, "承办人签名")
    bureau = Signing(Field("bureau", "签章"), tools.bureau, "签发")
    one = milliseconds(lambda: sign_document(content, [bureau], tools.stamper, tools.trust, current), rounds)
    two = milliseconds(lambda: sign_document(content, [officer, bureau], tools.stamper, tools.trust, current), rounds)
    return {"sign_lta": one, "sign_lt": round(two - one, 1)}


def verifying(content: bytes, rounds: int) -> dict[str, float]:
    sha256 = hashlib.sha256(content).hexdigest()
    known = Registered(DOCUMENT_ID, AUTHORITY.short_name, sha256, 2)
    altered = content[:-1] + b"!"

    def by_hash() -> None:
        assert judge(hashlib.sha256(content).hexdigest(), known).verdict is Verdict.VALID

    return {
        "verify_known": milliseconds(by_hash, rounds * 5),
        "verify_apart": milliseconds(lambda: examine_apart(altered, [workshop().root]), rounds),
    }


def register() -> dict[str, float]:
    nodes: dict[tuple[int, int], bytes] = {}

    def read(level: int, index: int) -> bytes | None:
        return nodes.get((level, index))

    leaves = [hash_leaf(number.to_bytes(4)) for number in range(LEAVES)]
    started = time.perf_counter()
    for size, leaf in enumerate(leaves):
        for node in Log(read, size).append(leaf):
            nodes[node.level, node.index] = node.digest
    appended = time.perf_counter() - started
    log = Log(read, LEAVES)
    started = time.perf_counter()
    for index in range(0, LEAVES, 200):
        log.prove_inclusion(index)
    proved = time.perf_counter() - started
    return {
        "append_us": round(appended / LEAVES * 1e6, 1),
        "prove_us": round(proved / (LEAVES / 200) * 1e6, 1),
        "proof_bytes": 32 * len(log.prove_inclusion(LEAVES - 1)),
    }


def two_pages(seconds: float) -> dict[str, Any]:
    """Papers a second, and what they are measured against."""
    form = renderer().render(DECISION)
    assert form.pages == 2, form.pages
    composition = compose(DECISION, prepared_fonts())
    plain = weasyprint.HTML(string=composition.html, url_fetcher=OwnResources(composition.images), base_url=SCHEME)
    sheet = weasyprint.CSS(string=style_sheet())
    engine = Engine(prepared_fonts(), "")
    bare = '<html lang="zh-CN"><title>x</title><body class="fang"><p>责令限期整改</p></body></html>'
    return {
        "signed_1_process": in_processes(1, seconds),
        "signed_2_processes": in_processes(2, seconds),
        "rendered": rate(lambda: renderer().render(DECISION), seconds),
        "plain_weasyprint": rate(lambda: plain.write_pdf(stylesheets=[sheet]), seconds),
        "bare_template": rate(lambda: engine.render(bare, DOCUMENT_ID, {}), seconds),
    }


def in_processes(count: int, seconds: float) -> float:
    """Signed papers a second of so many warm processes together."""
    with multiprocessing.get_context("spawn").Pool(count) as pool:
        pool.map(sign_for, [0.5] * count, chunksize=1)  # warm
        return round(sum(pool.map(sign_for, [seconds] * count, chunksize=1)), 2)


def sign_for(seconds: float) -> float:
    return rate(sign_decision, seconds)


def sign_decision() -> bytes:
    tools, form = workshop(), renderer().render(DECISION)
    seal = draw_seal(SealDesign(AUTHORITY.name), prepared_fonts().faces[Face.TITLE].path)
    signing = Signing(Field("seal", "签章", form.places["seal"]), tools.bureau, "签发", "authority", seal=seal)
    return sign_document(form.content, [signing], tools.stamper, tools.trust, current).content


def rate(act: Callable[[], object], seconds: float) -> float:
    act()
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        act()
        count += 1
    return round(count / (time.perf_counter() - started), 2)


def write_and_sync(content: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


if __name__ == "__main__":
    main()
