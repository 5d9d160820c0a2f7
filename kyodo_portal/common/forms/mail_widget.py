"""The box for a mail address: where the address looks like a slip, a tick below it says that it is meant."""

from django import forms
from django.core.exceptions import ValidationError

from .mail import AS_IT_IS, clean_mail, slip_in


class TypedMail(str):
    """What stood in the box. `sure`: whether the tick was set for just this address."""

    sure = False


class MailInput(forms.EmailInput):
    """An e-mail box. The tick stands there only where it is needed, and says yes to the address beside which it was shown."""

    template_name = "kyodo/mail_input.html"

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        if not isinstance(value, str):
            return value
        typed = TypedMail(value)
        typed.sure = data.get(_tick(name), "") == (_read(value) or None)
        return typed

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        address = _read(value or "")
        if address and slip_in(address):
            context["tick"] = {
                "name": _tick(name),
                "id": f"{context['widget']['attrs'].get('id', name)}_sure",
                "address": address,
                "label": AS_IT_IS,
                "checked": not isinstance(value, TypedMail) or value.sure,  # what is stored was said to be meant
            }
        return context


def _tick(name):
    return f"{name}-sure"


def _read(value):
    """The address as it would be stored; "" where nothing could be."""
    try:
        return clean_mail(value, sure=True)
    except ValidationError:
        return ""
