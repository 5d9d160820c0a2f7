"""A row that is added in the admin is added once, however often the button is pressed."""

from uuid import UUID

from django.contrib import admin
from django.db import IntegrityError

from .forms.keys import new_key
from .upwards import made_with_key, note_made, use_key


class AddOnceAdmin(admin.ModelAdmin):
    """Puts a one-time key into the page on which a row is added (admin/change_form.html) and answers a second press like the first.

    The key is written in the transaction of the row: of two presses at the same moment one waits, and then finds the other's row.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is not None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        key = _key(request)
        extra = {"form_key": key or new_key(), **(extra_context or {})}
        known = self._made(request, key)
        if known is not None:
            return self.response_add(request, known)
        try:
            answer = super().changeform_view(request, object_id, form_url, extra)
        except IntegrityError:
            answer, known = None, self._made(request, key)
            if known is None:
                raise
        if answer is None or answer.status_code == 200:  # the form was judged after the first press had come through
            known = known or self._made(request, key)
        return answer if known is None else self.response_add(request, known)

    def save_model(self, request, obj, form, change):
        key = None if change else _key(request)
        row = use_key(key, by=request.user, model=self.model) if key else None
        super().save_model(request, obj, form, change)
        if row is not None:
            note_made(row, obj)

    def _made(self, request, key):
        return made_with_key(key, by=request.user, model=self.model) if key else None


def _key(request):
    try:
        return UUID(request.POST.get("form_key", "")) if request.method == "POST" else None
    except ValueError:
        return None
