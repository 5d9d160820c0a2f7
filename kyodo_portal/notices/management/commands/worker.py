"""`manage.py worker`: sends mails as they come and does the clock's work when it is due. Several may run."""

import logging
import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections

from kyodo_portal.notices.outbox import deliver_due
from kyodo_portal.notices.scheduler import Refused, tick

log = logging.getLogger(__name__)

LOOK = 5  # seconds between two looks at what is due: a job of a minute runs every minute, give or take this


class Command(BaseCommand):
    help = "メールを送り、1分ごとに定期の処理をします。止めるまで動き続けます。"

    def add_arguments(self, parser):
        parser.add_argument("--pause", type=float, default=1.0, help="メールがないときに待つ秒数")

    def handle(self, *, pause, **options):
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        # The clock's work has a thread of its own: a long job must not hold back a sign-in code.
        clock = threading.Thread(target=keep_going, args=(stopping, LOOK, tick), daemon=True)
        clock.start()
        keep_going(stopping, pause, lambda: deliver_due(stopping.is_set))
        clock.join(timeout=20)


def keep_going(stopping, pause, work):
    """Do `work` every `pause` seconds until asked to stop. Outlives a database that goes away and comes back."""
    while not stopping.is_set():
        began = time.monotonic()
        try:
            close_old_connections()
            work()
        except Refused as refusal:
            log.error("no job runs: %s", refusal)
            stopping.wait(60)
        except Exception:  # the worker never dies of a fault that the next round may not meet
            log.exception("worker round failed")
            connections.close_all()
            stopping.wait(2)
        stopping.wait(max(0.05, pause - (time.monotonic() - began)))
    connections.close_all()
