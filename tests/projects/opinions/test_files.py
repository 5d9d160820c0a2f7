"""The plan as a file: beside its text, for everybody once the round is announced; put right until then."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import RoundFile
from tests import build

from .build import World, made, step

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 an"


def test_a_file_stands_beside_the_text_that_says_the_same(client_for, client):
    world = World()
    round, official = made(world.office), client_for(world.official)
    page, plan, paper = f"/staff/opinions/{round.pk}/files/", f"/opinions/{round.pk}/plan/", round.papers.get()
    assert page in build.markup(official.get(f"/admin/projects/opinionround/{round.pk}/change/"))
    missing = build.markup(official.post(page, {"paper": paper.pk, "form_key": str(uuid.uuid4())}))
    assert "ファイルを選んでください。" in missing
    said = {"paper": paper.pk, "form_key": str(uuid.uuid4())}
    for _ in range(2):
        assert official.post(page, {**said, "file": SimpleUploadedFile("keikaku.pdf", PDF, "application/pdf")}).status_code == 302
    file = RoundFile.objects.get()
    assert client.get(file.get_absolute_url()).status_code == 404
    foreign = {"paper": world.round.papers.get().pk, "form_key": str(uuid.uuid4())}
    official.post(page, {**foreign, "file": SimpleUploadedFile("x.pdf", PDF + b"x", "application/pdf")})
    assert RoundFile.objects.count() == 1  # only beside the papers of this round
    remove = f"/staff/opinions/files/{file.pk}/remove/"
    for sent, is_off in (({}, True), ({}, True), ({"undo": "1"}, False), ({"undo": "1"}, False)):
        assert official.post(remove, sent).status_code == 302
        file.refresh_from_db()
        assert (file.removed_at is not None) == is_off
    assert client_for(world.outsider).post(remove).status_code == 403
    step(round, "announce", world.official)
    read = build.read(client, plan)
    assert f'href="{file.get_absolute_url()}"' in read and "keikaku.pdf（" in read and "集会所を、みんなでつかいます。" in read
    assert "".join(part.decode() for part in client.get(file.get_absolute_url()).streaming_content) == PDF.decode()
    assert client_for(world.clerk).post(remove).status_code == official.get(page).status_code == 403
