"""The form of one row of a revision: the model's columns in its own wording, and a case's role table."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Textarea

from guidelines.library.models import ActorKind, Chapter, Picture
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, TypedChoiceField
from kyodo_portal.common.forms.columns import field_of
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.rowsets import rowset
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

from .revision_diff import etag_of_row, row_name, rows_after
from .row_codec import FIXED, PARTS, SENTENCES, in_turn, is_filled, row_columns, stored_rows

_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]*)")
_READING = re.compile(r"\{([^{}\n]*)(\}|\{|$)", re.MULTILINE)
_PICTURE = re.compile(r"/guidelines/pictures/(\d{1,9})/")


class RoleForm(KyodoForm):
    """One row of a case's role table; an empty row says nothing."""

    who = LineField(label="だれが", max_length=50, required=False)
    actor = ChoiceField(label="主体の種類", choices=[("", "選んでください"), *ActorKind.choices], required=False)
    also = ChoiceField(label="もうひとつの主体", choices=[("", "なし"), *ActorKind.choices], required=False)
    task = TextField(label="すること", required=False, rows=3, help_text="1行にひとつずつ書きます。")

    def clean(self):
        data = super().clean()
        if any(data.get(name) for name in ("who", "actor", "also", "task")):
            for name in ("who", "actor", "task"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"「{self.fields[name].label}」を入れてください。行を消すときは、全部を空にします。")
        return data


ROLE_ROWS = rowset(RoleForm, extra=1, rows_max=20)


class RowForm(EditForm):
    """The columns of one row, as `row_form` sets them up."""

    buttons = [("save", "下書きに入れる", ""), ("look", "下書きに入れて、見てみる", "kp-btn--sub")]
    revision = spot = None  # spot: (part, key), key None for a new row

    def clean(self):
        data = super().clean()
        _check_pictures(self, data)
        _check_readings(self, data)
        if not self.errors:
            self._check_model(data)
        return data

    def _check_model(self, data):
        """What the model itself refuses, at its field."""
        model = PARTS[self.spot[0]]
        plain = {name: field for name, field in row_columns(model).items() if not isinstance(field, models.ForeignKey)}
        instance = model(**{name: data.get(name) for name in plain if name in data and data.get(name) is not None})
        others = [field.name for field in model._meta.fields if field.name not in data or field.name not in plain]
        try:
            instance.full_clean(exclude=others, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)

    @property
    def row(self):
        """What was typed, as a row of the file: empty values left out, chapters by number."""
        model = PARTS[self.spot[0]]
        # What finds the row again is not asked once it stands.
        row = {name: self.cleaned_data.get(name, self.initial.get(name)) for name in row_columns(model)}
        if row.get("chapter") not in (None, ""):
            row["chapter"] = int(row["chapter"])
        return {name: value for name, value in row.items() if value is not None and is_filled(row_columns(model)[name], value)}


def row_form(revision, part, key=None, data=None, stored=None):
    """The form of one row of the revision; key None for a new one. Fields are those of the model, in its wording.

    stored: what stands in the guideline now, where the caller has read it already.
    """
    stored = stored_rows(revision.guideline) if stored is None else stored
    model, after = PARTS[part], rows_after(revision, stored)
    row = after.get((part, key), {}) if key is not None else _beginning(part, after)
    made = {}
    for name, field in in_turn(model):
        if key is not None and name in (*FIXED.get(part, ()), "key"):
            continue
        made[name] = _box(model, name, field, after)
    form_class = type("RowForm", (RowForm,), {**made, "__module__": __name__, "revision": revision, "spot": (part, key)})
    etag = "" if key is None else etag_of_row((part, key), after, stored)
    initial = {name: field.get_default() for name, field in row_columns(model).items()} | row | {ETAG: etag}
    return form_class(data, initial=initial)


def _beginning(part, after):
    """What a new row starts with: the next number, the next name."""
    numbers = [row.get("number", 0) for (row_part, _), row in after.items() if row_part == "chapters"]
    count = sum(1 for row_part, _ in after if row_part == part)
    keys = {key for row_part, key in after if row_part == part}
    number = next(n for n in range(count + 1, count + 1000) if f"{part.replace('_', '-')}-{n}" not in keys)
    if part == "chapters":
        return {"number": max(numbers, default=0) + 1}
    return {"key": f"{part.replace('_', '-')}-{number}", "order": count + 1}


def _box(model, name, field, after):
    if isinstance(field, models.ForeignKey):
        part = "chapters" if field.related_model is Chapter else "forms"
        named = [(key, row_name(part, key, row)) for (row_part, key), row in after.items() if row_part == part]
        empty = "節に載せない" if part == "chapters" else "なし"
        return ChoiceField(label=field.verbose_name, choices=[("", empty), *named], required=False)
    kind = field_of(field)
    box = field.formfield(
        choices_form_class=TypedChoiceField,
        **({"form_class": kind} if kind else {}),
        **({"widget": Textarea(attrs={"rows": 2})} if name in SENTENCES else {}),
    )
    if name == "words":
        box.help_text = "「、」で区切ります。例：通院、買い物、バス"  # the column's own example is of a city with snow
    if isinstance(field, models.TextField):
        box.help_text = box.help_text.replace("Markdownで書けます。", "見出しや箇条書きは、上の「書きかた」のように書きます。")
        box.widget.attrs["rows"] = 20 if name == "body" and model is Chapter else 8 if name in ("body", "easy", "preface") else 4
    return box


def _check_pictures(form, data):
    """A picture in a text has words for those who do not see it, and is one of this guideline's."""
    known = None
    for name, text in list(data.items()):
        for alt, address in _IMAGE.findall(text) if isinstance(text, str) else ():
            match = _PICTURE.fullmatch(address)
            if known is None:
                known = set(Picture.objects.filter(guideline=form.revision.guideline).values_list("pk", flat=True))
            if not alt.strip():
                form.add_error(name, "画像の説明が空です。![ と ] のあいだに、何が写っているかを書いてください。")
            elif not match or int(match[1]) not in known:
                form.add_error(
                    name, f"画像「{address[:60]}」は使えません。「画像」に入れてから、そこに出る書きかたを写してください。"
                )


def _check_readings(form, data):
    """A reading that is not closed would stand in the text with its braces."""
    for name, text in list(data.items()):
        for written, closed in _READING.findall(text) if isinstance(text, str) and name in form.fields else ():
            word, bar, reading = written.partition("|")
            if bar and (closed != "}" or not word.rstrip("\\").strip() or not reading.strip()):
                form.add_error(
                    name, f"ふりがなの書きかたを確かめてください：{{{written[:30]}　（{{漢字|かんじ}} のように書きます）"
                )


def role_rows(row, data=None):
    """The role table of a case as a set of rows."""
    if data is not None:
        return ROLE_ROWS(data, prefix="roles")
    return ROLE_ROWS(prefix="roles", initial=row.get("roles", []))


def roles_of(role_forms):
    """What was typed into the role table, empty rows left out."""
    filled = [form.cleaned_data for form in role_forms.forms if form.cleaned_data.get("who")]
    return [
        {name: value for name, value in role.items() if value and name in ("who", "actor", "also", "task")} for role in filled
    ]
