"""The inbox, and the sample city's mailbox."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kyodo_portal.common.lists.paging import get_page

from .access import can_read_sample_mails
from .actions import mark_all_read, mark_read
from .models import Delivery, Notice, held


@require_safe
def inbox(request):
    """Everything one was told: what is unread first, then the newest."""
    notices = Notice.objects.visible_to(request.user).heads().with_more().unread_first()
    page = get_page(notices, request)
    return render(request, "notices/inbox.html", {"page": page})


@require_safe
def notice(request, pk):
    """One notice; whoever opens it has read it. Only its owner can, so no mail scanner; what a browser fetches ahead is not opened."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        mark_read(notice)
    others = Notice.objects.visible_to(request.user).together(notice).exclude(pk=notice.pk) if notice.batch else []
    return render(request, "notices/notice.html", {"notice": notice, "others": others})


@require_POST
def notice_read(request, pk):
    """Mark one notice as read and go on: to the page that it speaks of, or back to the inbox."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    mark_read(notice)
    if request.POST.get("go") and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("inbox")


@require_POST
def inbox_read(request):
    """Mark everything in the inbox as read."""
    mark_all_read(request.user)
    messages.success(request, "すべてのお知らせを、読んだことにしました。")
    return redirect("inbox")


@login_not_required
@never_cache
@require_safe
def sample_mail(request):
    """What the sample city sent, newest first, codes included. Not there (404) on a real site or from another machine."""
    if not can_read_sample_mails(request):
        raise Http404
    page = get_page(Delivery.objects.left(), request, per_page=10)
    counts = Delivery.objects.not_yet_left().aggregate(all=Count("pk"), held=Count("pk", filter=held(timezone.now(), "notice__")))
    waiting = {"held": counts["held"], "waiting": counts["all"] - counts["held"], "minutes": settings.KYODO_UNDO_MINUTES}
    return render(request, "notices/sample_mail.html", {"page": page, **waiting})
