"""Writing an event: to which matters one of a host may belong is known here, the rest is partners/events'."""

from django.views.decorators.http import require_http_methods

from partners.events.own_views import edit_page, new_page
from projects.models import Call, Participation, Project

MOST = 100


def matters_of(host):
    """[(key, words)] of what an event of this host may belong to: the projects in which it takes part, the calls of its office. Two
    queries."""
    projects = Project.objects.published().filter(pk__in=Participation.objects.valid().filter(partner=host).values("project"))
    calls = Call.objects.published().filter(department=host)
    return [
        *((f"project:{row.pk}", row.title) for row in projects.order_by("-updated_at", "-pk")[:MOST]),
        *((f"call:{row.pk}", row.title) for row in calls.order_by("-closes_at", "-pk")[:MOST]),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request, pk):
    """A new event of a partner."""
    return new_page(request, pk, matters_of)


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request, pk):
    """Change an event."""
    return edit_page(request, pk, matters_of)
