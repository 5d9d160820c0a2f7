"""Two people at one row of the admin: whoever saves second is told, keeps what was typed and reads what stands now."""

import hashlib

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Manager
from django.forms import model_to_dict
from django.utils.formats import localize

HIDDEN = "row_token"  # what the hidden field of admin/change_form.html is called
STALE = "この画面を開いたあとに、この内容が直されました。いまの内容と見くらべて、もう一度保存してください。"


class SecondSaveAdmin(admin.ModelAdmin):
    """Puts a token of the row's values into the page on which it is changed, and refuses to write over what the page did not show.

    Only the page's own boxes count: what the clock or another page writes beside them disturbs nobody. The second press of a
    double click changes nothing any more and passes.
    """

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if request.method == "POST" and object_id is not None and self._readable(unquote(object_id)):
            # Of two who save at the same moment one waits here, and then reads what the other wrote. One query.
            self.model._base_manager.select_for_update().filter(pk=unquote(object_id)).first()
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if not change:
            return form

        def clean(self):
            cleaned = form.clean(self)
            now = request.row_token = token_of(self)  # before the form writes into the row
            if request.POST.get(HIDDEN, now) != now and self.changed_data:
                self.add_error(None, STALE)
                columns = {one.name for one in [*self._meta.model._meta.fields, *self._meta.model._meta.many_to_many]}
                for name in columns.intersection(self.changed_data):
                    self.add_error(name, f"いまの内容：{words(self.instance, name)}")
            return cleaned

        return type(form.__name__, (form,), {"clean": clean})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if change and form.fields:
            context["row_token"] = getattr(request, "row_token", None) or token_of(form)
        return super().render_change_form(request, context, add, change, form_url, obj)


def token_of(form):
    """A short word that changes when one of the values does that this form shows of its row. One query a many-to-many box."""
    shown = model_to_dict(form.instance, fields=list(form.fields))
    values = {name: sorted(row.pk for row in value) if isinstance(value, list) else str(value) for name, value in shown.items()}
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:32]


def words(row, name):
    """What stands in this column now, as one reads it; 「（空）」 for nothing."""
    said = getattr(row, f"get_{name}_display", None)
    value = said() if said else getattr(row, name, None)
    if isinstance(value, Manager):
        value = "、".join(str(one) for one in value.all())
    if isinstance(value, bool):
        value = "はい" if value else "いいえ"
    return "（空）" if value in (None, "") else str(localize(value))[:400]
