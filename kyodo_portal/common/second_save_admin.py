"""Two people at one page of the admin: what only one of them touched goes together by itself; where both wrote, whoever saves second
is told, keeps what was typed and reads what stands now.

The row itself has one token (SecondSaveAdmin), each table of rows below it another (SecondSaveInline).
"""

import datetime
from copy import copy

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Manager
from django.forms import model_to_dict
from django.forms.models import construct_instance
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import cached_property

from .forms.classes import more_of
from .forms.rowsets import CountedRows
from .forms.three_way import compare, fields_etag
from .forms.typed import in_words

HIDDEN = "row_token"  # what the hidden field of admin/change_form.html is called
GONE = "この行は、そのあいだに消されました。要らなければ「削除」に印を付け、要るときは、空いている行に写してください。"
STALE = "この画面を開いたあとに、この内容が直されました。いまの内容と見くらべて、もう一度保存してください。"
LEFT = "この画面を開いたあとに直された「{}」は、そのまま残しました。"


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
            found = together_with_others(self, request.POST.get(HIDDEN), self.fields)
            request.row_token = found.token
            labels_left(request).extend(str(self.fields[name].label) for name in self.fields if name in found.kept)
            cleaned = form.clean(self)
            if found.clash:
                clashes_of(request).append(STALE)
                self.add_error(None, STALE)
                for name in found.clash:
                    self.add_error(name, f"いまの内容：{words(self.instance, name)}")
            return cleaned

        return more_of(form, clean=clean)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if change and form.fields:
            context["row_token"] = getattr(request, "row_token", None) or fields_etag(_shown(form.instance, form.fields))
        answer = super().render_change_form(request, context, add, change, form_url, obj)
        if clashes_of(request):
            answer.status_code = 409
        return answer

    def get_deleted_objects(self, objs, request):
        """A row into which others wrote since the question was asked is not deleted: the page says so (admin/delete_confirmation.html)."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if request.method == "POST" and not lacking and HIDDEN in request.POST:
            # Of two who write at the same moment one waits here. One query.
            now = self.model._base_manager.select_for_update(of=("self",)).filter(pk=objs[0].pk).first()
            if now is None or request.POST[HIDDEN] != _token_of(now):
                clashes_of(request).append(STALE)
                protected = [*protected, STALE]
        return found, counts, lacking, protected

    def render_delete_form(self, request, context):
        overtaken = bool(clashes_of(request))
        answer = super().render_delete_form(
            request, {**context, "row_token": _token_of(context["object"]), "is_overtaken": overtaken}
        )
        if overtaken:
            answer.status_code = 409
        return answer

    def response_change(self, request, obj):
        if labels := labels_left(request):
            messages.info(request, LEFT.format("」「".join(dict.fromkeys(labels))))
        return super().response_change(request, obj)


class SecondSaveInline:
    """The same for the rows of an inline: for every class of them that can be written."""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        row_form = more_of(formset.form, _RowOnce)
        more = {"form": row_form, "labels": labels_left(request), "clashes": clashes_of(request)}
        return type(formset.__name__, (_RowsOnce, formset), more)


class _RowOnce:
    """One row of such a table: it lets alone what others alone wrote, and says at its boxes what both wrote."""

    rows = found = None

    @property
    def media(self):
        """What its boxes need: worked out once for all rows of a table, which have the same boxes."""
        if self.rows is None:
            return super().media
        if self.rows.media_of_row is None:
            self.rows.media_of_row = super().media
        return self.rows.media_of_row

    def clean(self):
        sent = self.rows.tokens_sent.get(str(self.instance.pk)) if self.rows is not None and self.instance.pk else None
        if sent is not None:
            self.found = together_with_others(self, sent, self.rows.form.base_fields)
            self.rows.labels.extend(
                f"{self.instance}：{self.fields[name].label}" for name in self.fields if name in self.found.kept
            )
        cleaned = super().clean()
        for name in self.found.clash if self.found else ():
            if not self.fields[name].widget.is_hidden:
                self.add_error(name, f"いまの内容：{in_words(self.fields[name], self.initial.get(name))}")
        return cleaned

    @property
    def is_refused(self):
        """Whether others wrote what this row would write over, or into a row that it would delete."""
        changed = bool(self.found and (self.found.clash or self.found.kept))
        return changed if self.cleaned_data.get("DELETE") else bool(self.found and self.found.clash)


class _RowsOnce(CountedRows):
    """A formset that carries a token of each row in `token_name` (admin/change_form.html) and refuses to write over others'."""

    labels = clashes = ()
    media_of_row = None

    @property
    def token_name(self):
        return f"{self.prefix}-{HIDDEN}"

    @cached_property
    def tokens_sent(self):
        """{key of a row: its token} as the page was opened."""
        pairs = (pair.partition(":") for pair in self.data.get(self.token_name, "").split(",") if pair)
        return {key: token for key, _, token in pairs}

    @cached_property
    def empty_form(self):
        """The row for whoever adds one. Its page asks for it three times, and Django would make three of them."""
        return super().empty_form

    @property
    def row_token(self):
        """Of all rows, "" for a matter that is added. No query beside the formset's own."""
        if not self.instance.pk:
            return ""
        known = {form.instance.pk: form.found.token for form in self.initial_forms if form.found} if self.is_bound else {}
        rows = self.get_queryset()
        return ",".join(f"{row.pk}:{known.get(row.pk) or fields_etag(_shown(row, self.form.base_fields))}" for row in rows)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.rows = self

    def _forget_what_the_first_press_added(self):
        """A new row that stands below already, word for word, is the second press of one button."""
        names = self.form.base_fields
        since = [_shown(row, names) for row in self.get_queryset() if str(row.pk) not in self.tokens_sent]
        for form in self.extra_forms if since else ():
            if form.has_changed() and _but_key(_shown(form.instance, names)) in map(_but_key, since):
                form.changed_data[:] = []

    def clean(self):
        super().clean()
        if self.token_name not in self.data:
            return
        self._forget_what_the_first_press_added()
        gone = [form for form in self.initial_forms if form.instance.pk is None]
        for form in gone:
            form.add_error(None, GONE)
        if not gone and not any(form.is_refused for form in self.initial_forms):
            return
        sent = {form.instance.pk for form in self.initial_forms}
        added = [f"「{row}」" for row in self.get_queryset() if row.pk not in sent]
        self.clashes.append(STALE)
        raise ValidationError(STALE + (f"そのあいだに、{'、'.join(added)}が足されました。" if added else ""))


def _but_key(shown):
    return {name: value for name, value in shown.items() if name != "id"}


def labels_left(request):
    """[label] of what others wrote meanwhile and this save lets alone, gathered while the forms are read."""
    return request.__dict__.setdefault("_labels_left", [])


def clashes_of(request):
    """What was refused because others wrote meanwhile, of the row and of the rows below: then the page answers 409."""
    return request.__dict__.setdefault("_clashes", [])


def together_with_others(form, token, names):
    """Compared of a ModelForm that is being cleaned, before it writes into its row: what others alone touched since the page was
    opened is taken over. token: the page's, of `names`; None for a page without one, which is taken as it is.
    """
    stored, probe = _shown(form.instance, names), copy(form.instance)
    construct_instance(form, probe, form._meta.fields, form._meta.exclude)
    many = {field.name for field in probe._meta.many_to_many}
    sent = {
        name: _word(form.cleaned_data[name]) if name in many else value
        for name, value in _shown(probe, names).items()
        if name in form.cleaned_data
    }
    found = compare(fields_etag(stored) if token is None else token, stored, sent)
    for name in found.kept:
        value = getattr(form.instance, name)
        form.cleaned_data[name] = value.all() if isinstance(value, Manager) else value
    form.changed_data[:] = [name for name in form.changed_data if name not in found.kept]
    return found


def _token_of(row):
    """Of all that people write into a row: what whoever deletes it has read."""
    return fields_etag(_shown(row, [field.name for field in (*row._meta.fields, *row._meta.many_to_many) if field.editable]))


def _shown(row, names):
    return {name: _word(value) for name, value in model_to_dict(row, fields=list(names)).items()}


def _word(value):
    """A value as one of a page's boxes shows it: a moment to the minute, wherever its clock stands."""
    if isinstance(value, datetime.datetime):
        return f"{value.astimezone(datetime.UTC):%Y-%m-%d %H:%M}"
    if isinstance(value, list) or hasattr(value, "iterator"):
        return sorted(getattr(one, "pk", one) for one in value)  # rows, or the codes of a column that holds several
    return str(value)


def words(row, name):
    """What stands in this column now, as one reads it; 「（空）」 for nothing."""
    said = getattr(row, f"get_{name}_display", None)
    value = said() if said else getattr(row, name, None)
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
    if isinstance(value, list):  # codes of a column that holds several
        labels = dict(getattr(getattr(row._meta.get_field(name), "codes", None), "choices", ()))
        value = "、".join(str(labels.get(code, code)) for code in value)
    if isinstance(value, Manager):
        value = "、".join(str(one) for one in value.all())
    if isinstance(value, bool):
        value = "はい" if value else "いいえ"
    return "（空）" if value in (None, "") else str(localize(value))[:400]
