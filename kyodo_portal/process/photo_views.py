"""Photographs: handed out, put up, taken off, and the way for whoever is on one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.accounts import guesses
from kyodo_portal.common.files.storage import download_response
from kyodo_portal.notices.telling import when_told

from .edits import ETAG, changed_in, etag_of
from .errors import EditConflict
from .photo_access import can_change_photos, can_decide_request, page_it_left, photo_or_404, subject_or_404
from .photo_actions import SAID, add_photo, ask_to_remove, correct_photo, etag_of_photos, remove_photo, said_of
from .photo_decision_actions import about_decision, can_take_back, decide_request, etag_of_request, reopen_request, seen_again_at
from .photo_forms import AskForm, CorrectionForm, DecideForm, PhotoForm
from .photo_places import photo_place
from .photos import page_of_photos

PICTURE_KEPT = "private, max-age=600"  # by the browser of a visitor: no page leads to what was covered meanwhile
PICTURE_ASKED = "private, no-cache"


@login_not_required
@require_safe
def picture(request, pk, size):
    """One size of a photograph, for whoever may open the page on which it stands."""
    photo, _, _ = photo_or_404(pk, request.user)
    file = get_object_or_404(photo.files.all(), width_name=size)
    etag = f'"photo-{file.pk}"'  # what a row stands for never changes
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = download_response(file.stored_as, file.name, file.content_type, inline=True)
    response["ETag"], response["X-Robots-Tag"] = etag, "noindex"
    response["Cache-Control"] = PICTURE_ASKED if request.user.is_authenticated else PICTURE_KEPT
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request, pk):
    """The photograph alone, where it belongs, and the form with which whoever is on it asks for it to be taken off."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _asked(request, pk, form):
        return redirect("photo-asked")
    shown, place, row = photo_or_404(pk, request.user)
    context = {"photo": shown, "title": place.title(row), "back": place.url(row), "form": form}
    return render(request, "process/photo.html", context)


def _asked(request, pk, form):
    """Whether it is asked, by this press or an earlier one, which has covered the photograph; otherwise the form says why not."""
    wanted, _, _ = photo_or_404(pk, request.user, even_covered=True)
    by = request.user if request.user.is_authenticated else None
    try:
        ask_to_remove(wanted, by=by, line=guesses.line(request), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@login_not_required
@require_safe
def asked(request):
    """What happens next, for whoever asked for a photograph to be taken off."""
    return render(request, "process/photo_asked.html")


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request, key, subject_id):
    """The photographs of one page, for whoever changes it: what stands, what was covered, and the form for another one."""
    place, row = subject_or_404(key, subject_id, request.user)
    if not can_change_photos(request.user, place, row):
        raise PermissionDenied
    sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if sent else (None, None)
    first = {"asked_by": request.user.name, ETAG: etag_of_photos(place, row.pk)}
    form = PhotoForm(data, files, initial=first, is_described=place.is_described)
    if sent and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            add_photo(place, row.pk, by=request.user, accepted=values.pop("photo"), **values)
        except EditConflict as error:
            form.overtaken(str(error), etag_of_photos(place, row.pk), {})
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "写真を載せました。")
            return HttpResponseRedirect(f"{place.url(row)}#main")
    shown = {**page_of_photos(place, row)._asdict(), "form": form}
    return render(request, "process/photos.html", shown, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def photo_correct(request, pk):
    """What is said of a photograph that stands: its description, who is on it, their consent."""
    shown, place, row = photo_or_404(pk, request.user)
    if not can_change_photos(request.user, place, row):
        raise PermissionDenied
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        initial={**said_of(shown), ETAG: etag_of(said_of(shown))},
        is_described=place.is_described,
    )
    if form.is_bound and form.is_valid() and _corrected(shown, request.user, form):
        messages.success(request, "写真の説明と、同意のことを直しました。")
        return redirect("photos", place.key, row.pk)
    context = {"photo": shown, "title": place.title(row), "back": reverse("photos", args=[place.key, row.pk]), "form": form}
    return render(request, "process/photo_correct.html", context, status=form.http_status)


def _corrected(shown, by, form):
    """Whether it was written; otherwise the form says what stands now beside what was typed."""
    try:
        correct_photo(shown, by=by, **form.cleaned_data)
    except EditConflict as error:
        shown.refresh_from_db()
        stands = said_of(shown)
        sent = {name: form.cleaned_data[name] for name in SAID}
        form.overtaken(str(error), etag_of(stands), changed_in(sent, stands))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def photo_remove(request, pk):
    """Confirm, then take a photograph off."""
    if request.method == "POST" and (page := page_it_left(pk, request.user)):
        return HttpResponseRedirect(f"{page}#main")  # pressed twice
    shown, place, row = photo_or_404(pk, request.user)
    if not can_change_photos(request.user, place, row):
        raise PermissionDenied
    if request.method == "POST":
        remove_photo(shown, by=request.user)
        messages.success(request, "写真を外しました。")
        return HttpResponseRedirect(f"{place.url(row)}#main")
    return render(request, "process/photo_remove.html", {"photo": shown, "title": place.title(row), "back": place.url(row)})


def decide_page(model_admin, request, asked):
    """The secretariat's page about one request. `model_admin`: whose frame is drawn around it."""
    place = photo_place(asked.photo.place)
    row = place.row(asked.photo.subject_id)
    if not can_decide_request(request.user, place, row):
        raise PermissionDenied
    etag = etag_of_request(asked)
    form = DecideForm(request.POST if request.method == "POST" else None, initial={"reason": asked.reason, ETAG: etag})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        decide_request(asked, by=request.user, remove=said["remove"] == "yes", reason=said["reason"], etag=said[ETAG])
        messages.success(request, f"決めました。{when_told('写真を載せた人', about_decision(asked), by=request.user)}")
        return HttpResponseRedirect(f"{request.path}#main")
    frame = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "title": str(asked)}
    may = {"etag": etag, "may_reopen": can_take_back(request.user, asked, place, row), "seen_again": seen_again_at(asked)}
    context = {**frame, **may, "asked": asked, "page_title": place.title(row), "page_url": place.url(row), "form": form}
    return render(request, "admin/process/photorequest/decide.html", context)


def reopen(request, asked):
    """The secretariat takes back what it decided about one request; what came of it stands on its page."""
    try:
        reopen_request(asked, by=request.user, etag=request.POST.get(ETAG, ""))
        messages.success(request, "決めたことを取り消しました。写真は、また見えないようにしました。もう一度、決めてください。")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(f"{reverse('admin:process_photorequest_decide', args=[asked.pk])}#main")
