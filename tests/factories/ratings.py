"""Ratings as the console and units send them: a round, an application, two reviews, a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reports.ratings.models import UnitRating
from server.core import clock
from server.core.ids import new_id
from tests.world import PASSWORD, World

SCHEMES = "/api/v1/rating-schemes"
ROUNDS = "/api/v1/rating-rounds"
APPLICATIONS = "/api/v1/rating-applications"
JOINT = "/api/v1/rating-proposals"
VETOES = "/api/v1/rating-vetoes"
APPEALS = "/api/v1/rating-appeals"
HELD = "/api/v1/unit-ratings"

Json = dict[str, Any]
Sign = Callable[[str], Any]


def scheme_body(**changes: Any) -> Json:
    """A small scheme of a bureau: two criteria, two grades, two vetoes."""
    return {
        "id": str(new_id()),
        "title": "历下区平安单位评定办法",
        "body_name": "平安历下建设领导小组",
        "effective_from": "2026-01-01",
        "pass_x100": 8000,
        "grades": [
            {"code": "standard", "name": "平安单位", "least_x100": 8000},
            {"code": "model", "name": "平安示范单位", "least_x100": 9000},
        ],
        "criteria": [
            {"code": "duties", "title": "责任落实", "points_x100": 6000, "guide": "", "figures": ["duties_missing"]},
            {"code": "hazards", "title": "隐患整改", "points_x100": 4000, "guide": "", "figures": ["hazards_open"]},
        ],
        "vetoes": [
            {"code": "accountability", "title": "被追责", "lowers": "none", "on": "accountability.opened", "when": {}},
            {"code": "grave_case", "title": "发生重大案件", "lowers": "one", "on": "case.recorded",
             "when": {"kind": ["robbery"]}},
            {"code": "concealment", "title": "弄虚作假", "lowers": "one", "on": None, "when": {}},
        ],
        "least_reviews": 2,
        "appeal_working_days": 10,
        "veto_months": 12,
        "basis_code": None,
        "article": "",
        **changes,
    }  # fmt: skip


def scores(duties: int = 5500, hazards: int = 3700, **changes: Any) -> list[Json]:
    """Scores of the small scheme; 92 points unless said otherwise."""
    return [
        {"criterion": "duties", "points_x100": duties, "reason": "台账齐全", **changes},
        {"criterion": "hazards", "points_x100": hazards, "reason": "整改及时", **changes},
    ]


def round_body(scheme_id: str, **changes: Any) -> Json:
    today = clock.today()
    return {
        "id": str(new_id()),
        "year": today.year,
        "title": f"{today.year}年度平安单位评定",
        "scheme_id": scheme_id,
        "opens_on": today.replace(month=1, day=1).isoformat(),
        "closes_on": today.replace(month=12, day=31).isoformat(),
        **changes,
    }


def application_body(round_id: str, **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "round_id": round_id,
        "grade": "model",
        "statement": "本单位三防措施齐全，全年无案件。",
        "scores": [{**score, "reason": ""} for score in scores()],
        "files": [],
        **changes,
    }


def review_body(**changes: Any) -> Json:
    return {"id": str(new_id()), "scores": scores(), "opinion": "同意评定", **changes}


def decision_body(grade: str = "model", **changes: Any) -> Json:
    return {"id": str(new_id()), "grade": grade, "reason": "经联合评审达到标准", "password": PASSWORD, **changes}


@dataclass
class Rounds:
    """A branch's round under its own scheme, and the steps a test asks for."""

    sign: Sign
    world: World
    scheme_id: str = ""
    round_id: str = ""

    def open(self, **changes: Any) -> Json:
        """A scheme, if there is none yet, and a round under it."""
        officer = self.sign("officer")
        if not self.scheme_id:
            self.scheme_id = _made(officer.post(SCHEMES, json=scheme_body()))["id"]
        made = _made(officer.post(ROUNDS, json=round_body(self.scheme_id, **changes)))
        self.round_id = made["id"]
        return made

    def apply(self, persona: str = "head", **changes: Any) -> Json:
        if not self.round_id:
            self.open()
        return _made(self.sign(persona).post(APPLICATIONS, json=application_body(self.round_id, **changes)))

    def review(self, application: Json, persona: str = "officer", **changes: Any) -> Json:
        return _made(self.sign(persona).post(self.at(application, "reviews"), json=review_body(**changes)))

    def reviewed(self, duties: int = 5500, hazards: int = 3700) -> Json:
        """The school's application with a review of each side."""
        application = self.apply()
        for persona in ("officer", "planner"):
            application = self.review(application, persona, scores=scores(duties, hazards))
        return application

    def decide(self, application: Json, grade: str = "model", **changes: Any) -> Json:
        return _made(self.sign("leader").post(self.at(application, "decisions"), json=decision_body(grade, **changes)))

    def graded(self, grade: str = "model") -> Json:
        """The school holds a grade."""
        return self.decide(self.reviewed(), grade)

    def veto(self, code: str = "concealment", **changes: Any) -> Json:
        return _made(self.sign("officer").post(VETOES, json=veto_body(self.world, code, **changes)))

    def history(self, persona: str = "officer", unit: str = "school_first") -> Json:
        answer = self.sign(persona).get(f"/api/v1/units/{self.world.units[unit]}/ratings")
        assert answer.status_code == 200, answer.json
        return answer.json

    @staticmethod
    def at(application: Json, what: str) -> str:
        return f"{APPLICATIONS}/{application['id']}/{what}"


def veto_body(world: World, code: str = "concealment", **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "unit_id": str(world.units["school_first"]),
        "code": code,
        "occurred_on": clock.today().isoformat(),
        "reason": "上报的演练记录与监控不符",
        "files": [],
        **changes,
    }


def appeal_body(about: str, about_id: str, **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "about": about,
        "about_id": about_id,
        "statement": "演练确已开展，录像可以证明。",
        "files": [],
        **changes,
    }


def grow_ratings(sign: Sign, world: World) -> None:
    """Rows for every list of ratings; needs an open connection."""
    rounds = Rounds(sign, world)
    application = rounds.graded()
    decision = application["decision"]
    officer, head = sign("officer"), sign("head")
    proposal = {key: value for key, value in application_body(rounds.round_id).items() if key != "scores"}
    _made(officer.post(JOINT, json={**proposal, "unit_id": str(world.units["school_primary"])}))
    _made(officer.post(ROUNDS, json=round_body(rounds.scheme_id)))
    _made(sign("leader").post(f"{ROUNDS}/{rounds.round_id}/publications"))
    downgrades = [rounds.veto(code)["downgrade"] for code in ("concealment", "grave_case")]
    for about, id in (("decision", decision["id"]), ("downgrade", downgrades[0]["id"])):
        _made(head.post(APPEALS, json=appeal_body(about, id)))
    held = UnitRating.get(UnitRating.unit_id == world.units["school_first"])
    UnitRating.insert({**held.__data__, "id": new_id(), "unit_id": world.units["school_primary"]}).execute()


def _made(answer: Any) -> Json:
    assert answer.status_code in (200, 201, 202), answer.json
    return answer.json
