"""How gunicorn serves the portal. Behind a buffering proxy (nginx) two workers of eight threads suit two cores."""

import os

bind = os.environ.get("KYODO_BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("KYODO_WORKERS") or 2)
threads = int(os.environ.get("KYODO_THREADS") or 8)
timeout = 30
graceful_timeout = 30
# A worker is renewed now and then, so that a slow leak in a library never fills the machine.
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 4094
umask = 0o077
accesslog = None  # the proxy writes it; addresses of visitors belong into one place only
errorlog = "-"
loglevel = (os.environ.get("LOG_LEVEL") or "info").lower()
# Since gunicorn 25 a socket in the home folder takes commands; nobody here needs it.
control_socket_disable = True
if os.path.isdir("/dev/shm"):  # noqa: S108  heartbeat files must not wait for a slow disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
