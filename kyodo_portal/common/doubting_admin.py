"""Forms of the admin that ask whether something is meant (forms/doubts.py)."""

from .forms.doubts import SURE


class DoubtingAdmin:
    """Beside an admin class whose form is a `DoubtingForm`."""

    def render_change_form(self, request, context, *args, **kwargs):
        """What is still to be confirmed stands above the boxes."""
        adminform = context["adminform"]
        if SURE in adminform.form.fields:
            adminform.fieldsets = [("確かめること", {"fields": [SURE]}), *adminform.fieldsets]
        return super().render_change_form(request, context, *args, **kwargs)
