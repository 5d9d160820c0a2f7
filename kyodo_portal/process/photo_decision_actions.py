"""What the secretariat decides about a photograph of which somebody on it asked that it be taken off, and takes back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.notices.later_actions import tell_later, tell_undone
from kyodo_portal.notices.waiting import waiting_time

from .edits import etag_of
from .errors import EditConflict, conflict_of_the_past
from .models import Photo, PhotoFile, PhotoRequest
from .photo_access import can_decide_request
from .photo_actions import answer_request, locked_photo, remove_files, take_off
from .photo_todo import PHOTO_REQUESTS
from .task_actions import sync_source

DECIDED = "この求めは、もう決まっています。新しい内容を見てください。"
REOPENED = "この画面を開いたあとに、いちど決めたことが取り消されました。いまの内容を見てから、もう一度決めてください。"


def etag_of_request(request):
    """The token of the page on which the secretariat decides, or takes back what it decided."""
    return etag_of(request.decided_at, request.reopened_at)


@transaction.atomic
def decide_request(request, *, by, remove, reason, etag):
    """The secretariat's decision about an open request. remove: nobody sees the photograph any more, and its files go for good when that
    is told; otherwise it is shown again when that is told (`carry_out_decided`): taken back before, nobody has seen it.

    reason: told to the people of the page. etag: of `etag_of_request` as the page was opened. EditConflict where it was decided
    otherwise meanwhile, or decided and taken back.
    """
    locked, place, row = locked_photo(request.photo)
    asked = PhotoRequest.objects.select_for_update().get(pk=request.pk)
    if not can_decide_request(by, place, row):
        raise PermissionDenied
    if asked.decided_at is not None:
        if (asked.removed, asked.reason, asked.decided_by_id) != (remove, reason, by.pk):
            raise EditConflict(DECIDED, asked)
        return asked
    if etag != etag_of_request(asked):
        raise conflict_of_the_past(REOPENED, asked)
    if not reason.strip():
        raise ValidationError({"reason": "理由を書いてください。"})
    if remove and locked.removed_at is None:
        take_off(locked, place, row, by=by, why=Photo.Why.ASKED, reason=reason, keeps_files=bool(waiting_time()))
    else:
        answer_request(asked, by=by, removed=remove, reason=reason)
        if not waiting_time():
            locked.covered_at = None
            locked.save(update_fields=["covered_at"])
        record("photo", by=by, target=locked, note="求めを確かめ、戻した")
    asked.refresh_from_db()
    said = "外しました" if remove else "戻しました"
    title, url = f"「{place.title(row)}」の写真を{said}", place.url(row)
    tell_later(place.people(row), about=about_decision(asked), title=title, body=f"理由：{reason}", url=url, by=by)
    return asked


def can_take_back(user, request, place, row):
    """The secretariat, of a photograph that stands again, or whose files have not gone yet; not of one about which somebody has asked
    anew, nor where another one has taken its place. Three queries at most.
    """
    photo = request.photo
    if request.decided_at is None or not can_decide_request(user, place, row):
        return False
    if photo.requests.open().exists():
        return False
    if not request.removed:
        return photo.removed_at is None
    is_kept = photo.removed_why == Photo.Why.ASKED and photo.files.exists()
    return is_kept and Photo.objects.kept().filter(place=photo.place, subject_id=photo.subject_id).count() < place.most


@transaction.atomic
def reopen_request(request, *, by, etag):
    """The secretariat takes back what it decided: the photograph is covered as before, the request waits again, and whoever was told
    hears so. etag: of `etag_of_request` as the page was opened. The second press finds it so.

    EditConflict where it was decided anew meanwhile; ValidationError where nothing can be put back any more.
    """
    locked, place, row = locked_photo(request.photo)
    asked = PhotoRequest.objects.select_for_update().get(pk=request.pk)
    if not can_decide_request(by, place, row):
        raise PermissionDenied
    if asked.decided_at is None and asked.reopened_at is not None:
        return asked
    if etag != etag_of_request(asked):
        raise conflict_of_the_past(DECIDED, asked)
    asked.photo = locked
    if not can_take_back(by, asked, place, row):
        raise ValidationError("もう取り消せません。写真が消えたか、別の写真に替わったか、新しい求めが届いています。")
    locked.removed_at, locked.removed_by, locked.removed_why, locked.covered_at = None, None, "", timezone.now()
    locked.save(update_fields=["removed_at", "removed_by", "removed_why", "covered_at"])
    asked.removed, asked.decided_by, asked.decided_at, asked.reopened_at = None, None, None, timezone.now()
    asked.save(update_fields=["removed", "decided_by", "decided_at", "reopened_at"])
    off_the_page(*place.record(row))
    sync_source(PHOTO_REQUESTS, asked, by=by)
    record("photo", by=by, target=locked, note="決めたことを取り消し、隠した")
    title = f"訂正：「{place.title(row)}」の写真をどうするかは、まだ決まっていません"
    body = "事務局が、もう一度確かめています。写真は、見えないようにしています。"
    tell_undone(about_decision(asked), by=by, title=title, body=body, url=place.url(row))
    return asked


def seen_again_at(request):
    """When a photograph is shown again that the secretariat left on its page; None where it is shown, gone, or not decided about."""
    waits = request.decided_at and not request.removed and request.photo.covered_at
    return request.decided_at + waiting_time() if waits else None


def carry_out_decided():
    """A job of the clock, once a decision is told: of what was taken off the files go for good, what was left is shown again."""
    told = timezone.now() - waiting_time()
    with transaction.atomic():
        covered = Photo.objects.kept().filter(covered_at__isnull=False)
        held = [*covered.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)]
        # Asked of what is held: somebody may have asked anew a moment ago, or the decision was taken back.
        waits = PhotoRequest.objects.filter(Q(decided_at__isnull=True) | Q(decided_at__gt=told))
        Photo.objects.filter(pk__in=held).exclude(requests__in=waits).update(covered_at=None)
        # Held: of one that is taken back at this moment the files stay.
        gone = Photo.objects.filter(removed_why=Photo.Why.ASKED, removed_at__lte=told, files__isnull=False).order_by("pk")
        keys = [*gone.select_for_update(of=("self",)).values_list("pk", flat=True)]
        remove_files(PhotoFile.objects.filter(photo__in=keys), for_good=True)


def about_decision(request):
    """Of what the notices of the secretariat's decision speak."""
    return f"photo:{request.pk}:decided"
