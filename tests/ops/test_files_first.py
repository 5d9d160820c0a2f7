"""A file is in the store before anything is held: a store that is slow keeps nobody from the same matter. (stores.py holds every page to it.)"""

import threading
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from kyodo_portal.common.files import trash
from kyodo_portal.common.files.stores import FolderStore
from projects.models import Paper, Update
from projects.papers.actions import FULL, MOST
from tests.presses import begun

PDF = b"%PDF-1.4 map"
on_the_way, goes_on = threading.Event(), threading.Event()


class SlowStore(FolderStore):
    """Takes a file when somebody lets it."""

    def put(self, name, content):
        on_the_way.set()
        assert goes_on.wait(20)
        super().put(name, content)


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def paper(cycle, key=None):
    said = {"form_key": str(key or uuid.uuid4()), "kind": "other", "label": "地図", "file": SimpleUploadedFile("地図.pdf", PDF)}
    return f"{cycle.get_absolute_url()}papers/new/", said


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer")
def test_others_write_on_while_a_store_takes_its_time(store, settings):
    world, cycle = begun()
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.SlowStore"}}
    answers = []

    def upload():
        try:
            answers.append(client_of(world.representative).post(*paper(cycle)).status_code)
        finally:
            connections.close_all()

    sending = threading.Thread(target=upload)
    sending.start()
    try:
        assert on_the_way.wait(20)
        said = {"happened_on": "2026-06-01", "title": "見守り", "body": "声をかけた。", "form_key": str(uuid.uuid4())}
        assert client_of(world.representative).post(f"{cycle.get_absolute_url()}updates/new/", said).status_code == 302
        assert Update.objects.count() == 1 and Paper.objects.count() == 0 and sending.is_alive()
    finally:
        goes_on.set()
        sending.join(20)
    assert answers == [302] and Paper.objects.count() == 1


@pytest.mark.django_db
def test_what_is_refused_leaves_nothing_in_the_store(store):
    world, cycle = begun()
    client = client_of(world.representative)
    known = {"side": "group", "kind": "other", "name": "a.pdf", "content_type": "application/pdf", "size": 1}
    known |= {"cycle": cycle, "uploaded_by": world.representative}
    Paper.objects.bulk_create(Paper(**known, form_key=uuid.uuid4(), stored_as=f"00/{number}") for number in range(MOST))
    answer = client.post(*paper(cycle))
    assert answer.status_code == 200 and FULL in answer.content.decode()
    assert trash.stored_names() == set()


@pytest.mark.django_db
def test_pressed_twice_one_file_lies_there(store):
    world, cycle = begun()
    client, key = client_of(world.representative), uuid.uuid4()
    assert [client.post(*paper(cycle, key)).status_code for _ in range(2)] == [302, 302]
    assert trash.stored_names() == {Paper.objects.get().stored_as}
