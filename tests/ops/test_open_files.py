"""まるごと持ち出す: the whole city leaves as open files, and comes into an empty database of either engine as it was."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.accounts.sample import SAMPLES
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.files import storage
from kyodo_portal.common.files.uploads import Accepted
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.models import Delivery
from kyodo_portal.pages.open_files.manifest import Manifest
from kyodo_portal.pages.open_files.schema import document
from kyodo_portal.pages.search_text_actions import write_texts
from kyodo_portal.personal.disposal_actions import dispose, make_disposal
from kyodo_portal.personal.models import Hold, RetentionRule
from kyodo_portal.personal.retention_actions import settle_rules
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from partners.models import Message, RegistrationFile
from tests import build
from tests.all import clean_environment
from tests.house import ROOT
from tests.release import WHOLE

PDF = b"%PDF-1.4\n% of a sample\n%%EOF\n"


@pytest.fixture(scope="module")
def city(lay):
    """A small city: a guideline, people, a registration with a paper, a year on its way, a call, mails."""
    return lay(make_city)


def make_city():
    if connection.vendor == "postgresql":  # the transaction of these tests waits while other processes work
        connection.cursor().execute("SET idle_in_transaction_session_timeout = 0")
    load_guideline(build.OJIYA)
    _, representative, _ = build.group("見本子ども食堂")
    office, official = build.office("department", "福祉課（見本）")
    registration = build.registration(representative, secretary=build.office("secretariat")[1])
    stored = storage.store(Accepted("会則.pdf", "application/pdf", PDF))
    RegistrationFile.objects.create(
        registration=registration, stored_as=stored.stored_name, name=stored.display_name, content_type=stored.content_type,
        size=stored.size, sha256=stored.sha256, uploaded_by=representative,
    )  # fmt: skip
    build.cycle(build.group("見守りの会（見本）")[0], office, official)
    keep_and_dispose(representative)
    notify([representative], title="見本のお知らせ", key="x")
    Delivery.objects.update(state="sent", sent_at=timezone.now(), body="本文の見本")
    notify([official], title="まだ送っていない知らせ", key="y")
    write_texts()
    return representative


def keep_and_dispose(representative):
    """A term that the city has changed, a hold, and a year's 廃棄 that one record went through and one was kept from."""
    settle_rules()
    RetentionRule.objects.filter(kind="registration_withdrawn").update(years=2, basis="文書管理規程 第40条")
    gone, kept = (
        build.registration(representative, status="draft", name=name) for name in ("朗読の会（見本）", "語りの会（見本）")
    )
    for row in (gone, kept):
        row = take_step(row, "submit", by=representative, version=row.version)
        take_step(row, "withdraw", by=representative, version=row.version)
        type(row).objects.filter(pk=row.pk).update(status_since=timezone.now() - timedelta(days=1500))
    kept.refresh_from_db()
    Hold.objects.create(kind="lawsuit", subject=kept.number, reason="法第3号")
    admin, year = build.system_admin(), fiscal_year(timezone.localdate())
    assert dispose(disposal=make_disposal(year=year, by=admin), by=admin) == 1


def lines(place, name):
    return [json.loads(line) for line in (place / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def content(place):
    """{file: bytes} of an export, without what says when it was made, and without the line of the trail that says that it came in."""
    found = {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}
    found.pop("manifest.json")
    trail = found["data/audit.auditevent.jsonl"].splitlines()
    found["data/audit.auditevent.jsonl"] = [line for line in trail if "市のデータをまるごと取り込んだ".encode() not in line]
    return found


@contextmanager
def empty_database(engine, folder):
    """The environment of a process whose database has tables and no rows."""
    if engine == "sqlite":
        file = folder / f"{token_hex(4)}.sqlite3"
        if "TESTS_TEMPLATE" in os.environ:
            shutil.copy(os.environ["TESTS_TEMPLATE"], file)
        yield {"TESTS_TEMPLATE": str(file)}
        return
    name, parameters = f"kyodo_open_files_{token_hex(4)}", connection.get_connection_params()
    # A page's ten seconds are few for a database on a busy disk.
    parameters |= {"cursor_factory": None, "options": "-c statement_timeout=0"}
    with psycopg.connect(**parameters, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def again(engine, source, target, folder, **more):
    """`source` into an empty database and out again; `verify` finds nothing there. Returns what the commands said.

    A list: all but the last are refused before.
    """
    sources = source if isinstance(source, list) else [source]
    with empty_database(engine, folder) as env:
        command = [sys.executable, "-m", "tests.ops.open_files_again", *map(str, sources), str(target)]
        env = clean_environment(DJANGO_SETTINGS_MODULE="tests.settings", **env, **more)
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stderr


# (table, what its lines become, what is said of it). Each line is changed as JSON by what stands in its dictionary; bytes as they are.
BROKEN = (
    ("partners.area", b'{"id": 1, "name": "x"\n', "data/partners.area.jsonl の1行: JSONとして読めません（23文字目）"),
    ("partners.area", b'["x"]\n', "data/partners.area.jsonl の1行: 1行が1件のJSON（{…}）になっていません"),
    ("partners.area", b'{"colour": "red"}\n', "data/partners.area.jsonl の1行: この版にない列があります（colour）"),
    ("partners.area", b'{"id": 1, "name": "x"}\n', "data/partners.area.jsonl の1行: 列が足りません（code、order）"),
    (
        "partners.area",
        b'{"id": 1, "name": "\xff"}\n',
        "data/partners.area.jsonl の1行: UTF-8の文字として読めません（20バイト目）",
    ),
    ("partners.area", [{"name": None}], "data/partners.area.jsonl の1行: name（名前）：空（null）にはできません"),
    ("partners.area", [{"name": 7}], 'data/partners.area.jsonl の1行: name（名前）：文字列（"…"）ではありません'),
    (
        "partners.area",
        [{"order": "多い"}],
        "data/partners.area.jsonl の1行: order（並び順）：“多い” は整数値にしなければなりません。",
    ),
    ("partners.area", [{"order": 10**30}], "data/partners.area.jsonl の1行: order（並び順）：0から"),
    (
        "partners.registration",
        [{"status": "x"}],
        "data/partners.registration.jsonl の1行: 決まりに合わない値か、合わない組み合わせです：status（状態）",
    ),
    (
        "partners.registration",
        [{"number": "R1"}, {"number": "R1"}],
        "data/partners.registration.jsonl の2行: ほかの行と同じです：number（受付番号）",
    ),
    ("partners.area", [{"id": 1}, {"id": 1}], "data/partners.area.jsonl の2行: ほかの行と同じです：id（ID）"),
    (
        "partners.membership",
        [{}, {"partner": 99}],
        "data/partners.membership.jsonl の2行: partner（団体）：partners.partner（団体・主体）に 99 の行がありません",
    ),
    (
        "partners.partner",
        [{"fields": "1"}],
        "data/partners.partner.jsonl の1行: fields（活動分野）：番号の並び（[1, 2]）になっていません",
    ),
    (
        "partners.partner",
        [{"fields": [99]}],
        "data/partners.partner.jsonl の1行: fields（活動分野）：partners.field（活動分野）に 99 の行がありません",
    ),
)

TOO_LONG = (
    "partners.area",
    [{"name": "北" * 300}],
    "data/partners.area.jsonl の1行: name（名前）：60文字までのところに、300文字あります",
)


def changed(folder, number, table, lines):
    """A copy of the export `out` whose table has these lines, with the digest and the rows that go with them."""
    copy = folder / f"broken-{number}"
    shutil.copytree(folder / "out", copy)
    at, manifest = copy / "data" / f"{table}.jsonl", copy / "manifest.json"
    if isinstance(lines, bytes):
        at.write_bytes(lines)
    else:
        there = at.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(there[min(n, len(there) - 1)]) | change for n, change in enumerate(lines)]
        rows += [json.loads(line) for line in there[len(lines) :]]
        at.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    whole = json.loads(manifest.read_text(encoding="utf-8"))
    (entry,) = (one for one in whole["files"] if one["path"] == f"data/{table}.jsonl")
    count = at.read_bytes().count(b"\n")
    entry |= {"bytes": at.stat().st_size, "sha256": hashlib.sha256(at.read_bytes()).hexdigest(), "rows": count}
    manifest.write_text(json.dumps(whole), encoding="utf-8")
    return copy


def engines():
    """Into which engines an export of this run's goes, one after the other: on PostgreSQL out of it and in again."""
    return ["sqlite"] if connection.vendor == "sqlite" else ["sqlite", "postgresql"]


@pytest.mark.django_db
class TestOpenFiles:
    def test_what_comes_in_goes_out_as_it_was(self, city, tmp_path):
        call_command("export_city", str(tmp_path / "0"))
        for number, engine in enumerate(engines()):
            again(engine, tmp_path / str(number), tmp_path / str(number + 1), tmp_path)
            first, second = content(tmp_path / str(number)), content(tmp_path / str(number + 1))
            assert [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)] == []
        assert lines(tmp_path / "1", "partners.partner")[0]["name"] == "見本子ども食堂"
        (hold,), items = lines(tmp_path / "1", "personal.hold"), lines(tmp_path / "1", "personal.disposalitem")
        assert hold["reason"] == "法第3号" and lines(tmp_path / "1", "personal.disposallist")[0]["confirmed_at"]
        assert sorted((bool(item["erased_at"]), item["held"]) for item in items) == [
            (False, "訴訟・審査請求のため、終わるまで"), (True, ""),
        ]  # fmt: skip
        rules = {rule["kind"]: (rule["years"], rule["basis"]) for rule in lines(tmp_path / "1", "personal.retentionrule")}
        assert rules["registration_withdrawn"] == (2, "文書管理規程 第40条")
        paper = lines(tmp_path / "1", "partners.registrationfile")[0]
        assert (tmp_path / "1" / "files" / paper["stored_as"]).read_bytes() == PDF

    def test_a_city_of_other_words_is_told_the_setting_it_lacks_and_its_tasks_are_said_anew(self, city, tmp_path, settings):
        """Settings do not leave with a city; the words of its tasks do."""
        settings.KYODO_OWN_WORDS = "市=村 町内会=区 コーディネーター="
        Task.objects.filter(process="cycle").update(label="村の計画を決める")
        call_command("export_city", str(tmp_path / "0"))
        said = again(connection.vendor, tmp_path / "0", tmp_path / "1", tmp_path)
        assert 'KYODO_OWN_WORDS="市=村 町内会=区 コーディネーター="' in said and "やること: 問題ありません" in said
        first, second = content(tmp_path / "0"), content(tmp_path / "1")
        assert [name for name in first if first[name] != second[name]] == ["data/process.task.jsonl"]
        assert {row["label"] for row in lines(tmp_path / "1", "process.task") if row["process"] == "cycle"} == {"計画を決める"}

    def test_what_opens_an_account_and_what_was_mailed_stay_unless_asked_for(self, city, tmp_path):
        call_command("export_city", str(tmp_path / "without"))
        call_command("export_city", str(tmp_path / "with"), with_secrets=True, with_mails=True)
        without, having = lines(tmp_path / "without", "accounts.user"), lines(tmp_path / "with", "accounts.user")
        assert "password" not in without[0] and city.password in {row["password"] for row in having}
        assert {row["body"] for row in lines(tmp_path / "with", "notices.delivery")} == {"本文の見本"}
        assert {"subject", "to"} <= lines(tmp_path / "without", "notices.delivery")[0].keys() - {"body"}
        said = json.loads((tmp_path / "without" / "manifest.json").read_text(encoding="utf-8"))["left_out"]
        assert {"accounts.user.password", "mfa.authenticator", "notices.delivery.body"} <= {one["what"] for one in said}
        assert "まだ送っていない知らせ" in (tmp_path / "without" / "data" / "notices.notice.jsonl").read_text(encoding="utf-8")

    def test_the_schema_names_every_column_and_the_words_of_its_codes(self, city, tmp_path):
        call_command("export_city", str(tmp_path / "out"))
        schema = json.loads((tmp_path / "out" / "schema" / "partners.registration.json").read_text(encoding="utf-8"))
        row = lines(tmp_path / "out", "partners.registration")[0]
        assert list(schema["properties"]) == list(row) == schema["required"]
        assert {"const": "submitted", "title": "申請中"} in schema["properties"]["status"]["oneOf"]
        assert schema["properties"]["partner"]["description"] == "partners.partner の番号"

    def test_a_changed_lost_or_foreign_file_is_named_and_nothing_comes_in(self, city, tmp_path):
        call_command("export_city", str(tmp_path / "out.zip"))
        with zipfile.ZipFile(tmp_path / "out.zip") as packed:
            packed.extractall(tmp_path / "out")
        out = tmp_path / "out"
        with open(out / "data" / "partners.area.jsonl", "a") as file:
            file.write("{}\n")
        (out / "data" / "partners.field.jsonl").unlink()
        (out / "data" / "more.txt").write_text("x")
        with pytest.raises(CommandError) as refused:
            call_command("import_city", str(out))
        said = str(refused.value)
        assert "中身が違います: data/partners.area.jsonl" in said and "足りません: data/partners.field.jsonl" in said
        assert "一覧にありません: data/more.txt" in said
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        manifest["release"]["migrations"]["partners"] = "0001_initial"
        (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        with pytest.raises(CommandError, match=r"別の版の書き出しです.*partners"):
            call_command("import_city", str(out))
        with pytest.raises(CommandError, match="manifest.json がありません"):
            call_command("import_city", str(tmp_path / "out" / "data"))

    def test_a_line_that_was_changed_by_hand_is_named_with_what_is_wrong(self, city, tmp_path):
        """Its digest in the manifest too, as somebody does who means to help. Nothing of any of them stays: the whole one comes in."""
        call_command("export_city", str(tmp_path / "out"))
        broken = [*BROKEN, *([TOO_LONG] if connection.vendor == "postgresql" else [])]  # SQLite has no length of text
        sources = [changed(tmp_path, number, table, lines) for number, (table, lines, _) in enumerate(broken)]
        said = again(connection.vendor, [*sources, tmp_path / "out"], tmp_path / "again", tmp_path)
        assert [line for *_, line in broken if line not in said] == [], said[-3000:]
        assert said.count("データベースもファイルも、前のままです。") == len(broken) and not re.search(
            "(?i)constraint|failed|null value", said
        )

    def test_what_is_no_export_says_so(self, city, tmp_path):
        call_command("export_city", str(tmp_path / "out.zip"))
        whole = (tmp_path / "out.zip").read_bytes()
        for name, content in (("cut.zip", whole[: len(whole) // 2]), ("text.zip", b"id,name\n"), ("empty.zip", b"")):
            (tmp_path / name).write_bytes(content)
            with pytest.raises(
                CommandError, match=f"{name} を読めません。export_city が書いたフォルダーか、.zip のファイルを書いてください。"
            ):
                call_command("import_city", str(tmp_path / name))
        with zipfile.ZipFile(tmp_path / "out.zip") as packed:
            manifest = json.loads(packed.read("manifest.json"))
        (tmp_path / "folder").mkdir()
        for change in (
            {"city": {}},
            {"files": [{"path": "data/partners.area.jsonl", "sha256": "", "bytes": 0}]},
            {"release": []},
        ):
            (tmp_path / "folder" / "manifest.json").write_text(json.dumps(manifest | change), encoding="utf-8")
            with pytest.raises(CommandError, match="manifest.json の形が違います。"):
                call_command("import_city", str(tmp_path / "folder"))

    def test_a_city_that_works_already_is_left_alone_and_the_trail_knows_who_took_what(self, city, tmp_path, capsys):
        call_command("export_city", str(tmp_path / "out"))
        with pytest.raises(CommandError, match="もう市のデータがあります（利用者"):
            call_command("import_city", str(tmp_path / "out"))
        with pytest.raises(CommandError, match="もうあります"):
            call_command("export_city", str(tmp_path / "out"))
        said = AuditEvent.objects.filter(act="command").get()
        assert said.note == "市のデータをまるごと書き出した: out（ファイル 1個）" and said.rows > 300
        assert "まだ送っていないメールが 1通" in capsys.readouterr().err
        assert not Message.objects.exists()


def test_the_page_says_what_each_key_of_the_manifest_is():
    assert [name for name in Manifest._fields if f"\n| `{name}` | " not in document()] == []


def test_the_page_of_the_documents_is_that_of_the_models():
    assert (ROOT / "docs" / "open-files.md").read_text(encoding="utf-8") == document(), (
        "manage.py export_city --document docs/open-files.md writes it anew"
    )


@pytest.mark.one_engine
@pytest.mark.django_db
@pytest.mark.skipif(not WHOLE, reason="before a release: it lays the whole sample city")
@pytest.mark.parametrize("city", SAMPLES)
def test_a_sample_city_leaves_sqlite_and_comes_into_this_engine(tmp_path, city):
    data, python = tmp_path / "data", sys.executable
    env = clean_environment(
        SECRET_KEY="x" * 50, KYODO_HTTPS="0", KYODO_SAMPLE=city, KYODO_DATA_DIR=str(data), LOG_LEVEL="WARNING"
    )
    for words in (["prepare"], ["search_index", "--again"], ["export_city", str(tmp_path / "0")]):
        subprocess.run([python, "manage.py", *words], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    said = again(connection.vendor, tmp_path / "0", Path(tmp_path / "1"), tmp_path, TESTS_CITY=city)
    assert "KYODO_OWN_WORDS" not in said
    first, second = content(tmp_path / "0"), content(tmp_path / "1")
    assert [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)] == []
    assert len(lines(tmp_path / "1", "projects.project")) > 9
    sealed = lines(tmp_path / "1", "projects.consultation")
    assert (len(sealed) > 3 and any(row["sealed"] for row in sealed)) if city == "ojiya" else not sealed
