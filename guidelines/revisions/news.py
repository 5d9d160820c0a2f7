"""What is new of the library: a revision that readers see, and each case that came with it."""

from django.urls import reverse

from guidelines.advice.topics import topic_keys
from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, withdraw_news

CASES = "cases"  # the part of a revision's rows


def _source(revision):
    return f"guideline:{revision.guideline_id}:revision:{revision.pk}"


def announce_revision(revision):
    """A published revision, and the cases that it brings or takes out. Called inside the step. Queries: nine for each row of news."""
    guideline = revision.guideline
    if guideline.published_at is None:
        return
    announce(
        kind=News.Kind.GUIDELINE,
        title=f"「{guideline}」を新しくしました",
        summary=revision.title,
        url=guideline.get_absolute_url(),
        source=_source(revision),
        keys=(),
    )
    for row in revision.rows.filter(part=CASES):
        if row.after is None:
            withdraw_news(_case(guideline, row.key))
        elif row.before is None:
            announce(
                kind=News.Kind.CASE,
                title=row.after["title"],
                summary=row.after.get("summary") or "",
                url=reverse("guideline-case", args=[guideline.slug, row.key]),
                source=_case(guideline, row.key),
                keys=topic_keys(row.after["title"], row.after.get("summary") or ""),
            )


def _case(guideline, key):
    return f"guideline:{guideline.pk}:case:{key}"


def withdraw_revision(revision):
    """It was published by mistake: neither it nor its cases were news."""
    withdraw_news(_source(revision))
    for row in revision.rows.filter(part=CASES):
        if row.before is None:
            withdraw_news(_case(revision.guideline, row.key))


def withdraw_guideline_news(guideline):
    """The guideline is off the pages, and all that was told of it with it. Three queries."""
    withdraw_news(f"guideline:{guideline.pk}")
