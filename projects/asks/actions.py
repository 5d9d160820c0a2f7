"""Asking groups, answering for a group, entering what came on paper, taking an ask back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.later_actions import asked_no_more, tell_later
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.edits import OVERTAKEN, etag_of, is_overtaken, names_to_write
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import SAID_OTHERWISE, create_once
from kyodo_portal.process.task_actions import sync_source
from partners.directory.access import people_of

from .access import can_answer, can_enter_answer, can_keep, offices_to_ask_for
from .models import Ask, AskedGroup
from .todo import ASKS
from .told_actions import asked_key, list_page, tell_asked, tell_change, unsay

ANSWERED = "画面で、だれが何と答えたかを読めます。"
MOST = 300  # groups of one ask
ASKED = "asked"  # the event of being asked, see told_actions
SAID = ("office_id", "fiscal_year", "kind", "title", "what", "people", "due_on", "place", "when")
WITHDRAWN = "このお願いは、取り下げられました。返事は、もう要りません。"
WORDS = ("title", "what", "people", "due_on", "when", "place")
NOBODY_WITHDRAWN = "選んだ団体へのお願いは、もうもどっています。いまの内容を見てください。"
NOBODY_LEFT = "選んだ団体へのお願いは、もう取り下げられています。いまの内容を見てください。"


def ask_groups(*, by, office, partners, form_key, is_sample=False, **said):
    """Ask these groups in the name of an office and tell their people: the Ask, for every later press of the key the first one.

    said: the columns of SAID. A later press that says something else, or to others, is an EditConflict: nobody believes to have
    asked whom nobody asked. ValidationError without groups and for more than MOST. About ten queries, and those of a notice a group.
    """
    if not offices_to_ask_for(by).filter(pk=office.pk).exists():
        raise PermissionDenied
    if not 0 < len(partners) <= MOST:
        raise ValidationError({"partners": f"お願いする団体を、1つから{MOST}までえらんでください。"})
    said = {"office_id": office.pk, **said}
    made = create_once(Ask, form_key, lambda: _ask(by, partners, form_key, is_sample, said), theirs={"by_id": by.pk}, said=said)
    if set(made.groups.values_list("partner", flat=True)) != {partner.pk for partner in partners}:
        raise EditConflict(SAID_OTHERWISE, made)
    return made


def _ask(by, partners, form_key, is_sample, said):
    made = Ask.objects.create(by=by, form_key=form_key, is_sample=is_sample, **said)
    AskedGroup.objects.bulk_create(AskedGroup(ask=made, partner=partner) for partner in partners)
    asked = list(made.groups.select_related("partner"))
    sync_source(ASKS, *asked, by=by)
    record("ask", by=by, target=made, rows=len(asked))
    tell_asked(made, asked, by)
    return made


def answer_of(asked):
    """What an answer says, as its form shows it: what its token is made of."""
    return {name: getattr(asked, name) for name in ("answer", "why", "received_on", "came_by")}


@transaction.atomic
def answer_ask(asked, *, by, etag, answer, why="", received_on=None, came_by=""):
    """A representative answers; or, with `received_on` (収受日) and `came_by`, who keeps the ask enters what came otherwise.

    EditConflict where the ask was taken back or the answer became another meanwhile. An answer may be changed: a 町内会 that could
    not may do it after all, and what was promised is done one day.
    """
    row = _locked(asked)
    if not row.stands:
        raise EditConflict(WITHDRAWN, row)
    if not (can_answer if received_on is None else can_enter_answer)(by, row):
        raise PermissionDenied
    said = {"answer": answer, "why": why, "received_on": received_on, "came_by": came_by}
    if is_overtaken(etag, answer_of(row), said):
        raise EditConflict(OVERTAKEN, row)
    if answer_of(row) == said:
        return row
    for name, value in said.items():
        setattr(row, name, value)
    row.answered_by, row.answered_at = by, timezone.now()
    row.save()
    sync_source(ASKS, row, by=by)
    asked_no_more(asked_key(row), by=by, says=f"返事は、もう届いています：{row.get_answer_display()}")
    how = f"（{row.get_came_by_display()}、{received_on}収受）" if received_on else ""
    record("ask-answer", by=by, target=row, note=f"{row.get_answer_display()}{how}")
    _tell_answer(row, by)
    return row


def _tell_answer(row, by):
    """The office; and where somebody entered it, the group's people, who may know otherwise."""
    told = f"ask-answer:{row.pk}"
    url, title = row.get_absolute_url(), f"「{row.ask.title}」への{row.partner.name}の返事：{row.get_answer_display()}"
    tell_later(
        people_of(row.ask.office), about=f"{told}:office", title=title, body=ANSWERED, url=row.ask.get_absolute_url(), by=by
    )
    if row.came_by:
        body = (
            f"{row.ask.office.name}が、{row.get_came_by_display()}の返事として入れました。違うときは、この画面で直してください。"
        )
        tell_later(people_of(row.partner), about=f"{told}:group", title=title, body=body, url=url, by=by)


@transaction.atomic
def withdraw_ask(ask, *, by, partners, why):
    """Take an ask back from these groups, with words for them; answered or not. EditConflict where that was done already."""
    if not can_keep(by, ask):
        raise PermissionDenied
    keys = [partner.pk for partner in partners]
    rows = list(
        ask.groups.standing().filter(partner__in=keys).select_for_update(of=("self",)).select_related("partner").order_by("pk")
    )
    if not rows:
        raise EditConflict(NOBODY_LEFT, ask)
    now = timezone.now()
    AskedGroup.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=now, withdrawn_why=why)
    sync_source(ASKS, *rows, by=by)
    record("ask-withdraw", by=by, target=ask, rows=len(rows))
    unheard = unsay([row for row in rows if row.answered_at is None], ASKED)
    told, title = [row for row in rows if row not in unheard], f"{ask.office.name}が、お願いを取り下げました：{ask.title}"
    key = f"withdrawn:{now:%Y%m%d%H%M%S%f}"
    tell_change(told, by, title, f"{why}\n返事は、もう要りません。", key, url=list_page, wait=True)
    return rows


def words_of(ask):
    """{column: value} of what an ask says, as the form that puts it right shows it."""
    return {name: getattr(ask, name) for name in WORDS}


def word_of(ask):
    """By which the notices of words that were put right are known."""
    return etag_of(words_of(ask))


@transaction.atomic
def edit_ask(ask, *, by, etag, **said):
    """Put the words of an ask right and tell the groups that are still asked; answers stay. said: the columns WORDS. Returns the Ask.

    etag: `fields_etag(words_of(ask))` as the page was opened; EditConflict where others wrote the same since. Nobody is told of nothing.
    """
    if not can_keep(by, ask):
        raise PermissionDenied
    row = Ask.objects.select_for_update(of=("self",)).select_related("office").get(pk=ask.pk)
    before = words_of(row)
    for name in names_to_write(etag, before, said, row):
        setattr(row, name, said[name])
    changed = [str(Ask._meta.get_field(name).verbose_name) for name in WORDS if before[name] != getattr(row, name)]
    if not changed:
        return row
    row.save(update_fields=WORDS)
    rows = list(row.groups.standing().select_related("partner"))
    sync_source(ASKS, *rows, by=by)
    record("edit", by=by, target=row, note="、".join(changed), rows=len(rows))
    body = f"直したところ：{'、'.join(changed)}\nもう返事をした団体は、返事が変わるときだけ、直してください。"
    unheard = unsay(rows, ASKED)
    tell_asked(row, unheard, by)
    told = [each for each in rows if each not in unheard]
    tell_change(told, by, f"{row.office.name}が、お願いの内容を直しました：{row.title}", body, word_of(row))
    return row


@transaction.atomic
def restore_ask(ask, *, by, partners):
    """The withdrawal was a mistake: these groups are asked again, with the answer that they had given. EditConflict where none is withdrawn."""
    if not can_keep(by, ask):
        raise PermissionDenied
    rows = ask.groups.filter(partner__in=[partner.pk for partner in partners], withdrawn_at__isnull=False)
    rows = list(rows.select_for_update(of=("self",)).select_related("partner").order_by("pk"))
    if not rows:
        raise EditConflict(NOBODY_WITHDRAWN, ask)
    withdrawn = {row.pk: f"{row.withdrawn_at:%Y%m%d%H%M%S%f}" for row in rows}
    AskedGroup.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=None, withdrawn_why="")
    rows = list(ask.groups.filter(pk__in=[row.pk for row in rows]).select_related("partner"))
    sync_source(ASKS, *rows, by=by)
    record("ask", by=by, target=ask, note="取り下げを取り消した", rows=len(rows))
    title = f"{ask.office.name}が、お願いの取り下げを取り消しました：{ask.title}"
    heard = [row for row in rows if not unsay([row], f"withdrawn:{withdrawn[row.pk]}") and _was_told(row, withdrawn[row.pk])]
    tell_asked(ask, rows, by)  # whom nobody had told of the ask before it was withdrawn
    tell_change(heard, by, title, "取り下げは、まちがいでした。お願いは、続いています。", f"restored:{max(withdrawn.values())}")
    return rows


def _was_told(row, when):
    return Notice.objects.filter(key=f"ask:{row.pk}:withdrawn:{when}").exists()


def _locked(asked):
    return AskedGroup.objects.select_for_update(of=("self",)).select_related("ask__office", "partner").get(pk=asked.pk)
