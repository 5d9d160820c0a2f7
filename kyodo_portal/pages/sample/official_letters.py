"""The sample's 通知書: their templates and the mayor stand before the city's story; most of what its steps brought went out since,
one was replaced, some go on paper, the newest wait as drafts, of each process one at least."""

import datetime

from django.utils import timezone

from kyodo_portal.letters.clock_actions import let_go
from kyodo_portal.letters.draft_actions import replace_letter, written_in
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.presenters import plan_of
from kyodo_portal.letters.reason_actions import lay_examples
from kyodo_portal.letters.release_actions import record_sending, release_letter
from kyodo_portal.letters.template_actions import lay_templates, write_template
from kyodo_portal.letters.template_models import LetterTemplate, Signatory
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.edits import etag_of

from .clock import at, days_ago

NEW = 6  # days: what is younger waits as a draft
TO_CARRY, LEAST = 2, 4  # so many of the last go on paper, where nobody has noted yet that they went; so many stay drafts
WHY = "担当課の名前がちがっていたため"


def lay():
    """Before anything is decided: what letters say, and who signs them."""
    lay_templates()
    lay_examples()
    Signatory.objects.create(post="見本市長", name="見本　太郎", since=days_ago(3600), until=days_ago(40))
    Signatory.objects.create(post="見本市長職務代理者　副市長", name="見本　次郎", since=days_ago(39), until=days_ago(30))
    Signatory.objects.create(post="見本市長", name="見本　花子", since=days_ago(29))


def settle(cast):
    clerk = cast["jimukyoku"]
    ready = [row.letter for row in plan_of(clerk, OfficialLetter.objects.drafts().order_by("made_at", "pk")).ready]
    newest = {row.process: row for row in ready}.values()
    old = [row for row in ready if row.made_at.date() <= days_ago(NEW) and row not in newest]
    going = old[: max(len(ready) - LEAST, 0)]
    for place, row in enumerate(going):
        if len(going) - place <= TO_CARRY:
            row.how = OfficialLetter.How.POST
            row.save(update_fields=["how"])
        _out(row, clerk, row.made_at + datetime.timedelta(days=1))
    if going:
        _replaced(OfficialLetter.objects.get(pk=going[0].pk), clerk)
    for row in OfficialLetter.objects.to_carry().order_by("released_at")[: max(OfficialLetter.objects.to_carry().count() - 2, 0)]:
        record_sending(row, by=clerk, how="post", sent_on=timezone.localdate(row.released_at), note="普通郵便")
    _of_a_later_template()


def _of_a_later_template():
    """A step that writes letters only from now on: what was done before waits to be written afterwards."""
    said = {
        "name": "実施報告の受領の通知書", "title": "｛申請の種類｝の実施の報告について（通知）", "appeal": "none", "appeal_text": "",
        "body": "実施の報告を受け取り、確かめたので、通知します。\n\n記\n名前：｛件名｝\n受付番号：｛受付番号｝\n担当課：｛受け持つ課｝",
        "file_name": "｛年度｝ 後援・共催・減免", "keep_years": 3,
    }  # fmt: skip
    write_template(LetterTemplate(process="application", step="take_report"), values=said, in_use=True)


def _out(row, clerk, moment):
    with at(moment):
        release_letter(row, by=clerk, etag=etag_of(written_in(row)))
    with at(moment + waiting_time() + datetime.timedelta(minutes=1)):
        let_go()


def _replaced(row, clerk):
    moment = row.released_at + datetime.timedelta(days=2)
    with at(moment):
        new = replace_letter(row, by=clerk, why=WHY)
        new.signatory = new.signatory or row.signatory
        new.save(update_fields=["signatory"])
    _out(new, clerk, moment + datetime.timedelta(hours=1))
