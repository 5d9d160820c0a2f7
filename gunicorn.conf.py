"""How gunicorn serves the portal. Behind a buffering proxy (nginx) two workers of eight threads suit two cores."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from kyodo_portal.environment import PAGES_AT_A_TIME, env

bind = env.str("KYODO_BIND", default="") or f"127.0.0.1:{env.str('PORT', default='') or 8000}"
worker_class = "gthread"
workers = env.int("KYODO_WORKERS", default=2)
# Four more than pages at a time: for the health page, static files, and whoever waits for a place (pages/liveness.py).
threads = PAGES_AT_A_TIME + 4
timeout = 30
graceful_timeout = 30
# A worker is renewed now and then, so that a slow leak in a library never fills the machine.
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 4094
umask = 0o077
accesslog = None  # the proxy writes it; addresses of visitors belong into one place only
errorlog = "-"
loglevel = (env.str("LOG_LEVEL", default="") or "info").lower()
# Since gunicorn 25 a socket in the home folder takes commands; nobody here needs it.
control_socket_disable = True
if os.access("/dev/shm", os.W_OK):  # noqa: S108  heartbeat files must not wait for a slow disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
