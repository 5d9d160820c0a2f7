"""Two people at one page of the admin: whoever saves second is told, keeps what was typed and reads what stands now.

The row itself has one token (SecondSaveAdmin), each table of rows below it another (SecondSaveInline).
"""

import hashlib

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Manager
from django.forms import model_to_dict
from django.utils.formats import localize
from django.utils.functional import cached_property

from .forms.typed import in_words

HIDDEN = "row_token"  # what the hidden field of admin/change_form.html is called
GONE = "この行は、そのあいだに消されました。要らなければ「削除」に印を付け、要るときは、空いている行に写してください。"
STALE = "この画面を開いたあとに、この内容が直されました。いまの内容と見くらべて、もう一度保存してください。"


class SecondSaveAdmin(admin.ModelAdmin):
    """Puts a token of the row's values into the page on which it is changed, and refuses to write over what the page did not show.

    Only the page's own boxes count: what the clock or another page writes beside them disturbs nobody. The second press of a
    double click changes nothing any more and passes.
    """

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if request.method == "POST" and object_id is not None and self._readable(unquote(object_id)):
            # Of two who save at the same moment one waits here, and then reads what the other wrote. One query.
            self.model._base_manager.select_for_update(of=("self",)).filter(pk=unquote(object_id)).first()
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


class SecondSaveInline:
    """The same for the rows of an inline: for every class of them that can be written."""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        return type(formset.__name__, (_RowsOnce, formset), {})


class _RowsOnce:
    """A formset that carries a token of its rows in `token_name` (admin/change_form.html) and refuses to write over others'."""

    @property
    def token_name(self):
        return f"{self.prefix}-{HIDDEN}"

    @cached_property
    def row_token(self):
        """Of all rows as they stand in the database, "" for a matter that is added. No query beside the formset's own."""
        return _digest([(row.pk, _shown(row)) for row in self.get_queryset()]) if self.instance.pk else ""

    def full_clean(self):
        self.row_token  # noqa: B018 (before the forms write into the rows)
        super().full_clean()

    def clean(self):
        super().clean()
        if self.data.get(self.token_name, self.row_token) == self.row_token or not self.has_changed():
            return
        for form in self.initial_forms:
            if form.instance.pk is None:
                form.add_error(None, GONE)
                continue
            for name in form.changed_data:
                if name in form.fields and not form.fields[name].widget.is_hidden and name != "DELETE":
                    form.add_error(name, f"いまの内容：{in_words(form.fields[name], form.initial.get(name))}")
        sent = {form.instance.pk for form in self.initial_forms}
        added = [f"「{row}」" for row in self.get_queryset() if row.pk not in sent]
        raise ValidationError(STALE + (f"そのあいだに、{'、'.join(added)}が足されました。" if added else ""))


def token_of(form):
    """A short word that changes when one of the values does that this form shows of its row. One query a many-to-many box."""
    return _digest(sorted(_shown(form.instance, list(form.fields)).items()))


def _shown(row, names=None):
    values = model_to_dict(row, fields=names)
    return {name: sorted(one.pk for one in value) if isinstance(value, list) else str(value) for name, value in values.items()}


def _digest(values):
    return hashlib.sha256(repr(values).encode()).hexdigest()[:32]


def words(row, name):
    """What stands in this column now, as one reads it; 「（空）」 for nothing."""
    said = getattr(row, f"get_{name}_display", None)
    value = said() if said else getattr(row, name, None)
    if isinstance(value, Manager):
        value = "、".join(str(one) for one in value.all())
    if isinstance(value, bool):
        value = "はい" if value else "いいえ"
    return "（空）" if value in (None, "") else str(localize(value))[:400]
