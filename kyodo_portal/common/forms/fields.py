"""Fields for words, addresses, numbers of an office, files: they read what people type in Japanese and name the item."""

from django import forms

from kyodo_portal.common.files import uploads

from . import validators
from .mail import clean_code, clean_mail
from .mail_widget import MailInput
from .spoken import LabelledErrors


class LineField(LabelledErrors, forms.CharField):
    """One line of text. `max_length` counts characters."""

    multiline = False

    def __init__(self, *, max_length=None, **kwargs):
        super().__init__(**kwargs)
        self.longest = max_length

    def to_python(self, value):
        if value in self.empty_values:
            return self.empty_value
        return self.read(validators.clean_text(value, multiline=self.multiline, item=self.item)) or self.empty_value

    def read(self, text):
        """The stored form of a cleaned text; subclasses say which."""
        return validators.check_length(text, self.longest, item=self.item)


class TextField(LineField):
    """Several lines of text; line breaks are kept, as \\n."""

    widget = forms.Textarea
    multiline = True

    def __init__(self, *, rows=6, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows  # Django's own 10 would otherwise stay
        self.widget.attrs.pop("cols", None)


class JaEmailField(LineField):
    """An e-mail address, lower case, out of whatever people and telephones type: `clean_mail`. What looks like a slip is asked about."""

    widget = MailInput
    cleans_itself = True

    def to_python(self, value):
        if not str(value or "").strip() or validators.says_nothing(value):
            return self.empty_value
        address = clean_mail(value, item=self.item, sure=getattr(value, "sure", False))
        return validators.check_length(address, self.longest, item=self.item)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "autocomplete": "email"}


class CodeField(LabelledErrors, forms.CharField):
    """A code of digits, mailed or of an app: telephones show the keys of digits and offer the code that has just come in."""

    cleans_itself = True

    def to_python(self, value):
        return clean_code(value) if value not in self.empty_values else self.empty_value

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "one-time-code"}


def _through(clean, name, doc, default_widget=forms.TextInput, **attrs):
    """A one-line field whose stored form `clean(text, item=…)` decides."""

    def read(self, text):
        if not text or (not self.required and validators.says_nothing(text)):
            return ""
        return validators.check_length(clean(text, item=self.item), self.longest, item=self.item)

    def widget_attrs(self, widget):
        return {**LineField.widget_attrs(self, widget), **attrs}

    return type(
        name,
        (LineField,),
        {
            "__doc__": doc,
            "__module__": __name__,
            "read": read,
            "widget": default_widget,
            "widget_attrs": widget_attrs,
        },
    )


_OnePhone = _through(
    validators.clean_phone,
    "_OnePhone",
    "A telephone number, with its extension (内線) where there is one.",
    type("TelInput", (forms.TextInput,), {"input_type": "tel"}),
    autocomplete="tel",
)


class PhoneField(_OnePhone):
    """A telephone number. second: which box of the page takes another one; said where two were typed."""

    def __init__(self, *args, second="", **kwargs):
        super().__init__(*args, **kwargs)
        self.second = second

    def read(self, text):
        try:
            return super().read(text)
        except forms.ValidationError as error:
            if error.code != "phones":
                raise
            said, mark, example = error.message.partition("例：")
            raise forms.ValidationError(f"{said}{self.second}{mark}{example}", code=error.code) from None


PostalCodeField = _through(
    validators.clean_postal_code, "PostalCodeField", "Seven digits.", inputmode="numeric", autocomplete="postal-code"
)
DashedPostalCodeField = _through(
    validators.clean_dashed_postal_code,
    "DashedPostalCodeField",
    "Seven digits, kept as they are shown: 123-4567.",
    inputmode="numeric",
    autocomplete="postal-code",
)
CorporateNumberField = _through(
    validators.clean_corporate_number, "CorporateNumberField", "法人番号, thirteen digits.", inputmode="numeric"
)
KanaField = _through(validators.clean_kana, "KanaField", "A reading in hiragana or katakana.")
WebField = _through(validators.clean_url, "WebField", "A public http or https address.", forms.URLInput, autocomplete="url")


class UploadField(LabelledErrors, forms.FileField):
    """One file of an allowed kind. The cleaned value is a `uploads.Accepted`, ready for `storage.store()`."""

    asks = "を選んでください。"
    widget = forms.FileInput

    def __init__(self, *, kinds=uploads.KINDS, **kwargs):
        kwargs.setdefault("help_text", f"PDF、ワード、エクセル、写真。{uploads.MAX_BYTES // 1024 // 1024}メガバイトまで")
        self.kinds = kinds  # widget_attrs is asked during __init__
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": ",".join(f".{ending}" for ending in uploads.endings(self.kinds))}

    def to_python(self, data):
        if data in self.empty_values:
            return None
        return uploads.accept(data, kinds=self.kinds, item=self.item)

    def clean(self, data, initial=None):
        if not data and initial:
            return initial
        value = self.to_python(data)
        self.validate(value)
        return value
