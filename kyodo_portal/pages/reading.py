"""What the overarching pages read, out of every app, in a constant number of queries."""

from django.urls import reverse

import partners.todo
import projects.todo
from guidelines.models import Chapter, Guideline
from kyodo_portal.common.markdown import plain
from kyodo_portal.common.search import matching, words
from partners.models import Membership, Partner, Registration
from projects.models import Call, Cycle, Participation, Project, Update
from projects.reading import proposals_of
from projects.reading_ledger import ledger_numbers, running_projects

SHOWN = 5  # hits of each kind on the search page


def home():
    """Open calls by deadline, running projects, numbers, the newest public updates."""
    return {
        "calls": list(Call.objects.open_now().order_by("closes_at", "pk")[:3]),
        "projects": running_projects(3),
        "numbers": ledger_numbers(),
        "partner_count": Partner.objects.published().count(),
        "updates": list(
            Update.objects.published()
            .filter(cycle__project__in=Project.objects.published())
            .select_related("cycle__project")
            .order_by("-happened_on", "-pk")[:5]
        ),
    }


def found(query, user):
    """The hits of a search by kind: [{label, count, hits: [(url, title, text)], more}]; kinds without a hit are left out."""
    if not words(query):
        return []
    q = f"?q={query}"
    chapters = Chapter.objects.filter(guideline__in=Guideline.objects.published()).select_related("guideline__municipality")
    kinds = [
        ("ガイドライン", matching(chapters, query).order_by("guideline", "number"), lambda row: (row.title, row.lead), None),
        (
            "団体",
            matching(Partner.objects.published(), query).order_by("kana_key", "pk"),
            lambda row: (row.name, row.pr),
            reverse("partners") + q,
        ),
        (
            "プロジェクト",
            matching(Project.objects.published(), query).order_by("-updated_at", "-pk"),
            lambda row: (row.title, row.summary),
            reverse("projects") + q,
        ),
    ]
    groups = []
    for label, rows, say, more in kinds:
        count = rows.count()
        if count:
            hits = [(row.get_absolute_url(), say(row)[0], plain(say(row)[1])) for row in rows[:SHOWN]]
            groups.append({"label": label, "count": count, "hits": hits, "more": more if count > SHOWN else None})
    return groups


def todos(user):
    """Everything that waits for this person, what is due first on top."""
    rows = [*partners.todo.todo(user), *projects.todo.todo(user)]
    return sorted(rows, key=lambda row: (row.due is None, row.due or "", row.matter))


def belongings(user):
    """My groups and offices, my applications, my proposals, the years I take part in."""
    memberships = list(Membership.objects.valid().filter(user=user).select_related("partner").order_by("partner__kana_key", "pk"))
    mine = [row.partner_id for row in memberships]
    cycles = (
        Cycle.objects.current()
        .filter(project__in=Participation.objects.filter(partner__in=mine).values("project"))
        .select_related("project__form")
        .prefetch_related("evaluations", "confirmations")
        .order_by("-fiscal_year", "-pk")[:50]
    )
    return {
        "memberships": memberships,
        "is_group": any(row.partner.office == Partner.Office.NONE for row in memberships),
        "registrations": list(Registration.objects.filter(partner__in=mine).select_related("partner").order_by("-pk")[:20]),
        "proposals": list(proposals_of(user)[:50]),
        "cycles": list(cycles),
    }
