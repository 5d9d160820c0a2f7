"""Whether what a file says fits the columns: every text storable, every value of its kind, every code known.

A file comes from somebody's desk. What the database or a page could not bear is refused here, with the name of the row.
"""

import math

from django.core.exceptions import ValidationError
from django.db import models

from guidelines.library.models.fields import CodesField

from .row_codec import row_columns

LARGEST = 32767  # what every database keeps in a small column
_DEEPEST = 20  # no file of ours nests deeper than five


def reject_duplicate_keys(pairs):
    """For json.loads: an object whose names stand once each; of two of one name the reader could not tell which is meant."""
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValidationError(f"同じ名前が、1つの {{ }} の中に2回あります：{readable(twice)}")
    return mapping


def check_value(value, depth=0):
    """Refuse texts and numbers that no database keeps: NUL, halves of a character, NaN."""
    if depth > _DEEPEST:
        raise ValidationError("入れ子が深すぎます。書き出したファイルと同じ形にしてください。")
    if isinstance(value, str) and ("\x00" in value or readable(value) != value):
        raise ValidationError(f"保存できない文字が入っています：{readable(value)[:50]}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValidationError("数ではない値（NaN、Infinity）が入っています。")
    if isinstance(value, dict):
        for name, inner in value.items():
            check_value(name, depth + 1)
            check_value(inner, depth + 1)
    if isinstance(value, list):
        for inner in value:
            check_value(inner, depth + 1)


def readable(text):
    """The text as it can be shown: without NUL and halves of characters."""
    return str(text).encode("utf-8", "replace").decode().replace("\x00", "?")


def list_of_objects(value, name):
    """The value as a list of objects."""
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ValidationError(f"「{name}」は、[ {{ … }}, {{ … }} ] の形にしてください。")
    return value


def whole_value(field, value):
    """The value of one column in its own kind: lines joined, codes a list. None stays None: it says nothing."""
    if value is None:
        return None
    if isinstance(field, CodesField):
        return field.to_python(value)
    if isinstance(field, models.ForeignKey):
        kind = int if field.name == "chapter" else str
    else:
        kind = {models.BooleanField: bool, models.PositiveSmallIntegerField: int}.get(type(field), str)
    if kind is str and isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "\n".join(value)
    if type(value) is not kind:
        said = {bool: "true か false", int: "数", str: "文字"}[kind]
        raise ValidationError(f"{said}で書いてください。")
    if kind is int and not 0 <= value <= LARGEST:
        raise ValidationError(f"0から{LARGEST}までの数で書いてください。")
    return value


def check_row(model, row):
    """Refuse a row that its model would refuse: what is missing, too long, out of range or no code."""
    plain = {name: field for name, field in row_columns(model).items() if not isinstance(field, models.ForeignKey)}
    others = [field.name for field in model._meta.fields if field.name not in plain]
    try:
        model(**{name: row[name] for name in plain if name in row}).clean_fields(exclude=others)
    except ValidationError as error:
        raise name_the_row(model, row, error) from error


def name_the_row(model, row, error, column=""):
    """The error with the row and the column that it speaks of."""
    name = row.get("title") or row.get("who") or row.get("key") or row.get("number") or ""
    texts = error.message_dict if hasattr(error, "error_dict") else {column: error.messages}
    labels = {field.name: field.verbose_name for field in model._meta.fields}
    return ValidationError(
        [
            f"{model._meta.verbose_name}「{str(name)[:50]}」の{labels.get(at, at)}：{text}"
            for at, messages in texts.items()
            for text in messages
        ]
    )
