"""Bringing a guideline of one file into the library."""

import json
import re
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from guidelines.library.access import can_edit
from guidelines.library.models import Guideline, Municipality
from kyodo_portal.audit.actions import record
from kyodo_portal.common.files import uploads
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.file_actions import laid_down
from kyodo_portal.process.once import create_once

from .actions import open_revision
from .guideline_actions import add_picture
from .importing import read_file
from .models import Revision
from .row_codec import PARTS, stored_rows

ADDRESS = re.compile(r"/guidelines/pictures/\d{1,9}/")  # how the texts of a file name its pictures


@transaction.atomic
def load_guideline(path, *, by=None, keep=False):
    """Bring the guideline of one JSON file into the library and return it; loading twice changes nothing.

    Rows are found again by their stable keys and replaced as a whole; rows that the file does not name are left alone.
    What differs is published at once as one revision, so that the history tells where a text came from.
    keep: rows that exist already stay as they are (what staff wrote in the portal is not undone).
    Raises ValidationError, naming the row, when the file does not fit.
    """
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise ValidationError(f"{path} を読めません。（{error}）") from error
    data = read_file(raw, str(path))
    if data["pictures"]:
        raise ValidationError(f"{path} には画像が入っています。管理画面の「ファイルから取り込む」で取り込んでください。")
    guideline = guideline_of(data)
    changes = differing(guideline, data["rows"], keep=keep)
    if changes:
        revision = open_revision(guideline, title="ファイルからの取り込み", changes=changes, by=None)
        take_step(revision, "load", by=None, version=revision.version, public=data["published"])
    record("load", by=by, target=guideline)
    guideline.refresh_from_db()
    return guideline


def import_guideline(upload, *, by, form_key):
    """Read an uploaded guideline file into a new revision that shows what differs; nothing is public before it is published.

    Returns the revision. Raises ValidationError when the file does not fit or says nothing new. Pictures of the file are kept
    at once under new addresses, which its texts then name.
    """
    if not can_edit(by):
        raise PermissionDenied
    data = read_file(upload.read(), upload.name)
    pictures = [_accepted(picture) for picture in data["pictures"]]

    @transaction.atomic
    def make():
        return _import(data, pictures, upload.name, by=by, form_key=form_key)

    with laid_down(*pictures):
        return create_once(Revision, form_key, make, theirs={"author_id": by.pk})


def _accepted(picture):
    item = f"画像「{picture['name']}」"
    return uploads.accept(SimpleUploadedFile(picture["name"], picture["content"]), kinds=uploads.IMAGES, item=item)


def _import(data, pictures, name, *, by, form_key):
    guideline = guideline_of(data)
    rows_by_place = _with_pictures(guideline, data, pictures, by)
    changes = differing(guideline, rows_by_place)
    if not changes:
        raise ValidationError("このファイルの内容は、いまのガイドラインと同じです。取り込むものはありません。")
    record("import", by=by, target=guideline, note=name[:200])
    return open_revision(guideline, title=f"ファイル「{name}」から"[:100], by=by, changes=changes, form_key=form_key)


def _with_pictures(guideline, data, pictures, by):
    """The file's rows, speaking of the pictures by the addresses that they have here."""
    text = json.dumps(list(data["rows"].values()), ensure_ascii=False)
    for picture, accepted in zip(data["pictures"], pictures, strict=True):
        here = guideline.pictures.filter(sha256=accepted.sha256).first()
        here = here or add_picture(by=by, guideline=guideline, file=accepted, alt=picture["alt"], credit=picture["credit"])
        if ADDRESS.fullmatch(picture["address"]):
            text = text.replace(f"({picture['address']})", f"({here.get_absolute_url()})")
    return dict(zip(data["rows"], json.loads(text), strict=True))


def guideline_of(data):
    """The file's guideline, made as an empty draft with its municipality where it is new."""
    town, row = data["municipality"], data["rows"]["guideline", ""]
    if Municipality.objects.filter(is_own=True).exists():
        town = {**town, "is_own": False}  # our own city is chosen here, not by a file from elsewhere
    there = Guideline.objects.filter(slug=row.get("slug", "")).select_related("municipality").first()
    if there is not None:
        if there.municipality.code != town.get("code"):
            raise ValidationError(
                f"「{there.slug}」は、{there.municipality}のガイドラインです。別のアドレス用の名前にしてください。"
            )
        return there
    municipality = Municipality.objects.filter(code=town.get("code", "")).first() or Municipality(**town)
    guideline = Guideline(municipality=municipality, **{name: row.get(name, "") for name in ("slug", "title", "summary")})
    for instance in (municipality, guideline):
        try:
            instance.full_clean(exclude=["municipality"])
        except ValidationError as error:
            raise ValidationError([f"{instance._meta.verbose_name}「{instance}」：{text}" for text in error.messages]) from error
    municipality.save()
    guideline.municipality = municipality
    guideline.save()
    return guideline


def differing(guideline, rows_by_place, *, keep=False):
    """[(part, key, before, after)] of the file's rows that differ from what stands, in the parts' order."""
    stored = stored_rows(guideline)
    if len(stored) == 1:
        stored = {}  # a new guideline: its own row counts as new too
    order = list(PARTS)
    changes = [
        (part, key, stored.get((part, key)), row)
        for (part, key), row in rows_by_place.items()
        if stored.get((part, key)) != row and not (keep and (part, key) in stored)
    ]
    return sorted(changes, key=lambda change: order.index(change[0]))
