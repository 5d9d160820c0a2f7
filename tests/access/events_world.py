"""What the rows of the access table speak of where partners hold events: what dantai's group holds."""

from tests import build

from .world import own_group


def event_of_dantai(who):
    return [build.event(own_group(who)).pk]


def draft_event_of_dantai(who):
    return [build.event(own_group(who), published_at=None).pk]


def named_by_dantai(who):
    """What dantai's group holds together with dantai2's."""
    event, other = build.event(own_group(who)), who["dantai2"].memberships.get().partner
    event.co_hosts.add(other)
    return [event.pk, other.pk]


def open_event_of_dantai(who):
    return [build.event(own_group(who), signup="web", capacity=3).pk]


def lot_of_dantai(who):
    over = build.timezone.now() - build.timedelta(hours=1)
    return [build.event(own_group(who), signup="lot", capacity=3, signup_until=over).pk]


def signup_of_dantai(who):
    (event,) = open_event_of_dantai(who)
    return [event, build.signup(build.Event.objects.get(pk=event), "見本 花").pk]


def own_signup_of_dantai(who):
    """Of dantai to an event of another body."""
    event = build.event(build.partner(), signup="web")
    build.signup(event, user=who["dantai"])
    return [event.pk]


def guests_signup(who):
    from partners.events.tell_actions import DOOR

    return [DOOR.token_of(build.signup(build.event(build.partner(), signup="web"), mail="hana@example.jp"))]


def no_signup(who):
    return ["nothing"]
