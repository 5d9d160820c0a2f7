"""Search texts are made out of rows; where what makes them has changed, all of them are written anew, bit by bit.

How far that is stands in the database (SearchProgress): whoever is interrupted goes on there, `manage.py search_index` as well as
the clock. A new version of the fold is a new `VERSION` in common/lists/search.py.
"""

import time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from guidelines.library.models.base import Item
from guidelines.models import CaseStudy, Chapter
from guidelines.revisions.row_codec import ITEMS, words_of
from kyodo_portal.common.lists.search import VERSION, doc
from kyodo_portal.process.models import Task
from partners.directory.actions import refresh_search as write_partner
from partners.events.texts import search_text as text_of_event
from partners.models import Event, Offer, Partner
from partners.offers.actions import search_text as text_of_offer
from projects.applications.actions import search_text as text_of_application
from projects.entries.search import refresh_search as write_project
from projects.models import Application, Project, Topic
from projects.voices.topic_actions import search_text as text_of_topic

from .models import PublicPage, SearchProgress

# Rows of one transaction: whoever writes to one of them waits for all, and gives up after five seconds (lock_timeout).
AT_ONCE = 20


def _write_item(item):
    roles = list(item.roles.all()) if isinstance(item, CaseStudy) else ()
    type(item)._base_manager.filter(pk=item.pk).update(search_text=words_of(item, roles))


def _write_offer(offer):
    Offer.objects.filter(pk=offer.pk).update(search_text=text_of_offer(offer))


def _write_event(event):
    Event.objects.filter(pk=event.pk).update(search_text=text_of_event(event))


def _write_topic(topic):
    Topic.objects.filter(pk=topic.pk).update(search_text=text_of_topic(topic))


def _write_application(application):
    Application.objects.filter(pk=application.pk).update(search_text=text_of_application(application))


def _write_task(task):
    Task.objects.filter(pk=task.pk).update(search_text=doc(task.matter, task.people))  # both empty where the task has ended


def _write_page(page):
    """Of what is kept of it; without a mark the page is read again."""
    PublicPage.objects.filter(pk=page.pk).update(search_text=doc(*page.text.splitlines()), mark="")


def writers():
    """[(model, what writes the search text of one of its rows)]"""
    items = [model for model in ITEMS.values() if issubclass(model, Item)]
    return [
        (Partner, write_partner),
        (Offer, _write_offer),
        (Event, _write_event),
        (Project, write_project),
        (Topic, _write_topic),
        (Application, _write_application),
        *[(model, _write_item) for model in (Chapter, *items)],
        (Task, _write_task),
        (PublicPage, _write_page),
    ]


def start_again():
    """Forget how far the texts are written."""
    SearchProgress.objects.all().delete()


def write_texts(seconds=None, say=None):
    """Write every search text that is not of this version; True when all are. One transaction for AT_ONCE rows.

    `seconds`: stop after so many, None for never. `say(model, done, of)` is told after every transaction.
    """
    started = time.monotonic()
    for model, write in writers():
        progress, _ = SearchProgress.objects.get_or_create(table=model._meta.db_table, defaults={"version": VERSION})
        if progress.version != VERSION:
            progress.version, progress.done_to, progress.finished_at = VERSION, 0, None
        while progress.finished_at is None:
            if seconds is not None and time.monotonic() - started > seconds:
                return False
            _write_some(model, write, progress)
            if say:
                say(model, model._base_manager.filter(pk__lte=progress.done_to).count(), model._base_manager.count())
    return True


@transaction.atomic
def _write_some(model, write, progress):
    rows = list(model._base_manager.filter(pk__gt=progress.done_to).order_by("pk").select_for_update()[:AT_ONCE])
    progress.done_to = rows[-1].pk if rows else progress.done_to
    for row in rows:
        write(row)
    progress.finished_at = None if len(rows) == AT_ONCE else timezone.now()
    progress.save()


def write_a_while():
    """A job of the clock: after a new version, some seconds of every minute."""
    if settings.KYODO_SEARCH_SECONDS:
        write_texts(settings.KYODO_SEARCH_SECONDS)
