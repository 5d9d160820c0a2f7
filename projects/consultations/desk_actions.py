"""What a coordinator does at the desk besides consultations: hand in a report, say what was seen, keep a view."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.own_words import own_words, own_words_said
from kyodo_portal.notices.later_actions import tell_later
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from partners.directory.access import secretariat_people

from .access import desk_body
from .desk_models import MOST_VIEWS, DeskReport, SavedView
from .figures import content_of, fingerprint

STANDS = own_words("この期間の報告は、もう市に出してあります。直すときは、先に取り下げてください。")
OTHERWISE = "この画面を開いたあとに、数が変わりました。いまの数を見て、もう一度出してください。"


def hand_in(period, *, by, form_key, sha256, is_sample=False):
    """Freeze the numbers of a period as they are and tell the secretariat: the DeskReport, for every later press the first one.

    sha256: of what the page showed; EditConflict where the numbers became others meanwhile, ValidationError where one stands.
    """
    body = desk_body(by)
    if body is None:
        raise PermissionDenied

    def make():
        if DeskReport.objects.standing().filter(body=body, period=period.key).exists():
            raise ValidationError(STANDS)
        content = content_of(body, period)
        if fingerprint(content) != sha256:
            raise EditConflict(OTHERWISE)
        row = DeskReport.objects.create(
            body=body, period=period.key, content=content, sha256=sha256, by=by, form_key=form_key, is_sample=is_sample
        )
        record("desk-report", by=by, target=row, note=own_words_said(f"{period.label}の報告を市に出した"))
        tell_later(
            secretariat_people(),
            about=_about(row),
            title=f"{body.name}から、{period.label}の相談の報告が出ました",
            body="画面で、件数と、伝えたいことを読めます。することはありません。",
            url=row.get_absolute_url(),
            by=by,
        )
        return row

    return create_once(DeskReport, form_key, make, theirs={"by_id": by.pk, "period": period.key})


@transaction.atomic
def withdraw_report(report, *, by):
    """Take a report back: the city reads it no more, and another can be handed in. Pressed twice, it stays so."""
    row = DeskReport.objects.select_for_update(of=("self",)).select_related("body").get(pk=report.pk)
    if desk_body(by) != row.body:
        raise PermissionDenied
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        record("desk-report", by=by, target=row, note=f"{row.content['label']}の報告を取り下げた")
        tell_later(
            secretariat_people(),
            about=_about(row),
            takes_back=True,
            title=f"{row.body.name}が、{row.content['label']}の相談の報告を取り下げました",
            body="することはありません。",
            url="/consultations/",
            by=by,
        )
    return row


def _about(report):
    return f"desk-report:{report.body_id}:{report.period}"


@transaction.atomic
def keep_view(*, by, name, path, query):
    """Keep a list with its conditions under a name; the same name again means the newer one. ValidationError for more than MOST_VIEWS."""
    others = SavedView.objects.filter(user=by).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise ValidationError({"name": f"しまえるのは{MOST_VIEWS}までです。要らないものを消してください。"})
    return SavedView.objects.update_or_create(user=by, name=name, defaults={"path": path, "query": query})[0]


def drop_view(user, pk):
    """Take one's own view away; gone already is gone."""
    SavedView.objects.filter(user=user, pk=pk).delete()
