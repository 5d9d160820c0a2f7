"""The pages that look over the whole house: home, search, マイページ, the site map, the procedures."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from guidelines.library.presenters import own_guideline
from kyodo_portal.common.lists.search import MAX_QUERY
from partners.directory.access import is_coordinator, is_secretariat, offices_of

from . import home_presenters, presenters
from .first_city import missing, needs, send_trial
from .jobs import FIRST_CITY
from .look_actions import look
from .models import PolicyText
from .open_files.taken import left_out, models_taken
from .procedure_presenters import PROCESSES, guides
from .procedure_texts import STORIES
from .search_presenters import search_result
from .sought_actions import count_sought


@login_not_required
@require_safe
def home(request):
    """For visitors the three doors, for who is signed in whose turn it is; for both what is open and what goes on."""
    context = home_presenters.home()._asdict()
    if request.user.is_authenticated:
        context |= home_presenters.turn(request.user)._asdict()
        is_look = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
        context["since"] = look(request.user, keep=is_look)
    return render(request, "pages/home.html", context)


@login_not_required
@require_safe
def take_part(request):
    """やってみたい: the ways to begin, from lending a hand to a proposal, and what takes proposals now."""
    context = {"open_things": home_presenters.open_things(), "seekers": home_presenters.seekers()}
    return render(request, "pages/take_part.html", context)


@login_not_required
@require_safe
def whats_on(request):
    """まちの動き: what is open by deadline, what goes on, what was done lately."""
    return render(request, "pages/whats_on.html", home_presenters.whats_on()._asdict())


@login_not_required
@require_safe
def search(request):
    """Everything public that contains every word; how often the words were looked for is counted, without who."""
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    found = search_result(request, query)
    if request.method == "GET" and not {"page", "kind"} & {*request.GET}:
        count_sought(query, found=bool(found.total))
    return render(request, "pages/search.html", {"query": query, **found._asdict()})


@require_safe
def me(request):
    """What waits for me, what is mine, where my settings are."""
    waiting = presenters.todos(request.user, request)
    context = {
        "todos": waiting,
        "turns": presenters.turns(waiting),
        "mine": presenters.belongings(request.user, request),
        "is_office": bool(offices_of(request.user)) or request.user.is_superuser,
        "is_coordinator": is_coordinator(request.user),
    }
    return render(request, "pages/me.html", context)


@login_not_required
@require_safe
def procedures(request):
    """手続きの流れ: each procedure in five steps, and the circle of the four phases."""
    return render(request, "pages/procedures.html", {"guides": guides()})


@login_not_required
@require_safe
def procedure(request, name):
    """One procedure as five steps: who does what, how long it takes, what to prepare, where to begin."""
    rows = guides()
    guide = next(row for row in rows if row.story.name == name)
    return render(request, "pages/procedure.html", {"guide": guide, "others": [row for row in rows if row is not guide]})


@login_not_required
@require_safe
def procedure_tables(request):
    """The annex: which whole tables there are."""
    return render(request, "pages/procedure_tables.html", {"processes": [(row, STORIES[row.key]) for row in PROCESSES]})


@login_not_required
@require_safe
def procedure_table(request, key):
    """One whole table as drawn and written rows, so that it is always what the portal does."""
    process = next(row for row in PROCESSES if row.key == key)
    others = [(row, STORIES[row.key]) for row in PROCESSES if row is not process]
    return render(request, "pages/procedure_table.html", {"process": process, "story": STORIES[key], "others": others})


@login_not_required
@require_safe
def site_map(request):
    """All public pages as a list."""
    return render(request, "pages/sitemap.html", {"guideline": own_guideline(), "policies": PolicyText.Kind.choices})


@login_not_required
@require_safe
def robots(request):
    """A sample site is not for search engines; a real one keeps its private corners out."""
    hidden = (
        ["/"]
        if settings.KYODO_SAMPLE
        else ["/admin/", "/accounts/", "/me/", "/inbox/", "/search/", "/projects/board/", "/reading/"]
    )
    context = {"hidden": hidden, "origin": settings.KYODO_ORIGIN}
    return render(request, "pages/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
def first_city(request):
    """The secretariat: what a city that starts from nothing has entered, what it still lacks, and where to enter it."""
    if not is_secretariat(request.user):
        raise Http404
    if request.method == "POST":
        send_trial(request.user)
        messages.success(request, f"{request.user.email} に、試しのメールを送ります。1分ほどで届きます。")
        return redirect("first-city")
    found = needs()
    lacking = missing(found)
    if bool(lacking) != (FIRST_CITY in request.session):  # the way back to this page stands above every page of staff meanwhile
        request.session.pop(FIRST_CITY, None)
        if lacking:
            request.session[FIRST_CITY] = True
    return render(request, "pages/first_city.html", {"needs": found, "missing": lacking})


@require_safe
def leaving(request):
    """The system administrator: how the whole content of the city leaves as open files, what is in them, and who does it."""
    if not request.user.is_superuser:
        raise Http404
    stays = left_out(secrets=False, mails=False)
    return render(request, "pages/leaving.html", {"left_out": stays, "tables": len(models_taken(secrets=False))})
