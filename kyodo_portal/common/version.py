"""Which version of kyodo_portal this is: what pyproject.toml says, CHANGELOG.md tells of, and the tag of the source is called after."""

import tomllib
from functools import cache

from django.conf import settings


@cache
def version():
    """Three numbers, as 0.1.0; the tag is v0.1.0."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return project["project"]["version"]
