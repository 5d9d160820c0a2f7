"""The words of a topic, its steps, and which notes of 「わたしも」 everybody reads: the secretariat and the coordinators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.paging import get_page
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import say_kept, step_page
from partners.directory.access import is_secretariat

from .access import can_write_topic, makes_topics
from .forms import TopicForm
from .models import Voice
from .topic_actions import begin_topic, etag_of_topic, show_note, write_topic, written
from .topic_models import MeToo
from .views import visible_topic

KEYS = ("form_key", ETAG)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """A new topic, of nobody's words; `?voice=` leads on to the step by which that voice is gathered in it."""
    if not makes_topics(request.user):
        raise PermissionDenied("みんなの声を書くのは、事務局とコーディネーターです。")
    voice = Voice.objects.visible_to(request.user).filter(pk=small_int(request.GET.get("voice"), 0)).first()
    first = {"theme": voice.theme_id, "area": voice.area_id} if voice else None
    form = TopicForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name not in KEYS}
        made = begin_topic(by=request.user, form_key=form.cleaned_data["form_key"], **said)
        messages.success(request, f"「{made}」を書きました。まだ公開していません。")
        return HttpResponseRedirect(_next_of(voice, made, request.user))
    return render(request, "projects/voices/topic_form.html", {"form": form, "voice": voice, "title": "新しいみんなの声"})


def _next_of(voice, topic, user):
    """Where whoever wrote a topic goes on: to gather the voice that asked for it, or to the topic's own page."""
    offered = {row.name for row in voice.offered_to(user)} if voice else set()
    for name in ("gather", "count_in"):
        if name in offered:
            return f"{reverse('voice-step', args=[voice.pk, name])}?topic={topic.pk}#main"
    return f"{topic.get_absolute_url()}#main"


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Its words put right."""
    topic = visible_topic(request, pk)
    if not can_write_topic(request.user, topic):
        raise PermissionDenied
    first = {name: getattr(topic, name) for name in topic.WRITTEN} | {ETAG: etag_of_topic(topic)}
    form = TopicForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name not in KEYS}
        try:
            saved = write_topic(topic, by=request.user, etag=form.cleaned_data[ETAG], **said)
            say_kept(request, form, written(saved), {name: written(saved)[name] for name in said})
            messages.success(request, "保存しました。")
            return HttpResponseRedirect(f"{topic.get_absolute_url()}#main")
        except EditConflict as error:
            form.show_conflict(error)
    context = {"form": form, "topic": topic, "title": "みんなの声を直す"}
    return render(request, "projects/voices/topic_form.html", context, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_step(request, pk, name):
    """The confirm page of one step of a topic."""
    return step_page(request, visible_topic(request, pk), name)


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request, pk):
    """The notes of 「わたしも」: the secretariat reads them and says which everybody may read."""
    topic = visible_topic(request, pk)
    if not is_secretariat(request.user):
        raise PermissionDenied
    if request.method == "POST":
        row = get_object_or_404(MeToo.objects.with_notes(request.user, topic), pk=small_int(request.POST.get("note"), 0))
        show_note(row, by=request.user, is_shown=request.POST.get("show") == "1")
        return HttpResponseRedirect(f"{reverse('topic-notes', args=[topic.pk])}#main")
    record_look(by=request.user, target=topic, note="「わたしも」のひとこと")
    return render(
        request,
        "projects/voices/notes.html",
        {"topic": topic, "page": get_page(MeToo.objects.with_notes(request.user, topic), request)},
    )
