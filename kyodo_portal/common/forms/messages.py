"""Error messages in plain Japanese: they name the field, say what to do, and show an example where a format matters."""

import re
from functools import lru_cache

from django import forms

ENTER, CHOOSE = "{label}を入れてください。", "{label}を選んでください。"

# The nearest class of a field decides. Placeholders with % are filled in by the validator that speaks.
BY_FIELD = [
    (forms.BooleanField, {"required": "{label}に印を付けてください。"}),
    (
        forms.FileField,
        {
            "required": CHOOSE,
            "invalid": "{label}を選び直してください。",
            "missing": "{label}を選び直してください。",
            "empty": "{label}の中身がありません。別のファイルを選んでください。",
            "max_length": "{label}のファイル名を%(max)d字までにしてください。いまは%(length)d字です。",
            "contradiction": "{label}は、選ぶか外すか、どちらか1つにしてください。",
        },
    ),
    (
        forms.EmailField,
        {"required": ENTER, "invalid": "{label}を確かめてください。@の前と後ろの両方が要ります。例：wakaba@example.jp"},
    ),
    (forms.URLField, {"required": ENTER, "invalid": "{label}は、https:// から始まる形で入れてください。例：https://example.jp/"}),
    (
        (forms.IntegerField, forms.DecimalField),
        {
            "required": ENTER,
            "invalid": "{label}は数字だけで入れてください。例：120000",
            "max_digits": "{label}の数字が長すぎます。%(max)sけたまでにしてください。",
            "max_decimal_places": "{label}は小数点の下を%(max)sけたまでにしてください。",
            "max_whole_digits": "{label}の数字が長すぎます。%(max)sけたまでにしてください。",
        },
    ),
    (
        (forms.DateField, forms.DateTimeField),
        {"required": ENTER, "invalid": "{label}に、実際にある日付を入れてください。例：2026年10月1日"},
    ),
    (
        forms.UUIDField,
        {
            "required": "画面を開き直して、もう一度送ってください。",
            "invalid": "もう一度「送る」ボタンを押してください。入力は残っています。",
        },
    ),
    (
        forms.ChoiceField,
        {
            "required": CHOOSE,
            "invalid_choice": "{label}を、ここにあるものの中から選び直してください。",
            "invalid_list": "{label}を選び直してください。",
            "invalid_pk_value": "{label}を選び直してください。",
        },
    ),
    (
        forms.MultiValueField,
        {"required": ENTER, "incomplete": "{label}を最後まで入れてください。", "invalid": "{label}を入れ直してください。"},
    ),
    (forms.Field, {"required": ENTER, "invalid": "{label}を入れ直してください。"}),
]
LENGTH = {
    "max_length": "{label}は%(limit_value)d字までにしてください。いまは%(show_value)d字です。",
    "min_length": "{label}は%(limit_value)d字以上にしてください。いまは%(show_value)d字です。",
    "max_value": "{label}は%(limit_value)s以下にしてください。",
    "min_value": "{label}は%(limit_value)s以上にしてください。",
    "null_characters_not_allowed": "{label}に使えない文字が入っています。入れ直してください。",
}


def set_error_messages(field, again=False):
    """Give a form field our messages wherever it still has Django's, and stop the browser from cutting long text silently.

    again: the label changed since the last time, so say our own messages anew.
    """
    for widget in getattr(field.widget, "widgets", [field.widget]):
        widget.attrs.pop("maxlength", None)
    ours = getattr(field, "_kyodo_messages", set()) if again else set()
    messages, defaults = field.error_messages, _django_defaults(type(field))
    for code, text in _our_messages(type(field), str(field.label or "")):
        now = messages.get(code)
        if code in ours or code not in messages or (code in defaults and (now is defaults[code] or now == defaults[code])):
            messages[code] = text
            ours.add(code)
    field._kyodo_messages = ours


@lru_cache(maxsize=4096)
def _our_messages(kind, label):
    """((code, message), …) of a class of fields with this label."""
    label, texts = name_in_sentence(label), next(texts for classes, texts in BY_FIELD if issubclass(kind, classes))
    return tuple((code, text.replace("{label}", label)) for code, text in {**LENGTH, **texts}.items())


def name_in_sentence(label):
    """The label as it stands in a sentence: without brackets at its end (a name in it may have its own), quoted if it is a question."""
    text = re.sub(r"（[^（）]*）$", "", str(label or "").strip()) or "この欄"
    if text.endswith(("か", "が", "うと", "す", "る", "い", "？", "?", "。")):
        text = f"「{text}」"
    return text.replace("%", "％")


@lru_cache(maxsize=512)
def _django_defaults(kind):
    """{code: message} of those that Django's own class brings; not where a class between says something else."""
    found = {}
    for cls in kind.__mro__:
        for code, message in cls.__dict__.get("default_error_messages", {}).items():
            found.setdefault(code, (cls.__module__.startswith("django."), message))
    return {code: message for code, (is_django, message) in found.items() if is_django}
