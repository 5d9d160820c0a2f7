"""Reading public pages into the site's search, and forgetting those that are gone."""

import time

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.common.lists.search import doc

from .data_version import data_version
from .models import PublicPage
from .page_text import page_text
from .search_pages import answer, missing, outdated

TEXT = 20_000  # characters of a page that are kept to show where a hit stands


def read_pages(seconds=None, say=None):
    """Read what is missing or outdated, for so many seconds at most (None: all of it). The number of pages read.

    `say(done, of)` is told after each page. A page that is gone leaves the table.
    """
    mark, started, done = data_version(), time.monotonic(), 0
    if mark is None:
        return 0
    pages = list({page.path: page for page in (*missing(), *outdated(mark))}.values())
    for page in pages:
        if seconds is not None and time.monotonic() - started > seconds:
            break
        read_page(page, mark)
        done += 1
        if say:
            say(done, len(pages))
    return done


def read_a_while():
    """A job of the clock: some seconds of every minute while there is something to read."""
    if settings.KYODO_SEARCH_SECONDS:
        read_pages(settings.KYODO_SEARCH_SECONDS)


def read_page(page, mark):
    """Write down what a page says now; whoever is gone is forgotten. mark: the version of the data before the page was read."""
    response = answer(page.path)
    html = response.content.decode() if response.status_code == 200 and not response.streaming else ""
    said = page_text(html)
    if not said.blocks:
        PublicPage.objects.filter(path=page.path).delete()
        return
    values = {
        "kind": page.kind,
        "object_id": page.object_id,
        "title": (said.title or page.path)[:200],
        "lead": said.lead[:200],
        "text": "\n".join(said.blocks)[:TEXT],
        "search_text": doc(*said.blocks, *said.readings),
        "mark": mark,
        "read_at": timezone.now(),
    }
    PublicPage.objects.update_or_create(path=page.path, defaults=values)


def forget_pages(kind, *object_ids):
    """Whoever takes something off a page wants it out of the search at once, not when the page is read again. One query."""
    PublicPage.objects.filter(kind=kind, object_id__in=object_ids).delete()


def forget_words(words):
    """Pages on which one of these words stood are out of the search until they are read again. words: spellings of a name."""
    holds = Q()
    for word in words:
        holds |= Q(text__contains=word) | Q(title__contains=word) | Q(lead__contains=word) | Q(search_text__contains=word)
    if holds:
        PublicPage.objects.filter(holds).delete()
