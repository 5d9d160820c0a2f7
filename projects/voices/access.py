"""Who may read and do what with a voice and with a topic. The docstring is the rule."""

from django.contrib.auth import get_user_model

from kyodo_portal.common.workflow import CITY, GUIDE, Actor
from partners.directory.access import desks_of, is_coordinator, is_secretariat, is_writer, people_who_write, secretariat_people
from partners.directory.membership import Membership
from partners.directory.models import Partner

from .workflow import COORD, DEPT, OFFICE, WRITER

SAID_BY = Actor("声を寄せた人", "person")


def voice_roles(user, voice):
    """What `user` is to a voice. Whoever said it is no judge of it, also as staff (利益相反)."""
    if not user.is_authenticated:
        return set()
    if voice.by_id == user.pk:
        return {WRITER}
    roles = {OFFICE} if is_secretariat(user) else set()
    if is_coordinator(user) and voice.may("accompany"):
        roles.add(COORD)
    if voice.routed_to is not None and is_writer(user, voice.routed_to):
        roles.add(DEPT)
    return roles


def voice_audience(voice, who):
    """Whom a step of a voice tells. A guest has no inbox: guest_actions.py writes to the proven address."""
    if who == WRITER:
        return [voice.by] if voice.by is not None and voice.by.is_active else []
    if who == DEPT:
        return people_who_write(voice.routed_to) if voice.routed_to is not None else []
    return secretariat_people() if who == OFFICE else []


def voice_actors(voice, changes):
    """For whom each change was made; whoever said the voice is named to nobody."""
    found = {}
    for change in changes:
        roles = set(change.row.roles) if change.row else set()
        is_writer_s = bool(change.by_id) and change.by_id == voice.by_id or change.step in ("send", "send_on", "withdraw")
        found[change.version] = SAID_BY if is_writer_s else CITY if roles & {OFFICE, DEPT} else GUIDE
    return found


def voice_desks(user):
    """At which desk of the admin somebody works on voices: the secretariat's, and every office's."""
    return {OFFICE, DEPT} if is_secretariat(user) else {DEPT} if user.is_staff else set()


def can_read_contact(user, voice):
    """Name, telephone, mail: whoever has to answer, and the secretariat. A coordinator does not."""
    return bool(voice_roles(user, voice) & {OFFICE, DEPT, WRITER})


def can_file(user):
    """The secretariat enters what came by telephone, on paper, or at the counter."""
    return is_secretariat(user)


def makes_topics(user):
    """The secretariat and the coordinators write what many people say, in words of their own."""
    return user.is_authenticated and (is_secretariat(user) or is_coordinator(user))


def topic_roles(user, topic):
    """What `user` is to a topic."""
    if not user.is_authenticated:
        return set()
    roles = {OFFICE} if is_secretariat(user) else set()
    if is_coordinator(user):
        roles.add(COORD)
    if topic.department is not None and is_writer(user, topic.department):
        roles.add(DEPT)
    return roles


def topic_audience(topic, who):
    """Whom a step of a topic tells: who said the voices in it, and nobody else by name; whoever follows it reads the news. A guest has no
    inbox: topic_step_actions.py writes to the proven address."""
    if who == WRITER:
        said = voices_told(topic).filter(by__isnull=False).values("by")
        return list(get_user_model().objects.filter(pk__in=said, is_active=True).order_by("pk"))
    if who == DEPT:
        return people_who_write(topic.department) if topic.department is not None else []
    return secretariat_people() if who == OFFICE else []


def voices_told(topic):
    """The voices of whose writers the last step of a topic speaks: those that it counts, also where they have just moved on."""
    last = topic.changes.order_by("-version").first()
    there = topic.merged_into.voices.filter(pk__in=last.kept["voices"]) if last.step == "merge" else topic.voices
    return there.all().counted()


def topic_actors(topic, changes):
    """For whom each change was made: everybody reads it, so nobody is named."""
    steps = {change.version: set(change.row.roles) if change.row else set() for change in changes}
    return {version: CITY if roles & {OFFICE, DEPT} else GUIDE for version, roles in steps.items()}


def can_write_topic(user, topic):
    """Whoever makes topics puts its words right as long as it goes on; after 「こうなりました」 too."""
    return topic.may("write") and makes_topics(user)


def talk_host(user, topic):
    """The key of the body in whose name `user` may hold a talk about a topic: its own office, or the user's desk; None for nobody."""
    desks = desks_of(user) if topic.is_public and topic.may("gather") else []
    if topic.department_id in desks:
        return topic.department_id
    return desks[0] if desks and makes_topics(user) else None


def coordinators_bodies():
    """The bodies that accompany groups, whose people may gather voices. One query."""
    valid = Membership.objects.valid().filter(part__in=Membership.WRITERS).values("partner")
    return list(Partner.objects.filter(office=Partner.Office.COORDINATOR, pk__in=valid).order_by("pk"))
