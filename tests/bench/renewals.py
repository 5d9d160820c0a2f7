"""An afternoon of the secretariat: 200 groups renewed from a pile of paper, every press of it counted. `tests/bench/renewals.py`

In a throw-away database (SQLite in memory, or the server that DATABASE_URL names). Of three groups the entry lacks a reading, so that
their renewal is left to be looked at one by one. Bar: 60 s for all of them.
"""

import re
import time
from collections import Counter
from pathlib import Path

import stage

ALL, LACKING, BAR = 200, 3, 60
RENEWALS = "/staff/registrations/renewals/"


def two_hundred():
    """As many groups whose registration ends in a month."""
    from partners.models import Partner
    from tests.partners.registration.test_standing import ending

    first, _ = ending("見本の会0")
    columns = [column.attname for column in Partner._meta.concrete_fields if not column.unique]
    values = {name: getattr(first, name) for name in columns}
    others = Partner.objects.bulk_create(
        Partner(**{**values, "name": f"見本の会{n}", "kana": "みほんのかい" if n > LACKING else ""}) for n in range(1, ALL)
    )
    for name, column in (("fields", "field_id"), ("areas", "area_id")):
        through, tags = getattr(Partner, name).through, list(getattr(first, name).all())
        through.objects.bulk_create(through(partner_id=row.pk, **{column: tag.pk}) for row in others for tag in tags)


class Desk:
    """A browser of the secretariat that counts its presses."""

    def __init__(self, client):
        self.client, self.presses, self.longest = client, 0, 0

    def press(self, path, data=None):
        began = time.monotonic()
        self.presses += 1
        answer = self.client.get(path) if data is None else self.client.post(path, data)
        assert answer.status_code == 200, answer.status_code
        self.longest = max(self.longest, time.monotonic() - began)
        return answer


def waited_for_a_core():
    """Seconds that this process was ready to run and others had the processor."""
    return int(Path("/proc/self/schedstat").read_text().split()[1]) / 1e9


def hidden(text):
    """What the hidden boxes of a page send."""
    sent = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text):
        sent.setdefault(name, []).append(value)
    return {name: values if name == "row" else values[-1] for name, values in sent.items() if name != "csrfmiddlewaretoken"}


def main():
    with stage.database():
        from django.db import connection
        from django.test import Client
        from django.utils import timezone

        from tests import build

        clerk = build.office("secretariat")[1]
        two_hundred()
        client = Client()
        client.force_login(clerk)
        desk, words, began, worked, waited = Desk(client), Counter(), time.monotonic(), time.process_time(), waited_for_a_core()
        page = desk.press(f"{RENEWALS}?tick=1")
        keys = re.findall(r'name="group" value="(\d+)"', page.text)
        form = desk.press(f"{RENEWALS}check/", {"group": keys}).context["form"]
        said = {"row": form["row"].value(), "form_key": str(form["form_key"].value()), "channel": "paper", "run": "1"}
        said["received_on"] = timezone.localdate().isoformat()
        while said:
            answer = desk.press(f"{RENEWALS}check/", said)
            words.update("更新しました" if row.is_done else "1件ずつ見る" for row in answer.context["results"])
            said = {**hidden(answer.text), "run": "1"} if "件を続ける" in answer.text else None
        taken, worked, waited = time.monotonic() - began, time.process_time() - worked, waited_for_a_core() - waited
        missed = "  MISSED" if taken > BAR else ""
        print(f"{connection.vendor}: {len(keys)} groups, {desk.presses} presses, {taken:.0f} s (bar {BAR} s){missed}")
        print(
            f"{worked:.1f} s of the processor, {waited:.0f} s waited for a core, longest answer {desk.longest:.0f} s: {dict(words)}"
        )


if __name__ == "__main__":
    main()
