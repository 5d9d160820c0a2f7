"""1,000 and 10,000 letters of 200 groups: what one's own list, the admin's list and a thread of 100 letters ask and cost.

.venv/bin/python tests/bench/letters.py
"""

import time
import uuid
from datetime import timedelta

from stage import database, partners

TABLE = "| {} letters: {} | {} | {:.1f} |"


def write(chance, first, last, people, keys, desk):
    """Letters first … last; every tenth reaches `desk`."""
    from django.utils import timezone

    from partners.models import Message, Request, RequestReader

    now = timezone.now()
    rows = Request.objects.bulk_create(
        Request(
            status=chance.choice(["sent", "talking", "talking", "agreed", "done", "done", "declined", "withdrawn"]),
            kind=chance.choice(Request.Kind.values), to_id=desk if number % 10 == 0 else chance.choice(keys), by=chance.choice(people),
            about=f"partner:{number}", about_label=f"ことがら{number}", form_key=uuid.UUID(int=chance.getrandbits(128)), sent_at=now,
            answer_by=timezone.localdate() + timedelta(days=chance.randint(-3, 9)),
        )
        for number in range(first, last)
    )  # fmt: skip
    Message.objects.bulk_create(
        (
            Message(
                request=row, number=number, side="asker" if number % 2 else "desk", by=row.by, text="手紙の文です。" * 20,
                form_key=uuid.UUID(int=chance.getrandbits(128)),
            )
            for row in rows
            for number in range(1, chance.randint(2, 6))
        ),
        batch_size=1000,
    )  # fmt: skip
    RequestReader.objects.bulk_create(RequestReader(request=row, user=row.by, read_number=1) for row in rows)


def measured(name, ask, many):
    from django.db import connection

    asked = []

    def count(execute, *said):
        asked.append(said[0])
        return execute(*said)

    ask()
    with connection.execute_wrapper(count):
        ask()
    began = time.process_time()
    for _ in range(10):
        ask()
    print(TABLE.format(f"{many:,}", name, len(asked), (time.process_time() - began) * 100))


def listed(user, query):
    """The list of letters as its view makes it: the rows of a page, what of them was read, the words of the filters."""
    from django.test import RequestFactory

    from partners.models import Request
    from partners.requests.filters import RequestFilter, lines_of

    def ask():
        request = RequestFactory().get(f"/requests/{query}")
        request.user = user
        found = RequestFilter(request, Request.objects.of_sides(user))
        return lines_of(found.page, user), found.page.total_label, list(found.form.fields)

    return ask


def main():
    with database() as chance:
        from django.test import Client

        from kyodo_portal.accounts.models import User
        from partners.models import Message, Partner, Request
        from partners.requests.presenters import letters_of
        from tests import build

        partners(chance, 200)
        _, clerk = build.office("secretariat")
        group, head, _ = build.group()
        keys = list(Partner.objects.filter(office="none").values_list("pk", flat=True))
        people = [build.user(f"人{number}") for number in range(100)]
        print("| what | SQL | ms of the processor |\n|---|---|---|")
        client = Client()
        client.force_login(clerk)
        for first, last in ((0, 1_000), (1_000, 10_000)):
            write(chance, first, last, people, keys, group.pk)
            for query in ("", "?box=got&state=open", "?kind=ask&page=2", "?sort=new"):
                measured(f"/requests/{query}", listed(User.objects.get(pk=head.pk), query), last)
            assert client.get("/admin/partners/request/").status_code == 200
            measured("/admin/partners/request/", lambda: client.get("/admin/partners/request/"), last)
        thread = Request.objects.filter(to=group, status="talking").first()
        Message.objects.bulk_create(
            Message(request=thread, number=number, side="asker", by=thread.by, text="手紙の文です。" * 20, form_key=uuid.uuid4())
            for number in range(10, 110)
        )
        measured("a thread of 100", lambda: letters_of(thread, head), last)


if __name__ == "__main__":
    main()
