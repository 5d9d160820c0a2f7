"""Beginning a guideline, pictures for its texts, and the note that somebody looked whether it still holds."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidelines.library.access import can_edit
from guidelines.library.models import Guideline, Picture
from kyodo_portal.audit.actions import record
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.once import create_once

from .access import can_open_revision
from .actions import open_revision
from .models import Revision
from .news import withdraw_guideline_news
from .row_codec import key_of, stored_row
from .text_file import chapters_of


@transaction.atomic
def begin_guideline(*, by, municipality, title, slug, summary, form_key, file=None):
    """A new guideline as an empty draft, with the revision in which it is written. Returns the revision.

    file: a text whose headings become the chapters of that revision (text_file.py); ValidationError where it cannot be read.
    """
    if not can_edit(by):
        raise PermissionDenied
    preface, chapters = _read(file) if file else ("", [])

    def make():
        guideline = _add_guideline(municipality=municipality, title=title, slug=slug, summary=summary)
        record("add", by=by, target=guideline)
        own = stored_row(guideline) | ({"preface": preface} if preface else {})
        first = [("guideline", "", None, own), *(("chapters", key_of("chapters", row), None, row) for row in chapters)]
        return open_revision(guideline, title="はじめの原稿", by=by, changes=first, form_key=form_key)

    return create_once(Revision, form_key, make, theirs={"author_id": by.pk})


def _read(file):
    try:
        return chapters_of(file.read(), file.name)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error


def _add_guideline(**columns):
    try:
        with transaction.atomic():
            return Guideline.objects.create(**columns)
    except IntegrityError as error:
        raise ValidationError({"slug": "この名前は、ほかのガイドラインが使っています。別の名前にしてください。"}) from error


@transaction.atomic
def withdraw_guideline(guideline, *, by):
    """Take a guideline off the pages; its texts and its history stay, and publishing a revision brings it back."""
    if not can_edit(by):
        raise PermissionDenied
    guideline.published_at = None
    guideline.save(update_fields=["published_at"])
    withdraw_guideline_news(guideline)
    record("withdraw", by=by, target=guideline)


@transaction.atomic
def show_guideline(guideline, *, by):
    """Put a guideline that was withdrawn back on the pages, as it stood. One that was never published goes the way of a revision."""
    if not can_edit(by):
        raise PermissionDenied
    if guideline.published_at is None and guideline.revisions.published().exists():
        guideline.published_at = timezone.now()
        guideline.save(update_fields=["published_at"])
        record("publish", by=by, target=guideline)


@transaction.atomic
def mark_checked(instances, *, by):
    """Note that `by` looked at these rows today and that they still hold. Returns how many."""
    if not can_open_revision(by):
        raise PermissionDenied
    for instance in instances:
        instance.checked_on, instance.checked_by = timezone.localdate(), by
        instance.save(update_fields=["checked_on", "checked_by"])
        record("check", by=by, target=instance)
    return len(instances)


@files_first("file")
@transaction.atomic
def add_picture(*, by, guideline, file, alt, credit=""):
    """Keep a picture (a uploads.Accepted) for the guideline's texts."""
    if not can_open_revision(by):
        raise PermissionDenied
    Guideline.objects.select_for_update().get(pk=guideline.pk)  # a second press waits here and finds the first one's picture
    picture = keep_file(Picture, file, by=by, guideline=guideline, alt=alt, credit=credit)
    record("add", by=by, target=picture)
    return picture
