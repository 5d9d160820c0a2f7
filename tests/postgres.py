"""A PostgreSQL of the tests' own: made in a temporary folder, gone afterwards, never a city's."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

# Nothing here must survive a power cut, so nothing waits for the disk; nor the hour, so nothing is tidied up or compiled ahead.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB", "max_connections=60"]
FAST += ["autovacuum=off", "jit=off"]


def binaries():
    """The folder that holds both initdb and postgres (Debian keeps them out of PATH), newest first; None when there is none."""
    folders = [Path(path).resolve().parent for path in (shutil.which("initdb"), shutil.which("postgres")) if path]
    for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin", "opt/homebrew/opt/postgresql*/bin"):
        folders += sorted(Path("/").glob(pattern), key=lambda path: path.parts[-2].zfill(20), reverse=True)
    return next((path for path in folders if (path / "initdb").exists() and (path / "postgres").exists()), None)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def cluster():
    """Yields a DATABASE_URL. As root everything runs as the user postgres, because PostgreSQL refuses root."""
    folder = Path(tempfile.mkdtemp(prefix="kyodo-pg-"))
    who = {}
    if os.geteuid() == 0:
        who = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", free_port()
    quiet = {"cwd": folder, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, **who}
    server = None
    try:
        init = [binaries() / "initdb", "-D", data, "-U", "kyodo", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "--no-sync"]
        subprocess.run(init, check=True, **quiet)
        options = [word for option in FAST for word in ("-c", option)]
        listen = ["-c", "listen_addresses=127.0.0.1", "-p", str(port), "-k", folder]
        with open(folder / "log", "wb") as log:
            server = subprocess.Popen(
                [binaries() / "postgres", "-D", data, *listen, *options], **{**quiet, "stdout": log}, stderr=log
            )
        wait_for(port, server, folder / "log")
        yield f"postgres://kyodo@127.0.0.1:{port}/postgres"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)  # "fast": ends sessions, then itself
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(port, server, log):
    """Return when PostgreSQL answers; RuntimeError with its last words when it ended or does not answer."""
    import psycopg

    for _ in range(150):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="kyodo", dbname="postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.2)
    raise RuntimeError("PostgreSQL did not start:\n" + log.read_text(errors="replace")[-2000:])
