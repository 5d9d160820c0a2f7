"""The boxes of the admin's forms read what people type as every page does, and stand under titles in the city's own words."""

from django.contrib.admin import widgets
from django.db import models

from kyodo_portal.common.forms.columns import field_of
from kyodo_portal.common.forms.mail_widget import MailInput
from kyodo_portal.common.own_words import own_words_in

_NUMBER = {"widget": widgets.AdminTextInputWidget(attrs={"class": "vIntegerField"})}  # a number box refuses 50万円 by itself


class ColumnsAdmin:
    """For an admin class or an inline: each column is asked by its field of common/forms."""

    formfield_overrides = {
        models.TextField: {"widget": widgets.AdminTextareaWidget},
        models.EmailField: {"widget": MailInput(attrs={"class": "vTextField"})},
        models.DateField: {"widget": widgets.AdminTextInputWidget},
        models.DateTimeField: {"widget": widgets.AdminTextInputWidget},
        models.TimeField: {"widget": widgets.AdminTextInputWidget},
        models.IntegerField: _NUMBER,
        models.BigIntegerField: _NUMBER,
    }

    def get_fieldsets(self, request, obj=None):
        return own_words_in(super().get_fieldsets(request, obj))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        kind = field_of(db_field)
        return super().formfield_for_dbfield(db_field, request, **({"form_class": kind} if kind else {}), **kwargs)
