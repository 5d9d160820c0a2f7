"""活動支援, a form that only one city has: its staff write it in the admin, settle what it asks, and enter a matter by it."""

import uuid

import pytest

from guidelines.models import CollaborationForm, Municipality, Revision
from projects.models import Cycle, EvaluationSet, FormSpec
from tests.projects.ledger.build import World
from tests.sent import opened, text_of

pytestmark = pytest.mark.django_db
ADD, SPECS, REVISIONS = "/admin/projects/project/add/", "/admin/projects/formspec", "/admin/guidelines/revision"


def in_the_guideline(client, world):
    """「協働の形態」 of the guideline, by a revision that is asked for and published. Returns the form."""
    Municipality.objects.filter(pk=world.form.guideline.municipality_id).update(is_own=True)
    begin = opened(client, f"{REVISIONS}/add/", guideline=world.form.guideline_id, title="活動支援を足す")
    client.post(f"{REVISIONS}/add/", begin)
    at = f"{REVISIONS}/{Revision.objects.get().pk}"
    row = {
        "title": "活動支援",
        "body": "場所と道具を貸し、職員が手伝います。",
        "code": "other",
        "key": "support",
        "is_active": "on",
    }
    assert client.post(f"{at}/add/forms/", opened(client, f"{at}/add/forms/", save="", **row)).status_code == 302
    for step in ("ask_check", "publish"):
        client.post(f"{at}/step/{step}/", opened(client, f"{at}/step/{step}/", take=""))
    return CollaborationForm.objects.get(title="活動支援")


def settled(client, form):
    """Its 形態の決めごと, made of the common kind's: a record of what was done that counts as support, with one field of its own."""
    common = FormSpec.objects.get(form=None, code="other", state="in_use")
    client.post(f"{SPECS}/{common.pk}/version/", opened(client, f"{SPECS}/{common.pk}/version/", form=form.pk))
    draft = form.specs.get()
    page, field = f"{SPECS}/{draft.pk}/change/", "fields-0-"
    typed = {"label": "手伝った職員の数", "key": "helpers", "kind": "count", "asked": "enter", "public": "on", "order": "1"}
    sent = opened(client, page, way="record", evaluation="", counted="support", **{"fields-TOTAL_FORMS": "1"})
    sent |= {f"{field}{name}": value for name, value in typed.items()}
    assert client.post(page, sent).status_code == 302
    assert client.post(f"{SPECS}/{draft.pk}/use/", opened(client, f"{SPECS}/{draft.pk}/use/")).status_code == 302
    return form.specs.get(state="in_use")


def test_a_form_of_the_citys_own_is_written_settled_and_entered_by_its_staff(client_for):
    world = World()
    chief, clerk = client_for(world.chief), client_for(world.clerk)
    form = in_the_guideline(chief, world)
    spec = settled(chief, form)
    assert (spec.way, spec.counted, [row.label for row in spec.fields.all()]) == ("record", "support", ["手伝った職員の数"])
    assert "場所と道具を貸し、職員が手伝います。" in text_of(client_for().get(form.get_absolute_url()))
    said = {
        "form_key": str(uuid.uuid4()), "title": "花だんの手入れ", "form": form.pk, "partners": [world.group.pk],
        "department": world.office.pk, "published": "on", "summary": "駅前の花だんです。",
    }  # fmt: skip
    helpers = f"x_{spec.fields.get().pk}"
    asked = text_of(clerk.post(ADD, {**said, "ask": "1"}))
    assert "手伝った職員の数" in asked and f'name="{helpers}"' in asked
    answer = clerk.post(ADD, {**said, helpers: "３人"})
    assert answer.status_code == 302, answer.context["form"].errors
    cycle = Cycle.objects.get()
    assert (cycle.spec, cycle.way, cycle.extra) == (spec, "record", {"helpers": 3})
    page = text_of(client_for().get(f"/projects/{cycle.project_id}/"))
    assert "活動支援" in page and "手伝った職員の数" in page
    assert [card.pk for card in client_for().get(f"/projects/?form={form.pk}").context["cards"]] == [cycle.project_id]
    assert not EvaluationSet.objects.filter(specs=spec).exists()
