"""The words of a topic, and 「わたしも」."""

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.three_way import as_read, fields_etag
from kyodo_portal.common.lists.search import doc
from kyodo_portal.common.text.secret import keyed_hash
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import is_secretariat

from .access import can_write_topic, makes_topics
from .limits import spend_on_press
from .news import tell_topic
from .topic_models import MeToo, Topic
from .workflow import TOPIC

OVER = "この話は終わりました。「わたしも」は、もう押せません。"


def search_text(topic):
    """What the list and the search find a topic by."""
    return doc(topic.title, topic.summary, topic.public_answer, topic.became)


def written(topic):
    """{name: value as JSON knows it} of what people write in a topic."""
    return as_read({name: getattr(topic, name) for name in Topic.WRITTEN})


def etag_of_topic(topic):
    """The edit token of the page on which its words are written."""
    return fields_etag(written(topic))


@transaction.atomic
def begin_topic(*, by, form_key, **values):
    """A topic that nobody reads yet. values: columns of Topic.WRITTEN. The same key gives the same row."""
    if not makes_topics(by):
        raise PermissionDenied

    def make():
        topic = Topic(created_by=by, form_key=form_key, status=TOPIC.start, **values)
        topic.search_text = search_text(topic)
        topic.save()
        record("start", by=by, target=topic)
        return topic

    return create_once(Topic, form_key, make, theirs={"created_by_id": by.pk})


@transaction.atomic
def write_topic(topic, *, by, etag, **values):
    """What a topic says from now on. What others wrote since `etag` stays; EditConflict where both wrote."""
    locked = Topic.objects.select_for_update(of=("self",)).select_related("department").get(pk=topic.pk)
    if not can_write_topic(by, locked):
        raise PermissionDenied
    names = names_to_write(etag, written(locked), as_read(values), locked)
    for name in names:
        setattr(locked, name, values[name])
    locked.search_text = search_text(locked)
    locked.save(update_fields=[*names, "search_text", "updated_at"])
    record("edit", by=by, target=locked)
    tell_topic(locked)
    sync_tasks(locked)
    return locked


def hash_of(token):
    """By which a browser is known again without its cookie being kept."""
    return keyed_hash(token, "voices.metoo")


def hash_of_mail(mail):
    """By which a proven mailbox is known again without its address being kept."""
    return keyed_hash(mail.lower(), "voices.metoo.mail")


def press_of(topic, *, user=None, token=""):
    """This person's, or this browser's, MeToo of a topic; None where there is none. One query at most."""
    if user is not None and user.is_authenticated:
        return MeToo.objects.filter(topic=topic, user=user).first()
    return MeToo.objects.filter(topic=topic, token_hash=hash_of(token)).first() if token else None


def _press_of_mail(topic, mail):
    """The MeToo of whose mailbox this is: pressed with an account that has the address, or as a guest who proved it."""
    account = EmailAddress.objects.filter(email__iexact=mail, verified=True).values("user")
    return MeToo.objects.filter(Q(user__in=account) | Q(mail_hash=hash_of_mail(mail)), topic=topic).order_by("user").first()


def _press_as_guest(topic, user):
    """The MeToo that somebody had pressed as a guest who proved one of their addresses; it is theirs from now on."""
    mails = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return MeToo.objects.filter(topic=topic, mail_hash__in=[hash_of_mail(mail) for mail in mails]).first()


def noted(press):
    """{name: value as JSON knows it} of what somebody wrote with their press; of none where it is None."""
    return as_read({"note": press.note if press else "", "area": press.area_id if press else None})


@transaction.atomic
def say_me_too(topic, *, user=None, mail="", token="", line="", note="", area=None, etag=None):
    """「わたしも」: once of a person, once of a browser. A later press writes note and area anew. Returns the MeToo.

    etag: `fields_etag(noted(press))` as the page was opened, EditConflict where another window wrote the same box otherwise since;
    None where no page stands between.

    user: who is signed in; otherwise token, a random word of the browser's cookie, and mail where that address was proven just now:
    then it is a person, whatever browser they press in. line: that it comes from, counted for a browser alone. ValidationError where
    the topic takes none any more, and beyond a line's limit.
    """
    locked = Topic.objects.select_for_update().get(pk=topic.pk)
    if not locked.may("join"):
        raise ValidationError(OVER)
    if user is not None and user.is_authenticated:
        known = press_of(locked, user=user) or _press_as_guest(locked, user) or MeToo(topic=locked)
        known.user, known.token_hash, known.mail_hash = user, None, None
    elif mail:
        known = _of_mailbox(locked, mail, token)
    else:
        known = press_of(locked, token=token)
        if known is None:
            spend_on_press(line)
            known = MeToo(topic=locked, token_hash=hash_of(token))
    said = {"note": note, "area": area and area.pk}
    names = said if etag is None else names_to_write(etag, noted(known), as_read(said), locked)
    if "note" in names:
        known.note_shown = known.note_shown and known.note == note
        known.note = note
    if "area" in names:
        known.area = area
    known.save()
    off_the_page("topic", locked.pk)
    return known


def _of_mailbox(topic, mail, token):
    """The MeToo of whoever proved this mailbox, and of nobody else: what the same browser had pressed before becomes theirs."""
    here = press_of(topic, token=token)
    known = _press_of_mail(topic, mail)
    if known is None:
        known = here if here is not None and here.mail_hash is None else MeToo(topic=topic)
    elif here is not None and here != known and here.mail_hash is None:
        here.delete()
        here = None
    if known.user_id is None:
        known.mail_hash = hash_of_mail(mail)
        if token and here is None:
            known.token_hash = hash_of(token)
    return known


@transaction.atomic
def take_me_too_back(topic, *, user=None, token=""):
    """It is as if it had never been pressed; a word that was shown with it is gone."""
    known = press_of(topic, user=user, token=token)
    if known is not None:
        known.delete()
        off_the_page("topic", topic.pk)
    return known is not None


@transaction.atomic
def show_note(me_too, *, by, is_shown):
    """The secretariat lets everybody read a note, or no longer. PermissionDenied for everybody else."""
    if not is_secretariat(by):
        raise PermissionDenied
    locked = MeToo.objects.select_for_update().get(pk=me_too.pk)
    if locked.note and locked.note_shown != is_shown:
        locked.note_shown = is_shown
        locked.save(update_fields=["note_shown"])
        off_the_page("topic", locked.topic_id)
        record("edit", by=by, target=locked, note="ひとことを見せる" if is_shown else "ひとことを見せない")
    return locked
