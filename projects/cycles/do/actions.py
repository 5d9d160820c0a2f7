"""Do: what happened, posted by either side."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kyodo_portal.process.once import create_once
from projects.cycles.access import can_edit_update, can_post_update, plan_side
from projects.cycles.actions import lock
from projects.entries.models import Project

from .models import Update


@transaction.atomic
def post_update(cycle, *, by, form_key, happened_on, title, body, people=None, is_public=True):
    """One 活動記録 of the writer's side. Sent twice with one key, it stands once. people: how many took part."""
    written = {"happened_on": happened_on, "title": title, "body": body, "people": people, "is_public": is_public}

    def make():
        locked = lock(cycle)
        if not can_post_update(by, locked):
            raise PermissionDenied
        Project.objects.filter(pk=locked.project_id).update(updated_at=timezone.now())
        return Update.objects.create(cycle=locked, side=plan_side(by, locked), by=by, form_key=form_key, **written)

    said = {name: written[name] for name in ("title", "body")}
    return create_once(Update, form_key, make, theirs={"cycle_id": cycle.pk, "by_id": by.pk}, said=said)


@transaction.atomic
def edit_update(update, *, by, happened_on, title, body, people=None, is_public=True):
    """The writer puts an entry right within 24 hours."""
    if not can_edit_update(by, update):
        raise PermissionDenied
    update.happened_on, update.title, update.body, update.people, update.is_public = happened_on, title, body, people, is_public
    update.save(update_fields=["happened_on", "title", "body", "people", "is_public"])
    return update
