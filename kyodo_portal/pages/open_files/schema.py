"""What the files of an export hold, out of the models: a JSON Schema of each file, and the page docs/open-files.md."""

from django.db import models

from .taken import columns_taken, label, left_out, lists_taken, models_taken

DRAFT = "https://json-schema.org/draft/2020-12/schema"
KINDS = (
    (models.JSONField, {}),
    (models.BooleanField, {"type": "boolean"}),
    (models.BinaryField, {"type": "string", "contentEncoding": "base64"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.TimeField, {"type": "string", "format": "time"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.IntegerField, {"type": "integer"}),
    (models.CharField, {"type": "string"}),
    (models.TextField, {"type": "string"}),
    (models.GenericIPAddressField, {"type": "string"}),
)
WORDS = {"boolean": "はい・いいえ", "integer": "整数", "string": "文字", "array": "並び"}
FORMATS = {"date-time": "日時", "date": "日", "time": "時刻", "uuid": "UUID", "base64": "base64"}
HEAD = """# まるごと持ち出すファイル

<!-- manage.py export_city --document docs/open-files.md が、プログラムの表の定義から書きます。手では直しません。 -->

`manage.py export_city` が書き出すものの説明です。どう使うかは、運用の手引き（docs/operations.md）の「まるごと持ち出す」にあります。
だれでも読める分だけのデータは、サイトの「オープンデータ」（`/open-data/`）にあります。ここにあるのは、公開していないものも含めた全部です。

| 場所 | 中身 |
|---|---|
| `manifest.json` | 版、市の名前、行の数、どのファイルも変わっていないことを確かめる値（SHA-256）、入れなかったものとそのわけ。形は下にあります |
| `data/〈名前〉.jsonl` | 表1つが1ファイル。1行が1件のJSON（UTF-8、JSON Lines） |
| `schema/〈名前〉.json` | その表の列の説明（JSON Schema）。コードには言葉が付いています |
| `files/〈保管名〉` | 預かったファイルそのもの。名前、種類、大きさは、`stored_as` の列に同じ保管名を持つ行にあります |
| `README.md` | このページ |

- 日時は日本の時刻（`+09:00`）、日は `2026-11-28` の形です。金額は円の整数、年度は4月が入る年です。
- ほかの行を指す列には、その行の番号（`id`）が入ります。いくつも指す列は、番号の並びです。
- 封をした相談（`sealed` など）は、封をしたままのバイト列（base64）です。鍵は、コーディネーターの合言葉がなければ開きません。
- `historical…` は、その表の行がどう変わってきたかの控えです。

## manifest.json

| 鍵 | 値 |
|---|---|
| `format` | この形の名前と番号（`kyodo-portal open files 1`） |
| `made_at` | 書き出した日時 |
| `release` | `version` はプログラムの版、`migrations` は部分ごとの、表の形の版 |
| `city` | `name`、`code`（全国地方公共団体コード）、`site`、`own_words`（文の中の呼び方） |
| `options` | `secrets`、`mails`：下の「入れないもの」を頼んだか |
| `files` | このファイルのほかの、すべてのファイル。`path`、`bytes`（大きさ）、`sha256`。表のものには `title`（表の名前）と `rows`（行の数）も |
| `left_out` | 入れなかったもの。`what`（何）と `why`（わけ） |

## 読みはじめる表

| 知りたいこと | 表と、つながる列 |
|---|---|
| だれとだれが、何を | `projects.project`（協働の台帳）。相手と課は `projects.participation` の `project` と `partner`、年度ごとの進みぐあいは `projects.cycle` の `project` |
| 団体と、そこにいる人 | `partners.partner`、`partners.membership` の `partner` と `user`（`accounts.user`）、公開の同意は `partners.consent` |
| 何がいつ起きたか | 手続きごとの `…change`（例：`projects.cyclechange`）。だれが見て、何をしたかは `audit.auditevent` |
| 預かったファイル | `stored_as` の列がある表（例：`partners.registrationfile`）。中身は `files/〈保管名〉` |

## 入れないもの

頼めば入るもの：`--with-secrets` でパスワードのハッシュと2段階の確認、`--with-mails` で送ったメールの本文。

| 何 | わけ |
|---|---|
"""


def schema_of(model, *, secrets, mails):
    """The JSON Schema of one line of a model's file. Codes stand there with their words."""
    properties = {field.name: _column(field) for field in columns_taken(model, secrets=secrets, mails=mails)}
    for field in lists_taken(model):
        properties[field.name] = {
            "title": str(field.verbose_name),
            "type": "array",
            "items": {"type": "integer"},
            "description": f"{label(field.related_model)} の番号",
        }
    return {
        "$schema": DRAFT,
        "$id": f"{label(model)}.json",
        "title": str(model._meta.verbose_name),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _column(field):
    said = {"title": str(field.verbose_name)}
    if field.help_text:
        said["description"] = str(field.help_text)
    if field.remote_field:
        said |= {"type": "integer", "description": f"{label(field.related_model)} の番号"}
    elif hasattr(field, "codes"):
        said |= {"type": "array", "items": {"type": "string", "oneOf": _words(field.codes.choices)}}
    else:
        said |= next(kind for base, kind in KINDS if isinstance(field, base))
        if field.flatchoices:
            said["oneOf"] = _words(field.flatchoices, empty=field.blank and not field.null)
    if field.null and "type" in said:
        said["type"] = [said["type"], "null"]
        if "oneOf" in said:
            said["oneOf"].append({"const": None, "title": "なし"})
    return said


def _words(choices, *, empty=False):
    found = [{"const": code, "title": str(word)} for code, word in choices]
    return found + ([{"const": "", "title": "なし"}] if empty and "" not in dict(choices) else [])


def document():
    """docs/open-files.md: every file with its columns. The same on every machine."""
    lines = [HEAD.rstrip("\n")]
    lines += [f"| `{what}` | {why} |" for what, why in left_out(secrets=False, mails=False)]
    lines += ["", "## 表と列", ""]
    for model in models_taken(secrets=True):
        lines += [f"### {label(model)} — {model._meta.verbose_name}", "", "| 列 | 日本語 | 形 |", "|---|---|---|"]
        for name, column in schema_of(model, secrets=True, mails=True)["properties"].items():
            lines.append(f"| `{name}` | {_safe(column['title'])} | {_safe(_form(column))} |")
        lines.append("")
    return "\n".join(lines)


def _form(column):
    """One line of what a column holds, for people."""
    kinds = column.get("type", "JSON")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    word = FORMATS.get(column.get("format") or column.get("contentEncoding")) or WORDS.get(kind, kind)
    choices = column.get("oneOf") or column.get("items", {}).get("oneOf") or ()
    codes = "、".join(f"{one['const']}＝{one['title']}" for one in choices if one["const"])
    said = codes or (column["description"] if column.get("description", "").endswith("の番号") else word)
    return said + ("（空もある）" if kinds != kind else "")


def _safe(text):
    return text.replace("|", "｜").replace("\n", " ")
