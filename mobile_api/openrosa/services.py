"""Acts of Collect: get a key, hand in a form, finish what waits."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import marshmallow as ma

from checklists.inspections.rules import Evidence, Submission
from checklists.inspections.schemas import RecordSchema
from checklists.inspections.services import media_arrived, submit_inspection
from mobile_api.openrosa.errors import FileDiffers, SubmissionDiffers, TooManyKeys
from mobile_api.openrosa.models import OpenRosaFile, OpenRosaKey, OpenRosaSubmission
from mobile_api.openrosa.queries import files_of, is_inspection, known_of, own_key, submission_by_id, version_of
from mobile_api.openrosa.rules import Filled, read_filled, record_of
from mobile_api.uploads.rules import Limits, look_at_image
from server.core import clock
from server.core.canonical import canonical_json
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Invalid, ShouwangError
from server.core.events import record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.statements import insert_rows
from server.web.problems import flatten_messages
from server.web.signin.queries import actor_by_account

log = logging.getLogger("shouwang.openrosa")

MOST_KEYS = 20
#: How long a form waits for its photos before it becomes an inspection without them.
PATIENCE = timedelta(hours=24)

_record = RecordSchema()


@dataclass(frozen=True)
class SentFile:
    """A part of a multipart body."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Outcome:
    """What became of a delivery; ``waits_for`` are names of files that have not come yet."""

    id: UUID
    created: bool
    waits_for: tuple[str, ...]


def make_key(actor: Actor, id: UUID, name: str) -> OpenRosaKey:
    """Let a Collect of the actor's in; asked twice it is one key.

    Raises Forbidden, TooManyKeys, ResubmissionConflict.
    """
    actor.check("device.enrol")
    mine = {"account_id": actor.account_id, "name": name}
    if earlier := find_resubmitted(OpenRosaKey, id, **mine):
        return earlier
    active = OpenRosaKey.select().where((OpenRosaKey.account_id == actor.account_id) & OpenRosaKey.revoked_at.is_null())
    if active.count() >= MOST_KEYS:
        raise TooManyKeys()

    def create() -> OpenRosaKey:
        key = OpenRosaKey.create(id=id, created_at=clock.now(), **mine)
        record_event(actor, "openrosa_key.made", subject=key)
        return key

    return once(create, lambda: find_resubmitted(OpenRosaKey, id, **mine))[0]


def revoke_key(actor: Actor, id: UUID) -> OpenRosaKey:
    """Shut the door again; done twice it is done once. Raises NotFound."""
    own_key(actor, id)
    with database.atomic():
        key = lock_row(OpenRosaKey.select().where(OpenRosaKey.id == id))
        if key.revoked_at is None:
            key.revoked_at = clock.now()
            OpenRosaKey.update(revoked_at=key.revoked_at).where(OpenRosaKey.id == id).execute()
            record_event(actor, "openrosa_key.revoked", subject=key)
    return key


def take_submission(actor: Actor, key: OpenRosaKey, xml: bytes, sent: Sequence[SentFile], limits: Limits) -> Outcome:
    """Take in a filled form, or some of its files; with the last of them it becomes an inspection.

    The same form may come as often as its files need. Everything is on disk before this returns.
    Raises NotAForm, UnknownForm, SubmissionDiffers, FileDiffers, NotAnImage, ImageTooLarge, Invalid, NotFound (unit).
    """
    filled = read_filled(xml)
    version = version_of(filled)
    _check_same(actor, submission_by_id(filled.instance_id), xml)
    named = set(filled.file_names)
    kept = [_keep_file(actor, filled.instance_id, file, limits) for file in sent if file.name in named]
    submission, created = _enter(actor, key, filled.instance_id, version.id, xml)
    _enter_files(actor, submission, kept)
    waits_for = tuple(name for name in filled.file_names if name not in files_of(submission.id))
    if not waits_for:
        hand_on(actor, submission)
    return Outcome(filled.instance_id, created, waits_for)


def _check_same(actor: Actor, earlier: OpenRosaSubmission | None, xml: bytes) -> None:
    if earlier and (earlier.account_id, earlier.xml_sha256) != (actor.account_id, hashlib.sha256(xml).hexdigest()):
        raise SubmissionDiffers(id=str(earlier.id))


def _keep_file(actor: Actor, submission_id: UUID, file: SentFile, limits: Limits) -> OpenRosaFile:
    """The bytes on disk and noted as the account's; a file that came before costs a hash."""
    width, height = look_at_image(io.BytesIO(file.content), file.media_type, limits)
    sha256 = files().put(file.content)
    media_arrived(actor, sha256, len(file.content), file.media_type)
    return OpenRosaFile(
        id=new_id(),
        submission_id=submission_id,
        name=file.name,
        sha256=sha256,
        bytes=len(file.content),
        media_type=file.media_type,
        width=width,
        height=height,
        received_at=clock.now(),
    )


def _enter(actor: Actor, key: OpenRosaKey, id: UUID, version_id: UUID, xml: bytes) -> tuple[OpenRosaSubmission, bool]:
    digest = hashlib.sha256(xml).hexdigest()

    def find() -> OpenRosaSubmission | None:
        earlier = submission_by_id(id)
        _check_same(actor, earlier, xml)
        return earlier

    if earlier := find():
        return earlier, False

    def create() -> OpenRosaSubmission:
        submission = OpenRosaSubmission.create(
            id=id,
            key_id=key.id,
            account_id=actor.account_id,
            template_version_id=version_id,
            xml=xml.decode("utf-8", "replace"),
            xml_sha256=digest,
            received_at=clock.now(),
        )
        record_event(actor, "openrosa_form.received", subject=submission, details={"sha256": digest})
        return submission

    return once(create, find)


def _enter_files(actor: Actor, submission: OpenRosaSubmission, kept: list[OpenRosaFile]) -> None:
    """Rows of files that are new to the form. Raises FileDiffers: a stored photo's bytes are never replaced."""
    with database.atomic():
        lock_row(OpenRosaSubmission.select().where(OpenRosaSubmission.id == submission.id))
        here = files_of(submission.id)
        for file in kept:
            if file.name in here and here[file.name].sha256 != file.sha256:
                raise FileDiffers(name=file.name)
        fresh = {file.name: file for file in kept if file.name not in here}
        if fresh:
            insert_rows(list(fresh.values()))
            record_event(actor, "openrosa_form.completed", subject=submission, details={"files": len(fresh)})


def hand_on(actor: Actor, submission: OpenRosaSubmission) -> None:
    """Make an inspection of a form with the files that are here; made twice it is made once.

    Raises Invalid (an answer that no record can hold), NotFound (the unit was never in reach).
    """
    if submission.handed_on_at is not None:
        return
    filled = read_filled(submission.xml.encode())
    if not is_inspection(submission):  # else we were killed before the last line
        record = record_of(filled, known_of(actor, submission, filled, version_of(filled)))
        submit_inspection(actor, _weigh(actor, submission, filled, record))
    submission.handed_on_at = clock.now()
    with database.atomic():
        OpenRosaSubmission.update(handed_on_at=submission.handed_on_at).where(
            (OpenRosaSubmission.id == submission.id) & OpenRosaSubmission.handed_on_at.is_null()
        ).execute()
        record_event(actor, "openrosa_form.handed_on", subject=submission)


def _weigh(actor: Actor, submission: OpenRosaSubmission, filled: Filled, record: dict[str, object]) -> Submission:
    try:
        shape = _record.load(record)
    except ma.ValidationError as error:
        found = [FieldProblem(item["field"], item["message"]) for item in flatten_messages(error.messages)]
        raise Invalid(fields=found, record_id=str(filled.instance_id)) from error
    key = OpenRosaKey.get_by_id(submission.key_id)
    evidence = Evidence(
        device_id=key.id,
        device_name=f"ODK Collect（{key.name}）",
        signature_valid=None,
        account_active=key.revoked_at is None,
    )
    return Submission(record, shape, hashlib.sha256(canonical_json(record)).hexdigest(), evidence)


def finish_waiting() -> int:
    """Make inspections of forms whose last files never came; what they lack is flagged. How many were made."""
    before = clock.now() - PATIENCE
    waiting = OpenRosaSubmission.select().where(
        OpenRosaSubmission.handed_on_at.is_null() & (OpenRosaSubmission.received_at < before)
    )
    count = 0
    for submission in list(waiting.order_by(OpenRosaSubmission.received_at).limit(200)):
        try:
            hand_on(actor_by_account(submission.account_id), submission)
        except ShouwangError as error:  # one that can't be taken stays on its sender's list, and stops no other
            log.warning("form %s waits on: %s", submission.id, error.code)
        else:
            count += 1
    return count
