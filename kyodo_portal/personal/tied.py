"""The rows that have to do with a person: the groups that it ever belonged to with all their matters, its letters with the answers,
and what it wrote itself.

Names and numbers are words that anybody may type: replaced in every text of the house, a person called 「まちづくり」 would take the
word out of the guideline when leaving. Only a proved mail address is looked for everywhere.
"""

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import EmailField, Q
from django.urls import reverse

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.lists.pieces import pieces
from kyodo_portal.common.upwards import photo_places
from kyodo_portal.letters.kinds import kinds as letter_kinds
from kyodo_portal.letters.models import LetterSending, OfficialLetter
from kyodo_portal.notices.models import Delivery, News, NewsKey, Notice
from kyodo_portal.process.models import Photo, PhotoFile, PhotoRequest
from partners.models import Membership, Partner, Registration, Request
from projects.models import Cycle, JointGroup, Participation, Project, Proposal

CHUNK = 500


def groups_of(user):
    """The groups (no city offices) that a person ever belonged to or applied for."""
    ever = Q(memberships__user=user) | Q(registrations__created_by=user)
    return Partner.objects.filter(ever, office=Partner.Office.NONE).distinct()


def tied_rows(user):
    """{model: set of keys} of every row that has to do with a person. Some three queries for each model."""
    found = {Partner: set(groups_of(user).values_list("pk", flat=True))}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]
    found[Project] = set(Participation.objects.filter(partner__in=found[Partner]).values_list("project", flat=True))
    joint = JointGroup.objects.filter(partner__in=found[Partner], proposal__isnull=False)
    found[Proposal] = set(joint.values_list("proposal", flat=True))
    found[Request] = set(Request.objects.filter(by=user).values_list("pk", flat=True))  # with what was answered
    while _grow(found, models):
        pass
    for place in photo_places():  # photographs know the page on which they stand by its key
        for keys in _some(found.get(place.model, ())):
            some = Photo.objects.filter(place=place.key, subject_id__in=keys)
            _add(found, Photo, some.values_list("pk", flat=True))
    for model in (PhotoFile, PhotoRequest):
        _add(found, model, _where(model, "photo", found.get(Photo, ())))
    for key, kind in letter_kinds().items():  # and 通知書 the matter of which they speak
        for pks in _some(found.get(kind.model, ())):
            letters = OfficialLetter.objects.filter(process=key, subject_id__in=pks)
            _add(found, OfficialLetter, letters.values_list("pk", flat=True))
    _add(found, LetterSending, _where(LetterSending, "letter", found.get(OfficialLetter, ())))
    mails = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    for model in models:  # what the person wrote or decided, wherever that stands: this row only
        own = Q(pk__in=[])
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is User:
                own |= Q(**{field.name: user})
            elif isinstance(field, EmailField):  # what was written to the own address, also where nobody answered
                own |= Q(**{f"{field.name}__in": mails})
        _add(found, model, model._base_manager.filter(own).values_list("pk", flat=True))
        if hasattr(model, "instance_type"):  # the copies that a history keeps
            _add(found, model, _where(model, "id", found.get(model.instance_type, ())))
    _follow_the_news(found, user)
    return found


def _grow(found, models):
    """What hangs on rows that were found; True while something was new."""
    grew = False
    for model in models:
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in found and field.related_model is not model:
                grew |= _add(found, model, _where(model, field.name, found[field.related_model]))
    return grew


def _where(model, name, keys):
    for some in _some(keys):
        yield from model._base_manager.filter(**{f"{name}__in": some}).values_list("pk", flat=True)


def _some(keys):
    """The keys in their order, CHUNK at a time."""
    keys = sorted(keys)
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def _add(found, model, keys):
    known, before = found.setdefault(model, set()), len(found[model])
    known.update(keys)
    return len(known) > before


def _follow_the_news(found, user):
    """Notices to the people of these groups and about these matters, their mails, what became public of them, what the trail and
    Django's log say of them.
    """
    people = set(Membership.objects.filter(partner__in=found[Partner]).values_list("user", flat=True))
    pages = set()
    for model in (Partner, Registration, Request, Proposal, Project, Cycle):
        for row in _rows(model, found):
            pages |= {
                row.get_absolute_url(),
                reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk]),
            }
    for key, owner, url in pieces(Notice.objects.values_list("pk", "user", "url"), 2000):
        if owner in people or pages & _beginnings(url):
            found[Notice].add(key)
    _add(found, Delivery, _where(Delivery, "notice", found[Notice]))
    mails = User.objects.filter(pk__in=people).values("email")
    _add(found, Delivery, Delivery.objects.filter(to__in=mails).values_list("pk", flat=True))
    for model, keys in [*found.items(), (User, {user.pk})]:
        names = [str(key) for key in sorted(keys)]
        for start in range(0, len(names), CHUNK):
            some = names[start : start + CHUNK]
            told = NewsKey.objects.filter(key__in=[f"{model._meta.model_name}:{name}" for name in some])
            _add(found, News, told.values_list("news", flat=True))
            label, content_type = model._meta.label_lower, ContentType.objects.get_for_model(model)
            seen = AuditEvent.objects.filter(target_type=label, target_id__in=some)
            _add(found, AuditEvent, seen.values_list("pk", flat=True))
            logged = LogEntry.objects.filter(content_type=content_type, object_id__in=some)
            _add(found, LogEntry, logged.values_list("pk", flat=True))


def _beginnings(url):
    """The page itself and every page that it lies under: a reminder leads to a page of its own of the matter."""
    return {url[: at + 1] for at, sign in enumerate(url) if sign == "/"}


def _rows(model, found):
    keys = sorted(found.get(model, ()))
    related = {"Cycle": ("project",), "Registration": ("partner",)}.get(model.__name__, ())
    for start in range(0, len(keys), CHUNK):
        yield from model._base_manager.select_related(*related).filter(pk__in=keys[start : start + CHUNK])
