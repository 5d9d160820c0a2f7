"""What the secretariat does with a meeting: announce, cancel, publish minutes, take each back; papers."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.notices.telling import when_told

from . import meeting_actions as actions
from .access import can_edit_committees
from .meeting_forms import AnnounceForm, CancelForm, PaperForm, SureForm
from .meeting_models import AHEAD_DAYS, CommitteeMeeting, MeetingPaper

ONLY = "会議の知らせと会議録は、事務局が出します。"
both = require_http_methods(["GET", "HEAD", "POST"])


def _meeting(request, pk):
    row = get_object_or_404(CommitteeMeeting.objects.visible_to(request.user).select_related("committee"), pk=pk)
    if not can_edit_committees(request.user):
        raise PermissionDenied(ONLY)
    return row


def _asked(request, row, form_class, act, done, *, title, lead="", warning="", hears="", with_files=False, **more):
    """A page that asks, and acts on POST; what stands in the way is said at its box. hears: of which press the members hear."""
    sent = request.method == "POST"
    form = form_class(request.POST if sent else None, request.FILES if sent and with_files else None, **more)
    if sent and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name in form.fields}
        try:
            act(row, by=request.user, **values)
        except ValidationError as error:
            form.add_error(None, "".join(error.messages))
        else:
            told = when_told("委員", actions.about(row, hears), by=request.user) if hears else ""
            messages.success(request, f"{done}{told}")
            return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    context = {"meeting": row, "form": form, "title": title, "lead": lead, "warning": warning}
    return render(request, "projects/committees/ask.html", context)


@both
def announce(request, pk):
    """会議を知らせる: says what is missing, and asks why where it is late."""
    row = _meeting(request, pk)
    missing = "" if row.announced_at else actions.what_is_missing(row)
    is_late = actions.days_ahead(row) < AHEAD_DAYS
    lead = "だれでも読める知らせと、公開のしるしを付けた資料が出ます。委員にも知らせます。"
    left = f"開く日まで、あと{actions.days_ahead(row)}日です。{AHEAD_DAYS}日前までに知らせる決まりなので、わけを書きます。"
    warning = missing or (left if is_late else "")
    done = "会議を公開しました。"
    form = partial(AnnounceForm, is_late=is_late, is_open=row.is_open)
    return _asked(
        request, row, form, actions.announce_meeting, done, title="会議を知らせる", lead=lead, warning=warning, hears="announced"
    )


@both
def unannounce(request, pk):
    """知らせを取り消す."""
    lead = (
        "公開のページから消えます。委員には、取り消したことを知らせます。日をあらためるだけなら、「とりやめる」を使ってください。"
    )
    sure = partial(SureForm, button="知らせを取り消す")
    done = "知らせを取り消しました。"
    return _asked(request, _meeting(request, pk), sure, actions.take_back_announcement, done, title="知らせを取り消す", lead=lead)


@both
def cancel(request, pk):
    """会議をとりやめる."""
    lead = "ページは残り、とりやめたことと、そのわけが出ます。委員にも知らせます。"
    done = "会議をとりやめました。"
    title = "会議をとりやめる"
    return _asked(
        request, _meeting(request, pk), CancelForm, actions.cancel_meeting, done, title=title, lead=lead, hears="cancelled"
    )


@both
def hold(request, pk):
    """とりやめを取り消す."""
    sure = partial(SureForm, button="予定のとおり開く")
    done = "会議は、予定のとおり開きます。"
    title = "とりやめを取り消す"
    return _asked(request, _meeting(request, pk), sure, actions.hold_after_all, done, title=title, lead="委員にも知らせます。")


@both
def minutes(request, pk):
    """会議録を公表する."""
    lead = "「議事のまとめ」と「出た人」を、だれでも読めるようになります。個人の事情が書かれていないか、確かめてください。"
    sure = partial(SureForm, button="会議録を公表する")
    done = "会議録を公表しました。"
    return _asked(request, _meeting(request, pk), sure, actions.publish_minutes, done, title="会議録を公表する", lead=lead)


@both
def minutes_off(request, pk):
    """会議録の公表をやめる."""
    lead = "公開のページから消えます。直したら、もう一度公表してください。"
    sure = partial(SureForm, button="公表をやめる")
    done = "会議録の公表をやめました。"
    title = "会議録の公表をやめる"
    return _asked(request, _meeting(request, pk), sure, actions.withdraw_minutes, done, title=title, lead=lead)


@both
def paper_new(request, pk):
    """資料を加える."""
    row = _meeting(request, pk)
    form = partial(PaperForm, initial={"is_public": row.is_open})
    lead = "公開のしるしを付けた資料は、会議を知らせると、だれでも読めます。"
    return _asked(request, row, form, actions.add_paper, "資料を加えました。", title="資料を加える", lead=lead, with_files=True)


def _paper(request, pk):
    row = get_object_or_404(MeetingPaper.objects.visible_to(request.user).select_related("meeting__committee"), pk=pk)
    if not can_edit_committees(request.user):
        raise PermissionDenied(ONLY)
    return row


@both
def paper_remove(request, pk):
    """資料を外す."""
    row = _paper(request, pk)
    sure = partial(SureForm, button="外す")
    lead = f"「{row.label}」。会議のページから消えます。あとで戻せます。"
    act = partial(_on_paper, row, actions.remove_paper)
    return _asked(request, row.meeting, sure, act, "資料を外しました。", title="資料を外す", lead=lead)


@both
def paper_back(request, pk):
    """外した資料を戻す."""
    row = _paper(request, pk)
    sure = partial(SureForm, button="戻す")
    act = partial(_on_paper, row, actions.put_paper_back)
    return _asked(request, row.meeting, sure, act, "資料を戻しました。", title="資料を戻す", lead=f"「{row.label}」")


def _on_paper(paper, act, meeting, *, by):
    act(paper, by=by)
