"""The base of every form: Japanese errors that name the field, a summary that can be jumped to, a one-time key.

Forms return cleaned data; actions write.
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import BaseInput
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from kyodo_portal.common.own_words import own_words_in, own_words_said, says_otherwise

from .keys import new_key
from .messages import name_in_sentence, set_error_messages
from .validators import clean_text

SUMMARY = "#error-summary"  # a form posts to it, so that the browser's focus lands on the list of errors without a script


class Button(BaseInput):
    """A button of the form. crispy's own Submit brings class names of a framework that we do not have."""

    input_type = "submit"
    field_classes = "kp-btn"


WIDGET_CLASSES = (
    (forms.Textarea, "kp-textarea"),
    (forms.FileInput, "kp-file"),
    (forms.CheckboxSelectMultiple | forms.RadioSelect | forms.CheckboxInput | forms.HiddenInput, ""),
    (forms.Select, "kp-select"),
    (forms.widgets.Input, "kp-input"),
)


def add_css_class(widget):
    """Give a control its class of forms.css, whatever subclass it is."""
    for part in getattr(widget, "widgets", [widget]):
        css = next((css for kind, css in WIDGET_CLASSES if isinstance(part, kind)), "")
        if css and css not in part.attrs.get("class", "").split():
            part.attrs["class"] = f"{part.attrs.get('class', '')} {css}".strip()


def say_in_own_words(field):
    """What the field says of the city; choices that are rows of the database stay as people wrote them."""
    if not says_otherwise():
        return
    field.label, field.help_text = own_words_in((field.label, field.help_text))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        field.choices = own_words_in(list(field.choices))


def in_own_words(error):
    """A ValidationError, or what one is made of, with every message as the city says it."""
    if isinstance(error, dict):
        return {name: in_own_words(one) for name, one in error.items()}
    if isinstance(error, list | tuple):
        return [in_own_words(one) for one in error]
    if not isinstance(error, ValidationError):
        return own_words_said(error)
    if hasattr(error, "error_dict"):
        return ValidationError(in_own_words(error.error_dict))
    if hasattr(error, "message"):
        return ValidationError(own_words_said(error.message), error.code, error.params)
    return ValidationError([in_own_words(one) for one in error.error_list])


def texts_in(value):
    """Every string inside a raw form value (a list for several choices or boxes)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


class PlainForm:
    """What all our forms share, those of allauth too: wording, clean text, the list of errors."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.use_required_attribute = False
        for field in self.fields.values():
            say_in_own_words(field)
            set_error_messages(field)
            add_css_class(field.widget)

    def _clean_fields(self):
        """Refuse unreadable characters before any field looks at its value (rule 11), hidden fields included."""
        unreadable = {}
        for name, bound in self._bound_items():
            if getattr(bound.field, "cleans_itself", False):  # mail.py takes away what others refuse
                continue
            try:
                for text in texts_in(bound.data):
                    clean_text(
                        text,
                        multiline=not isinstance(bound.field.widget, forms.TextInput),
                        item=name_in_sentence(bound.field.label),
                    )
            except ValidationError as error:
                unreadable[name] = error
        for name, error in unreadable.items():
            self.add_error(name, error)
        kept = self.fields
        self.fields = {name: field for name, field in kept.items() if name not in unreadable}
        try:
            super()._clean_fields()
        finally:
            self.fields = kept

    def add_error(self, field, error):
        """What a form answers, in the city's own words."""
        super().add_error(field, in_own_words(error) if says_otherwise() else error)

    @property
    def values(self):
        """{name: value} of what was typed, without the hidden boxes, which are the page's own."""
        return {name: value for name, value in self.cleaned_data.items() if not self.fields[name].widget.is_hidden}

    @property
    def error_list(self):
        """[(id to jump to, message)] in the order of the page; errors of the whole form and of hidden fields come first."""
        if not self.errors:
            return []
        first = self.first_target
        errors = [(first, message) for message in self.non_field_errors()]
        errors += [(first, message) for bound in self.hidden_fields() for message in bound.errors]
        return errors + [(target_of(bound), message) for bound in self.visible_fields() for message in bound.errors]

    @property
    def first_target(self):
        """Where an error leads that belongs to no visible field: the first field, or the form itself."""
        visible = self.visible_fields()
        return target_of(visible[0]) if visible else self.form_id

    @property
    def form_id(self):
        return f"{self.prefix}-form" if self.prefix else "form"

    def clear_errors(self):
        """Show what was typed without judging it: for 「行を追加」 and other buttons that do not send."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        return self


def target_of(bound):
    """The id that a link in the error summary leads to: the control, or the first one of a group."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0" if len(bound.subwidgets) else f"{bound.auto_id}_field"
    if isinstance(widget, forms.MultiWidget):
        return f"{bound.auto_id}_0"
    return bound.auto_id


class KyodoForm(PlainForm, forms.Form):
    """The base of our forms: PlainForm with the crispy helper, the buttons and the one-time key."""

    buttons = [("save", "保存する", "")]  # (name, label, extra classes); the first one is what the Enter key presses
    with_key = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.with_key:
            self.fields["form_key"] = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)
            set_error_messages(self.fields["form_key"])

    @property
    def helper(self):
        """Built when drawn, so that subclasses may still add or take fields in their __init__."""
        helper = FormHelper()
        helper.form_method, helper.form_action, helper.form_id = "post", SUMMARY, self.form_id
        helper.attrs = {"novalidate": "novalidate"}
        helper.layout = self.layout()
        helper.render_hidden_fields = helper.layout is not None
        for name, label, css in self.buttons:
            if name in map(
                self.add_prefix, self.fields
            ):  # the browser sends both, and the button's 1 would stand for what was chosen
                raise ValueError(f"{type(self).__name__}: the button 「{label}」 has the name of a field")
            helper.add_input(Button(name, label, css_class=css))
        return helper

    def layout(self):
        """A crispy Layout, or None for all fields in their order."""
        return None

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.with_key and self._errors.get("form_key"):
            # A broken key would stay in the page and refuse every further try: the next try gets a fresh one.
            self.data = self.data.copy()
            self.data[self.add_prefix("form_key")] = str(new_key())


def all_errors(*forms_and_sets):
    """One error_list for a page with several forms: pass it to the template as error_list."""
    return [pair for form in forms_and_sets for pair in form.error_list]
