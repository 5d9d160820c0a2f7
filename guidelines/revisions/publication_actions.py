"""Publishing a revision as a whole: tried out first, written when it holds, at once or at its moment."""

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
from .revision_diff import rows_read
from .row_actions import put_rows
from .row_codec import PARTS, stored_rows
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
    "publish": Hook(prepare=_try_out, effect=_put),
    "schedule": Hook(prepare=_try_out),
    "go_live": Hook(prepare=_try_out, effect=_put),
    "load": Hook(effect=_put),
    "unschedule": Hook(effect=_forget_moment),
    "stop_live": Hook(effect=_forget_moment),
}
