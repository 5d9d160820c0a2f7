"""What is asked of who writes a letter, and of who takes care of people."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateTimeField
from kyodo_portal.common.forms.fields import CodeField, JaEmailField, LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField
from kyodo_portal.common.own_words import has_coordinator
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.text.contact import has_contact
from kyodo_portal.process.forms import EditForm
from partners.directory.models import Partner
from partners.offers.models import OfferTerms
from partners.offers.terms import nearest_day, objections

from .message_models import MOST
from .models import Request, bodies_of
from .places import VERBS

SHOWS = "電話番号かメールアドレスが入っています。相手に見えます。見せてよければ、下の「電話番号やメールを、相手に見せる」に印を付けて、もう一度送ってください。"


class CarefulForm(KyodoForm):
    """A form with a letter in it: a telephone number in what is read by a stranger is asked about before it goes there."""

    careful = ("text",)  # the boxes that the other side reads

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.telling = [name for name in self.careful if self.is_bound and has_contact(self.data.get(self.add_prefix(name), ""))]
        if self.telling:
            self.fields["show_contact"] = TickField(label="電話番号やメールを、相手に見せる", required=False)

    def clean(self):
        cleaned = super().clean()
        if self.telling and not cleaned.pop("show_contact", False):
            self.add_error(next((name for name in self.telling if name in self.fields), None), SHOWS)
        return cleaned


class AskForm(CarefulForm):
    """One letter about one Place. Whoever is signed in says no name; a guest says one, and an address only to hear of the answer."""

    with_key = True
    careful = ("text", "place", "few_why")
    buttons = [("send", "送る", "")]

    kind = ChoiceField(label="どんな手紙ですか", widget=forms.RadioSelect)
    to = ChoiceField(label="だれに送りますか", widget=forms.RadioSelect)
    wish1 = JaDateTimeField(label="希望の日時", required=False, earliest=timezone.localdate)
    wish2 = JaDateTimeField(label="希望の日時（2つめ）", required=False, earliest=timezone.localdate)
    people = CountField(label="人数", required=False, least=1, most=9999, unit="人", example="15")
    few_why = LineField(label="人数が少ないわけ", max_length=200, required=False)
    place = LineField(label="場所", max_length=120, required=False)
    text = TextField(label="手紙", max_length=MOST, rows=7, help_text="いつ、どのくらいかを書くと、返事が早くなります。")
    as_partner = ChoiceField(label="だれとして送りますか", required=False)
    name = LineField(label="お名前", max_length=60)
    mail = JaEmailField(
        label="返事を受けとるメール",
        required=False,
        max_length=254,
        help_text="相手には見えません。書かないときは、返事を受けとれません。",
    )
    adult = TickField(
        label="18歳以上です",
        help_text="18歳になっていない人は、保護者か学校の先生に書いてもらってください。電話でも聞けます。",
    )
    is_shared = TickField(label="コーディネーターにも見せて、相談にのってもらう", required=False)

    def __init__(self, *args, where, user, groups=(), **kwargs):
        """where: the Place; user: who writes, signed in or not; groups: [Partner] for whom this person writes."""
        super().__init__(*args, **kwargs)
        self.where, self.user, fields = where, user, self.fields
        fields["kind"].choices = [(kind, VERBS[kind]) for kind in where.kinds]
        fields["kind"].initial = where.kinds[0]
        if self.initial.get("kind") not in where.kinds:
            self.initial.pop("kind", None)
        fields["to"].choices = [(str(partner.pk), partner.public_name) for partner in where.receivers]
        fields["to"].initial = str(where.receivers[0].pk)
        fields["as_partner"].choices = [("", "自分として"), *((str(group.pk), group.name) for group in groups)]
        self.groups = {str(group.pk): group for group in groups}
        self.terms = OfferTerms.objects.filter(offer=where.offer).first() if where.offer is not None else None
        self._leave_out()
        if self._is_for_a_seat:
            fields["kind"].choices = [
                (kind, words.replace("申し込みます", "応募します")) for kind, words in fields["kind"].choices
            ]
            fields["text"].help_text = "応募するときは、応募したわけと、やってみたいことを書いてください。"
            if "mail" in fields:
                fields["mail"].help_text = "相手には見えません。応募するときは、結果を知らせるために入れてください。"
        if self.terms is not None and "wish1" in fields and (day := nearest_day(where.offer, self.terms)):
            fields["wish1"].help_text = f"いま申し込むと、いちばん早い日は{jdate(day)}です。"

    @property
    def _is_for_a_seat(self):
        return self.where.offer is not None and self.where.offer.form == self.where.offer.Form.SEAT

    def _leave_out(self):
        """What does not apply here is not asked."""
        where, signed_in = self.where, self.user.is_authenticated
        only_city = all(partner.is_city for partner in where.receivers)
        no_day = where.offer is None or self._is_for_a_seat  # who applies for a seat wishes for no day
        left_out = {
            "to": len(where.receivers) == 1,
            "as_partner": not self.groups or self._is_for_a_seat,  # a person sits in it
            "name": signed_in or not only_city,
            "mail": signed_in or not only_city,
            "adult": only_city,
            "is_shared": not signed_in or not has_coordinator(),
            **dict.fromkeys(("wish1", "wish2", "people", "place"), no_day),
            "few_why": no_day or self.terms is None or self.terms.min_people is None,
        }
        for name in [name for name, is_out in left_out.items() if is_out]:
            del self.fields[name]

    def clean_to(self):
        return next(partner for partner in self.where.receivers if str(partner.pk) == self.cleaned_data["to"])

    def clean_as_partner(self):
        return self.groups.get(self.cleaned_data["as_partner"])

    def clean(self):
        cleaned = super().clean()
        cleaned.setdefault("to", self.where.receivers[0])
        if self.where.offer is not None:
            self._judge_wish(cleaned)
        if self._is_for_a_seat and "mail" in self.fields and cleaned.get("kind") == Request.Kind.APPLY:
            if not cleaned.get("mail") and "mail" not in self.errors:
                self.add_error("mail", "結果を知らせるために、メールを入れてください。メールがないときは、電話で応募できます。")
        return cleaned

    def _judge_wish(self, cleaned):
        """What the terms of the offer say of the wish, where it is an application."""
        terms = self.terms
        if cleaned.get("kind") != Request.Kind.APPLY or terms is None:
            return
        for name in ("wish1", "wish2"):
            wish = cleaned.get(name) and timezone.localtime(cleaned[name])
            found = objections(self.where.offer, terms, on=wish.date(), starts=wish.time()) if wish else None
            for sentence in found.refused if found else ():
                self.add_error(name, sentence)
        few = objections(self.where.offer, terms, people=cleaned.get("people")).asks_why
        if few and not cleaned.get("few_why") and "few_why" not in self.errors:
            self.add_error("few_why", few)


class CodeForm(KyodoForm):
    """The six digits that were mailed to a guest's address, or to be mailed once more."""

    said = "確かめて送る"
    code = CodeField(label="メールに書いてある6けたの数字")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.buttons = [("check", self.said, ""), ("again", "もう一度送る", "kp-btn--sub")]


class LetterForm(CarefulForm):
    """A further letter of a thread; of the receiving body also a note for its own people."""

    with_key = True
    buttons = [("send", "手紙を送る", "")]

    text = TextField(label="手紙", max_length=MOST, rows=6)
    is_note = TickField(label="中の人だけが読むメモにする", required=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, may_note=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_note:
            del self.fields["is_note"]


class ReportForm(KyodoForm):
    buttons = [("report", "知らせる", "")]
    why = LineField(
        label="何に困りましたか",
        max_length=300,
        help_text="知らせると、市とコーディネーターが、このやりとりを読めるようになります。",
    )


class SureForm(EditForm):
    """A press that asks nothing but to be sure, about what its page showed."""

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.buttons = [("sure", label, "")]


class KnownAnswerForm(KyodoForm):
    """A question and its answer, written anew for everybody."""

    with_key = True
    buttons = [("publish", "よくある質問として公開する", "")]

    question = LineField(label="質問", max_length=200, help_text="だれが聞いたかが分からないように、書きなおしてください。")
    answer = TextField(label="答え", max_length=1000, rows=6)

    def clean_question(self):
        text = self.cleaned_data["question"]
        if has_contact(text):
            raise forms.ValidationError(
                "電話番号かメールアドレスが入っています。だれのことか分からないように書きなおしてください。"
            )
        return text


class IntroduceForm(KyodoForm):
    """Which two bodies a coordinator brings together, and why."""

    with_key = True
    buttons = [("introduce", "ふたつの団体に知らせる", "")]

    one = ChoiceField(label="つなぐ団体")
    other = ChoiceField(label="つなぐ相手")
    text = TextField(
        label="つなぐわけ",
        max_length=MOST,
        rows=6,
        help_text="両方の団体が読みます。人の名前や電話番号は書かないでください。名前は、おたがいが書いたときに伝わります。",
    )

    def __init__(self, *args, bodies, **kwargs):
        """bodies: [Partner] that take letters."""
        super().__init__(*args, **kwargs)
        self.bodies = {str(partner.pk): partner for partner in bodies}
        choices = [("", "えらんでください"), *((str(partner.pk), partner.name) for partner in bodies)]
        self.fields["one"].choices = self.fields["other"].choices = choices

    def clean_one(self):
        return self.bodies[self.cleaned_data["one"]]

    def clean_other(self):
        return self.bodies[self.cleaned_data["other"]]

    def clean_text(self):
        text = self.cleaned_data["text"]
        if has_contact(text):
            raise forms.ValidationError("電話番号かメールアドレスが入っています。消してから送ってください。")
        return text


def groups_of(user):
    """[Partner] for whom somebody may write letters, without offices of the city. One query; none for a guest."""
    if not user.is_authenticated:
        return []
    offices = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
    return list(Partner.objects.filter(pk__in=bodies_of(user)).exclude(office__in=offices).order_by("kana_key", "pk"))
