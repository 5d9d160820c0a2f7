"""What the steps of a year's report bring with them: whom the city asks, until when, and how a wrong press is put back."""

import datetime

from django.utils import timezone

from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, withdraw_news
from projects.snapshots.actions import newest


def _ask(report, *, committee, opinions_due, **_):
    report.committee, report.opinions_due = committee, opinions_due
    report.save(update_fields=["committee", "opinions_due"])


def _put_off(report, *, later_due, **_):
    report.opinions_due = later_due
    report.save(update_fields=["opinions_due"])


def _keep(report, **_):
    """Whom it asked before, and until when."""
    return {"committee": report.committee_id, "due": report.opinions_due and report.opinions_due.isoformat()}


def _as_before(report, *, undone, **_):
    due = undone.kept["due"]
    report.committee_id, report.opinions_due = undone.kept["committee"], due and datetime.date.fromisoformat(due)
    report.save(update_fields=["committee", "opinions_due"])


def _keep_figures(report, **_):
    return {"snapshot": report.snapshot_id, "at": report.figures_at.isoformat()}


def _renew(report, **_):
    """The newest version of its year, and of the years before those that stand now."""
    now = newest(report.fiscal_year)
    report.snapshot, report.figures_at = now or report.snapshot, timezone.now()
    report.save(update_fields=["snapshot", "figures_at"])


def _former_figures(report, *, undone, **_):
    report.snapshot_id, report.figures_at = undone.kept["snapshot"], datetime.datetime.fromisoformat(undone.kept["at"])
    report.save(update_fields=["snapshot", "figures_at"])


def _source(report):
    return f"report:{report.fiscal_year}:whole"


def _announce(report, **_):
    """Everybody reads it once its people were told."""
    announce(
        kind=News.Kind.REPORT,
        title=report.title,
        summary=str(report),
        url=report.get_absolute_url(),
        source=_source(report),
        keys=(),
        wait=True,
    )


def _withdrawn(report, **_):
    off_the_page("site", report.pk)
    withdraw_news(_source(report))


def _until(report, **_):
    return f"意見は、{jdate(report.opinions_due)}まで書けます。章ごとにも、全体にも書けます。"


def _what_is_empty(report):
    """What is published without a word, if it stays so. Two queries."""
    silent, open_ = report.chapters.filter(text="").count(), report.reviews.filter(progress="").count()
    said = [f"文のない章が{silent}つあります。図と表だけが出ます。"] if silent else []
    return said + ([own_words_said(f"市がすすめることのうち、{open_}件に、課の答えがまだありません。")] if open_ else [])


def _what_is_unasked(report):
    """The same before anybody reads it, and which measures nobody is asked about. Three queries."""
    nobodys = report.reviews.filter(office=None, progress="").count()
    said = own_words_said(f"市がすすめることのうち、{nobodys}件は、答える課が決まっていません。どの課にも頼まれません。")
    return _what_is_empty(report) + ([said] if nobodys else [])


HOOKS = {
    "publish": Hook(warns=_what_is_empty, effect=_announce),
    "ask_opinions": Hook(keep=_keep, prepare=_ask, notice=_until, warns=_what_is_unasked),
    "skip_opinions": Hook(warns=_what_is_unasked),
    "undo_ask_opinions": Hook(effect=_as_before),
    "extend": Hook(overwrites=("committee", "due"), keep=_keep, prepare=_put_off, notice=_until),
    "undo_extend": Hook(effect=_as_before),
    "renew": Hook(keep=_keep_figures, effect=_renew),
    "undo_renew": Hook(effect=_former_figures),
    "undo_publish": Hook(effect=_withdrawn),
    "unpublish": Hook(effect=_withdrawn),
}
