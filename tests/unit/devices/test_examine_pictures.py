"""A picture is judged against its references, by what a camera of this house would really send."""

from __future__ import annotations

from device_checks.verification.rules import View, examine, read_frame, view_of
from tests.factories import pictures


def test_the_same_scene_is_fine() -> None:
    scene = pictures.scene(1)
    view = view_of(read_frame(pictures.jpeg(scene)))
    found = examine(read_frame(pictures.jpeg(scene, quality=60)), [view])
    assert (found.verdict, found.findings, found.best_view) == ("fine", (), 0)


def test_a_turned_camera_is_told_with_the_way_it_went() -> None:
    scene = pictures.scene(1)
    view = View.from_bytes(view_of(read_frame(pictures.jpeg(scene))).to_bytes())
    found = examine(read_frame(pictures.jpeg(pictures.shifted(scene, across=0.06))), [view])
    assert found.verdict == "fault"
    (finding,) = found.findings
    assert finding.kind == "moved"
    assert finding.shift is not None
    assert abs(finding.shift[0] - 0.06) < 0.01
