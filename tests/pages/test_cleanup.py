"""Only old files without a row are removed."""

import os
import time
from pathlib import Path

import pytest

from kyodo_portal.pages.cleanup import remove_unowned_files
from partners.models import RegistrationFile
from tests import build

pytestmark = pytest.mark.django_db


def lay(folder, name, *, hours):
    """A file of that age."""
    path = Path(folder) / "ab" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


def test_old_files_of_nobody_go_and_all_others_stay(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    representative = build.user()
    _, clerk = build.office("secretariat")
    case = build.registration(representative, secretary=clerk)
    kept, lost, new = (lay(tmp_path, name, hours=hours) for name, hours in (("kept", 48), ("lost", 48), ("new", 1)))
    RegistrationFile.objects.create(
        registration=case,
        stored_as="ab/kept",
        name="規約.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=representative,
    )
    remove_unowned_files()
    assert (kept.exists(), lost.exists(), new.exists()) == (True, False, True)
