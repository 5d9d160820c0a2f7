"""What a person changes and takes out of the own account."""

from django.db import transaction

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.actions import record
from kyodo_portal.notices.choice_models import HOWS, MailChoice
from kyodo_portal.process.edits import OVERTAKEN, is_overtaken, names_to_write
from kyodo_portal.process.errors import EditConflict


@transaction.atomic
def change_name(*, user, name, etag=None):
    """Write the own name. The trail keeps that it was changed, neither the old nor the new one.

    etag: `etag_of({"name": name})` as the page was opened, None: not asked; EditConflict when it was changed in another window since.
    """
    row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if row.name == name:
        return row
    if etag is not None and is_overtaken(etag, {"name": row.name}, {"name": name}):
        raise EditConflict(OVERTAKEN, row)
    row.name = name
    row.save(update_fields=["name"])
    record("rename", by=row, note="自分の名前")
    return row


def mail_choices_of(user):
    """{kind: how} of every kind of mail, as the person chose it or as it is without a choice. One query."""
    chosen = dict(MailChoice.objects.filter(user=user).values_list("kind", "how"))
    return {kind.value: chosen.get(kind, hows[0].value) for kind, hows in HOWS.items()}


@transaction.atomic
def choose_mails(*, user, etag, **chosen):
    """The person, with how they want to be mailed written. chosen: {kind: how}, all of HOWS. EditConflict where the same was
    chosen otherwise in another window since."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    for kind in names_to_write(etag, mail_choices_of(user), chosen, user):
        MailChoice.objects.update_or_create(user=user, kind=kind, defaults={"how": chosen[kind]})
    return user


def record_export(*, user):
    """Remember that a person took out the own data."""
    record("export", by=user, note="自分のデータ", rows=1)
