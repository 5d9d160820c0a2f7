"""What an announced call promises: which change of it takes something away from whoever has read it, and who is affected."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import localize

from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import fiscal, jdate, jdatetime, yen
from partners.directory.kind import PartnerKind
from partners.models import Membership, Partner
from partners.rules.entitlements import name_of as entitlement_name


def _always(former, new):
    return former != new


def _earlier(former, new):
    return new is not None and (former is None or new < former)


def _later(former, new):
    return former is not None and new is not None and new > former


def _less(former, new):
    return new is not None and (former is None or new < former)


def _less_than_told(former, new):
    return former is not None and new is not None and new < former


def _more(former, new):
    return new is not None and (former is None or new > former)


def _never(former, new):
    return False


def _later_than_free(former, new):
    return new is not None and (former is None or new > former)


def _moved(former, new):
    return bool(former) and former != new


def _narrower(former, new):
    """Kinds of bodies that could propose and cannot any more; none named means all of them."""
    return bool(new) and (not former or bool(set(former) - set(new)))


def _asks_more(former, new):
    """Asked of whoever has not done it yet: to be let off, or to have a choice, takes nothing away."""
    return bool(new) and new != former and not (former == "both" or (former and new == "either"))


def kind_names(codes):
    """町内会・自治会、NPO法人"""
    return "、".join(dict(PartnerKind.choices)[code] for code in codes)


class Promise(NamedTuple):
    """One column of a call: its words, whether a change takes something away (`is_worse(former, new)`), how a value is read."""

    label: str
    is_worse: object = _always
    words: object = str


# 円, 年度, days and moments are read as on the public page. What is not here (name, summary, the day of the sheets, the office)
# promises nothing, and is corrected without a word.
PROMISES = {
    "track": Promise("募集の型"),
    "fiscal_year": Promise("実施する年度", words=fiscal),
    "eligibility": Promise("提案できる人"),
    "kinds": Promise("提案できる団体の種類", _narrower, kind_names),
    "entitlement": Promise("要る登録", lambda former, new: bool(new) and former != new, entitlement_name),
    "before": Promise("送る前にすること", _asks_more),
    "support": Promise(own_words("市の支え")),
    "grant_limit": Promise(own_words("市が負担する上限"), _less, yen),
    "budget": Promise(own_words("市の予算の全体"), _less_than_told, yen),
    "tell_left": Promise("残りの額を公開する", lambda former, new: former and not new),
    "rate_num": Promise(own_words("市の負担の割合の分子")),
    "rate_den": Promise(own_words("市の負担の割合の分母")),
    "round_to": Promise("切り捨ての単位", _more, yen),
    "asks_plan": Promise("実施計画を必ず書く", lambda former, new: new and not former),
    "briefing_at": Promise("説明会の日時", _moved, jdatetime),
    "briefing_place": Promise("説明会の場所", _moved),
    "questions_until": Promise("質問を受け付ける最後の日", _earlier, jdate),
    "consult_from": Promise("事前の相談を始める日", _later, jdate),
    "consult_until": Promise("事前の相談を終える日", _earlier, jdate),
    "opens_at": Promise("受付を始める日時", _later, jdatetime),
    "closes_at": Promise("受付を終える日時", _earlier, jdatetime),
    "screening_on": Promise("書類審査の日", _never, jdate),
    "presentation_on": Promise("発表会の日", _never, jdate),
    "result_on": Promise("結果を知らせる予定日", _never, jdate),
    "starts_on": Promise("実施できる最初の日", _later_than_free, jdate),
    "ends_on": Promise("実施できる最後の日", _earlier, jdate),
    "report_due_on": Promise("報告の期限", _earlier, jdate),
    "pass_mark": Promise("採択の最低点", _more, lambda points: f"{points}点"),
    "tell_scores": Promise("提案した団体に点を知らせる", lambda former, new: former and not new),
    "publish_declined": Promise("不採択の提案も公表する", lambda former, new: new and not former),
}
NOTHING = "（決めていません）"
SILENT = ("id", "call", "order", "principle", "DELETE")  # boxes of a row that promise nothing


class Change(NamedTuple):
    """One line of what changes: how it was, how it is from now on; `is_worse`: it takes something away."""

    label: str
    former: str
    new: str
    is_worse: bool


def words_of(name, value, choices=None):
    """A value of the column `name` as people read it, in whole; 「（決めていません）」 for none."""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if value in (None, "", []):
        return NOTHING
    return str((isinstance(value, str) and dict(choices or ()).get(value)) or PROMISES[name].words(value))


def _to_the_minute(value):
    """A moment as the form shows it: seconds that it does not show are no change."""
    return value.replace(second=0, microsecond=0) if hasattr(value, "hour") else value


def changes_in(form):
    """[Change] of a valid form over a call, in the order of PROMISES: columns that differ from what stands."""
    changes = []
    for name, promise in PROMISES.items():
        if name not in form.changed_data or name not in form.cleaned_data:
            continue
        former, new = _to_the_minute(form.initial.get(name)), _to_the_minute(form.cleaned_data[name])
        if former == new:
            continue
        choices = form.instance._meta.get_field(name).flatchoices
        said = [words_of(name, value, choices) for value in (former, new)]
        changes.append(Change(promise.label, *said, bool(promise.is_worse(former, new))))
    return changes


def changes_below(formset):
    """[Change] of the questions or criteria of a valid formset: each with what it asked before and asks now."""
    kind = formset.model._meta.verbose_name
    changes = []
    for form in formset.forms:
        gone = form in formset.deleted_forms
        if not (gone or form.has_changed()) or (gone and not form.instance.pk):
            continue
        names = [name for name in form.fields if name in form.changed_data and name not in SILENT]
        if not gone and not names:
            continue
        stood = form.instance.pk is not None
        shown = [name for name in form.fields if name not in SILENT] if gone or not stood else names
        former = _said(form, shown, form.initial) if stood else ""
        new = "" if gone else _said(form, shown, form.cleaned_data)
        name = next((form.initial[key] for key in ("label", "name", "title") if form.initial.get(key)), str(form.instance))
        verb = "なくす" if gone else "変える" if stood else "足す"
        changes.append(Change(f"{kind}「{name}」を{verb}"[:200], former, new, True))
    return changes


def _said(form, names, values):
    lines = []
    for name in names:
        column, value = form.instance._meta.get_field(name), values.get(name)
        if value in (None, "") and len(names) > 1:
            continue
        if column.is_relation:
            value = column.related_model.objects.filter(pk=getattr(value, "pk", value)).first()
        words = (
            ("はい" if value else "いいえ") if isinstance(value, bool) else dict(column.flatchoices).get(value) or localize(value)
        )
        lines.append(f"{column.verbose_name}：{words if value not in (None, '') else NOTHING}")
    return "\n".join(lines)


class Affected(NamedTuple):
    """Who has written for a call: groups with a draft, groups whose proposal is under way."""

    drafting: list[Partner]
    under_way: list[Partner]

    def __bool__(self):
        return bool(self.drafting or self.under_way)

    @property
    def words(self):
        """「書きかけの提案書：雪かき隊」 …, one line each."""
        named = (("書きかけの提案書", self.drafting), ("出された提案", self.under_way))
        lines = [f"{label}：{'、'.join(partner.name for partner in partners)}" for label, partners in named if partners]
        return lines or ["書きかけの提案書も、出された提案もありません。"]

    @property
    def whom(self):
        """「書きかけの2団体と、提案を出した1団体」: how many of them hear of it in the portal; "" where none does. One query."""
        away = {partner.pk for partner in self.unreached}
        counts = (("書きかけの", self.drafting), ("提案を出した", self.under_way))
        found = [(label, sum(partner.pk not in away for partner in partners)) for label, partners in counts]
        return "と、".join(f"{label}{count}団体" for label, count in found if count)

    @property
    def unreached(self):
        """Those of whom nobody is in the portal. One query."""
        partners = {partner.pk: partner for partner in (*self.drafting, *self.under_way)}
        here = Membership.objects.valid().filter(partner__in=partners, user__is_active=True).values_list("partner", flat=True)
        return [partners[pk] for pk in sorted(partners.keys() - {*here})]

    @property
    def by_telephone(self):
        """Who has to be told in another way; "" where nobody has."""
        names = "、".join(partner.name for partner in self.unreached)
        return f"{names}は、このサイトに人がいません。電話などで知らせてください。" if names else ""


def affected_by(call):
    """The Affected of a call, those among them who propose together with others. Two queries."""
    return Affected(*(list(Partner.objects.filter(pk__in=call.proposals.groups_of(sent))) for sent in (False, True)))


class Announcement:
    """What one save does to an announced call: what changes, who relies on it, and why.

    `asks`: it is asked about before it is saved, because it takes something away from somebody who may still rely on it.
    `hides`: the call is to be withdrawn; one that is over, with nothing under way, may be put away like any other page.
    """

    def __init__(self, form, affected):
        self.affected, self.reason = affected, form.cleaned_data.get("change_reason") or ""
        self.above, self.below = changes_in(form), {}
        relies = not form.instance.is_closed or bool(affected.under_way)
        self.hides = relies and takes_back(form)
        self.asks = self.hides or relies and any(change.is_worse for change in self.above)

    @classmethod
    def of(cls, form):
        """The Announcement of a form over a call; None where nobody could read it yet, or where it was withdrawn."""
        call = form.instance
        return cls(form, affected_by(call)) if call.is_announced and call.withdrawn_at is None else None

    @property
    def changes(self):
        """[Change] of the call, then of its questions and criteria."""
        return [*self.above, *(change for changes in self.below.values() for change in changes)]

    @property
    def is_open_question(self):
        """Whether the page asks now: something is taken away, and nobody has said why."""
        return not self.reason and (self.asks or bool(self.affected) and any(self.below.values()))

    @property
    def is_answered(self):
        """Whether the reason is there: it stays in its box where the page comes back for something else."""
        return bool(self.reason and (self.changes or self.hides))


def takes_back(form):
    """Whether the form hides a call that everybody could read: its moment of publication is gone or moved into the future."""
    if "published_at" not in form.changed_data or "published_at" not in form.cleaned_data:
        return False
    new = form.cleaned_data["published_at"]
    return new is None or new > timezone.now()
