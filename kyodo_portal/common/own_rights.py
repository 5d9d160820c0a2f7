"""Nobody gives themselves a part: rows that give rights are not written in the admin by the person whom they are about.

A model names the column in `gives_rights_to`; `OwnRightsRefused` is part of every admin class and every inline. The keeper of the
system is no exception: the only way to a part of one's own is `manage.py join` on the server, where the trail says so.
"""

from .forms.classes import more_of

OWN = "自分の役や席は、自分では入れることも変えることもできません。権限のあるほかの人に頼んでください。"


def is_about(form, user):
    """Whether a form over a row that gives rights changes a row of this person: the one that it had, or the one that it gets."""
    column = getattr(form._meta.model, "gives_rights_to", "")
    if not column or not form.has_changed():
        return False
    chosen = form.cleaned_data.get(column)
    stored = form._meta.model._base_manager.filter(pk=form.instance.pk).values_list(f"{column}_id", flat=True)
    return user.pk in {getattr(chosen, "pk", None), getattr(form.instance, f"{column}_id"), *stored}


def refusing(form_class, user):
    """The form class with this rule in its `clean`."""

    def clean(self):
        cleaned = form_class.clean(self)
        if is_about(self, user):
            self.add_error(None, OWN)
        return cleaned

    return more_of(form_class, clean=clean)


class OwnRightsRefused:
    """For admin classes and inlines: whatever form they make refuses rows of the person who fills it in."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return refusing(form, request.user) if hasattr(self.model, "gives_rights_to") else form


class OwnRightsRefusedInline:
    """The same for rows inside another matter's page."""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if hasattr(self.model, "gives_rights_to"):
            formset.form = refusing(formset.form, request.user)
        return formset
