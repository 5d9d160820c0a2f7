"""開庁日の約束 in the admin: the secretariat says from which day on another number of days holds."""

import datetime

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.upwards import is_secretariat

from .promise_models import STANDARD, Promise

EARLY = "「この日から」は、あすか、それより後の日にしてください。きょうまでに約束した期限を、変えないためです。"


class PromiseForm(forms.ModelForm):
    def clean_since(self):
        since = self.cleaned_data["since"]
        if since < timezone.localdate() + datetime.timedelta(days=1):
            raise ValidationError(EARLY)
        return since


def keeps_promises(user, obj=None):
    """The secretariat; a row that has begun nobody changes or takes away."""
    return is_secretariat(user) and (obj is None or not obj.holds)


@admin.register(Promise)
class PromiseAdmin(SafeModelAdmin):
    """Where no row has begun, the standard number of days holds."""

    viewers = adders = staticmethod(lambda user, obj=None: is_secretariat(user))
    editors = deleters = staticmethod(keeps_promises)
    form = PromiseForm
    fields = ["kind", "days", "since"]
    list_display = ["kind", "days", "since", "standard"]
    list_filter = ["kind"]
    search_fields = ["kind"]

    @admin.display(description="標準")
    def standard(self, obj):
        return f"{STANDARD[Promise.Kind(obj.kind)]}開庁日"
