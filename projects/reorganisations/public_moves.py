"""What everybody finds under an office's name besides its matters: events to come, what it gives and seeks, answered questions."""

from django.db.models import Q

from kyodo_portal.notices.news import speak_of
from partners.directory.actions import refresh_search
from partners.events.naming_actions import refresh_events
from partners.models import Event, KnownAnswer, Offer, Partner
from partners.offers.naming_actions import refresh_offers

from .found import CO_HOSTS

NAMED = {
    (Event._meta.label, "host_id"): ("event", refresh_events, Event),
    (Offer._meta.label, "partner_id"): ("offer", refresh_offers, Offer),
}


def move_co_hosts(written, keys, successor):
    """The new office holds these events with others, once: where it holds one already, the old one's place goes. Three or four queries."""
    rows = list(CO_HOSTS.objects.filter(pk__in=keys))
    events = Event.objects.filter(Q(host=successor) | Q(co_hosts=successor), pk__in=[row.event_id for row in rows])
    there = set(events.values_list("pk", flat=True))
    written.remove(row for row in rows if row.event_id in there)
    written.set((row for row in rows if row.event_id not in there), "partner_id", successor)


def no_host_twice(written, events, successor):
    """Who holds these events now does not hold them with itself. One query, two where it did."""
    written.remove(CO_HOSTS.objects.filter(event__in=events, partner=successor))


def move_about(written, answers, office, successor):
    """An answer about the old office itself is one about the new one. Two queries at most."""
    about = f"partner:{office}"
    rows = KnownAnswer.objects.filter(pk__in=answers, about=about).values_list("pk", flat=True)
    if keys := list(rows):
        written.set_by_key(KnownAnswer, "about", about, f"partner:{successor}", keys)


def found_anew(log, *, back=False):
    """What follows from whose these events and offers are: what they are found by, and whose followers read of them. back: after
    the log was read back. Queries: none without events, offers and offices that are no more; a few for each kind and old office."""
    offices = set()
    for what, label, *rest in log:
        if what == "set" and (label, rest[0]) == (Partner._meta.label, "successor_id"):
            offices |= {rest[1][0][0], rest[2]}  # an office that is no more is found by who has its work
        if what != "set" or (label, rest[0]) not in NAMED:
            continue
        keys, ways = [pk for pk, _ in rest[1]], (rest[1][0][1], rest[2])
        former, now = reversed(ways) if back else ways
        word, refresh, model = NAMED[label, rest[0]]
        speak_of([f"{word}:{pk}" for pk in keys], f"partner:{now}", no_more=f"partner:{former}")
        refresh(model.objects.filter(pk__in=keys))
        offices |= {former, now} if model is Offer else set()
    for office in Partner.objects.filter(pk__in=offices).order_by("pk") if offices else ():
        refresh_search(office)  # a body is found by what it gives and seeks
