"""Choices, rows of the database, ticks."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import DataError

from .spoken import LabelledErrors


class Chosen(LabelledErrors):
    """Answers a value that is none of the choices with a request to choose again, whatever was sent."""

    asks = "を選んでください。"

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError as error:
            if error.code in ("invalid_choice", "invalid_list", "invalid_pk_value"):
                error = ValidationError(f"{self.item}を、並んでいるものから選び直してください。", code="invalid_choice")
            raise error from None
        except (OverflowError, DataError, ValueError, TypeError):
            raise ValidationError(f"{self.item}を、並んでいるものから選び直してください。", code="invalid_choice") from None


class ChoiceField(Chosen, forms.ChoiceField):
    """One out of several."""


class TypedChoiceField(Chosen, forms.TypedChoiceField):
    """One out of several, as the value that its column keeps."""


class MultipleChoiceField(Chosen, forms.MultipleChoiceField):
    """Any number out of several, as check boxes."""

    widget = forms.CheckboxSelectMultiple


class RowsMixin(Chosen):
    """Looks at the key before the database does: no text, NUL or 10^30 may reach a query. A row that says what lists call it
    (`choice_label`) is called so."""

    def label_from_instance(self, obj):
        return getattr(obj, "choice_label", None) or str(obj)

    def clean(self, value):
        for key in value if isinstance(value, (list, tuple)) else [value]:
            if key not in self.empty_values and not isinstance(key, self.queryset.model):
                self._check_key(key)
        return super().clean(value)

    def _check_key(self, value):
        key = self.queryset.model._meta.get_field(self.to_field_name) if self.to_field_name else self.queryset.model._meta.pk
        try:
            if "\x00" in str(value) or len(str(value)) > 200:
                raise ValueError
            key.run_validators(key.to_python(value))
        except (ValidationError, ValueError, TypeError, OverflowError):
            raise ValidationError(f"{self.item}を、並んでいるものから選び直してください。", code="invalid_choice") from None


class ModelChoiceField(RowsMixin, forms.ModelChoiceField):
    """One row of a queryset. Before one is chosen the list says so in words."""

    def __init__(self, queryset, *, empty_label="選んでください", **kwargs):
        super().__init__(queryset, empty_label=empty_label, **kwargs)


class ModelMultipleChoiceField(RowsMixin, forms.ModelMultipleChoiceField):
    """Any number of rows of a queryset, as check boxes."""

    widget = forms.CheckboxSelectMultiple


class TickField(LabelledErrors, forms.BooleanField):
    """A box to tick; when required, not ticking it is answered with a request to do so."""

    asks = "に、しるしを付けてください。"

    def validate(self, value):
        if not value and self.required:
            text = self.error_messages["required"] if "required" in self._own_messages else f"{self.item}{self.asks}"
            raise ValidationError(text, code="required")
