"""The machines of the cluster: each a few processes on loopback ports, under one temporary folder, gone afterwards."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable
BUCKET, BACKUPS, KEY, SECRET = "kyodo", "kyodo-backup", "key", "secret"


def unprivileged():
    """What Popen needs so that servers that refuse root run as PostgreSQL's user; nothing for whoever is none."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


class Process:
    """A program that runs in a session of its own, so that it is killed with all that it started."""

    def __init__(self, name, folder, command, *, env=None, server=False):
        self.name, self.command, self.env, self.server = name, [str(word) for word in command], env, server
        self.log, self.cwd = folder / f"{name}.log", folder if server else ROOT
        self.running = None
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.running = subprocess.Popen(
                self.command, cwd=self.cwd, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **(unprivileged() if self.server else {}),
            )  # fmt: skip

    def signal(self, number):
        if self.running.poll() is None:
            os.killpg(self.running.pid, number)

    def kill(self):
        """As a power cut does."""
        self.signal(signal.SIGKILL)
        self.running.wait()

    def stop(self):
        self.signal(signal.SIGTERM)
        try:
            self.running.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def words(self):
        return self.log.read_text(errors="replace")[-2000:]


class Cluster:
    """A primary and its standby, PgBouncer, Redis, an S3 store, two machines with an app and a worker each.

    Without a library for S3 or Redis (importlib finds none) files lie in a folder of both machines, and the cache in the database.
    """

    def __init__(self):
        self.has_s3, self.has_redis = (find_spec(name) is not None for name in ("moto", "redis"))
        self.folder = Path(tempfile.mkdtemp(prefix="kyodo-cluster-"))
        self.folder.chmod(0o755)
        self.servers = self.folder / "servers"
        self.servers.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.servers, "postgres", "postgres")
        names = ("primary", "standby", "pooler", "redis", "s3", "a", "b", "smtp")
        self.port = {name: postgres.free_port() for name in names}
        self.processes = {}
        self.bin = postgres.binaries()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for process in reversed(self.processes.values()):
            process.stop() if process.name not in ("primary", "standby") else process.kill()
        if error[0] is not None and getattr(error[1], "code", 1):
            for process in self.processes.values():
                print(f"-- {process.name}\n{process.words()}")
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, name, command, *, server=True, env=None):
        self.processes[name] = Process(name, self.servers if server else self.folder, command, env=env, server=server)

    def once(self, *command):
        """A command of a server's user, to its end."""
        subprocess.run([str(word) for word in command], check=True, cwd=self.servers, stdout=subprocess.DEVNULL, **unprivileged())

    # ---- databases -----------------------------------------------------------------------------------------------
    def postgres(self, name):
        listen = ["-c", "listen_addresses=127.0.0.1", "-p", self.port[name], "-k", self.servers]
        tuned = ["shared_buffers=128MB", "max_connections=100", "wal_level=replica", "hot_standby=on", "fsync=on"]
        tuned += ["wal_keep_size=256MB", "log_lock_waits=on"]
        options = [word for option in tuned for word in ("-c", option)]
        self.run(name, [self.bin / "postgres", "-D", self.servers / name, *listen, *options])
        wait_for(lambda: self.sql(name, "SELECT 1", database="postgres"), self.processes[name])

    def databases(self):
        self.once(
            self.bin / "initdb", "-D", "primary", "-U", "kyodo", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "--no-sync"
        )
        self.postgres("primary")
        self.sql("primary", "CREATE DATABASE kyodo TEMPLATE template0", database="postgres")
        limits = ["statement_timeout = '10s'", "lock_timeout = '5s'", "idle_in_transaction_session_timeout = '30s'"]
        for setting in (*limits, "jit = off", "work_mem = '32MB'"):
            self.sql("primary", f"ALTER ROLE kyodo SET {setting}")  # what docs/several-nodes.md says for a pooler

    def standby(self):
        """The standby, and from now on no COMMIT that it does not hold: what was said to be written is not lost with the primary."""
        at = ["-h", "127.0.0.1", "-p", self.port["primary"], "-U", "kyodo"]
        self.once(self.bin / "pg_basebackup", *at, "-D", "standby", "-R", "-X", "stream", "-c", "fast")
        self.postgres("standby")
        self.wait_for_standby()

    def wait_for_standby(self):
        """Once the standby follows, every COMMIT waits for it."""
        wait_for(self.follows, self.processes["standby"])
        self.synchronous("*")

    def follows(self):
        (state,) = self.sql("primary", "SELECT state FROM pg_stat_replication")
        if state[0] != "streaming":
            raise RuntimeError(f"the standby is {state[0]}")

    def synchronous(self, names):
        """For which standbys a COMMIT waits; "" for none: what docs/several-nodes.md says when the only one is lost."""
        self.sql("primary", f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        self.sql("primary", "SELECT pg_reload_conf()")

    def lock_timeouts(self):
        """How many statements were given up because a row was held too long, as the databases' logs say."""
        words = "canceling statement due to lock timeout"
        return sum(self.processes[name].log.read_text(errors="replace").count(words) for name in ("primary", "standby"))

    def sql(self, name, statement, database="kyodo"):
        """The rows of a statement, asked of one server past the pooler."""
        at = {"host": "127.0.0.1", "port": self.port[name], "user": "kyodo", "dbname": database, "connect_timeout": 2}
        with psycopg.connect(**at, autocommit=True, options="-c statement_timeout=0") as line:
            answer = line.execute(statement)
            return answer.fetchall() if answer.description else []

    def pooler(self, primary="primary"):
        """Write PgBouncer's settings; start it, or let it read them anew."""
        path = self.servers / "pgbouncer.ini"
        path.write_text(
            "[databases]\n"
            f"kyodo = host=127.0.0.1 port={self.port[primary]} dbname=kyodo user=kyodo\n"
            f"kyodo_read = host=127.0.0.1 port={self.port['standby']} dbname=kyodo user=kyodo\n"
            "[pgbouncer]\n"
            f"listen_addr = 127.0.0.1\nlisten_port = {self.port['pooler']}\nunix_socket_dir =\nauth_type = any\n"
            "pool_mode = transaction\ndefault_pool_size = 20\nserver_login_retry = 1\nquery_wait_timeout = 8\n"
        )
        path.chmod(0o644)
        if "pooler" in self.processes:
            self.processes["pooler"].signal(signal.SIGHUP)
        else:
            self.run("pooler", [shutil.which("pgbouncer") or "/usr/sbin/pgbouncer", path])

    # ---- stores --------------------------------------------------------------------------------------------------
    def redis(self):
        words = ["--port", self.port["redis"], "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", self.servers]
        self.run("redis", [shutil.which("redis-server"), *words])

    def s3(self):
        self.run("s3", [PYTHON, "-m", "moto.server", "-H", "127.0.0.1", "-p", self.port["s3"]], server=False)
        import boto3

        at = f"http://127.0.0.1:{self.port['s3']}"
        client = boto3.client("s3", endpoint_url=at, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1")
        wait_for(lambda: [client.create_bucket(Bucket=bucket) for bucket in (BUCKET, BACKUPS)], self.processes["s3"])

    def stores(self, machine):
        """What the environment of a machine says of files, back-ups and cache. Without S3 both machines use one folder."""
        found = {"CACHE_URL": f"redis://127.0.0.1:{self.port['redis']}/0"} if self.has_redis else {}
        if self.has_s3:
            at = f"?endpoint=http://127.0.0.1:{self.port['s3']}"
            found["KYODO_FILES_URL"] = f"s3://{KEY}:{SECRET}@{BUCKET}/files{at}"
            found["KYODO_BACKUP_URL"] = f"s3://{KEY}:{SECRET}@{BACKUPS}/portal{at}"
        else:
            shared = self.folder / "files"
            shared.mkdir(exist_ok=True)
            if not (self.folder / machine / "files").exists():
                (self.folder / machine / "files").symlink_to(shared)
        return found

    # ---- machines ------------------------------------------------------------------------------------------------
    def env(self, machine, **more):
        """The environment of a machine: what docs/several-nodes.md says, beside the sample's."""
        pooler, both = self.port["pooler"], f"127.0.0.1:{self.port['primary']},127.0.0.1:{self.port['standby']}"
        home = self.folder / machine
        home.mkdir(exist_ok=True)
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ}
        return {
            **kept,
            "PYTHONUNBUFFERED": "1",
            "SECRET_KEY": "of-the-cluster-" + "x" * 40,
            "KYODO_SAMPLE": "1",
            "KYODO_HTTPS": "0",
            "KYODO_UNDO_MINUTES": "0",
            "KYODO_DATA_DIR": str(home),
            "KYODO_ORIGIN": f"http://127.0.0.1:{self.port['a']}",
            "KYODO_WORKERS": "1",
            "KYODO_THREADS": "12",
            "DATABASE_URL": f"postgres://kyodo@127.0.0.1:{pooler}/kyodo",
            "READ_DATABASE_URL": f"postgres://kyodo@127.0.0.1:{pooler}/kyodo_read",
            "DATABASE_DIRECT_URL": f"postgres://kyodo@{both}/kyodo?target_session_attrs=read-write",
            "KYODO_DATABASE_POOLER": "1",
            "KYODO_CLUSTER_COUNT": str(home / "from-standby"),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.port['smtp']}",
            "DEFAULT_FROM_EMAIL": "kyodo@example.jp",
            "LOG_LEVEL": "WARNING",
            **self.stores(machine),
            **more,
        }

    def manage(self, machine, *words, check=True, **more):
        """`manage.py` on a machine; what it says. more: what its environment has besides."""
        env = self.env(machine, **more)
        done = subprocess.run([PYTHON, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True)
        if check and done.returncode:
            raise RuntimeError(f"manage.py {' '.join(words)}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def side_by_side(self, *machines):
        """The static files of all machines at the same time."""
        threads = [threading.Thread(target=self.manage, args=(machine, "prepare", "--static")) for machine in machines]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def module(self, *words):
        """A module of the tests on a machine; what it says."""
        env = self.env("a", DJANGO_SETTINGS_MODULE="kyodo_portal.settings", KYODO_PROCESS="command")
        done = subprocess.run([PYTHON, "-m", *words], cwd=ROOT, env=env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def inside(self, *words):
        """What tests/cluster/inside.py says of the data."""
        return json.loads(self.module("tests.cluster.inside", *words))

    def app(self, machine):
        command = [PYTHON, "-m", "gunicorn", "-c", "gunicorn.conf.py", "tests.cluster.counted"]
        self.run(machine, command, server=False, env=self.env(machine, PORT=str(self.port[machine])))
        self.ready(machine)

    def worker(self, machine):
        env = self.env(machine, KYODO_PROCESS="command")
        self.run(f"worker-{machine}", [PYTHON, "manage.py", "worker"], server=False, env=env)

    def ready(self, machine):
        at = f"http://127.0.0.1:{self.port[machine]}/readyz"
        wait_for(lambda: urllib.request.urlopen(at, timeout=3).read(), self.processes[machine])

    def from_standby(self):
        """How many pages the standby was read for, by both machines."""
        counts = [self.folder / machine / "from-standby" for machine in ("a", "b")]
        return sum(path.stat().st_size for path in counts if path.exists())

    def again(self, name):
        """Start again what was killed."""
        self.processes[name].start()
        if name in ("a", "b"):
            self.ready(name)


def wait_for(answers, process, seconds=60):
    until = time.monotonic() + seconds
    while True:
        try:
            return answers()
        except Exception as error:
            if process.running.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{process.name} did not start: {error}\n{process.words()}") from error
            time.sleep(0.2)
