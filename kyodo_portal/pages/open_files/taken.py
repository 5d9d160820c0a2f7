"""Which rows and columns leave with a city. A new model goes along by itself; what stays behind stands here, with its reason."""

from django.apps import apps
from django.db.models import Q

from kyodo_portal.notices.models import Delivery
from kyodo_portal.pages.search_text_actions import writers
from partners.models import Partner

# Tables that say nothing of the city's work, or that the new place makes for itself.
LEFT_OUT = {
    "account.emailconfirmation": "メールで確かめるための一時の鍵です。",
    "accounts.counter": "試した回数の控えです。90日で消えます。",
    "accounts.helpercode": "その日の夜までしか使えない番号です。",
    "admin.logentry": "職員の画面の部品の控えです。だれが何をしたかは、操作の記録（audit.auditevent）に入っています。",
    "audit.blanking": "記録の個人の言葉を消すあいだだけの行です。",
    "auth.group": "使っていません。何ができるかは、所属から決まります。",
    "auth.permission": "プログラムが作ります。",
    "contenttypes.contenttype": "プログラムが作ります。",
    "notices.scheduledjob": "定期の処理をいつしたかです。新しい場所で始め直します。",
    "pages.datachange": "書き込みの途中だけの行です。",
    "pages.dataversion": "公開のページの版です。新しい場所で作られます。",
    "pages.installation": "データベースとファイルの置き場所の印です。新しい場所で作られます。",
    "pages.publicpage": "検索のために読んだページの文です。取り込みのあとに作り直します。",
    "pages.searchprogress": "検索の文字をどこまで書いたかです。取り込みのあとに作り直します。",
    "process.formkey": "同じ送信を2度受けないための控えです。",
    "sessions.session": "サインインしている人の鍵です。新しい場所でサインインし直します。",
    "socialaccount.socialapp": "使っていません。つなぎ先は設定です。",
    "socialaccount.socialtoken": "使っていません。",
    "usersessions.usersession": "同じく、端末の一覧です。",
}
# What opens an account or a letter: only where the command is asked for it.
SECRET_MODELS = {"mfa.authenticator": "2段階の確認とパスキー。前と同じ SECRET_KEY と、同じサイトの名前でしか使えません。"}
SECRET_COLUMNS = {
    "accounts.user": {"password": "パスワードのハッシュ。入れないときは、メールの番号でサインインし、決め直します。"},
    "partners.claimletter": {"code_hash": "手紙の番号のハッシュ。入れないときは、手紙を送り直します。"},
}
MAIL_COLUMNS = {"notices.delivery": {"body": "送ったメールの本文。件名、宛先、送った日時は入っています。"}}
# Made out of other columns by `manage.py search_index`, which runs where the rows have come in (search_text_actions.py).
DERIVED = {model: {"search_text"} for model, _ in writers()} | {Partner: {"search_text", "kana_key"}}
# Rows of a model that stay: what waits is sent by the old place.
ROWS_LEFT = {Delivery: Q(state__in=[Delivery.State.WAITING, Delivery.State.SENDING])}


def label(model):
    """What a model's file is called: partners.partner."""
    return model._meta.label_lower


def models_taken(*, secrets):
    """Every model whose rows go along, in the order of the apps. secrets: second factors too."""
    without = LEFT_OUT.keys() | (set() if secrets else SECRET_MODELS.keys())
    return [model for model in apps.get_models() if model._meta.managed and label(model) not in without]


def columns_taken(model, *, secrets, mails):
    """The columns of a model's file, in the order of the model."""
    without = set(DERIVED.get(model, ()))
    without |= set() if secrets else SECRET_COLUMNS.get(label(model), {}).keys()
    without |= set() if mails else MAIL_COLUMNS.get(label(model), {}).keys()
    return [field for field in model._meta.concrete_fields if field.name not in without]


def lists_taken(model):
    """The many-to-many columns that have a table of their own: a list of keys in the row. Those that lead to what stays are none."""
    return [
        field
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created and label(field.related_model) not in LEFT_OUT
    ]


def rows_taken(model):
    """The rows of a model that go along, by their keys."""
    rows = model._base_manager.order_by("pk")
    return rows.exclude(ROWS_LEFT[model]) if model in ROWS_LEFT else rows


def left_out(*, secrets, mails):
    """[(what, why)] of everything that is not in an export of this kind."""
    found = dict(LEFT_OUT)
    if not secrets:
        found |= SECRET_MODELS
    for wanted, columns in ((secrets, SECRET_COLUMNS), (mails, MAIL_COLUMNS)):
        if not wanted:
            found |= {f"{name}.{column}": why for name, those in columns.items() for column, why in those.items()}
    found["search_text、partners.partner.kana_key"] = "検索と並び順のための文字です。取り込みのあとに、ほかの列から作り直します。"
    found["notices.delivery（送信待ち）"] = "まだ送っていないメールは、前の場所から送り終えます。"
    return sorted(found.items())
