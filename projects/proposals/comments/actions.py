"""Inviting, ending, commenting, taking off."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.later_actions import asked_no_more, tell_later, tell_undone
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import people_of
from partners.directory.membership import Assignment
from projects.proposals.models import Proposal

from .access import can_comment, can_invite
from .models import CommentInvitation, DraftComment


def coordinators_of(partner):
    """[User] who accompany the group today. One query."""
    rows = Assignment.objects.valid().filter(partner=partner, user__is_active=True).select_related("user").order_by("pk")
    return [row.user for row in rows]


ADVICE = "下書きを読んで、画面ごとに助言を書けます。団体が終えるまで書けます。"
READ = "画面ごとに読めます。取り入れるかどうかは、団体で決めてください。"


@transaction.atomic
def invite(proposal, *, by):
    """Ask the coordinators of the group for comments; they are told. A second press finds the first."""
    locked = _held(proposal)
    if not can_invite(by, locked):
        raise PermissionDenied
    if locked.comment_invitations.in_force().exists():
        return
    CommentInvitation.objects.create(proposal=locked, by=by)
    sync_tasks(locked)
    record("comment", by=by, target=locked, note="下書きへの助言をお願いした")
    title = f"「{locked}」の下書きへの助言のお願い"
    said = {"title": title, "body": ADVICE, "url": comments_url(locked)}
    tell_later(coordinators_of(locked.partner), about=about_wish(locked), by=by, **said)


@transaction.atomic
def end(proposal, *, by):
    """The coordinators read and write no more; what they wrote stays with the group."""
    locked = _held(proposal)
    if not can_invite(by, locked):
        raise PermissionDenied
    if locked.comment_invitations.in_force().update(ended_at=timezone.now()):
        sync_tasks(locked)
        title = f"「{locked}」の下書きへの助言は、もう要りません"
        said = {"title": title, "body": "団体が、助言のお願いを終えました。することはありません。", "url": "/inbox/"}
        tell_undone(about_wish(locked), by=by, **said)
        record("comment", by=by, target=locked, note="下書きへの助言を終えた")


@transaction.atomic
def comment(proposal, *, by, page, text, form_key):
    """One comment of a coordinator on a page; the people who write for the group are told."""
    locked = _held(proposal)
    if not can_comment(by, locked):
        raise PermissionDenied

    def make():
        row = DraftComment.objects.create(proposal=locked, by=by, page=page, text=text, form_key=form_key)
        sync_tasks(locked)
        record("comment", by=by, target=locked, note="下書きに助言を書いた")
        asked_no_more(about_wish(locked), by=by, says=f"助言が、もう届いています。{ADVICE}")
        title = f"「{locked}」の下書きに、助言があります"
        tell_later(
            people_of(locked.partner), about=about_comment(row.pk), title=title, body=READ, url=comments_url(locked), by=by
        )
        return row

    theirs = {"by_id": by.pk, "proposal_id": locked.pk}
    return create_once(DraftComment, form_key, make, theirs=theirs, said={"page": page, "text": text})


@transaction.atomic
def take_off(proposal, key, *, by):
    """Whoever wrote a comment takes it off, as long as they may comment."""
    locked = _held(proposal)
    if not can_comment(by, locked):
        raise PermissionDenied
    if locked.draft_comments.filter(pk=key, by=by).delete()[0]:
        sync_tasks(locked)
        title = f"訂正：「{locked}」の下書きへの助言は、書いた人が取り下げました"
        tell_undone(about_comment(key), by=by, title=title, body="することはありません。", url=comments_url(locked))


def about_wish(proposal):
    """Of what the notices of asking for comments speak."""
    return f"comments:{proposal.pk}"


def about_comment(key):
    """Of what the notices of one comment speak."""
    return f"comment:{key}"


def comments_url(proposal):
    """Where comments are read and written."""
    return f"{proposal.get_absolute_url()}comments/"


def _held(proposal):
    return Proposal.objects.select_for_update(of=("self",)).select_related("call", "partner").get(pk=proposal.pk)
