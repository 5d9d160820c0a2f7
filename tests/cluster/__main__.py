"""`make test-cluster`: two machines with an app and a worker each, a primary and a standby, PgBouncer, Redis and a store that speaks S3.

A group registers, each page asked of the other machine. Under load each part is killed in turn, at last the primary, whose place the
standby takes. Afterwards every entry, paper and mail that somebody was told of stands once, and nobody saw an error but while there was
no database or no PgBouncer. No test of `make test`: it takes some minutes, and what it measures depends on the machine.
"""

import datetime
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from run import environment, say, stop  # noqa: E402
from tests import postgres  # noqa: E402

VENV = ROOT / "var" / "cluster-venv"
PACKAGES = {"pgbouncer": "pgbouncer", "redis-server": "redis-server", "PostgreSQL": "postgresql"}
READERS, WRITERS = 3, 3
ALLOWED = 30  # seconds from the primary's death within which errors belong to the failover
POOLER_AWAY, POOLER_BACK = "PgBouncer を殺す（kill -9）", 5  # and seconds after its return
PRIMARY_AWAY = "もとのデータベースを殺す（kill -9）"
LARGE = 256  # MB of a back-up by which is measured what memory it takes
WITHOUT_S3 = "S3 のライブラリーを入れられないので、S3 のところを飛ばします。ファイルは、2台が使う1つのフォルダーに置きます。"
WITHOUT_REDIS = "Redis のライブラリーがないので、Redis のところを飛ばします。"


def missing():
    found = {
        "pgbouncer": shutil.which("pgbouncer") or Path("/usr/sbin/pgbouncer").exists(),
        "redis-server": shutil.which("redis-server"),
    }
    found["PostgreSQL"] = postgres.binaries()
    return [package for name, package in PACKAGES.items() if not found[name]]


def set_up():
    """The servers, from Debian's packages where that is possible, and an environment with what several machines need."""
    if missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"テストに必要なものを入れています: {'、'.join(missing())}")
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing()]
        subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, stdout=subprocess.DEVNULL)
    if missing():
        stop(f"テストに必要なものがありません。Debian・Ubuntu では apt-get install {' '.join(missing())}")
    python = with_libraries()
    if Path(sys.prefix).resolve() != python.parent.parent.resolve():
        os.execv(python, [str(python), "-m", "tests.cluster"])


def with_libraries():
    """The Python that has what several machines need; that of the tests where it cannot be installed or KYODO_CLUSTER_S3=0 says so."""
    if os.environ.get("KYODO_CLUSTER_S3") != "0":
        try:
            return environment("cluster", VENV)
        except SystemExit:  # it has said why
            os.environ["KYODO_CLUSTER_S3"] = "0"
    return environment("test")


class Run:
    """The load, what happens meanwhile, and what is counted afterwards."""

    def __init__(self, cluster, world):
        from tests.cluster import load

        self.cluster, self.over, self.seen = cluster, threading.Event(), load.Seen()
        addresses = [f"http://127.0.0.1:{cluster.port[machine]}" for machine in ("a", "b")]
        places = world["places"][:WRITERS]
        public = world["public"] + [place["public"] for place in places]
        common = (addresses, self.seen, self.over)
        self.people = [load.Reader(public, f"reader{number}", *common) for number in range(READERS)]
        self.people += [load.Writer(place, world["password"], f"w{number}", *common) for number, place in enumerate(places)]
        self.addresses, self.events, self.asked = addresses, [], 0

    def happens(self, what, work, seconds):
        began = self.seen.now()
        work()
        self.events.append((what, began, self.seen.now()))
        say(f"  {began:5.1f}秒: {what}")
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.over.is_set():
            time.sleep(0.2)

    def under_load(self):
        cluster = self.cluster
        for person in self.people:
            person.start()
        self.happens("ふだんの負荷。団体が登録を申請し、市が承認する（1ページごとに別の機械）", self.journey, 8)
        self.happens("worker を1つ殺す（kill -9）", cluster.processes["worker-a"].kill, 8)
        self.happens("worker をまた始める", lambda: cluster.again("worker-a"), 2)
        self.happens("アプリの1台を殺す（kill -9）", cluster.processes["b"].kill, 10)
        self.happens("その1台をまた始める", lambda: cluster.again("b"), 4)
        self.happens("アプリの1台と worker を一度に殺す（kill -9）", lambda: self.all_of("kill", "b", "worker-b"), 10)
        self.happens("その2つをまた始める", lambda: [cluster.again(name) for name in ("worker-b", "b")], 4)
        if cluster.has_redis:
            self.happens("Redis を殺す（kill -9）", cluster.processes["redis"].kill, 6)
            self.happens("Redis をまた始める", lambda: cluster.again("redis"), 4)
        self.happens(POOLER_AWAY, cluster.processes["pooler"].kill, 3)
        self.happens("PgBouncer をまた始める", lambda: cluster.again("pooler"), 8)
        self.happens("待機のデータベースを殺す（kill -9）", cluster.processes["standby"].kill, 1)
        self.happens("もとが待機を待たないようにする（synchronous_standby_names）", lambda: cluster.synchronous(""), 8)
        self.happens("待機をまた始め、追いついたら、もとがまた待つ", self.standby_again, 6)
        self.happens(PRIMARY_AWAY, cluster.processes["primary"].kill, 2)
        self.happens("待機をもとにする（pg_ctl promote、PgBouncer の RELOAD）", self.promote, 20)
        self.over.set()
        for person in self.people:
            person.join(120)
        broken = [f"{person.name}: {person.broken!r}" for person in self.people if person.broken]
        if broken:
            raise RuntimeError("\n".join(broken))

    def all_of(self, what, *names):
        for name in names:
            getattr(self.cluster.processes[name], what)()

    def standby_again(self):
        self.cluster.again("standby")
        self.cluster.wait_for_standby()

    def journey(self):
        """In the environment of the tests, which reads pages as people do."""
        env = {
            **self.cluster.env("a"),
            "DJANGO_SETTINGS_MODULE": "kyodo_portal.settings",
            "KYODO_DATA_DIR": str(self.cluster.folder / "j"),
        }
        for setting in ("KYODO_FILES_URL", "KYODO_BACKUP_URL", "CACHE_URL", "DATABASE_URL", "READ_DATABASE_URL"):
            env.pop(setting, None)  # it knows addresses of pages, and nothing else
        command = [environment("test"), "-m", "tests.cluster.journey", *self.addresses]
        done = subprocess.run([str(word) for word in command], cwd=ROOT, env=env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr[-4000:])
        self.asked = int(done.stdout)

    def promote(self):
        self.cluster.once(self.cluster.bin / "pg_ctl", "promote", "-w", "-D", "standby")
        self.cluster.pooler(primary="standby")

    def when(self, wanted):
        return next(began for what, began, _ in self.events if what == wanted)

    def pooler_back(self):
        """The moment until which errors belong to the death of PgBouncer."""
        at = next(number for number, (what, *_) in enumerate(self.events) if what == POOLER_AWAY)
        return self.events[at + 1][2] + POOLER_BACK


def drained(cluster, since):
    """Wait until the workers have handed out every mail; how long a killed worker's mail is held is made to pass at once."""
    for _ in range(60):
        held, waiting = (cluster.inside("counts", since)["mails"][state] for state in ("sending", "waiting"))
        if not held and not waiting:
            return
        if held and not waiting:
            cluster.inside("ten_minutes_later")
        time.sleep(1)


def judge(run, cluster, mail, since):
    """[(what, number, whether it is as it has to be)]"""
    seen, found = run.seen, cluster.inside("counts", since)
    died, gone, back = run.when(PRIMARY_AWAY), run.when(POOLER_AWAY), run.pooler_back()
    inside = [moment for moment, _, _ in seen.errors if died <= moment <= died + ALLOWED]
    unpooled = [moment for moment, _, _ in seen.errors if gone <= moment <= back]
    outside = [error for error in seen.errors if error[0] not in inside and error[0] not in unpooled]
    for moment, who, what in outside[:20]:
        say(f"  {moment:6.1f}秒 {who}: {what}")
    for moment, mark in seen.stale[:10]:
        say(f"  {moment:6.1f}秒 古いページ: {mark}")
    updates, papers = found["updates"], found["papers"]
    sent = [f"<{key}@example.jp>" for key in found["ids"]]
    waits = sorted(seen.waits)
    rows = [
        ("読んだページ", len(waits), bool(waits)),
        ("  そのうち、待機のデータベースから出したもの", cluster.from_standby(), bool(cluster.from_standby())),
        ("  真ん中・99%の秒", f"{waits[len(waits) // 2]:.2f}・{waits[int(len(waits) * 0.99)]:.2f}", True),
        ("登録の申請から承認まで、機械を替えながらたずねた回数", run.asked, bool(run.asked)),
        ("書いたと言われた記録", len(seen.said), bool(seen.said)),
        ("  なくなったもの", len(seen.said.keys() - updates.keys()), not seen.said.keys() - updates.keys()),
        ("  2つになったもの", sum(n > 1 for n in updates.values()), not any(n > 1 for n in updates.values())),
        ("書いてすぐ、ほかの人として読んだ", seen.answers["looked at as a visitor"], True),
        ("  古かったページ", len(seen.stale), not seen.stale),
        ("出した書類", len(seen.papers), bool(seen.papers)),
        ("  なくなったもの", len(seen.papers.keys() - papers.keys()), not seen.papers.keys() - papers.keys()),
        ("  2つになったもの", sum(n > 1 for n in papers.values()), not any(n > 1 for n in papers.values())),
        ("送ったことになっているメール", len(sent), bool(sent)),
        ("  届いていないもの", sum(key not in mail.taken for key in sent), all(key in mail.taken for key in sent)),
        (
            "  残ったもの",
            f"{found['mails']}",
            found["mails"]["waiting"] + found["mails"]["sending"] + found["mails"]["failed"] == 0,
        ),
        (
            "  同じ番号で2度渡したもの（殺された worker の1通まで）",
            sum(n > 1 for n in mail.taken.values()),
            sum(n > 1 for n in mail.taken.values()) <= 1,
        ),
        ("押し直した回数（答えがないとき）", seen.answers["pressed again: no answer"], True),
        ("PgBouncer が止まったあいだのエラーのページ", len(unpooled), True),
        ("  最後のエラーまでの秒", f"{max(unpooled, default=gone) - gone:.1f}", True),
        ("切り替えのあいだのエラーのページ", len(inside), True),
        ("  最後のエラーまでの秒", f"{max(inside, default=died) - died:.1f}", True),
        ("それ以外のエラーのページ", len(outside), not outside),
        ("  行を5秒待って、やめた文（lock_timeout）", cluster.lock_timeouts(), True),
    ]
    return rows


def checks(cluster):
    """What an operator asks afterwards, on the machine that was never killed."""
    said = cluster.manage("a", "verify", check=False)
    cluster.manage("a", "backup")
    backup = cluster.manage("a", "backup", "--keep", "1").split()[0]
    restored = cluster.manage("a", "restore_check", backup)
    where = "b" if cluster.has_s3 else "a"  # a back-up in a folder is one machine's
    laid = cluster.manage(where, "restore_files", backup)
    status = cluster.manage(where, "status", check=False, KYODO_SAMPLE="0")
    last = next(line for line in status.splitlines() if "バックアップ" in line)
    say(f"  {said.strip().splitlines()[-1]}\n  {restored.strip()}\n  {laid.strip()}\n  {last}")
    return [
        ("verify", "問題なし" if "問題ありません" in said else said[-500:], "問題ありません" in said),
        ("バックアップと restore_check", "問題なし", "問題ありません" in restored),
        ("戻したファイル（なくしていたもの）", laid.strip(), laid.startswith("0個")),
        ("status が言うバックアップ", last, last.startswith("OK")),
        *(in_the_store(cluster, backup) if cluster.has_s3 else []),
    ]


def in_the_store(cluster, backup):
    """That one back-up is left by --keep 1, seen from the other machine, and how much memory a large one takes."""
    there = cluster.manage("b", "fetch_backup").split()
    large = cluster.inside("large_backup", str(LARGE))
    return [
        ("S3 にあるバックアップ（--keep 1）", len(there), there == [backup]),
        (f"  {LARGE}MB を送って受けたときに増えたメモリー（MB）", large["grown"], large["same"] and large["grown"] < 64),
    ]


def main():
    set_up()
    from tests.cluster.mail import MailServer
    from tests.cluster.servers import Cluster

    began = time.monotonic()
    random.seed(16)
    with Cluster() as cluster:
        mail = MailServer(cluster.port["smtp"])
        cluster.databases()
        cluster.redis() if cluster.has_redis else say(WITHOUT_REDIS)
        cluster.s3() if cluster.has_s3 else say(WITHOUT_S3)
        cluster.pooler()
        say("データベースを用意しています。")
        cluster.module("tests.tables")  # as behind all migrations
        cluster.manage("a", "prepare", "--database")
        cluster.side_by_side("a", "b")
        say("見本の市を入れています。")
        cluster.manage("a", "seed_sample")
        cluster.standby()
        since = datetime.datetime.now(datetime.UTC).isoformat()
        for machine in ("a", "b"):
            cluster.app(machine)
            cluster.worker(machine)
        world = cluster.inside("world")
        say(f"動いています（{time.monotonic() - began:.0f}秒）。書く人 {WRITERS}人、読む人 {READERS}人。")
        run = Run(cluster, world)
        run.under_load()
        drained(cluster, since)
        rows = judge(run, cluster, mail, since) + checks(cluster)
        say("\n結果")
        for what, number, well in rows:
            say(f"  {'ok' if well else 'NG'}  {what}: {number}")
        say(f"全部で{time.monotonic() - began:.0f}秒。")
        sys.exit(0 if all(well for *_, well in rows) else 1)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
