"""Do: what happened, posted by either side."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.notices.later_actions import tell_undone
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.access import can_edit_update, can_post_update, plan_side
from projects.cycles.actions import lock
from projects.entries.models import Participation, Project
from projects.entries.naming_actions import tell_groups

from .models import Update
from .news import announce_update

WRITTEN = ("happened_on", "title", "body", "people", "is_public")
OVERTAKEN = "この画面を開いたあとに、この記録が直されました。いまの内容と見くらべて、もう一度保存してください。"


@transaction.atomic
def post_update(cycle, *, by, form_key, happened_on, title, body, people=None, is_public=True):
    """One 活動記録 of the writer's side. Sent twice with one key, it stands once. people: how many took part."""
    written = {"happened_on": happened_on, "title": title, "body": body, "people": people, "is_public": is_public}

    def make():
        locked = lock(cycle)
        if not can_post_update(by, locked):
            raise PermissionDenied
        Project.objects.filter(pk=locked.project_id).update(updated_at=timezone.now())
        side = plan_side(by, locked)
        made = Update.objects.create(cycle=locked, side=side, by=by, form_key=form_key, **written)
        _tell_groups(made, by)
        sync_tasks(locked, by=by)
        announce_update(made)
        return made

    said = {name: written[name] for name in ("title", "body")}
    theirs = {"cycle_id": cycle.pk, "by_id": by.pk}
    return create_once(Update, form_key, make, theirs=theirs, said=said, alike=written)


def _tell_groups(update, by):
    """The groups hear what the city says publicly of what they do together; hidden again within some minutes, they have not heard it."""
    about = f"update:{update.pk}"
    if update.side != Participation.Side.CITY:
        return
    if update.is_public:
        what = own_words_said("あなたの団体の名前が出ている{project}に、市が活動記録を載せました")
        tell_groups(update.cycle.project, by=by, what=what, about=about)
    else:
        project = update.cycle.project
        title = f"訂正：「{project}」に載った活動記録は、公開をやめました"
        tell_undone(about, by=by, title=title, body="することはありません。", url=project.get_absolute_url())


def written_in(update):
    """{name: value} of what its writer says of an entry."""
    return {name: getattr(update, name) for name in WRITTEN}


@transaction.atomic
def edit_update(update, *, by, etag, happened_on, title, body, people=None, is_public=True):
    """The writer puts an entry right within 24 hours.

    etag: `fields_etag(written_in(update))` as the page was opened; EditConflict when the same was changed since: an old page never publishes what
    was taken back.
    """
    update = Update.objects.select_for_update().get(pk=update.pk)
    if not can_edit_update(by, update):
        raise PermissionDenied
    was_public = update.is_public
    said = {"happened_on": happened_on, "title": title, "body": body, "people": people, "is_public": is_public}
    names = names_to_write(etag, written_in(update), said, update)
    for name in names:
        setattr(update, name, said[name])
    update.save(update_fields=names)
    if update.is_public != was_public:
        _tell_groups(update, by)
    announce_update(update)
    return update
