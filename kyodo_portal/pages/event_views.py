"""Writing an event: to which matters one of a host may belong is known here, the rest is partners/events'."""

from django.views.decorators.http import require_http_methods

from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists import search
from kyodo_portal.common.lists.search import fold, matching
from partners.events.forms import Matters
from partners.events.own_views import edit_page, new_page
from partners.models import Event, Partner
from projects.models import Call, Participation, Project, Topic

MOST = 20  # of one kind that are offered at once; more are found by a word


def matters_of(host, words="", about=""):
    """The Matters that an event of this host may belong to, at most MOST of a kind: those that hold the words that were typed, the
    newest where none were, and the one that is chosen already (`about`).

    みんなの声 of its office (of every office for the secretariat and the coordinators), the projects in which it takes part, the calls
    of its office. Three queries; one more for a chosen one, and for the words of calls.
    """
    found, more = [], False
    for kind, rows, label, order in _rows_of(host):
        hits = list(_holding(rows, words).order_by(*order)[: MOST + 1])
        more = more or len(hits) > MOST
        hits = hits[:MOST]
        if (pk := _chosen(about, kind)) is not None and pk not in {row.pk for row in hits}:
            hits = [*rows.filter(pk=pk), *hits]
        found += [(f"{kind}:{row.pk}", f"{label}{row.title}") for row in hits]
    return Matters(found, more, words)


def _rows_of(host):
    """(kind, rows, what stands before their titles, their order) of each kind of matter."""
    topics = Topic.objects.published().taking_voices()
    if host.office not in (Partner.Office.SECRETARIAT, Partner.Office.COORDINATOR):
        topics = topics.filter(department=host)
    projects = Project.objects.published().filter(pk__in=Participation.objects.valid().filter(partner=host).values("project"))
    yield "topic", topics, "みんなの声：", Topic._meta.ordering
    yield "project", projects, "", ("-updated_at", "-pk")
    yield "call", Call.objects.published().filter(department=host), "", ("-closes_at", "-pk")


def _holding(rows, words):
    """Those with every word, however it is spelled. Of an office's calls, which are few and have no text for the search, by title."""
    if rows.model is not Call or not words:
        return matching(rows, words)
    asked = search.words(words)
    named = {pk: fold(title) for pk, title in rows.order_by().values_list("pk", "title")}
    return rows.filter(pk__in=[pk for pk, title in named.items() if all(word in title for word in asked)])


def _chosen(about, kind):
    of, _, key = about.partition(":")
    return small_int(key) if of == kind else None


def first_of(about):
    """{box: what stands in it} of an event about this matter: a talk about what many people say has its name, theme and area."""
    kind, _, key = about.partition(":")
    if kind != "topic":
        return {}
    topic = Topic.objects.published().get(pk=key)
    return {"kind": Event.Kind.TALK, "title": f"「{topic.title}」の話し合い", "theme": topic.theme_id, "area": topic.area_id}


@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request, pk):
    """A new event of a partner."""
    return new_page(request, pk, matters_of, first_of)


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request, pk):
    """Change an event."""
    return edit_page(request, pk, matters_of)
