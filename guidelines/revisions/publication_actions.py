"""Publishing a revision as a whole: tried out first, written when it holds, at once or at its moment."""

import datetime
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from guidelines.library.models import Guideline
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale

from .importing import check_places
from .models import Revision
from .news import announce_revision, withdraw_revision
from .revision_diff import rows_read
from .row_actions import put_rows
from .row_codec import PARTS, instances, stored_rows
from .workflow import PUBLICATION


def _try_out(revision, *, by, publish_at=None, **_):
    """Before anybody is told: refused when the revision is empty, no longer fits what stands, or does not hold together."""
    Guideline.objects.select_for_update().get(pk=revision.guideline_id)  # two revisions of one guideline go one after the other
    _refuse_overtaken(revision)
    with as_if_published(revision):
        pass
    if publish_at:  # a scheduled revision without its moment is refused by the database
        revision.publish_at = publish_at
        revision.save(update_fields=["publish_at"])


def _forget_moment(revision, **_):
    revision.publish_at = None
    revision.save(update_fields=["publish_at"])


@contextmanager
def as_if_published(revision):
    """Inside, the library reads as it will after publication; nothing of it stays. For previews and for checking."""
    with transaction.atomic():
        _put(revision)
        yield
        transaction.set_rollback(True)
    revision.guideline.refresh_from_db()


def _put(revision, *, public=True, **_):
    """Write the rows. The first publication makes a guideline public, unless its file says that it stays a draft."""
    guideline = revision.guideline
    revision_rows = list(revision.rows.all())
    if not revision_rows:
        raise ValidationError("まだ何も変えていません。「変えるところを選ぶ」から直してください。")
    try:
        put_rows(guideline, [(row.part, row.key, row.after) for row in revision_rows])
    except ProtectedError as error:
        raise ValidationError("台帳や評価で使われている項目は、取り除けません。文を直して残してください。") from error
    check_places(stored_rows(guideline))
    if public and guideline.published_at is None:
        guideline.published_at = timezone.now()
        guideline.save(update_fields=["published_at"])


def _published(revision, **_):
    """Readers see it now. What is loaded from files or entered while a library is laid is no news."""
    _put(revision)
    announce_revision(revision)


def _keep_before(revision, **_):
    """What taking the publication back needs: since when the guideline was public, and which rows this one takes out."""
    guideline, there = revision.guideline, instances(revision.guideline)
    out = [row for row in revision.rows.all() if row.after is None and row.key in there.get(row.part, ())]
    return {
        "published_at": guideline.published_at and guideline.published_at.isoformat(),
        "ids": [[row.part, row.key, there[row.part][row.key].pk] for row in out],
    }


def _as_before(revision, *, undone, **_):
    """The library as it stood before this revision was published; refused where something of it was changed or is used since."""
    guideline = Guideline.objects.select_for_update().get(pk=revision.guideline_id)
    rows, stored = list(revision.rows.all()), stored_rows(guideline)
    if any(stored.get((row.part, row.key)) != row.after for row in rows if row.after is not None):
        raise ValidationError("公開したあとに、同じところが変わりました。取り消さないで、新しい改稿で直してください。")
    ids = {(part, key): pk for part, key, pk in undone.kept["ids"]}
    try:
        put_rows(guideline, [(row.part, row.key, row.before) for row in rows], ids)
    except ProtectedError as error:
        raise ValidationError("公開した項目が、台帳や評価で使われはじめています。新しい改稿で直してください。") from error
    before = undone.kept["published_at"]
    guideline.published_at = before and datetime.datetime.fromisoformat(before)
    guideline.save(update_fields=["published_at"])
    withdraw_revision(revision)


def _keep_moment(revision, **_):
    return {"publish_at": revision.publish_at.isoformat()}


def _moment_again(revision, *, undone, **_):
    revision.publish_at = datetime.datetime.fromisoformat(undone.kept["publish_at"])
    revision.save(update_fields=["publish_at"])


def _refuse_overtaken(revision):
    """Two revisions of one row must not silently undo each other."""
    stored = stored_rows(revision.guideline) if revision.guideline.published_at else None
    for row in revision.rows.all() if stored is not None else ():
        if stored.get((row.part, row.key)) != row.before:
            name = PARTS[row.part]._meta.verbose_name
            title = (row.after or row.before or {}).get("title", row.key)
            raise ValidationError(
                f"{name}「{title}」は、この改稿を始めたあとに、別の改稿で変わりました。差し戻して、その行を開き、いまの文を確かめて入れ直してください。"
            )


def publish_due():
    """Publish what was scheduled and has come due; for the clock. One that no longer fits goes back to the secretariat with the reason."""
    due = Revision.objects.filter(status__in=PUBLICATION.turn_of("system"), publish_at__lte=timezone.now()).select_related(
        "guideline__municipality"
    )
    for revision in due.order_by("publish_at", "pk"):
        try:
            take_step(revision, "go_live", by=None, version=revision.version)
        except Stale:
            continue  # somebody took it back at this very moment
        except ValidationError as error:
            take_step(revision, "stop_live", by=None, version=revision.version, reason="".join(error.messages))


HOOKS = {
    "ask_check": Hook(prepare=_try_out, reads=rows_read),
    "publish": Hook(keep=_keep_before, prepare=_try_out, effect=_published),
    "undo_publish": Hook(effect=_as_before),
    "schedule": Hook(prepare=_try_out),
    "go_live": Hook(prepare=_try_out, effect=_published),
    "load": Hook(effect=_put),
    "enter": Hook(prepare=_try_out, effect=_put),
    "unschedule": Hook(keep=_keep_moment, effect=_forget_moment),
    "undo_unschedule": Hook(prepare=_moment_again),
    "stop_live": Hook(effect=_forget_moment),
}
