"""A column that holds several common codes, so that lists can be filtered by one of them on every database."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models


class CodesField(models.CharField):
    """Codes out of `choices`, kept as "|one|two|" and read as a list. Filter by one with `having(name, code)`.

    The order is that of the choices; a code that is not among them is refused with its name.
    """

    def __init__(self, *args, codes=None, **kwargs):
        self.codes = codes
        super().__init__(*args, **{"max_length": 300, "blank": True, "default": list, **kwargs})

    def from_db_value(self, value, expression, connection):
        return [code for code in (value or "").split("|") if code]

    def to_python(self, value):
        if isinstance(value, str):
            value = [code for code in value.split("|") if code]
        if not isinstance(value, (list, tuple)) or not all(isinstance(code, str) for code in value):
            raise ValidationError("コードの並びにしてください。")
        return [code for code in self.codes.values if code in value] + [code for code in value if code not in self.codes.values]

    def get_prep_value(self, value):
        return f"|{'|'.join(value)}|" if value else ""

    def validate(self, value, model_instance):
        unknown = [code for code in value if code not in self.codes.values]
        if unknown:
            raise ValidationError(f"「{'、'.join(unknown)}」という種類はありません。")

    def run_validators(self, value):
        super().run_validators(self.get_prep_value(value))

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            label=self.verbose_name,
            choices=self.codes.choices,
            required=False,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


def having(name, code):
    """The condition that a CodesField of this name holds the code."""
    return models.Q(**{f"{name}__contains": f"|{code}|"})


@CodesField.register_lookup
class HoldsText(models.lookups.Contains):
    """`contains` looks into the stored text, not at a list."""

    prepare_rhs = False
