"""Reads a guideline file: JSON that people can edit by hand. Long texts may be lists of lines."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError

from . import models as m
from .blocks import BLOCKS, kinds_in

# The parts of a file, in the order in which they can point to each other.
PARTS = {
    "forms": m.CollaborationForm,
    "activity_fields": m.ActivityField,
    "terms": m.Term,
    "principles": m.Principle,
    "roles": m.Role,
    "first_steps": m.FirstStep,
    "steps": m.Step,
    "policies": m.Policy,
    "columns": m.Column,
    "effects": m.Effect,
    "support_schemes": m.SupportScheme,
    "contacts": m.ContactPoint,
    "cases": m.CaseStudy,
}
# Not a file's business: what the database or an action fills.
_OURS = {"id", "guideline", "municipality", "search_text", "published_at", "case"}


def read_file(path):
    """{"municipality", "guideline", "chapters", "items": [(model, rows)]}, every text whole, every name known."""
    try:
        raw = json.loads(Path(path).read_text(encoding="utf-8"))
        data = {
            "municipality": _row(m.Municipality, raw["municipality"]),
            "guideline": _row(m.Guideline, raw["guideline"]),
            "chapters": [_row(m.Chapter, row) for row in raw["chapters"]],
            "items": [(model, [_row(model, row) for row in raw.get(part, [])]) for part, model in PARTS.items()],
        }
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValidationError(f"{path} を読めません。UTF-8のJSONにしてください。（{error}）") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise ValidationError(f"{path} の形が違います。municipality・guideline・chapters が要ります。（{error}）") from error
    unknown = set(raw) - set(PARTS) - {"municipality", "guideline", "chapters"}
    if unknown:
        raise ValidationError(f"{path} に知らない部分があります：{'、'.join(sorted(unknown))}")
    _check_places(data)
    return data


def _row(model, row):
    """The row with its long texts joined; ValidationError for a name that the model does not have."""
    names = {field.name for field in model._meta.concrete_fields} - _OURS
    names |= {m.CaseStudy: {"roles"}, m.Guideline: {"published"}}.get(model, set())
    unknown = set(row) - names
    if unknown:
        raise ValidationError(f"{model._meta.verbose_name}に知らない項目があります：{'、'.join(sorted(unknown))}")
    whole = {name: "\n".join(value) if name != "roles" and isinstance(value, list) else value for name, value in row.items()}
    if model is m.CaseStudy:
        whole["roles"] = [_row(m.CaseRole, role) for role in row.get("roles", [])]
    return whole


def _check_places(data):
    """An item whose chapter has no marker for its kind would never be seen: say so instead."""
    placed = {row["number"]: kinds_in(row["body"]) for row in data["chapters"]}
    for model, rows in data["items"]:
        name = model._meta.verbose_name
        for row in rows:
            number = row.get("chapter")
            if number is not None and number not in placed:
                raise ValidationError(f"{name}「{row['key']}」の章{number}がありません。")
            if number is not None and name in BLOCKS and name not in placed[number]:
                raise ValidationError(f"章{number}の本文に [[{name}]] の行がないため、「{row['key']}」を載せられません。")
