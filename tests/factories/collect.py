"""ODK Collect without a screen: it fetches forms and lists, fills one in, delivers it whole or in parts."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring as parse
from PIL import Image

from checklists.templates.rules import items_of
from server.core.ids import new_id
from tests.factories.phone import answer_all

XF = "{http://www.w3.org/2002/xforms}"
LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
Json = dict[str, Any]


def picture(shade: int = 0) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 12), (shade, 90, 90)).save(buffer, "JPEG")
    return buffer.getvalue()


@dataclass
class FilledForm:
    """A form's answers by question name, and its pictures by file name."""

    code: str
    version: str
    layout: ET.Element
    values: dict[str, str]
    pictures: dict[str, bytes] = field(default_factory=dict)
    instance: str = field(default_factory=lambda: f"uuid:{UUID(bytes=os.urandom(16), version=4)}")

    @property
    def id(self) -> str:
        return self.instance.removeprefix("uuid:")

    def attach(self, question: str, content: bytes) -> None:
        name = f"{question.replace('.', '_')}.jpg"
        self.values[question] = name
        self.pictures[name] = content

    def xml(self) -> bytes:
        """As Collect writes it: the form's own layout with the answers in it."""
        root = parse(ET.tostring(self.layout))
        for node in root.iter():
            node.tag = node.tag.rpartition("}")[2]
            if not len(node):
                node.text = self.values.get(node.tag, "")
        next(node for node in root.iter() if node.tag == "instanceID").text = self.instance
        return ET.tostring(root, encoding="utf-8", xml_declaration=True)


@dataclass
class Collect:
    """One Collect with its server address."""

    client: Any
    base: str

    @classmethod
    def let_in(cls, client: Any, anonymous: Any) -> Collect:
        """Make a key as the signed-in person; Collect itself has no account."""
        answer = client.post("/api/v1/openrosa-keys", json={"id": str(new_id()), "name": "试验平板"})
        assert answer.status_code == 201, answer.json
        return cls(anonymous, urlsplit(answer.json["address"]).path)

    def get(self, path: str) -> Any:
        return self.client.get(f"{self.base}{path}")

    def forms(self) -> dict[str, dict[str, str]]:
        """By formID: what the list says of each."""
        root = parse(self.get("/formList").data)
        found = [{child.tag.removeprefix(LIST): child.text or "" for child in form} for form in root]
        return {form["formID"]: form for form in found}

    def form(self, code: str) -> ET.Element:
        return parse(self.client.get(urlsplit(self.forms()[code]["downloadUrl"]).path).data)

    def lists(self, code: str) -> dict[str, list[dict[str, str]]]:
        """The files beside a form, read."""
        root = parse(self.client.get(urlsplit(self.forms()[code]["manifestUrl"]).path).data)
        files = [{child.tag.removeprefix(MANIFEST): child.text or "" for child in entry} for entry in root]
        return {
            file["filename"]: list(
                csv.DictReader(io.StringIO(self.client.get(urlsplit(file["downloadUrl"]).path).get_data(as_text=True)))
            )
            for file in files
        }

    def fill(self, code: str, unit_id: Any, definition: Json, **changes: str) -> FilledForm:
        """Everything passed, both officers and the unit signed; then the changes, by question name with __ for dots."""
        lists = self.lists(code)
        unit = next(row for row in lists["units.csv"] if row["name"] == str(unit_id))
        values = {"visit.unit": unit["name"]}
        values |= {f"fact.{name}": text for name, text in unit.items() if name not in ("name", "label")}
        values |= {
            "visit.started_at": "2026-11-20T09:00:00.000+08:00",
            "visit.ended_at": "2026-11-20T10:00:00.000+08:00",
        }
        values |= _passing(definition, unit)
        layout = self.form(code).find(f".//{XF}instance")[0]
        form = FilledForm(code, layout.get("version", ""), layout, values)
        if "officers.csv" in lists:
            values |= {"closing.kind": "temporary", "closing.certificates": "yes", "closing.unit_signs": "yes"}
            values["closing.second"] = lists["officers.csv"][0]["name"]
            form.attach("closing.signature1", picture(1))
            form.attach("closing.signature2", picture(2))
        values |= {"closing.unit_signer": "陪同人", "closing.position": "36.65 117.12 30.0 8.5"}
        form.attach("closing.signature_unit", picture(3))
        values |= {name.replace("__", "."): text for name, text in changes.items()}
        return form

    def send(self, form: FilledForm, names: Iterable[str] | None = None, **more: str) -> Any:
        """Deliver the form with these files (default: all)."""
        chosen = form.pictures if names is None else {name: form.pictures[name] for name in names}
        body: dict[str, Any] = {"xml_submission_file": (io.BytesIO(form.xml()), "submission.xml", "text/xml"), **more}
        for name, content in chosen.items():
            body[name] = (io.BytesIO(content), name, "image/jpeg")
        return self.client.post(f"{self.base}/submission", data=body, content_type="multipart/form-data")


def _passing(definition: Json, unit: dict[str, str]) -> dict[str, str]:
    """Values by question that break no rule of the checklist for this unit."""
    facts: Json = {}
    for fact in definition["facts"]:
        text = unit.get(fact["id"], "")
        facts[fact["id"]] = int(text or 0) if fact["kind"] == "integer" else text == "yes"
    values: dict[str, str] = {}
    bounds = {item["id"]: (item.get("pass_if") or {}).get("at_least") for item in items_of(definition)}
    for id, answer in answer_all(definition, facts).items():
        if isinstance(answer["value"], dict):
            values |= {f"{id}.{part}": str(count) for part, count in answer["value"].items()}
        elif isinstance(bounds[id], dict):
            values[id] = str(facts[bounds[id]["fact"]])
        else:
            values[id] = str(answer["value"])
    return values
