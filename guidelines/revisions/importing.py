"""Reads a guideline file: JSON that people can edit by hand. Long texts may be lists of lines. And writes one."""

import base64
import json

from django.core.exceptions import ValidationError

from guidelines.library import models as m
from guidelines.library.blocks import BLOCKS, kinds_in
from kyodo_portal.common.files.storage import content_of

from .file_validation import check_row, check_value, list_of_objects, name_the_row, reject_duplicate_keys, whole_value
from .row_codec import ITEMS, PARTS, is_filled, key_of, row_columns, stored_rows


def read_file(raw, name):
    """{"municipality": row, "published": bool, "rows": {(part, key): row}} of a file's bytes, every text whole, every name known.

    Raises ValidationError that says in Japanese what does not fit; `name` is what people call the file.
    """
    try:
        data = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=reject_duplicate_keys)
        check_value(data)
        parts = {"guideline": [data["guideline"]], **{part: data.get(part, []) for part in PARTS if part != "guideline"}}
        town = dict(data["municipality"])
        published = bool(data["guideline"].get("published", False))
        pictures = [_picture(picture) for picture in list_of_objects(data.get("pictures", []), "pictures")]
        rows_by_place = {}
        for part, entries in parts.items():
            for row in list_of_objects(entries, part):
                whole = _row(PARTS[part], row)
                if rows_by_place.setdefault((part, key_of(part, whole)), whole) is not whole:
                    raise ValidationError(f"{name} の「{part}」に、同じ名前の行が2つあります：{key_of(part, whole)}")
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValidationError(f"{name} を読めません。UTF-8のJSONにしてください。（{error}）") from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValidationError(f"{name} の形が違います。municipality・guideline・chapters が要ります。") from error
    if "chapters" not in data:
        raise ValidationError(f"{name} の形が違います。municipality・guideline・chapters が要ります。")
    unknown = set(data) - set(PARTS) - {"municipality", "pictures"}
    if unknown:
        raise ValidationError(f"{name} に知らない部分があります：{'、'.join(sorted(unknown))}")
    _check_town(town)
    check_places(rows_by_place)
    return {"municipality": town, "published": published, "rows": rows_by_place, "pictures": pictures}


def _check_town(town):
    _known(m.Municipality, town, {"name", "kana", "code", "prefecture", "is_own"})
    for name, value in town.items():
        if type(value) is not (bool if name == "is_own" else str):
            raise ValidationError(f"市町村の「{name}」の書きかたが違います。書き出したファイルと同じ形にしてください。")


def _picture(entry):
    """A picture of the file: {name, alt, credit, address, content} with its bytes."""
    words = {name: str(entry.get(name, "")) for name in ("name", "alt", "credit", "address")}
    if not words["alt"].strip():
        raise ValidationError(f"画像「{words['name']}」に説明（alt）がありません。ファイルに書き足してください。")
    for name in ("alt", "credit"):
        if len(words[name]) > m.Picture._meta.get_field(name).max_length:
            raise ValidationError(f"画像「{words['name'][:50]}」の{m.Picture._meta.get_field(name).verbose_name}が長すぎます。")
    try:
        return words | {"content": base64.b64decode(entry["data"], validate=True)}
    except (KeyError, TypeError, ValueError) as error:
        raise ValidationError(f"画像「{words['name'][:50]}」の中身（data）を読めません。") from error


def _known(model, row, names):
    unknown = set(row) - set(names)
    if unknown:
        raise ValidationError(f"{model._meta.verbose_name}に知らない項目があります：{'、'.join(sorted(unknown))}")


def _row(model, row):
    """The row with its long texts joined and its empty values left out; ValidationError for a name that the model does not have."""
    named = row_columns(model)
    extra = {m.CaseStudy: {"roles"}, m.Guideline: {"published"}}.get(model, set())
    _known(model, row, {*named, *extra})
    whole = {}
    for name, value in row.items():
        if name == "published":
            continue
        if name == "roles":
            value = [_row(m.CaseRole, role) for role in list_of_objects(value or [], name)]
        else:
            try:
                value = whole_value(named[name], value)
            except ValidationError as error:
                raise name_the_row(model, row, error, name) from error
        if name == "roles" or is_filled(named[name], value):
            whole[name] = value
    check_row(model, whole)
    return whole


def check_places(rows_by_place):
    """An item whose chapter has no marker for its kind would never be seen: say so instead."""
    placed = {row["number"]: kinds_in(row.get("body", "")) for (part, _), row in rows_by_place.items() if part == "chapters"}
    for (part, key), row in rows_by_place.items():
        number = row.get("chapter") if part in ITEMS else None
        if number is None:
            continue
        name = PARTS[part]._meta.verbose_name
        if number not in placed:
            raise ValidationError(f"{name}「{row.get('title', key)}」の第{number}節がありません。")
        if name in BLOCKS and name not in placed[number]:
            raise ValidationError(
                f"第{number}節の本文に [[{name}]] の行がないため、{name}「{row.get('title', key)}」を載せられません。"
                f"第{number}節の本文に [[{name}]] と書くか、「載せる節」を変えてください。"
            )


def file_of(guideline):
    """The guideline as one file's text, its pictures inside: what `read_file` reads comes back the same."""
    pictures = [_picture_row(picture) for picture in guideline.pictures.all()]
    town = guideline.municipality
    names = ("name", "kana", "code", "prefecture")
    data = {"municipality": {name: getattr(town, name) for name in names} | ({"is_own": True} if town.is_own else {})}
    for (part, _), row in stored_rows(guideline).items():
        lines = {name: _as_lines(value) for name, value in row.items()}
        if part == "guideline":
            data[part] = lines | {"published": guideline.is_published}
        else:
            data.setdefault(part, []).append(lines)
    data.setdefault("chapters", [])
    if pictures:
        data["pictures"] = pictures
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _picture_row(picture):
    content = content_of(picture.stored_as)
    words = {"name": picture.name, "alt": picture.alt, "credit": picture.credit, "address": picture.get_absolute_url()}
    return words | {"data": base64.b64encode(content).decode("ascii")}


def _as_lines(value):
    """Long texts as lists of lines, so that people can read and compare the file."""
    return value.split("\n") if isinstance(value, str) and "\n" in value else value
