import pytest


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of these tests lie in a folder of their own: no later test finds one that is nobody's."""
    settings.MEDIA_ROOT = tmp_path
