"""Photographs are put up, taken off, covered at once where somebody on one asks, and decided about."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.accounts.limits import HOUR, counter_key, spend, spend_of_line
from kyodo_portal.audit.actions import record
from kyodo_portal.common.files import storage
from kyodo_portal.common.files.three_by_two import in_three_by_two
from kyodo_portal.common.files.uploads import Accepted
from kyodo_portal.common.upwards import off_the_page, secretariat_people
from kyodo_portal.notices.actions import notify

from .edits import OVERTAKEN, changed_in, etag_of, is_overtaken
from .errors import EditConflict
from .file_actions import keep_file, laid_down
from .models import Photo, PhotoFile, PhotoRequest
from .once import create_once
from .photo_access import can_change_photos
from .photo_places import photo_place
from .photo_todo import PHOTO_REQUESTS
from .task_actions import sync_source

SAID = ("alt", "is_decoration", "people", "with_children", "guardians_agreed", "asked_whom", "asked_by", "asked_on")
ASKED_BY_ONE, ASKED_BY_ALL = 5, 60  # requests in an hour: of one line, of everybody
PUT_UP_MEANWHILE = (
    "この画面を開いたあとに、別の写真が載りました。上の「いまの写真」を見てください。"
    "それでも替えるときは、写真を選び直して、もう一度載せてください。ほかの入力は残っています。"
)
TOO_MANY = "いま、たくさん届いていて受け取れません。お手数ですが、電話で知らせてください。"


def etag_of_photos(place, subject_id):
    """The token of what a new photograph would take the place of: of the one on a page that shows one."""
    return etag_of(*_kept(place, subject_id).values_list("pk", flat=True)) if place.most == 1 else ""


def _kept(place, subject_id):
    return Photo.objects.kept().filter(place=place.key, subject_id=subject_id).order_by("pk")


def add_photo(place, subject_id, *, by, form_key, accepted, third="centre", is_sample=False, etag=None, **said):
    """The Photo that now stands on this page, kept in two sizes. `place`: a PhotoPlace; accepted: an uploads.Accepted of a picture.

    third: see `in_three_by_two`. said: alt, is_decoration, people, with_children, guardians_agreed, asked_whom, asked_by, asked_on. Where
    a page shows one photograph, the one before goes; where it shows several and is full, ValidationError.
    etag: `etag_of_photos` as the page was opened; EditConflict where another photograph would go than that page showed.
    """
    # Drawn and written to the store before anything is locked: both can take seconds.
    kind = accepted.content_type.removeprefix("image/")
    sizes = {
        name: (Accepted(f"{name}.webp", "image/webp", content), size)
        for name, (content, size) in in_three_by_two(accepted.content, kind, "写真", third).items()
    }

    @transaction.atomic
    def make():
        row = place.model._base_manager.select_for_update().get(pk=subject_id)
        if not can_change_photos(by, place, row):
            raise PermissionDenied
        if etag is not None and _kept(place, subject_id).exists() and etag != etag_of_photos(place, subject_id):
            if same := _kept(place, subject_id).filter(added_by=by, files__sha256=sizes["l"][0].sha256, **said).first():
                return same  # the same photograph with the same words, out of another tab
            raise EditConflict(PUT_UP_MEANWHILE, row)
        return _put_up(place, row, sizes, by=by, form_key=form_key, is_sample=is_sample, **said)

    with laid_down(*(file for file, _ in sizes.values())):
        return create_once(Photo, form_key, make, theirs={"place": place.key, "subject_id": subject_id, "added_by_id": by.pk})


def _put_up(place, row, sizes, *, by, form_key, is_sample, **said):
    """`add_photo` once the row is held and the right is asked for. sizes: {name: (uploads.Accepted, (width, height))}."""
    # Held: of a photograph about which is being decided at this moment nobody writes another end over that one.
    before = list(_kept(place, row.pk).select_for_update())
    if place.most > 1 and len(before) >= place.most:
        raise ValidationError(f"写真は{place.most}枚までです。どれかを外してから載せてください。")
    for old in before if place.most == 1 else ():
        take_off(old, place, row, by=by, why=Photo.Why.REPLACED)
    photo = Photo.objects.create(place=place.key, subject_id=row.pk, added_by=by, form_key=form_key, is_sample=is_sample, **said)
    for name, (file, (width, height)) in sizes.items():
        file = replace(file, name=f"photo-{photo.pk}-{name}.webp")
        keep_file(PhotoFile, file, by=by, photo=photo, width_name=name, width=width, height=height)
    record("photo", by=by, target=photo, note="載せた")
    return photo


def said_of(photo):
    """{column: value}: what is said of a photograph, as the form that puts it right begins."""
    return {name: getattr(photo, name) for name in SAID}


@transaction.atomic
def correct_photo(photo, *, by, etag, **said):
    """Put right what is said of a photograph that stands. said: SAID; etag: of `said_of` as the page was opened.

    EditConflict where somebody said otherwise meanwhile, or it is off. A second press changes nothing.
    """
    locked, place, row = locked_photo(photo)
    if not can_change_photos(by, place, row):
        raise PermissionDenied
    if locked.removed_at is not None:
        raise EditConflict("この写真は、もう外されています。", locked)
    stands = said_of(locked)
    if is_overtaken(etag, stands, said):
        raise EditConflict(OVERTAKEN, locked)
    if not changed_in(said, stands):
        return locked
    for name, value in said.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*said])
    record("photo", by=by, target=locked, note="説明と同意を直した")
    return locked


@transaction.atomic
def remove_photo(photo, *, by):
    """Whoever changes the page takes the photograph off; requests about it are answered by that. Nothing where it is gone already."""
    locked, place, row = locked_photo(photo)
    if not can_change_photos(by, place, row):
        raise PermissionDenied
    if locked.removed_at is None:
        take_off(locked, place, row, by=by, why=Photo.Why.REMOVED)
    return locked


@transaction.atomic
def ask_to_remove(photo, *, by, form_key, words, contact, line):
    """Somebody on the photograph, or a parent, asks: it is covered at once. The PhotoRequest; the open one where there is one,
    with what this one says besides.

    by: the user where one is signed in; words, contact: may be "". line: whose address it is, counted (ASKED_BY_ONE). The people
    of the page and the secretariat are told, and the secretariat gets a task. ValidationError beyond the limits and for the key of
    another photograph's page; EditConflict where the first press of this key said something else, or the photograph is off.
    """
    locked, place, row = locked_photo(photo)

    def make():
        if (known := locked.requests.open().first()) is not None:
            return _say_also(known, words, contact, line)
        return _cover(locked, place, row, by=by, form_key=form_key, words=words, contact=contact, line=line)

    return create_once(PhotoRequest, form_key, make, theirs={"photo_id": locked.pk}, said={"words": words, "contact": contact})


def _say_also(request, words, contact, line):
    """Somebody else who is on a photograph that is covered already: what they say, and where they are answered, stands below, once."""
    more = "\n".join(filter(None, [words, contact and f"返事の宛先：{contact}"]))
    if more and (words, contact) != (request.words, request.contact) and more not in request.words:
        _spend(line)
        request.words = f"{request.words}\n\nあとから届いた連絡：\n{more}".strip()
        request.save(update_fields=["words"])
    return request


def _spend(line):
    if not spend_of_line("photo-ask", line, ASKED_BY_ONE, HOUR) or not spend(counter_key("photo-asks"), ASKED_BY_ALL, HOUR):
        raise ValidationError(TOO_MANY)


def _cover(locked, place, row, *, by, form_key, words, contact, line):
    """`ask_to_remove` once the photograph is held, where no request about it is open."""
    if locked.removed_at is not None:
        raise EditConflict("この写真は、もう外されています。", locked)
    _spend(line)
    made = PhotoRequest.objects.create(photo=locked, form_key=form_key, words=words, contact=contact)
    locked.covered_at = timezone.now()
    locked.save(update_fields=["covered_at"])
    off_the_page(*place.record(row))
    record("photo", by=by, target=locked, note="求めがあり、隠した")
    sync_source(PHOTO_REQUESTS, made, by=by)
    title = f"「{place.title(row)}」の写真を外してほしいと、連絡がありました"
    body = "写真は、すぐに見えないようにしました。外すときは、ページから外してください。事務局が、外すか戻すかを決めます。"
    _tell(place.people(row), made, title, body, place.url(row), by)
    _tell(secretariat_people(), made, title, "写真は見えないようにしました。外すか戻すかを決めてください。", decide_url(made), by)
    return made


def take_off(photo, place, row, *, by, why, reason="載せた側が外しました。", keeps_files=False):
    """The files go, the row stays with who, when and why; an open request is answered, and what was asked for goes for good.

    keeps_files: they go when that is told (photo_decision_actions.py). The caller holds the photograph's row.
    """
    was_asked_for = why == Photo.Why.ASKED or photo.covered_at is not None
    photo.removed_at, photo.removed_by, photo.removed_why, photo.covered_at = timezone.now(), by, why, None
    photo.save(update_fields=["removed_at", "removed_by", "removed_why", "covered_at"])
    if not keeps_files:
        remove_files(PhotoFile.objects.filter(photo=photo), for_good=was_asked_for)
    for request in photo.requests.open():
        answer_request(request, by=by, removed=True, reason=reason)
    off_the_page(*place.record(row))
    record("photo", by=by, target=photo, note=f"外した（{photo.get_removed_why_display()}）")


def answer_request(request, *, by, removed, reason):
    """What became of a request, and no task any more. In the caller's transaction."""
    request.removed, request.reason, request.decided_by, request.decided_at = removed, reason, by, timezone.now()
    request.save(update_fields=["removed", "reason", "decided_by", "decided_at"])
    sync_source(PHOTO_REQUESTS, request, by=by)


def remove_files(files, *, for_good=False):
    """Delete these PhotoFile rows; once that is certain, the files go into the trash, or for good where a person asked for it."""
    gone = storage.discard if for_good else storage.remove_stored
    for file in files:
        file.delete()
        transaction.on_commit(lambda name=file.stored_as: gone(name))


def forget_photos(place, subject_ids):
    """Before rows of this place ("project" …) are deleted: their photographs go with them, into the trash."""
    photos = Photo.objects.filter(place=place, subject_id__in=subject_ids)
    remove_files(PhotoFile.objects.filter(photo__in=photos))
    _drop_open_requests(photos)
    photos.delete()


def erase_photos(photos):
    """What these rows say of people goes, and their files for good: of groups that left, of photographs long removed."""
    remove_files(PhotoFile.objects.filter(photo__in=photos), for_good=True)
    keys = list(photos.values_list("pk", flat=True))
    _drop_open_requests(keys)
    PhotoRequest.objects.filter(photo__in=keys).update(words="", contact="", reason="")
    Photo.objects.filter(pk__in=keys, removed_at__isnull=True).update(
        removed_at=timezone.now(), removed_why=Photo.Why.REMOVED, covered_at=None
    )
    Photo.objects.filter(pk__in=keys).update(alt="", asked_whom="", asked_by="", asked_on=None)


def _drop_open_requests(photos):
    """Of photographs that go with their page there is nothing left to decide: the requests go, and the secretariat's tasks with them."""
    waiting = list(PhotoRequest.objects.open().filter(photo__in=photos))
    if waiting:
        PhotoRequest.objects.filter(pk__in=[request.pk for request in waiting]).delete()
        sync_source(PHOTO_REQUESTS, *waiting)


def locked_photo(photo):
    """(photo, place, row): the photograph, whose row is held now, and where it stands."""
    locked = Photo.objects.select_for_update().get(pk=photo.pk)
    place = photo_place(locked.place)
    return locked, place, place.row(locked.subject_id)


def decide_url(request):
    """Where the secretariat decides."""
    return reverse("admin:process_photorequest_decide", args=[request.pk])


def _tell(people, request, title, body, url, by):
    notify(people, title=title, body=body, url=url, key=f"photo:{request.pk}:asked", by=by)
