"""In whose name an event stands: each body is told, and one that was named beside the host takes its name off, and puts it there again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from kyodo_portal.audit.actions import record
from kyodo_portal.common.own_words import own_words
from kyodo_portal.notices.later_actions import tell_later, tell_undone
from kyodo_portal.notices.models import Notice
from partners.directory.access import is_member, people_who_write

from .access import can_take_name_off
from .models import Event
from .news import announce_event

FOR_THE_HOST = own_words(
    "市が代わりに公開しました。違うところがあるときは、催しのページで直すか、「下書きにもどす」を押してください。"
)


def tell_named(event, *, by):
    """Tell everybody who writes for a body in whose name a published event stands, once for each body; not who did it. Four queries a body."""
    if not event.is_published:
        return
    for body in event.co_hosts.all():
        said = f"{event.host.public_name}が、「いっしょに開く団体・課」に載せました。"
        more = "心当たりがないときは、催しのページの「この団体の名前を外す」で外せます。"
        _tell(event, body, by, f"「{event.title}」に、{body.name}の名前が出ています", f"{said}{more}")
    if not is_member(by, event.host):
        _tell(event, event.host, by, f"「{event.title}」を、{event.host.name}の催しとして公開しました", FOR_THE_HOST)


def name_beside(event, bodies, *, by):
    """The host names these bodies, and no other ones; those that took their name off are left out. Queries: those of `tell_named`, a body
    that is named no more one, and three."""
    off, before = set(event.not_with.all()), set(event.co_hosts.all())
    named = [body for body in bodies if body not in off]
    event.co_hosts.set(named)
    for body in before - set(named):
        _untell(event, body, by)
    tell_named(event, by=by)


def _tell(event, body, by, title, text):
    about = _about(event, body)
    last = Notice.objects.of_event(about).order_by("pk").values_list("key", flat=True).last()
    if last and not last.startswith(f"{about}:undone:"):
        return
    people = [user for user in people_who_write(body) if user.pk != by.pk]
    tell_later(people, about=about, title=title, body=text, url=event.get_absolute_url(), by=by)


def untell_named(event, *, by):
    """The event is a draft again: no body's name stands anywhere. Queries: those of `tell_undone`, for each body."""
    for body in [event.host, *event.co_hosts.all()]:
        _untell(event, body, by)


def _untell(event, body, by):
    gone = "公開が取り消されました" if body == event.host else f"{body.name}の名前はもう出ていません"
    tell_undone(
        _about(event, body), by=by, title=f"「{event.title}」：{gone}",
        body="名前を載せた人が、もとにもどしました。", url=reverse("events"),
    )  # fmt: skip


def _about(event, body):
    return f"event:{event.pk}:named-{body.pk}"


@transaction.atomic
def take_name_off(event, body, *, by, off=True):
    """Take this body's name off an event of another, or (off=False) put it there again. PermissionDenied for who does not write for it, and
    where the other one never named it. Pressed twice: nothing happens. The host's people are told.
    """
    row = Event.objects.select_for_update(of=("self",)).select_related("host").get(pk=event.pk)
    if not can_take_name_off(by, row, body):
        raise PermissionDenied
    here, there = (row.co_hosts, row.not_with) if off else (row.not_with, row.co_hosts)
    if not here.filter(pk=body.pk).exists():
        return row
    here.remove(body)
    there.add(body)
    announce_event(row)
    done = "外しました" if off else "もう一度出しました"
    tell_later(
        [user for user in people_who_write(row.host) if user.pk != by.pk], about=f"event:{row.pk}:name-of-{body.pk}", takes_back=not off,
        title=f"「{row.title}」から、{body.name}が名前を{done}" if off else f"「{row.title}」に、{body.name}が名前を{done}",
        body="いっしょに開くかどうかは、その団体・課に聞いてください。", url=row.get_absolute_url(), by=by,
    )  # fmt: skip
    record("edit", by=by, target=row, note=f"{body.name}の名前を{done}")
    return row
