"""Files that belong to nobody: an upload whose request was broken off, or whose row was rolled back, is removed after a day."""

import time
from pathlib import Path

from django.conf import settings

from .archive import file_models


def remove_unowned_files(hours=24):
    """Remove what lies under MEDIA_ROOT without a row and is older than `hours`. A job of the clock."""
    root, oldest = Path(settings.MEDIA_ROOT), time.time() - hours * 3600
    named = {name for model in file_models() for name in model._base_manager.values_list("stored_as", flat=True)}
    for path in root.rglob("*"):
        if path.is_file() and path.stat().st_mtime < oldest and str(path.relative_to(root)) not in named:
            path.unlink(missing_ok=True)
