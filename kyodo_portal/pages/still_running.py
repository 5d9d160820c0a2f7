"""What still goes on with a body that is about to leave the directory, in words, before somebody presses."""

from django.utils import timezone

from kyodo_portal.common.own_words import own_words
from partners.directory.access import people_of
from partners.models import Event, Offer, Request
from projects.models import Application, Cycle, Grant, Participation, Proposal

NAMED = 5  # of one sort
NOBODY = own_words("団体には、サインインする人がいません。団体から出るものは、市が紙や電話で受けて入れます。")


def running_of(partner):
    """[sentence] of the projects, proposals, applications, grants, offers, events and letters of a body that have not ended. Eight queries."""
    theirs = Participation.objects.valid().filter(partner=partner).values("project")
    years = Cycle.objects.unfinished().filter(project__in=theirs).select_related("project")
    coming = Event.objects.filter(host=partner, ends_at__gte=timezone.now(), cancelled_at=None)
    found = (
        ("進んでいるプロジェクト", dict.fromkeys(year.project.title for year in years.order_by("project__kana", "project"))),
        ("決まっていない提案", _titles(Proposal.objects.filter(partner=partner, status__in=_open(Proposal)))),
        (
            "終わっていない申請（後援・共催・減免）",
            _titles(Application.objects.filter(partner=partner, status__in=_open(Application))),
        ),
        ("終わっていない補助", _titles(Grant.objects.filter(partner=partner, status__in=_open(Grant)))),
        ("出している「できること・求めること」", _titles(Offer.objects.live().filter(partner=partner))),
        ("これからの催し", _titles(coming.order_by("starts_at"))),
    )
    letters = Request.objects.filter(to=partner, status__in=_open(Request)).count()
    said = [_sentence(what, list(titles)) for what, titles in found if titles]
    said += [f"返事を待っている申込み・連絡：{letters}通"] if letters else []
    return said + [_who_goes_on(partner)] if said else []


def _who_goes_on(partner):
    """Who sees to what goes on, once the body stands in no directory any more. One query."""
    people = people_of(partner)
    if not people:
        return NOBODY
    return f"団体の人（{len(people)}人）は、団体の人のままです。上のものの手続きと返事は、これまでどおりできます。"


def _open(model):
    return [row.code for row in model.process.open]


def _titles(rows):
    return [str(title) for title in rows.values_list("title", flat=True)]


def _sentence(what, titles):
    more = f"、ほか{len(titles) - NAMED}件" if len(titles) > NAMED else ""
    return f"{what}（{len(titles)}件）：{'、'.join(titles[:NAMED])}{more}"
