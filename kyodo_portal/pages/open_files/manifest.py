"""manifest.json: what an export says of itself, and by which an import knows whether it is whole and of the same release."""

import json
from typing import NamedTuple

from django.db.migrations.loader import MigrationLoader

from kyodo_portal.common.version import version

NAME, README = "manifest.json", "README.md"
FORMAT = "kyodo-portal open files 1"
ITEM = {"path", "sha256", "bytes"}  # of each file; those of rows say `rows` too


class Manifest(NamedTuple):
    """files: [{path, title, rows, bytes, sha256}]; release: {version, migrations: {app: the last one}}; options: what was asked for."""

    format: str
    made_at: str
    release: dict
    city: dict
    options: dict
    files: list
    left_out: list

    def text(self):
        return json.dumps(self._asdict(), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, text):
        """From JSON. ValueError with a Japanese reason for anything but what `manage.py export_city` writes."""
        try:
            values = json.loads(text)
            found = cls(**{name: values[name] for name in cls._fields})
            kinds = all(isinstance(getattr(found, name), kind) for name, kind in cls.__annotations__.items())
            whole = kinds and all(ITEM <= one.keys() and isinstance(one["path"], str) for one in found.files)
            whole = whole and isinstance(found.release.get("migrations"), dict) and isinstance(found.city["name"], str)
            whole = whole and all(isinstance(number, int) for number in found.rows().values())
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError("manifest.json の形が違います。") from error
        if not whole:
            raise ValueError("manifest.json の形が違います。")
        if found.format != FORMAT:
            raise ValueError(f"この書き出しの形（{found.format[:60]}）は、この版では読めません。")
        return found

    def rows(self):
        """{label of a model: how many rows}"""
        return {_label(one["path"]): one["rows"] for one in self.files if one["path"].startswith("data/")}

    def uploads(self):
        """The names under which uploads are stored."""
        return [one["path"].removeprefix("files/") for one in self.files if one["path"].startswith("files/")]


def _label(path):
    return path.removeprefix("data/").removesuffix(".jsonl")


def release():
    """The release of this program: an export comes in where the same stands."""
    leaves = MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()
    return {"version": version(), "migrations": dict(sorted(leaves))}
