"""The sample's applications: a 後援 with its report, a 減免 that stands on it, one in correction, one declined, one late, one on paper,
one whose report is overdue, a 共催 that waits for its day and whose change by post is still to be typed in, one whose change is to be
answered, one whose report came by post and is to be read, one withdrawn, one called off, one revoked, and a draft: every state there is."""

import datetime
import uuid

from kyodo_portal.common.files import uploads
from kyodo_portal.process.actions import take_step
from projects.applications.actions import begin_application, enter_application
from projects.applications.clock_actions import turn_days
from projects.applications.file_actions import add_paper
from projects.applications.filing_actions import file_for
from projects.models import Application, FormSpec

from .clock import at, days_ago, from_today
from .scans import scan


def settle(cast):
    """Each lives through its steps on the days on which they would have been taken."""
    _with_report(cast)
    _overdue(cast)
    _declined(cast)
    _correcting(cast)
    _waiting(cast)
    _changing(cast)
    _late(cast)
    _on_paper(cast)
    _reported(cast)
    _withdrawn(cast)
    _called_off(cast)
    _revoked(cast)
    with at(days_ago(2)):
        _begin(
            cast,
            "yukiakari",
            "nominal",
            "雪の絵本をよむ会（見本）",
            starts=45,
            place="見本図書館",
            summary="雪の出てくる絵本をよみます。",
        )


def _spec(code):
    """The FormSpec in use of the city's own form of this kind, else of the kind."""
    rows = FormSpec.objects.in_use().filter(code=code, takes_applications=True)
    return rows.filter(form=None).first() or rows.first()


def _begin(cast, group, code, title, *, starts, length=0, **said):
    """A draft of the group's representative; starts: days from today, negative in the past."""
    first = from_today(starts)
    return begin_application(
        _spec(code),
        partner=cast[group],
        by=cast[f"{group}_leader"],
        form_key=uuid.uuid5(uuid.NAMESPACE_URL, f"sample:application:{title}"),
        title=title,
        starts_on=first,
        ends_on=first + datetime.timedelta(days=length),
        **said,
    )


def _step(row, name, by, **said):
    """Take a step now and read the row anew."""
    take_step(row, name, by=by, version=Application.objects.get(pk=row.pk).version, **said)
    row.refresh_from_db()


def _sent(cast, row, group, days, department="shimin_ka"):
    """Sent so many days ago, received by the office on the next day."""
    with at(days_ago(days)):
        _step(row, "submit", cast[f"{group}_leader"])
    with at(days_ago(days - 1)):
        _step(row, "receive", cast["jimukyoku"], department=cast[department])


def _approve(cast, row, days, number, department="shimin_ka", **said):
    with at(days_ago(days)):
        document = {"document_number": number, "decided_on": from_today(-days)}
        _step(row, "approve", cast[f"{department}_staff"], **document, **said)


def _with_report(cast):
    said = {
        "place": "見本広場",
        "expected": 300,
        "fee": 500,
        "summary": "あかりをともして、冬を待つ催しです。だれでも来られます。",
    }
    said["extra"] = {"in_name_of": ["市"], "for_whom": "市民のみなさん"}
    with at(days_ago(80)):
        row = _begin(cast, "yukiakari", "nominal", "雪あかりのつどい（見本）", starts=-25, length=1, **said)
        more = {"place": "見本広場", "summary": "会場の使用料を減らしてください。", "basis": row}
        reduction = _begin(cast, "yukiakari", "inkind", "雪あかりのつどいの会場（見本）", starts=-25, length=1, **more)
    for matter, number in ((row, "市民第41号"), (reduction, "市民第42号")):
        _sent(cast, matter, "yukiakari", 78)
        _approve(cast, matter, 70, number)
    with at(days_ago(24)):
        turn_days()
    with at(days_ago(15)):
        told = {"people": 280, "report_text": "2日とも晴れて、こどもがたくさん来ました。駐車場が足りませんでした。"}
        _step(row, "report", cast["yukiakari_leader"], **told, income=140_000, expense=138_200)
    with at(days_ago(12)):
        _step(row, "take_report", cast["shimin_ka_staff"])


def _overdue(cast):
    with at(days_ago(120)):
        said = {"place": "見本体育館", "expected": 60, "fee": 300, "summary": "親子で体を動かします。"}
        row = _begin(cast, "yamate", "nominal", "やまてのスポーツの日（見本）", starts=-50, **said)
    _sent(cast, row, "yamate", 118)
    _approve(cast, row, 110, "市民第12号", conditions="けがをしたときの保険に入ってください。")


def _declined(cast):
    with at(days_ago(30)):
        said = {"place": "見本駅前", "expected": 500, "fee": 3000, "summary": "商品の即売会です。"}
        row = _begin(cast, "honcho", "nominal", "冬の大売り出し（見本）", starts=40, length=2, **said)
    _sent(cast, row, "honcho", 28)
    with at(days_ago(20)):
        ground = row.spec.grounds.filter(for_decline=True).order_by("order", "pk").first()
        document = {"document_number": "市民第55号", "decided_on": from_today(-20)}
        _step(
            row,
            "decline",
            cast["shimin_ka_staff"],
            ground=ground,
            reason="売上を目的とする催しには、市の名前を使えません。",
            **document,
        )


def _correcting(cast):
    with at(days_ago(9)):
        said = {"place": "川", "expected": 40, "fee": 0, "summary": "川のいきものを調べます。"}
        row = _begin(cast, "mizube", "nominal", "川のいきものしらべ（見本）", starts=70, **said)
    _sent(cast, row, "mizube", 8)
    with at(days_ago(4)):
        items = [
            {"field": "place", "reason": "どの川の、どのあたりかを書いてください。"},
            {"field": "summary", "reason": "水に入るときの安全への備えを、書き足してください。"},
        ]
        _step(row, "ask_correct", cast["shimin_ka_staff"], items=items, due=from_today(10))


def _waiting(cast):
    with at(days_ago(40)):
        said = {"place": "見本公民館", "expected": 80, "fee": 0, "summary": "日本語と遊びの教室を、市といっしょに開きます。"}
        row = _begin(cast, "terakoya", "joint_host", "ことばのひろば（見本）", starts=50, **said)
    _sent(cast, row, "terakoya", 38, "kodomo_ka")
    _approve(cast, row, 30, "子ども第9号", "kodomo_ka", agreed={"city_share": "会場と広報", "insurance": "市の保険に入る"})
    _came_by_post(row, "ask_change", cast["kodomo_ka_staff"], 2)


def _changing(cast):
    with at(days_ago(35)):
        said = {"place": "見本ホール", "expected": 150, "fee": 500, "summary": "町の合唱団が歌います。"}
        row = _begin(cast, "mizube", "nominal", "みずべの音楽会（見本）", starts=40, **said)
        for kind, name in (("outline", "音楽会の要項（見本）.pdf"), ("budget", "収支予算書（見本）.pdf")):
            file = uploads.Accepted(name, "application/pdf", b"%PDF-1.4 mihon")
            label = {"outline": "催しの要項", "budget": "収支予算書"}[kind]
            add_paper(row, by=cast["mizube_leader"], file=file, form_key=_key(f"paper:{kind}"), kind=kind, label=label)
    _sent(cast, row, "mizube", 34)
    _approve(cast, row, 25, "市民第61号", conditions="ちらしは、印刷の前に担当課に見せてください。")
    with at(days_ago(3)):
        wanted = {"ends_on": from_today(41).isoformat(), "place": "見本公民館"}  # the first day stays in its 年度
        _step(
            row, "ask_change", cast["mizube_leader"], wanted=wanted, what="", reason="ホールの工事が延びたので、2日に分けます。"
        )


def _came_by_post(row, what, clerk, ago):
    """A paper of the group (a key of WHATS), received so many days ago and filed by the office with a copy of it."""
    copy = scan("届いた紙の写し（見本）.pdf", "Mihon: a paper of the group")
    said = {"channel": "mail", "received_on": days_ago(ago), "form_key": _key(f"came:{what}"), "scan": copy}
    with at(days_ago(ago - 1)):
        file_for(Application.objects.get(pk=row.pk), by=clerk, what=what, **said)


def _key(name):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:application:{name}")


def _late(cast):
    with at(days_ago(1)):
        said = {"place": "見本寺", "expected": 30, "fee": 0, "summary": "古い町を歩きます。"}
        row = _begin(cast, "yamate", "nominal", "町あるきの会（見本）", starts=12, **said)
        _step(row, "submit", cast["yamate_leader"])


def _reported(cast):
    """What was asked for is told of, and its office has not read it yet."""
    with at(days_ago(70)):
        said = {"place": "見本河川敷", "expected": 90, "fee": 200, "summary": "たこを作って、みんなで揚げます。"}
        row = _begin(cast, "mizube", "nominal", "親子のたこあげ（見本）", starts=-12, **said)
    _sent(cast, row, "mizube", 68)
    _approve(cast, row, 60, "市民第48号")
    with at(days_ago(11)):
        turn_days()
    _came_by_post(row, "report", cast["shimin_ka_staff"], 5)
    with at(days_ago(4)):
        told = {"people": 74, "report_text": "風がよく、けがもありませんでした。", "income": 14_800, "expense": 21_400}
        _step(row, "report", cast["shimin_ka_staff"], **told)


def _withdrawn(cast):
    with at(days_ago(22)):
        said = {"place": "見本体育館", "expected": 40, "fee": 0, "summary": "体をほぐす体操をします。"}
        row = _begin(cast, "terakoya", "nominal", "からだほぐしの会（見本）", starts=35, **said)
    _sent(cast, row, "terakoya", 21)
    with at(days_ago(16)):
        _step(row, "withdraw", cast["terakoya_leader"], reason="講師の都合がつかず、来年に延ばします。")


def _called_off(cast):
    with at(days_ago(65)):
        said = {"place": "見本広場", "expected": 200, "fee": 0, "summary": "秋の野菜を持ち寄ります。"}
        row = _begin(cast, "hanaippai", "nominal", "野菜の持ちより市（見本）", starts=20, **said)
    _sent(cast, row, "hanaippai", 63)
    _approve(cast, row, 55, "市民第51号")
    with at(days_ago(7)):
        _step(row, "call_off", cast["hanaippai_leader"], reason="畑が大雨の被害を受け、出す野菜がそろわないためです。")


def _revoked(cast):
    with at(days_ago(58)):
        said = {"place": "見本ホール", "expected": 120, "fee": 0, "summary": "手づくりの品を見せ合います。"}
        row = _begin(cast, "sakaemachi", "nominal", "手づくりの品の会（見本）", starts=25, **said)
    _sent(cast, row, "sakaemachi", 56)
    _approve(cast, row, 50, "市民第53号")
    with at(days_ago(9)):
        ground = row.spec.grounds.filter(for_revoke=True).order_by("order", "pk").first()
        document = {"document_number": "市民第70号", "decided_on": from_today(-9)}
        reason = "申請にはなかった品の販売を、入場料を取って行うことが分かったためです。"
        _step(row, "revoke", cast["shimin_ka_staff"], ground=ground, reason=reason, **document)


def _on_paper(cast):
    with at(days_ago(3)):
        first = from_today(60)
        enter_application(
            _spec("nominal"),
            partner=cast["sakaemachi"],
            department=cast["shimin_ka"],
            channel="phone",
            received_on=from_today(-4),
            by=cast["shimin_ka_staff"],
            form_key=uuid.uuid5(uuid.NAMESPACE_URL, "sample:application:paper"),
            title="さかえ町の餅つき（見本）",
            starts_on=first,
            ends_on=first,
            place="さかえ町集会所",
            fee=0,
            summary="町内で餅をつきます。",
        )
