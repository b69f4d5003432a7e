"""A checkpoint of the register is small text that anybody can check against our certificate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.register.checkpoints import Checkpoint, read_checkpoint
from reports.documents.register.errors import CheckpointInvalid
from reports.documents.register.tree import EMPTY_ROOT
from tests.factories.documents import workshop

CHECKPOINT = Checkpoint("shouwang.example/register", 31, EMPTY_ROOT)


def test_checkpoint_reads_back_under_the_certificate_that_signed_it() -> None:
    assert read_checkpoint(CHECKPOINT.sign(workshop().bureau), workshop().bureau.certificate) == CHECKPOINT


def test_checkpoint_of_another_signer_is_refused() -> None:
    with pytest.raises(CheckpointInvalid):
        read_checkpoint(CHECKPOINT.sign(workshop().bureau), workshop().officer.certificate)


@pytest.mark.parametrize(
    "change", [("31", "32"), ("register", "registry"), ("\n\n", "\n"), ("— ", "- "), ("47DE", "57DE")]
)
def test_changed_checkpoint_is_refused(change: tuple[str, str]) -> None:
    signed = CHECKPOINT.sign(workshop().bureau)
    assert change[0] in signed
    with pytest.raises(CheckpointInvalid):
        read_checkpoint(signed.replace(*change, 1), workshop().bureau.certificate)


@given(st.text(max_size=300))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(CheckpointInvalid):
        read_checkpoint(text, workshop().bureau.certificate)
