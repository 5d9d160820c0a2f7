"""履歴 in the admin says what stands in codes, numbers and times as people say it."""

import pytest

from kyodo_portal.letters.models import ReasonExample
from kyodo_portal.process.models import Deadline
from partners.models import KnownAnswer
from projects.models import Committee, CommitteeMeeting
from tests import build
from tests.audit.test_admin_writes import Typed

pytestmark = pytest.mark.django_db


def test_codes_days_and_times_stand_in_the_history_in_words(client_for):
    """A box that stands for columns of codes, and the time of a meeting."""
    _, official = build.office("secretariat")
    client = client_for(official)
    rule = Deadline.objects.create(process="proposal", state="submitted", days=7)
    text = ReasonExample.objects.create(process="application", step="decline", name="見本の文例", text="文例です。")
    meeting = CommitteeMeeting.objects.create(
        committee=Committee.objects.create(name="見本の委員会"), number=1, on=build.days(30), starts="9:30"
    )
    typed = [
        (rule, {"place": "proposal received"}, "どの手続きの、どの状態: 協働の提案：提出済 → 協働の提案：受付済"),
        (
            text,
            {"place": "application approve"},
            "<td>後援・共催・減免の申請：不承認を記録する</td><td>後援・共催・減免の申請：承認を記録する</td>",
        ),
        (meeting, {"starts": "13:00", "agenda": "見本の議題"}, "<td>午前9時30分</td><td>午後1時</td>"),
    ]
    for row, values, said in typed:
        page = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/"
        answer = client.post(f"{page}change/", {**Typed(client.get(f"{page}change/").content.decode()).sent, **values})
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        history = build.read(client, f"{page}history/")
        assert said in history


def test_what_a_key_stands_for_is_said_in_words(client_for):
    """What a よくある質問 is about is kept as a key: "event:12"."""
    office, official = build.office("secretariat")
    client = client_for(official)
    row = KnownAnswer.objects.create(partner=office, question="雪のときは？", answer="休みます。", about="event:12")
    page = f"/admin/partners/knownanswer/{row.pk}/"
    sent = {**Typed(client.get(f"{page}change/").content.decode()).sent, "about": "page:projects"}
    answer = client.post(f"{page}change/", sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    history = build.read(client, f"{page}history/")
    assert "<td>催し 12</td><td>サイトのページ projects</td>" in history and "event:12" not in history
