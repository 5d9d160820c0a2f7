"""What the steps of a voice ask. Words become columns of the voice; none stands in the history."""

from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField
from kyodo_portal.common.forms.fields import TextField
from kyodo_portal.common.text.contact import has_contact
from projects.calls.offices import departments

from .models import Voice
from .topic_models import Topic

HAS_CONTACT = "電話番号かメールアドレスが入っています。だれのことか分からないように書きなおしてください。"


def no_contact(text):
    """Refuses public words with a telephone number or a mail address in them."""
    if has_contact(text):
        raise ValidationError(HAS_CONTACT)


def _topic(voice):
    return ModelChoiceField(
        label="どのみんなの声に入れますか",
        queryset=Topic.objects.taking_voices().order_by("-opened_at", "-pk"),
        help_text="合うものがないときは、サイトの声のページから「新しいみんなの声」を書けます。ここで続きから進みます。",
    )


def _shown_text(voice):
    return TextField(
        label="見せることば",
        max_length=300,
        rows=3,
        initial=voice.shown_text,
        validators=[no_contact],
        help_text="だれが、どこの店や人のことを言ったかが分からないように、短く書きなおします。そのまま、だれでも読めます。",
    )


def _to(voice):
    offices = departments()
    return ModelChoiceField(label="回す課", queryset=offices)


def _why(voice):
    return TextField(label="もどすわけ", max_length=600, rows=3, initial=voice.why, help_text="市の中の人だけが読みます。")


def _text(voice):
    said = "メールか、このサイトで、本人だけが読みます。" if voice.by_id or voice.guest_mail else ""
    phone = "電話で伝えたことを、書き残してください。" if voice.phone and not said else ""
    return TextField(label="返事", max_length=1000, rows=6, initial=voice.answer, help_text=said or phone)


def _cause(voice):
    return ChoiceField(label="取り扱わないわけ", choices=Voice.Cause.choices, initial=voice.cause)


def _memo(voice):
    return TextField(
        label="書いた人に伝えること",
        max_length=600,
        rows=3,
        required=False,
        initial=voice.memo,
        help_text="わけといっしょに、本人に伝わります。どうすれば受けとれるかを書いてください。",
    )


QUESTIONS = {
    "topic": _topic, "shown_text": _shown_text, "to": _to, "why": _why, "text": _text, "cause": _cause, "memo": _memo,
}  # fmt: skip
