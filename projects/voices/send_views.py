"""声をとどける: what is near is shown first, then the voice is sent; a guest's mailbox is proven before it is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.accounts import guesses
from kyodo_portal.process.pages import giving_back
from partners.requests import waiting_letters
from partners.requests.forms import CodeForm

from .access import can_file
from .actions import file_voice, send_voice
from .forms import FileForm, SendForm
from .troubles import desks_near, topics_near, trouble_of

ABOUT = "voice:new"  # under which a guest's voice waits in the session
SLOT = waiting_letters.slot_of(ABOUT)  # and its digits
SENT = "声をとどけました。"
WHAT = "声を送る"  # for what a guest's digits are


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request):
    """Write a voice. Before it is sent: what many say already, and which office takes care of what is no 協働."""
    data = request.POST if request.method == "POST" else None
    first = waiting_letters.kept(request, ABOUT) or {"theme": request.GET.get("theme", "")}
    troubles = desks_near(data.get("text", "")) if data is not None else []
    is_checked = bool(data and data.get("checked"))
    form = SendForm(data, user=request.user, troubles=troubles if is_checked else (), initial=first)
    near = []
    if form.is_bound and form.is_valid():
        near = [] if is_checked else topics_near(form.cleaned_data["text"], form.cleaned_data["theme"])
        if not is_checked and (near or troubles):
            form = SendForm(data, user=request.user, troubles=troubles).ask_again()
            form.clear_errors()
        else:
            try:
                return _go_on(request, form)
            except ValidationError as error:
                form.add_error(None, error)
    context = {"form": form, "near": near, "troubles": troubles if form.is_bound else []}
    return render(request, "projects/voices/send.html", context)


def _go_on(request, form):
    """Send it now, or keep it until the mailbox of its writer is proven."""
    said = form.cleaned_data
    if said.get("mail"):
        waiting_letters.mail_code(request, said["mail"], key=said["form_key"], slot=SLOT, what=WHAT)
        waiting_letters.keep(request, ABOUT, request.POST, key=said["form_key"], page=request.path)
        return HttpResponseRedirect(reverse("voice-code"))
    voice = _send(request, said)
    if request.user.is_authenticated:
        messages.success(request, SENT)
        return HttpResponseRedirect(f"{voice.get_absolute_url()}#main")
    return HttpResponseRedirect(f"{reverse('voice-sent')}#main")


def _send(request, said, mail=""):
    names = ("theme", "area", "name", "phone", "wants_answer", "may_show")
    trouble = said.get("trouble")
    return send_voice(
        by=request.user if request.user.is_authenticated else None,
        text=said["text"],
        form_key=said["form_key"],
        line=guesses.line(request),
        trouble=trouble and trouble_of(trouble.key),
        guest_mail=mail,
        **{name: said[name] for name in names if said.get(name)},
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    """The six digits of a guest; then the voice that waited is sent."""
    row = waiting_letters.waits(request, waiting_letters.LETTER, ABOUT)
    if row is None or SLOT not in request.session:
        if led := waiting_letters.first_answer(request, SLOT):
            return HttpResponseRedirect(led)
        messages.error(request, "この数字は、もう使えません。もう一度、声を書いてください。")
        return HttpResponseRedirect(reverse("voice-send"))
    if "again" in request.POST:
        waiting_letters.send_again(request, slot=SLOT, what=WHAT)
        return HttpResponseRedirect(request.path)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            mail = waiting_letters.proven_mail(request, form.cleaned_data["code"], slot=SLOT)
            return _send_kept(request, row, mail)
        except ValidationError as error:
            form.add_error("code", error)
    return render(request, "projects/voices/code.html", {"form": form})


def _send_kept(request, row, mail):
    data = QueryDict(mutable=True)
    for name, values in row["typed"].items():
        data.setlist(name, values)
    data["form_key"] = row["key"]
    form = SendForm(data, user=request.user, troubles=desks_near(data.get("text", "")) if data.get("trouble") else ())
    if not form.is_valid():
        raise ValidationError(waiting_letters.OVER)
    with giving_back(form):
        _send(request, form.cleaned_data, mail)
    waiting_letters.keep_answer(request, done := f"{reverse('voice-sent')}#main", SLOT)
    waiting_letters.forget(request, ABOUT)
    return HttpResponseRedirect(done)


@login_not_required
@require_safe
def sent(request):
    """What a guest reads after sending."""
    return render(request, "projects/voices/sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
def file(request):
    """The secretariat enters what came by telephone or on paper."""
    if not can_file(request.user):
        raise PermissionDenied("電話や紙で来た声を入れるのは、事務局です。")
    form = FileForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            voice = file_voice(by=request.user, **form.cleaned_data)
            messages.success(request, f"「{voice}」を入れました。")
            return HttpResponseRedirect(f"{voice.get_absolute_url()}#main")
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "projects/voices/file.html", {"form": form})
