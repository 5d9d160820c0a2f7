"""`make test-debian`: a bare Debian is made a portal's machine by docs/operations.md alone, and lives through its worst days.

The first version is installed and filled, brought up to this one with its data, put behind nginx, stopped and begun again as the sheet of
an incident says, tells of an error of its program, and is backed up by its unit; then its PostgreSQL is lost with the folder while the worker
runs, and comes back from the back-up with every upload kept. Every line is typed as the manual prints it (manual.py). As root on Debian, with
debootstrap and systemd-nspawn; about ten minutes. Nothing of this machine is changed, and the container has no network.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from run import environment, say, stop  # noqa: E402
from tests.debian import machine, manual  # noqa: E402

FIRST = "83b3973"  # the version that cities began with: everything since is an upgrade
INSTALLED, UPGRADED = "v0.1.0", "v0.2.0"  # how the manual calls the version that is laid, and the one that comes
HERE = Path(__file__).resolve().parent
SITE = f"https://{manual.NAME}"
VISITOR = ("dantai@example.jp", "mihon-kyodo-2026")
COUNTED = ("accounts_user", "partners_partner", "projects_project", "projects_proposal", "audit_auditevent")


def git(*words, cwd=ROOT):
    return subprocess.run(["git", *words], cwd=cwd, check=True, capture_output=True, text=True).stdout.strip()


class Story:
    """The days of one machine; each step says in a line what it saw."""

    def __init__(self, debian, source):
        self.debian, self.source, self.began = debian, source, time.monotonic()

    def step(self, words):
        say(f"{time.monotonic() - self.began:5.0f}秒  {words}")

    def expect(self, holds, words):
        if not holds:
            raise AssertionError(words)
        self.step(words)

    def psql(self, statement):
        return self.debian.start(f'sudo -u postgres psql -XtA kyodo -c "{statement}"').stdout.strip()

    def counts(self):
        return {table: int(self.psql(f"SELECT COUNT(*) FROM {table}")) for table in COUNTED}

    def uploads(self):
        """{name: size} of every file that people have handed in."""
        said = self.debian.said(
            "cd /var/lib/kyodo/files && find . -path ./.trash -prune -o -type f ! -name .instance -printf '%P %s\\n'"
        )
        return dict(line.split() for line in said.splitlines())

    def newest(self):
        return self.debian.said("ls -t /var/backups/kyodo/*.tar | head -n 1").strip()

    def status_of(self, address):
        return self.debian.said(f"curl -ks -o /dev/null -w '%{{http_code}}' --max-time 20 {address}").strip()

    def hands_in(self, name):
        words = " ".join([SITE, *VISITOR, name])
        self.debian.type([f"python3 /mnt/source/visitor.py {words}"])

    # ---- the days ------------------------------------------------------------------------------------------------
    def is_installed(self):
        """Section 1 with the first version in the place of this one, and that version's own two units."""
        self.debian.boot()
        install, settings, prepare = manual.blocks(1)
        self.debian.type(install)
        self.debian.write("/var/lib/kyodo/env", "\n".join(settings) + "\n")
        self.debian.type(["chown kyodo:kyodo /var/lib/kyodo/env", "chmod 600 /var/lib/kyodo/env"])
        self.debian.type([line for line in prepare if line.startswith("cd ") or line.endswith(" prepare")], KYODO_SAMPLE="1")
        self.step(f"はじめの版（{FIRST}）を置き、見本のデータを入れた")
        for name, text in manual.old_units(git("show", f"{FIRST}:docs/operations.md")).items():
            self.debian.write(f"/etc/systemd/system/{name}", text)
        self.debian.type(["systemctl daemon-reload", "systemctl enable --now kyodo-web kyodo-worker"])
        machine.wait(lambda: "ok" in self.debian.said(f"curl -s -H 'Host: {manual.NAME}' http://127.0.0.1:8000/readyz"), 60)
        self.debian.type(["systemd-run --unit=sink python3 /mnt/source/sink.py /root/mails"])
        self.step("はじめの版が動いている")

    def is_upgraded(self):
        """Section 7."""
        before, uploads = self.counts(), self.uploads()
        git("update-ref", f"refs/tags/{UPGRADED}", git("rev-parse", "HEAD"), cwd=self.source / "kyodo.git")
        (upgrade,) = manual.blocks(7)
        said = self.debian.type(upgrade, may_end_with=1)
        now = self.counts()
        self.expect(all(now[table] >= before[table] > 0 for table in before), f"新しい版になり、行は減っていない（{now}）")
        self.expect(self.uploads() == uploads, f"ファイル {len(uploads)}個は、そのまま")
        self.expect("問題ありません" in said and "食い違い" not in said, "verify は問題なし")

    def runs_by_its_units(self):
        """What is left of section 1, and 3, as whoever installs anew reads them."""
        self.debian.type(manual.blocks(1)[2])
        (units,) = manual.blocks(3)
        self.debian.type(units)
        time.sleep(5)
        mails = (self.debian.root / "root/mails").read_text(errors="replace")
        self.expect(
            f"To: {manual.OPERATOR}" in mails and f"To: {manual.ADMINISTRATOR}" in mails, "試しのメールと、失敗の知らせが届いた"
        )
        self.expect(self.newest() != "", f"タイマーの unit のバックアップがある（{Path(self.newest()).name}）")

    def is_seen_from_outside(self):
        """Section 4, with a certificate of one's own."""
        certificate = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={manual.NAME}"
        self.debian.type([f"{certificate} -keyout /etc/ssl/private/kyodo.key -out /etc/ssl/kyodo.pem 2>/dev/null"])
        self.debian.type([f"echo 127.0.0.1 {manual.NAME} >> /etc/hosts"])
        nginx, _ = manual.blocks(4)  # and the firewall, which stands before this machine here
        self.debian.type(nginx)
        time.sleep(2)
        self.expect(self.status_of(f"{SITE}/") == "200", "nginx ごしに、ホームが開く")
        self.hands_in("mae.pdf")
        self.step("団体の人が nginx ごしにサインインし、資料を付けた")

    def goes_through_an_incident(self):
        """docs/incident.md: all of it is stopped, then only read, with what proves it kept aside, and begun again."""
        stop_all, only_read, keep, begin = manual.incident()
        self.debian.type(stop_all)
        self.expect(self.status_of(f"{SITE}/") == "503", "止めたサイトの前で、nginx が案内を出した")
        self.debian.type(only_read)
        machine.wait(lambda: self.status_of(f"{SITE}/partners/") == "200", 60)
        words = " ".join([SITE, *VISITOR, "yomudake.pdf"])
        self.expect(
            "503" in self.debian.start(f"python3 /mnt/source/visitor.py {words}").stderr, "読むだけのあいだ、書くことは断られた"
        )
        self.debian.type(keep)
        kept = self.debian.said("ls /root/jiko").split()
        self.expect({"journal.txt", "nginx"} < set(kept) and len(kept) == 3, f"証しを残した（{'、'.join(kept)}）")
        self.debian.type(begin)
        machine.wait(lambda: self.status_of(f"{SITE}/") == "200", 60)
        self.hands_in("jiko.pdf")
        self.step("また始まり、団体の人が資料を付けた")

    def tells_of_its_errors(self):
        """A page that breaks: the timer finds it by itself and the mail says which, without what somebody typed or a stack holds."""
        page, said = "kyodo_portal/pages/welcome.py", "himitsu 090-0000-0000"
        broken = f's/^def english(request):/&\\n    raise ValueError("{said}")/'
        self.debian.type([f"cp {page} /root/welcome.py", f"sed -i '{broken}' {page}", "systemctl restart kyodo-web"])
        self.expect(self.status_of(f"{SITE}/en/") == "500", "こわしたページは 500")
        self.debian.type([f"cp /root/welcome.py {page}", "systemctl restart kyodo-web"])
        # Every minute instead of every hour, or the run waits for the hour's fiftieth minute.
        timer = "/etc/systemd/system/kyodo-errors.timer.d"
        self.debian.type([f"mkdir {timer}", f"printf '[Timer]\\nOnCalendar=\\nOnCalendar=*:*:00\\n' > {timer}/soon.conf"])
        self.debian.type(["systemctl daemon-reload", "systemctl restart kyodo-errors.timer"])
        mails = self.debian.root / "root/mails"
        line = "ERROR django.request Internal Server Error: /en/"
        machine.wait(lambda: line in mails.read_text(errors="replace"), 180)
        self.debian.type([f"rm -r {timer}", "systemctl daemon-reload", "systemctl restart kyodo-errors.timer"])
        self.expect(said not in mails.read_text(errors="replace"), "タイマーが誤りを見つけ、メールは1行だけを言った")

    def backs_itself_up(self):
        """Section 5, by the timer's unit and by hand."""
        self.debian.type(["systemctl start kyodo-backup"])
        backup, _ = manual.blocks(5)
        self.saved = self.counts()
        self.debian.type([backup[0]])
        said = self.debian.type([manual.of(line, self.newest()) for line in backup[1:]])
        self.expect("問題ありません" in said, f"restore_check：{said.strip().splitlines()[-1]}")
        self.expect("kyodo-backup.timer" in self.debian.said("systemctl list-timers --all"), "次の3時を待つタイマーがある")

    def loses_its_database(self):
        """PostgreSQL with its folder, while the worker and the pages run; one paper has come since the back-up."""
        self.hands_in("ato.pdf")
        self.files = self.uploads()
        self.debian.type(["systemctl stop postgresql@15-main", "rm -r /var/lib/postgresql/15/main"])
        time.sleep(20)
        self.expect(
            self.status_of(f"{SITE}/") == "503" and self.status_of(f"{SITE}/healthz") == "200", "ページは 503、healthz は答える"
        )
        cluster = manual.blocks(6)[1]
        self.debian.type([*cluster, "sudo -u postgres createdb -O kyodo -E UTF8 --locale=C.UTF-8 -T template0 kyodo"])
        time.sleep(70)
        active = self.debian.said("systemctl is-active kyodo-web kyodo-worker").split()
        self.expect(active == ["active", "active"], "空のデータベースの前で、web も worker も動き続けた")
        refused = self.debian.start(
            "cd /srv/kyodo/app && KYODO_DATA_DIR=/var/lib/kyodo sudo -u kyodo -E .venv/bin/python manage.py prepare"
        )
        self.expect(
            refused.returncode == 1 and "先にバックアップから戻します" in refused.stderr, "prepare は、空のデータベースを断った"
        )
        self.expect(self.uploads() == self.files, f"ファイル {len(self.files)}個は、1つもなくなっていない")

    def comes_back(self):
        """Section 6. `verify` names the paper that came after the back-up, and ends with 1 as the manual says."""
        lines = manual.restore(self.newest())
        (at,) = [number for number, line in enumerate(lines) if line.endswith("manage.py verify")]
        self.debian.type(lines[:at])
        said = self.debian.type([lines[at]], may_end_with=1)
        self.expect(
            said.count("どの行のものでもないファイル") == 1 and "食い違いが 1件" in said, "verify は、あとから付いた1つだけを言う"
        )
        self.debian.type(lines[at + 1 :])
        self.expect(self.uploads() == self.files, "ファイルは全部ある")
        now = self.counts()
        self.expect(all(now[table] >= self.saved[table] for table in COUNTED), f"行は、バックアップのときのとおり（{now}）")
        machine.wait(lambda: self.status_of(f"{SITE}/") == "200", 60)
        self.hands_in("sonogo.pdf")
        self.step("ページが開き、団体の人が、また資料を付けた")


def set_up():
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        stop("make test-debian は、Debian で、root で動かします。")
    if machine.missing_tools():
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *machine.missing_tools()]
        subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, stdout=subprocess.DEVNULL)
    if machine.missing_tools():
        stop(f"足りません。apt-get install {' '.join(machine.missing_tools())}")
    return environment("test")


def bring(source, python):
    """What the machine will ask of a network: the repository, the libraries of both versions, and the programs it runs for us."""
    for file in ("sink.py", "visitor.py"):
        shutil.copy(HERE / file, source / file)
    git("clone", "--quiet", "--bare", str(ROOT), str(source / "kyodo.git"))
    git("update-ref", f"refs/tags/{INSTALLED}", FIRST, cwd=source / "kyodo.git")
    (source / "wheels").mkdir()
    (source / "first.txt").write_text(git("show", f"{FIRST}:requirements/base.txt") + "\n")
    for requirements in (source / "first.txt", ROOT / "requirements" / "base.txt"):
        machine.wheels(python, requirements, source / "wheels")


def main():
    python = set_up()
    (install, *_) = manual.blocks(1)
    (packages,) = [line.split()[2:] for line in install if line.startswith("apt-get install")]
    source = Path("/var/tmp") / f"kyodo-debian-source-{os.getpid()}"
    source.mkdir(mode=0o755)
    try:
        bring(source, python)
        with machine.Machine(source) as debian:
            debian.fetch(packages)
            debian.write("/etc/pip.conf", "[global]\nno-index = true\nfind-links = /mnt/source/wheels\n")
            story = Story(debian, source)
            for day in (
                story.is_installed, story.is_upgraded, story.runs_by_its_units, story.is_seen_from_outside, story.goes_through_an_incident,
                story.tells_of_its_errors, story.backs_itself_up, story.loses_its_database, story.comes_back,
            ):  # fmt: skip
                day()
    finally:
        shutil.rmtree(source, ignore_errors=True)
    say("\n手引きのとおりに打った Debian は、更新も、失ったあとの復元も、そのとおりに動きました。")


if __name__ == "__main__":
    try:
        main()
    except (machine.Failed, AssertionError, TimeoutError) as failed:
        sys.exit(f"\n{failed}")
