"""A definition becomes an XLSForm that pyxform takes, and comes back word for word."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from pyxform.xls2xform import convert

from checklists.xlsforms.rules import definition_of, rows_of, survey_of
from tests.factories.definitions import definitions

SLOW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(definitions())
def test_what_goes_out_comes_back(definition: dict[str, Any]) -> None:
    form = definition_of(rows_of(survey_of(definition)))
    assert form.remarks == []
    assert form.definition == definition


@settings(SLOW, max_examples=40)
@given(definitions())
def test_pyxform_takes_whatever_goes_out(definition: dict[str, Any]) -> None:
    for units_file in ("", "units.csv"):
        converted = convert(survey_of(definition, units_file=units_file).for_pyxform())
        assert converted.warnings == []
