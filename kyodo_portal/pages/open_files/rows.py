"""One line of an export as a row, or why it is none: in Japanese, with the file, the line and the column."""

import itertools
import json
import re

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import connection, models

from .taken import SECRET_COLUMNS, label, lists_taken
from .values import from_json

TEXTS = (models.CharField, models.TextField)


class Refused(Exception):
    """What the export holds cannot come in; in Japanese, with file and line."""


def place_of(model, number):
    """How a line is named: 「data/partners.area.jsonl の3行」"""
    return f"data/{label(model)}.jsonl の{number}行"


def column_of(field):
    """How a column is named: the one of the file, and what people call it."""
    name = str(field.verbose_name)
    return field.name if name == field.name else f"{field.name}（{name}）"


def said_on(model, number, line):
    """The JSON object of a line (bytes). Refused for anything else."""
    where = place_of(model, number)
    try:
        said = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Refused(f"{where}: UTF-8の文字として読めません（{error.start + 1}バイト目）") from error
    except json.JSONDecodeError as error:
        raise Refused(f"{where}: JSONとして読めません（{error.pos + 1}文字目）") from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"{where}: JSONとして読めません（数のけたか、かっこの重なりが多すぎます）") from error
    if not isinstance(said, dict):
        raise Refused(f"{where}: 1行が1件のJSON（{{…}}）になっていません")
    return said


def row_on(model, columns, lists, number, line):
    """(the instance, {name of a many-to-many column: keys}) of one line. Refused where it is no row of this release."""
    said, where = said_on(model, number, line), place_of(model, number)
    wanted = {field.name for field in (*columns, *lists)}
    if strange := sorted(said.keys() - wanted):
        raise Refused(f"{where}: この版にない列があります（{'、'.join(strange)}）")
    if lost := sorted(wanted - said.keys()):
        raise Refused(f"{where}: 列が足りません（{'、'.join(lost)}）")
    values = {}
    for field in columns:
        try:
            values[field.attname] = value_of(field, said[field.name])
        except ValueError as error:
            raise Refused(f"{where}: {column_of(field)}：{error}") from error
    for field in lists:
        keys = said[field.name]
        if not isinstance(keys, list) or any(type(key) is not int for key in keys):
            raise Refused(f"{where}: {column_of(field)}：番号の並び（[1, 2]）になっていません")
    if "password" in SECRET_COLUMNS.get(label(model), ()) and "password" not in values:
        values["password"] = make_password(None)  # nobody's: its owner signs in by a mailed code
    return model(**values), {field.name: said[field.name] for field in lists}


def value_of(field, said):
    """What a column holds after it came from JSON. ValueError, in Japanese, for what the column cannot hold."""
    column = getattr(field, "target_field", field)
    if said is None and not field.null:
        raise ValueError("空（null）にはできません")
    if isinstance(column, TEXTS) and not hasattr(column, "codes") and not isinstance(said, str | None):
        raise ValueError('文字列（"…"）ではありません')
    try:
        value = from_json(field, said)
    except ValidationError as error:
        raise ValueError("、".join(error.messages)) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError("この列の値として読めません") from error
    if isinstance(column, models.IntegerField) and value is not None:
        least, most = connection.ops.integer_field_range(column.get_internal_type())
        if not least <= value <= most:
            raise ValueError(f"{least}から{most}までの数ではありません")
    return value


def why_not(row):
    """What is wrong with a row that the database did not take; the rows before it stand there."""
    for field in row._meta.concrete_fields:
        said = getattr(row, field.attname)
        if isinstance(said, str) and (why := _of_text(field, said)):
            return f"{column_of(field)}：{why}"
    try:
        row.validate_unique()
    except ValidationError as error:
        first = next(itertools.chain.from_iterable(error.error_dict.values()))
        return f"ほかの行と同じです：{_columns(row, first.params['unique_check'])}"
    for rule in row._meta.constraints:
        try:
            rule.validate(type(row), row)
        except ValidationError:
            if isinstance(rule, models.CheckConstraint):
                return f"決まりに合わない値か、合わない組み合わせです：{_columns(row, rule.condition.referenced_base_fields)}"
            return f"ほかの行と同じです：{_columns(row, rule.fields)}"
    return "データベースの決まりに合わない値があります"


def _columns(row, names):
    return "、".join(sorted(column_of(row._meta.get_field(name)) for name in names))


def _of_text(field, said):
    if getattr(field, "max_length", None) and len(said) > field.max_length:
        return f"{field.max_length}文字までのところに、{len(said)}文字あります"
    return "文字として書けない符号が入っています" if "\0" in said or re.search("[\ud800-\udfff]", said) else ""


def links_of(field):
    """(the table of a many-to-many column, its column of the own row, that of the other)"""
    through = field.remote_field.through
    names = (field.m2m_field_name(), field.m2m_reverse_field_name())
    return through, *(through._meta.get_field(name).attname for name in names)


def leads_nowhere(place, taken):
    """The sentence for the first row whose column leads to a row that is not there, "" where every one does. A query a column."""
    for model in taken:
        for field in (*model._meta.concrete_fields, *lists_taken(model)):
            if field.remote_field and (found := _lost(model, field)):
                key, leads_to = found
                target = f"{label(field.related_model)}（{field.related_model._meta.verbose_name}）"
                return f"{_line_of(place, model, key)}: {column_of(field)}：{target}に {leads_to} の行がありません"
    return ""


def _line_of(place, model, key):
    """Where the row of this key stands: its line in the file of its model."""
    name = model._meta.pk.name
    with place.open(f"data/{label(model)}.jsonl") as file:
        for number, line in enumerate(file, 1):
            if json.loads(line)[name] == key:
                return place_of(model, number)
    return f"data/{label(model)}.jsonl"


def _lost(model, field):
    """(key of the first row of `model` whose column leads nowhere, where it leads), None where every row leads to one."""
    if field.many_to_many:
        rows, own, other = links_of(field)
        target = field.related_model._meta.pk.attname
    else:
        if not field.db_constraint:
            return None
        rows, own, other, target = model, model._meta.pk.attname, field.attname, field.target_field.attname
    there = field.related_model._base_manager.filter(**{target: models.OuterRef(other)})
    astray = rows._base_manager.exclude(**{other: None}).exclude(models.Exists(there))
    return astray.order_by(own).values_list(own, other).first()
