"""What a group has written and not sent, when its standing or the rule changes under it: nothing of it is lost."""

import datetime

from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.actions import notify
from partners.directory.payload import payload_of
from partners.directory.schema import PROMISED, schema_of
from partners.directory.standing import Standing
from partners.rules.models import DRAFT_DAYS, rule_in_force

from .access import is_renewable, registration_audience
from .models import Registration

Purpose = Registration.Purpose


def purpose_now(partner):
    """What a group may apply for as it stands: a change or the renewal of what is registered, otherwise to be registered."""
    if partner.standing == Standing.DORMANT:
        return Purpose.RESUME
    if partner.standing != Standing.REGISTERED:
        return Purpose.NEW
    return Purpose.RENEWAL if is_renewable(partner) else Purpose.CHANGE


def payload_for(partner, purpose, written=None):
    """The payload of an application of this purpose: `written`, or the group's entry as it stands; of a change what it is
    compared with besides. Promises are given anew each time."""
    now = payload_of(partner, schema_of(rule_in_force(partner.kind)))
    kept = {name: value for name, value in (written or now).items() if name != "before" and not name.startswith(PROMISED)}
    return kept if purpose == Purpose.NEW else {**kept, "before": now}


def drafts_follow(partner):
    """The group left the directory, or is back: what it was writing becomes the application that it can make now.

    Of one that left every value is written when it is approved, of one that stands what it changes.
    """
    purpose = purpose_now(partner)
    for draft in partner.registrations.unsent().exclude(purpose__in=(purpose, *Registration.REMOVALS)):
        draft.purpose, draft.rule = purpose, rule_in_force(partner.kind)
        draft.payload = payload_for(partner, purpose, draft.payload)
        draft.save(update_fields=["purpose", "rule", "payload", "updated_at"])


def leave_old_rules():
    """Drafts that nobody sent within DRAFT_DAYS after the last day of their rule go on by the one of today: what was written stays,
    promises are given anew. Not what came on paper: it counts by the day on which it came in. Returns how many there were.
    """
    over = timezone.localdate() - datetime.timedelta(days=DRAFT_DAYS)
    web = Registration.objects.unsent().filter(channel=Registration.Channel.WEB)
    return sum(_by_the_rule_of_today(pk) for pk in list(web.filter(rule__until__lt=over).values_list("pk", flat=True)))


@transaction.atomic
def _by_the_rule_of_today(pk):
    draft = Registration.objects.select_for_update(of=("self",)).select_related("rule", "partner").get(pk=pk)
    former, today = draft.rule, rule_in_force(draft.rule.kind)
    if not draft.is_unsent or former == today:
        return False
    draft.rule = today
    draft.payload = {name: value for name, value in draft.payload.items() if not name.startswith(PROMISED)}
    draft.save(update_fields=["rule", "payload", "updated_at"])
    record("edit", by=None, target=draft, note=f"下書きを、いまの要件（第{today.version}版）に移した")
    notify(
        registration_audience(draft, "applicant"),
        title=f"{draft}の下書きは、いまの要件で送ってください",
        body=(
            f"{jdate(former.until)}までの要件で書き始めた下書きを、いまの要件に移しました。書いたことは残っています。"
            "「まだ」のところと約束を確かめてから、送ってください。もう要らないときは、捨ててください。"
        ),
        url=draft.get_absolute_url(),
        key=f"draft-rule:{draft.pk}:{today.pk}",
    )
    return True
