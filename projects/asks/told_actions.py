"""Who hears of an ask: its notices wait, so that one withdrawn in the first minutes reached nobody."""

from django.db.models import F
from django.urls import reverse

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.actions import notify, take_back
from kyodo_portal.notices.models import Notice
from kyodo_portal.notices.telling import when_told
from kyodo_portal.notices.waiting import waiting_time
from partners.models import Membership


def tell_asked(ask, rows, by):
    """Tell the people of these groups that they are asked; who knows it is told nothing. Queries: one, and those of a notice a group."""
    due = f"{jdate(ask.due_on)}までに、" if ask.due_on else ""
    title = "{office}から、{group}へのお願い：{title}"
    people = people_by_group([row.partner for row in rows])
    for row in rows:
        notify(
            people.get(row.partner_id, ()),
            title=title.format(office=ask.office.name, group=row.partner.name, title=ask.title),
            body=f"{due}できるかどうかを返事してください。できないときは「できません」でかまいません。",
            url=row.get_absolute_url(),
            key=asked_key(row),
            by=by,
            wait=bool(waiting_time()),
        )


def heard_of(rows):
    """Those of the rows of whose people somebody was told that they are asked: the others were withdrawn before. One query, none
    without rows."""
    keys = {asked_key(row): row for row in rows}
    told = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True)) if rows else ()
    return [row for key, row in keys.items() if key in told]


def asked_key(row):
    """The key of the notices that a group is asked."""
    return f"ask:{row.pk}:asked"


def told_of_asking(ask, by):
    """What is answered to whoever asked: when the groups hear. Two queries."""
    return when_told("お願いした団体", by=by, keys=[asked_key(row) for row in ask.groups.standing()])


def told_of_words(ask, by, word):
    """What is answered to whoever put the words of an ask right. word: by which its notices are known. Two queries."""
    rows = ask.groups.standing()
    return when_told("お願いしている団体", by=by, keys=[key for row in rows for key in (asked_key(row), f"ask:{row.pk}:{word}")])


def tell_change(rows, by, title, body, key, *, url=None, wait=False):
    """Tell the people of each of these groups what became of their ask, once for this key. url: f(row) → path; without: the ask's page."""
    people = people_by_group([row.partner for row in rows])
    for row in rows:
        told = {"title": title, "body": body, "url": url(row) if url else row.get_absolute_url(), "key": f"ask:{row.pk}:{key}"}
        notify(people.get(row.partner_id, ()), by=by, wait=wait and bool(waiting_time()), **told)


def list_page(row):
    """The page of a group's asks: where one leads that is withdrawn."""
    return reverse("partner-asks", args=[row.partner_id])


def unsay(rows, key):
    """Take back what of `ask:…:key` still waits: those of the rows of whose people nobody has heard it. One query, seven for each that
    waits."""
    keys = {f"ask:{row.pk}:{key}": row for row in rows}
    waiting = Notice.objects.waiting().filter(key__in=keys).exclude(by=F("user")).values_list("key", flat=True)
    return [keys[one] for one in sorted({*waiting}) if not _heard(take_back(one), keys[one])]


def _heard(taken, row):
    return {*taken.told} - {row.ask.by_id}


def people_by_group(partners):
    """{partner: [User]} of whoever belongs to these today. One query."""
    found = {}
    members = Membership.objects.valid().filter(partner__in=[partner.pk for partner in partners], user__is_active=True)
    for row in members.select_related("user"):
        found.setdefault(row.partner_id, []).append(row.user)
    return found
