"""What a person changes and takes out of the own account."""

from django.db import transaction

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.actions import record
from kyodo_portal.notices.models import NoticeChoice
from kyodo_portal.process.edits import OVERTAKEN, is_overtaken
from kyodo_portal.process.errors import EditConflict


@transaction.atomic
def change_name(*, user, name, etag=None):
    """Write the own name. The trail keeps that it was changed, neither the old nor the new one.

    etag: `etag_of({"name": name})` as the page was opened, None: not asked; EditConflict when it was changed in another window since.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.name == name:
        return row
    if etag is not None and is_overtaken(etag, {"name": row.name}, {"name": name}):
        raise EditConflict(OVERTAKEN, row)
    row.name = name
    row.save(update_fields=["name"])
    record("rename", by=row, note="自分の名前")
    return row


def notice_choice_of(user):
    """{"weekly_digest": whether the person wants the week's summary}. One query."""
    return {"weekly_digest": not NoticeChoice.objects.without_digest().filter(user=user).exists()}


@transaction.atomic
def choose_notices(*, user, weekly_digest, etag):
    """Write whether the person wants the week's summary. EditConflict where it was chosen otherwise in another window since."""
    User.objects.select_for_update().get(pk=user.pk)
    if is_overtaken(etag, notice_choice_of(user), {"weekly_digest": weekly_digest}):
        raise EditConflict(OVERTAKEN, user)
    NoticeChoice.objects.update_or_create(user=user, defaults={"weekly_digest": weekly_digest})


def record_export(*, user):
    """Remember that a person took out the own data."""
    record("export", by=user, note="自分のデータ", rows=1)
