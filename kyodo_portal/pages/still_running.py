"""What still goes on with a body that is about to leave the directory, in words, before somebody presses."""

from django.utils import timezone

from partners.models import Event, Offer, Request
from projects.models import Application, Cycle, Grant, Participation, Proposal

NAMED = 5  # of one sort


def running_of(partner):
    """[sentence] of the projects, proposals, applications, grants, offers, events and letters of a body that have not ended. Seven queries."""
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
    return said + ([f"返事を待っている申込み・連絡：{letters}通"] if letters else [])


def _open(model):
    return [row.code for row in model.process.open]


def _titles(rows):
    return [str(title) for title in rows.values_list("title", flat=True)]


def _sentence(what, titles):
    more = f"、ほか{len(titles) - NAMED}件" if len(titles) > NAMED else ""
    return f"{what}（{len(titles)}件）：{'、'.join(titles[:NAMED])}{more}"
