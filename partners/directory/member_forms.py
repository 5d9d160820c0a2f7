"""Forms about who belongs to a group."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common import upwards
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.doubts import DoubtingForm
from kyodo_portal.common.forms.fields import TextField
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.forms import EditForm

from .consent import NO, YES
from .membership import Assignment, Membership

DOUBTED = "この人の所属には、団体の人から「心あたりがない」と知らせがあります。先に、どうするかを決めてください。"


NOT_AN_OFFICE = "協働推進員は、市の課にだけ置けます。ほかの役を選んでください。"
ONLY_GROUPS = "閲覧の人は、団体にだけ置けます。ほかの役を選んでください。"
EMPTY = (
    "「{office}」は、{day}から人が1人もいなくなります。課の番になっている仕事が、だれにも届きません。"
    "先に、次の人の所属を入れるか、招待してください。"
)
HOLDS = "この人が受けもっている協働が{count}件あります：{first}。保存すると、後任への引継ぎの準備が始まります。"
ACCOMPANIES = (
    "この人が伴走している団体が{count}団体あります：{first}。この日を過ぎると、伴走も終わります。次に伴走する人を決めてください。"
)
NAMED = 5  # matters or groups that the sentence names
NO_DESK = own_words(
    "この人は、その日から先、中間支援の団体にも市の課にも所属していません。所属のない人が伴走することはできません。"
    "先に「所属」で、この人の所属を入れてください。"
)


class MembershipForm(DoubtingForm, forms.ModelForm):
    """A membership in the admin: no second row beside one that is doubted; who leaves an office empty or matters behind is told so."""

    def clean(self):
        cleaned = super().clean()
        user, partner = cleaned.get("user"), cleaned.get("partner")
        doubted = Membership.objects.filter(user=user, partner=partner, disputes__isnull=False, disputes__decided_at__isnull=True)
        if user and partner and doubted.exists():
            raise ValidationError(DOUBTED)
        if cleaned.get("part") == Membership.Part.PROMOTER and partner and not partner.is_city:
            self.add_error("part", NOT_AN_OFFICE)
        if cleaned.get("part") == Membership.Part.VIEWER and partner and partner.office != partner.Office.NONE:
            self.add_error("part", ONLY_GROUPS)
        if self.instance.pk and cleaned.get("until") and "until" in self.changed_data and not self.errors:
            self.asks_about(what_is_left(self.instance, cleaned["until"]))
        return cleaned


def what_is_left(membership, until):
    """[sentence] of what must not be overlooked when a place in a body ends with this day."""
    day, found = until + datetime.timedelta(days=1), []
    others = Membership.objects.valid(day).filter(partner=membership.partner_id, user__is_active=True)
    if membership.partner.is_city and not others.exclude(pk=membership.pk).exclude(user=membership.user_id).exists():
        found.append(EMPTY.format(office=membership.partner, day=jdate(day)))
    if held := upwards.held_matters(membership, day):
        found.append(HOLDS.format(count=len(held), first=_first(held, "件")))
    if left := _accompanied_until(membership, day):
        found.append(ACCOMPANIES.format(count=len(left), first=_first(left, "団体")))
    return found


def _first(names, counter):
    return "、".join(names[:NAMED]) + (f"、ほか{len(names) - NAMED}{counter}" if len(names) > NAMED else "")


def _accompanied_until(membership, day):
    """[name] of the groups that whoever leaves will accompany no more from `day` on: none while they belong to another office."""
    offices = Membership.objects.valid(day).exclude(pk=membership.pk).exclude(partner__office="none")
    if membership.partner.office == "none" or offices.filter(user=membership.user_id).exists():
        return []
    rows = (
        Assignment.objects.filter(user=membership.user_id)
        .going_on(day)
        .select_related("partner")
        .order_by("partner__kana_key", "pk")
    )
    return [row.partner.public_name for row in rows]


class AssignmentForm(DoubtingForm, forms.ModelForm):
    """A 伴走 in the admin: only of somebody who belongs to a body of coordinators or to the city from its first day on, or later."""

    def clean(self):
        cleaned = super().clean()
        user, since = cleaned.get("user"), cleaned.get("since")
        if user and since and {"user", "since"} & set(self.changed_data):
            places = Membership.objects.going_on(max(since, timezone.localdate())).filter(user=user)
            if not places.exclude(partner__office="none").exists():
                self.add_error(None, NO_DESK)
        return cleaned


class ReopenForm(EditForm):
    """The secretariat takes back what it decided."""

    buttons = [("undo", "決めたことを取り消す", "")]

    why = TextField(label="取り消す理由", max_length=1000, rows=3, help_text="決めたことを知らせた人に、そのまま伝わります。")


class DecideForm(KyodoForm):
    """What the secretariat found out."""

    buttons = [("decide", "決めて、みなに知らせる", "")]

    upheld = ChoiceField(
        label="確かめたこと",
        choices=[(YES, "団体の人ではなかった（所属を終える）"), (NO, "団体の人だった（権限をもどす）")],
        widget=forms.RadioSelect,
    )
    why = TextField(label="理由", max_length=1000, rows=3, help_text="団体の人と本人に、そのまま伝わります。")
