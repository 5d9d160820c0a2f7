"""Papers of an application: handed in once, read by its people and the city, withdrawn, given out with one's data, erased."""

import copy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.audit.blanking import blanking
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.files import trash
from kyodo_portal.personal.disposal_actions import ERASERS
from kyodo_portal.personal.own_parts import own_files
from projects.models import Application, ApplicationPaper
from tests import build

from .build import World, step

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def hand_in(client, row, *, kind="outline", content=b"%PDF-1.4 yoko", name="yoko.pdf", key=None, **said):
    file = SimpleUploadedFile(name, content, "application/pdf")
    data = {"kind": kind, "file": file, "form_key": key or str(build.uuid4()), **said}
    return client.post(f"/applications/{row.pk}/files/new/", data)


def test_a_paper_of_a_draft_is_handed_in_once_and_goes_into_the_trash(world, client_for, django_capture_on_commit_callbacks):
    row, chair = world.made(), client_for(world.chair)
    ask = row.spec.papers.filter(asked="enter", required=True, only_if_fee=False).first()
    assert f"まだ付いていない書類があります：{ask.label}" in build.read(chair, f"/applications/{row.pk}/step/submit/")
    program = hand_in(chair, row, kind=ask.kind, content=b"MZ program", name="yoko.exe")
    assert program.status_code == 200 and not row.papers.exists()
    key = str(build.uuid4())
    for _ in range(2):
        assert hand_in(chair, row, kind=ask.kind, key=key).status_code == 302
    paper = row.papers.get()
    assert (paper.kind, str(paper), paper.by_city) == (ask.kind, ask.label, False)
    assert f"/applications/{row.pk}/files/{paper.pk}/" in build.read(chair, row.get_absolute_url())
    assert "まだ付いていない書類" not in build.read(chair, f"/applications/{row.pk}/step/submit/")
    with django_capture_on_commit_callbacks(execute=True):
        chair.post(f"/applications/{row.pk}/files/{paper.pk}/drop/")
    assert not row.papers.exists() and paper.stored_as in trash.names_in_trash()


def test_what_was_sent_is_read_by_its_people_and_the_city_and_stays(world, client_for):
    row, chair, official = world.made(), client_for(world.chair), client_for(world.official)
    hand_in(chair, row)
    step(row, "submit", world.chair)
    step(row, "receive", world.clerk, department=world.office)
    paper = row.papers.get()
    page = f"/applications/{row.pk}/files/{paper.pk}/"
    answer = official.get(page)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"%PDF-1.4 yoko")
    assert AuditEvent.objects.filter(act="look", by=world.official, note=f"書類 {paper.pk}").exists()
    assert client_for(world.outsider).get(page).status_code == 403
    assert chair.post(f"{page}drop/").status_code == 403  # the city reads it now
    hand_in(official, row, kind="other", content=b"%PDF-1.4 scan", name="scan.pdf", label="紙で届いた要項")
    scan = row.papers.get(by_city=True)
    assert "紙で届いた要項" in build.read(chair, row.get_absolute_url())
    assert chair.post(f"/applications/{row.pk}/files/{scan.pk}/drop/").status_code == 403
    for _ in range(2):
        assert official.post(f"/applications/{row.pk}/files/{scan.pk}/drop/").status_code == 302
    scan.refresh_from_db()
    assert scan.removed_at and official.get(f"/applications/{row.pk}/files/{scan.pk}/").status_code == 404
    back = {"undo": "1"}
    assert "取り下げた書類" in build.read(official, row.get_absolute_url())
    assert chair.post(f"/applications/{row.pk}/files/{scan.pk}/drop/", back).status_code == 403
    for _ in range(2):
        assert official.post(f"/applications/{row.pk}/files/{scan.pk}/drop/", back).status_code == 302
    assert official.get(f"/applications/{row.pk}/files/{scan.pk}/").status_code == 200
    assert "取り下げた書類" not in build.read(official, row.get_absolute_url())


def test_files_go_out_with_the_own_data_and_go_when_their_term_is_over(world, client_for):
    row, chair = world.received(), client_for(world.chair)
    hand_in(chair, row)
    paper = row.papers.get()
    assert paper.pk in [file.pk for file in own_files(world.chair) if isinstance(file, ApplicationPaper)]
    with transaction.atomic(), blanking(record("erase", by=world.clerk, target=row)):
        ERASERS["application"]([row.pk])
    assert not row.papers.exists() and Application.objects.get(pk=row.pk).summary == ""
