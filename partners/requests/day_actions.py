"""The day by which everybody hears who applied for a seat was moved: what waits for it follows, and who was promised the old one is told."""

from django.db import transaction

from kyodo_portal.common.city import the_city
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.later_actions import mail_later, tell_later
from kyodo_portal.process.task_actions import sync_tasks

from .access import request_audience
from .guest_actions import DOOR
from .models import Request
from .step_actions import chosen_by
from .workflow import ASKER, WAITING

NEW_DAY = "結果を知らせる日が変わりました"


@transaction.atomic
def move_answer_day(offer, *, by):
    """The setting KYODO_ANSWER_DAY_MOVED. Every application that waits for the day of this offer waits for the one that stands there now.

    Put back before anybody has heard of it, nobody is told. Queries: one; where somebody applied one for the tasks, and for each
    application one and those of `tell_later` or `mail_later`.
    """
    if not offer.is_decided_later:
        return
    waiting = Request.objects.filter(offer=offer.pk, status__in=WAITING, kind=Request.Kind.APPLY)
    rows, moved = waiting.with_sides().select_for_update(of=("self",)), []
    for row in rows.order_by("pk"):
        former, row.answer_by = row.answer_by, chosen_by(offer, row.to)
        if former is None or former == row.answer_by:
            continue
        row.late_told_on = None
        row.save(update_fields=["answer_by", "late_told_on"])
        _tell(row, former, by)
        moved.append(row)
    sync_tasks(*moved, by=by)


def _tell(row, former, by):
    words = f"「{row.about_label}」の結果は、{jdate(row.answer_by)}までに知らせます。前に伝えた日から変わりました。"
    rest = "送った応募は、そのまま届いています。することはありません。"
    if row.guest_mail:
        city = the_city()
        lines = [f"{city['name']} {city['site']}で送った応募のことです。", words, rest, "送った応募は、次の画面で読めます。"]
        mail_later(DOOR.write(row, NEW_DAY, lines), in_place_of=[NEW_DAY])
        return
    tell_later(
        request_audience(row, ASKER), about=f"answer-day:{row.pk}", title=f"{NEW_DAY}：{row.about_label}", body=f"{words}\n{rest}",
        url=row.get_absolute_url(), by=by, change=(former.isoformat(), row.answer_by.isoformat()),
    )  # fmt: skip
