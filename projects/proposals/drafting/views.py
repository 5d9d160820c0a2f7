"""Writing a proposal page by page. Every save keeps what was typed, also what cannot be read yet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.three_way import compare
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.pages import closed_page, say_labels_kept
from projects.cycles.plan.row_forms import row_button
from projects.proposals.access import can_edit_proposal, can_fill_proposal, can_write_proposal
from projects.proposals.models import Proposal
from projects.proposals.presenters import content_of

from .actions import add_file, open_fields, remove_file, save_page
from .completeness import budget_problems, page_state, problems_of
from .forms import FileForm, PageForm, initial_of, page_fields
from .pages import MAX_FILES, TITLES, asked_papers, etag_of_page, fields_of, load_parts, pages_of, shown_values, stored_values
from .row_forms import ROWS, told_of
from .subsidy import money_of

TEMPLATES = {
    "plan": "projects/proposals/drafting/rows.html",
    "roles": "projects/proposals/drafting/rows.html",
    "budget": "projects/proposals/drafting/rows.html",
    "files": "projects/proposals/drafting/files.html",
}
NOT_ASKED = own_words(
    "いま直せるのは、市が補正を求めたところだけです。この画面で入れた内容は、保存していません。下に残してあるので、写して使えます。"
)
PARTLY = own_words(
    "市が補正を求めたところは保存しました。ほかのところは、いまは直せません。そこに入れた文は、下に残してあります。"
)
SAVED = "下書きを保存しました。続きはいつでも書けます。"
KEPT = "入れたものは、すべて下書きに残しました。直すところがあります。"


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_page(request, pk, page):
    """One page of the form: 404 outside one's scope, 403 for whoever only reads, the matter itself once it was sent."""
    proposal = get_object_or_404(Proposal.objects.open_to(request.user).select_related("call", "partner"), pk=pk)
    if not can_fill_proposal(request.user, proposal):
        raise PermissionDenied
    parts = load_parts(proposal)
    if page not in dict(pages_of(parts)):
        raise Http404
    if request.method != "POST" and not (can_write_proposal(request.user, proposal) and _asked(proposal, page, parts)):
        return redirect(f"{proposal.get_absolute_url()}#main")
    if request.method == "POST" and proposal.may("write") and page != "files" and not _asked(proposal, page, parts):
        raise EditConflict(NOT_ASKED, proposal)
    if page == "files":
        return _files_page(request, proposal, parts)
    return (_rows_page if page in ROWS else _text_page)(request, proposal, page, parts)


def _asked(proposal, page, parts):
    """Is there something to write on this page: always in a draft, in a correction only where staff asked for it."""
    allowed = open_fields(proposal)
    return allowed is None or page in allowed or any(name in allowed for name in stored_values(page, proposal, parts))


def _text_page(request, proposal, page, parts):
    data = request.POST if request.method == "POST" else None
    stored = stored_values(page, proposal, parts)
    chosen, search_words = (data.getlist("co_partners"), data.get("found", "")) if data else (stored.get("co_partners", []), "")
    fields = page_fields(page, parts, chosen, search_words)
    if "co_partners" in fields and not can_edit_proposal(request.user, proposal):
        del fields["co_partners"]  # who helps asks no other group
    allowed = open_fields(proposal) if proposal.may("write") else None
    elsewhere = data is not None and allowed is not None and _writes_elsewhere(data, fields, allowed, stored)
    fields = {name: field for name, field in fields.items() if allowed is None or name in allowed}
    initial = initial_of(page, parts, stored, proposal.typed.get(page))
    hanging = [question for question in parts.asked_on(page) if question.only_if_id]
    lenient = data is None or "next" not in data or proposal.came_on_paper  # what a paper leaves open stays open
    form = PageForm(data, fields=fields, lenient=lenient, hanging=hanging, answers=parts.answers, initial=initial)
    context = {"form": form, "search_words": search_words, "elsewhere": elsewhere}
    if data is None or "find" in data:
        if data is not None:
            form.clear_errors()
        return _show(request, proposal, page, context)
    complete = form.is_valid()
    return _save(request, proposal, page, form.values, form.unreadable, complete, context, [form])


def _writes_elsewhere(data, fields, allowed, stored):
    """Whether a page from before the correction sends another text for a field that stands fast now."""
    closed = {name: stored.get(name) for name in fields if name not in allowed}
    return any(
        "\n".join(data[name].split()) not in ("", "\n".join(text.split()))
        for name, text in closed.items()
        if name in data and isinstance(text, str)
    )


def _rows_page(request, proposal, page, parts):
    data = request.POST if request.method == "POST" else None
    stored = stored_values(page, proposal, parts)
    unreadable = proposal.typed.get(page) or {}
    quiet = data is not None and row_button(data, ROWS[page])
    if data is None:
        sets = {
            name: kind(prefix=name, initial=unreadable.get(name) or stored[name], **told_of(name, parts))
            for name, kind in ROWS[page].items()
        }
    else:
        sets = {
            name: kind.as_asked(data, name, **told_of(name, parts)) if quiet else kind(data, prefix=name, **told_of(name, parts))
            for name, kind in ROWS[page].items()
        }
    context = {"sets": list(sets.values()), **_money(proposal, page, parts)}
    if data is None or quiet:
        return _show(request, proposal, page, context)
    return _save_rows(request, proposal, page, sets, context)


def _save_rows(request, proposal, page, sets, context):
    judged = [formset.is_valid() for formset in sets.values()]  # every set is judged, also after a bad one
    complete = all(judged)
    values = {name: formset.values for name, formset in sets.items()} if complete else {}
    unreadable = {} if complete else {name: formset.unreadable for name, formset in sets.items()}
    context["error_list"] = [pair for formset in sets.values() for pair in formset.error_list]
    return _save(request, proposal, page, values, unreadable, complete, context, sets.values())


def _money(proposal, page, parts):
    """What the server adds up, and what is wrong with it; for the budget only."""
    if page != "budget":
        return {}
    return {"money": money_of(proposal.call, parts), "money_problems": list(budget_problems(proposal.call, parts))}


def _save(request, proposal, page, values, unreadable, complete, context, forms):
    """Save and go on; otherwise the same page with everything that was typed."""
    try:
        save_page(proposal, page, by=request.user, values=values, unreadable=unreadable, etag=request.POST.get(ETAG, ""))
    except Stale as error:
        return closed_page(request, error.subject, *forms)
    except ValidationError as refused:  # a group that may not be asked: nothing was saved
        form = context["form"]
        form.add_error("co_partners", refused)
        return _show(request, proposal, page, context)
    except EditConflict as error:
        proposal.refresh_from_db()
        theirs = [section for section in content_of(proposal) if section["key"] == page]
        return _show(request, proposal, page, {**context, "theirs": theirs, ETAG: error.etag}, status=409)
    context[ETAG] = _left_alone(request, proposal, page, {**values, **unreadable})
    if not complete or context.get("elsewhere"):  # what stands fast is given back below the page
        return _show(request, proposal, page, {**context, "kept": KEPT if not complete else PARTLY})
    parts = load_parts(proposal)
    money = _money(proposal, page, parts) if "next" in request.POST and not proposal.came_on_paper else {}
    if money.get("money_problems"):
        errors = [("money-h", text) for text in money["money_problems"]]
        return _show(request, proposal, page, {**context, **money, "error_list": errors, "kept": KEPT})
    messages.success(request, SAVED if "next" not in request.POST else f"「{TITLES[page]}」を保存しました。")
    return redirect(_after(request, proposal, page, parts))


def _left_alone(request, proposal, page, sent):
    """Say what of others this save left standing. The token of the page that goes on from there: it lets the same alone."""
    proposal.refresh_from_db()
    parts = load_parts(proposal)
    found = compare(request.POST.get(ETAG, ""), shown_values(page, proposal, parts), sent)
    say_labels_kept(request, [label for name, label, _ in fields_of(proposal, parts) if name in found.kept])
    return found.token


def _after(request, proposal, page, parts):
    """Where saving leads: the next page, or the もくじ."""
    keys = [key for key, _ in pages_of(parts)]
    if "next" not in request.POST or not proposal.is_unsent:
        return f"{proposal.get_absolute_url()}#main"
    return f"{address(proposal, (keys + ['check'])[keys.index(page) + 1])}#main"


def address(proposal, page):
    """The address of one page of the form; "check" is the last."""
    return (
        reverse("proposal-check", args=[proposal.pk]) if page == "check" else reverse("proposal-page", args=[proposal.pk, page])
    )


def _files_page(request, proposal, parts):
    # A file that was chosen is kept whichever button was pressed: nobody should lose it by 「次へ」.
    uploading = "upload" in request.POST or bool(request.FILES)
    asked = parts.asking_files
    form = FileForm(request.POST, request.FILES, questions=asked) if uploading else FileForm(questions=asked)
    try:
        if "remove" in request.POST:
            remove_file(proposal, small_int(request.POST["remove"], 0), by=request.user)
            return redirect(f"{address(proposal, 'files')}#main")
        if uploading and form.is_valid():
            said = form.cleaned_data
            answers = next((question for question in asked if str(question.pk) == said.get("question")), None)
            add_file(proposal, by=request.user, accepted=said["file"], is_public=said["is_public"], question=answers)
            messages.success(request, "資料を付けました。")
            stay = "upload" in request.POST
            return redirect(f"{address(proposal, 'files')}#main" if stay else _after(request, proposal, "files", parts))
    except ValidationError as error:
        form.add_error("file", error)
    except Stale as error:
        return closed_page(request, error.subject)
    if request.method == "POST" and not uploading:
        return redirect(_after(request, proposal, "files", parts))
    context = {"form": form, "files": parts.files, "asked": asked_papers(parts), "full": len(parts.files) >= MAX_FILES}
    return _show(request, proposal, "files", context)


def _show(request, proposal, page, context, status=200):
    parts = load_parts(proposal)
    problems = problems_of(proposal, parts)
    pages = [(key, title, page_state(key, proposal, parts, problems)) for key, title in pages_of(parts)]
    number = [key for key, _, _ in pages].index(page) + 1
    asked = {key for key, _, where in fields_of(proposal, parts) if where == page}
    corrections = [correction for correction in proposal.corrections.all() if correction.is_open and correction.field in asked]
    more = {
        "proposal": proposal,
        "call": proposal.call,
        "page": page,
        "page_title": TITLES[page],
        "pages": pages,
        "number": number,
        "last": len(pages) + 1,
        ETAG: etag_of_page(page, proposal, parts),
        "joint_groups": parts.joint_groups if page == "who" else [],
        "corrections": corrections,
        "back": address(proposal, pages[number - 2][0]) if number > 1 else proposal.get_absolute_url(),
    }
    return render(request, TEMPLATES.get(page, "projects/proposals/drafting/page.html"), {**more, **context}, status=status)
