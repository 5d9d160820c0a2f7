"""What a letter can be about, once it has been found: its words, who takes letters about it, which kinds fit."""

from typing import NamedTuple

from partners.directory.access import lets_people_in
from partners.directory.membership import Membership
from partners.directory.models import Partner

from .models import Request

Kind = Request.Kind
# What the form says of each kind, in the words of who writes.
VERBS = {
    Kind.HELP: "手伝えます",
    Kind.APPLY: "申し込みます",
    Kind.ASK: "聞きたいことがあります",
    Kind.JOIN: "いっしょに活動したい（加わりたい）",
    Kind.CONSULT: "相談したいことがあります",
    Kind.ERROR: "まちがいを知らせます",
}


class Place(NamedTuple):
    """`receivers`: [Partner] that take letters about it, the first at first; `kinds`: of Request.Kind, the likeliest first.

    relayed: the name of the body that nobody signs in for: the city hands on to it what is written. offer: an Offer, or None.
    """

    about: str
    label: str
    url: str
    receivers: list
    kinds: tuple
    relayed: str = ""
    offer: object = None


def with_readers(partners):
    """Those of this queryset of partners for whom somebody signs in who reads letters."""
    readers = Membership.objects.valid().filter(part__in=Membership.WRITERS, user__is_active=True)
    return partners.filter(pk__in=readers.order_by().values("partner"))


def who_take_letters(partners):
    """Those of these partners for whom somebody reads letters, in their order and with their desks; of an office that is no more, who
    has its work. One query, one more for each step to the latter."""
    keys = list(dict.fromkeys(partner.goes_on_in.pk for partner in partners))
    rows = with_readers(Partner.objects.filter(pk__in=keys)).select_related("desk").in_bulk()
    return [rows[key] for key in keys if key in rows]


def secretariat():
    """[the office that takes what nobody else takes]; [] where the city has entered none. One query."""
    return list(Partner.objects.filter(office=Partner.Office.SECRETARIAT).select_related("desk").order_by("pk")[:1])


def place_of_partner(partner):
    """The Place of a body's page: itself, or the city where nobody signs in for it. Two queries at most."""
    partner = partner.goes_on_in
    reached = who_take_letters([partner])
    join = (Kind.JOIN,) if lets_people_in(partner) else ()
    kinds = (Kind.ASK, Kind.CONSULT, Kind.ERROR) if partner.is_city else (Kind.ASK, Kind.HELP, *join, Kind.ERROR)
    relayed = "" if reached or partner.is_city else partner.public_name
    about, url = f"partner:{partner.pk}", partner.get_absolute_url()
    return Place(about, partner.public_name, url, reached or secretariat(), kinds, relayed)


def place_of_offer(offer):
    """The Place of one offer: who is asked for something, or seeks members of a committee, is applied to; otherwise one helps. Two queries at most."""
    reached = who_take_letters([offer.partner])
    first = Kind.APPLY if offer.side == offer.Side.GIVE or offer.form == offer.Form.SEAT else Kind.HELP
    relayed = "" if reached or offer.partner.is_city else offer.partner.public_name
    label, url = f"{offer.title}（{offer.partner.public_name}）", offer.get_absolute_url()
    return Place(f"offer:{offer.pk}", label, url, reached or secretariat(), (first, Kind.ASK, Kind.ERROR), relayed, offer)
