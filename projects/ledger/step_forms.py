"""What the steps of the ledger's table ask."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.forms.choice_fields import ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.japanese.receipts import receipt_number
from kyodo_portal.common.japanese.width import to_half
from kyodo_portal.common.lists.search import matching
from kyodo_portal.common.upwards import frozen_years
from partners.directory.similar import called
from partners.models import Partner
from projects.cycles.admin_filters import OFFICES
from projects.entries.amends import amends_question
from projects.entries.models import Participation, Project

NO_SUCH_NUMBER = "その台帳番号の1件は、台帳にありません。番号は台帳の一覧と、その1件の画面に出ています。例：R8-K-0014"
SHOWN = 5  # names that an answer offers


class LedgerNumberField(LineField):
    """A 台帳番号 of an entry that stands, as typed; cleaned, the Project."""

    def clean(self, value):
        typed = super().clean(value)
        if isinstance(typed, Project) or not typed:
            return typed
        found = Project.objects.standing().filter(number=receipt_number(typed, "K")).first()
        if found is None:
            raise ValidationError(NO_SUCH_NUMBER)
        return found


class PartnerNameField(LineField):
    """A body by its name in the directory, or by its number there; cleaned, the Partner. Offices of the city too."""

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return typed
        known = Partner.objects.choosable_then() | Partner.objects.filter(office__in=OFFICES)
        key = small_int(to_half(typed))
        found = list(known.filter(pk=key)) if key is not None else called(known, typed)
        if len(found) == 1:
            return found[0]
        near = found or list(matching(known, typed).order_by("kana_key", "pk")[:SHOWN])
        names = "、".join(f"{body.pk} {body}" for body in near[:SHOWN])
        raise ValidationError(
            f"番号を書いて選んでください：{names}"
            if near
            else "その名前の団体・部署は、名簿にありません。名簿のとおりに書いてください。"
        )


def _into(subject):
    return LedgerNumberField(
        label="まとめる先の台帳番号",
        max_length=20,
        help_text="例：R8-K-0014。そちらにない年度の記録は移り、この1件のページは、そちらへつながります。",
    )


def _amends(subject):
    return amends_question(frozen_years(subject))


def _office(subject):
    return ModelChoiceField(
        label="新しい担当課",
        queryset=Partner.objects.filter(office__in=OFFICES).order_by("name"),
        empty_label="選んでください",
        help_text="計画の準備中の年度では、前の担当課の「この計画でよい」を取り消します。",
    )


def _on(subject):
    return JaDateField(
        label="いつから",
        initial=timezone.localdate,
        latest=lambda: timezone.localdate() + datetime.timedelta(days=400),
        help_text="前の日でも、これからの日でもかまいません。名前も、することも、その日に替わります。",
    )


def _last_day(subject):
    return JaDateField(
        label="いつまで（最後の日）",
        initial=timezone.localdate,
        latest=lambda: timezone.localdate() + datetime.timedelta(days=400),
        help_text="抜けたあとも、参加していた年度の記録は読めます。",
    )


def _partner(subject):
    return PartnerNameField(
        label="加える団体・部署の名前", max_length=120, help_text="名簿の名前のとおりに書きます。名簿の番号でもかまいません。"
    )


def _leaving(subject):
    rows = (
        Participation.objects.filter(project=subject, until__isnull=True)
        .select_related("partner")
        .order_by("side", "-is_lead", "pk")
    )
    return ModelChoiceField(label="抜ける団体・部署", queryset=rows, empty_label="選んでください")


QUESTIONS = {
    "into": _into,
    "amends": _amends,
    "office": _office,
    "on": _on,
    "partner": _partner,
    "leaving": _leaving,
    "last_day": _last_day,
}
