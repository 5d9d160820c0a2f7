"""Writing an event: to which matters one of a host may belong is known here, the rest is partners/events'."""

from django.views.decorators.http import require_http_methods

from partners.events.own_views import edit_page, new_page
from partners.models import Event, Partner
from projects.models import Call, Participation, Project, Topic

MOST = 100


def matters_of(host):
    """[(key, words)] of what an event of this host may belong to: the みんなの声 of its office (of every office for the secretariat and
    the coordinators), the projects in which it takes part, the calls of its office. Three queries."""
    topics = Topic.objects.published().taking_voices()
    if host.office not in (Partner.Office.SECRETARIAT, Partner.Office.COORDINATOR):
        topics = topics.filter(department=host)
    projects = Project.objects.published().filter(pk__in=Participation.objects.valid().filter(partner=host).values("project"))
    calls = Call.objects.published().filter(department=host)
    return [
        *((f"topic:{row.pk}", f"みんなの声：{row.title}") for row in topics[:MOST]),
        *((f"project:{row.pk}", row.title) for row in projects.order_by("-updated_at", "-pk")[:MOST]),
        *((f"call:{row.pk}", row.title) for row in calls.order_by("-closes_at", "-pk")[:MOST]),
    ]


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
