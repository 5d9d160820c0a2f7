"""A group hears of it when somebody else enters or publishes something in its name."""

from django.urls import reverse

from kyodo_portal.common.own_words import own_words
from kyodo_portal.notices.later_actions import tell_later
from partners.directory.access import people_of
from partners.models import Membership

from .models import Participation

MAY_OBJECT = own_words(
    "内容や名前の載り方に異議があるときは、この画面から知らせられます。くわしい内容は、市とあなたの団体だけが見ます。"
)


def tell_groups(project, *, by, what, about, change=None):
    """Tell the representatives of every group of a ledger entry, but not who did it. what: 「{project}」… in words; about, change: see
    `tell_later`: what was put right within some minutes is told once."""
    groups = project.participations.valid().filter(side=Participation.Side.GROUP).select_related("partner")
    people = {user.pk: user for row in groups for user in people_of(row.partner, part=Membership.Part.REPRESENTATIVE)}
    people.pop(by.pk, None)
    address = reverse("project-objection", args=[project.pk])
    said = {"title": what.format(project=f"「{project}」"), "body": MAY_OBJECT, "url": address}
    tell_later(people.values(), about=about, change=change, by=by, **said)
