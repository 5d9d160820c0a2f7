"""The sample's newest 年のまとめ, of the year before last: written from what was counted, read by a committee, answered, published."""

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.actions import take_step
from projects.models import Committee, CommitteeMeeting, CommitteeSeat, Remark, YearReport
from projects.report import actions

from .clock import at, days_ago

SEATS = (
    # name, belongs, category, chair
    ("見本 学", "見本大学", "expert", True),
    ("見本 町子", "町内会の連合会", "group", False),
    ("見本 商", "商工会", "group", False),
    ("見本 公子", "", "open", False),
)
HEADINGS = {
    "years": "数は、年によってちがいます",
    "kinds": "町内会といっしょの仕事が、いちばん多くなりました",
    "offices": "かかわる課が、少しずつ増えています",
}
TEXTS = {
    "years": "新しく始まったものと、終わったものが、同じくらいありました。後援は数えにくく、実際より少ないかもしれません。",
    "money": "お金を出していない協働もたくさんあります。場所や人手で支えたものは、ここには出ません。",
}
# progress, what was done, what came of it, what did not go well, what is next; one of each policy in turn
ANSWERS = (
    (
        "as_planned",
        "職員の研修を2回開き、31人が参加しました。",
        "町内会の会議に出る職員が増えました。",
        "",
        "新しい職員の研修にも入れます。",
    ),
    (
        "late",
        "連絡窓口を決める手順をつくりました。",
        "",
        "決めるまでに時間がかかり、11月からになりました。",
        "4月1日に全部の課でそろえます。",
    ),
    (
        "done",
        "庁内連絡会議を4回開きました。",
        "課をまたぐ相談が、早くつながるようになりました。",
        "",
        "議事のまとめを、全部の課に配ります。",
    ),
)
SAID = (
    ("years", "数は増えなくてもよい。終わり方を決めてほしい。目的が変わっても形が変わっていないものがある。"),
    ("", "うまくいかなかったことが書いてあるのは、よいと思う。来年も続けてほしい。"),
)
REPLIES = (
    ("reflected", "3年ごとに「続ける、変える、終える」を選ぶ欄を、見直しに足します。"),
    ("noted", "来年のまとめにも、うまくいかなかったことを載せます。"),
)


def settle(cast):
    """Of the year whose inventory is published (sample/inventory.py); the year after it is being counted now."""
    year, clerk = fiscal_year(days_ago(0)) - 2, cast["jimukyoku"]
    met, due = days_ago(400), days_ago(390)  # asked here: inside `at` today is another day
    committee = _committee(cast)
    report = actions.open_report(year, by=clerk, is_sample=True)  # today: the sample's guideline was published just now
    with at(days_ago(430)):
        YearReport.objects.filter(pk=report.pk).update(
            lead="団体と市がいっしょにした仕事を数えました。うまくいかなかったことも書いています。"
        )
        _write(report, cast)
        report = _step(report, "ask_opinions", clerk, committee=committee, opinions_due=due)
    with at(met):
        meeting = CommitteeMeeting.objects.create(
            committee=committee,
            on=met,
            attendees="委員4人、事務局2人",
            agenda="年のまとめについて",
            minutes="まとめを読み、意見を2つ出した。",
        )
        _remarks(report, meeting, cast)
    _inside(days_ago(45))
    with at(days_ago(389)):
        report = _step(report, "close_opinions", clerk)
    with at(days_ago(370)):
        for remark, (effect, answer) in zip(report.remarks.order_by("pk"), REPLIES, strict=True):
            remark.effect, remark.answer = effect, answer
            actions.stamp_answer(remark)
            remark.save()
        _step(report, "publish", clerk)


def _inside(met):
    """What offices told each other at the meeting of the city hall."""
    inside = Committee.objects.create(
        name="見本市 協働庁内連絡会議", nature="internal", purpose="課と課で、協働のことを知らせ合います。", is_sample=True
    )
    CommitteeMeeting.objects.create(
        committee=inside,
        on=met,
        attendees="12課の協働推進員",
        agenda="ことしの棚卸しについて",
        minutes="11月末までに台帳を見直す。迷うものは事務局に聞く。",
    )


def _step(report, name, by, **answers):
    return take_step(YearReport.objects.get(pk=report.pk), name, by=by, version=report.version, **answers)


def _committee(cast):
    committee = Committee.objects.create(
        name="見本市 協働推進委員会",
        basis="協働推進委員会設置要綱（見本）",
        purpose="協働のすすみ方を確かめ、意見を出します。",
        department=cast["secretariat"],
        seats_limit=8,
        open_goal=30,
        is_public=True,
        is_sample=True,
    )
    for name, belongs, category, is_chair in SEATS:
        said = {"name": name, "belongs": belongs, "category": category, "is_chair": is_chair}
        user = cast["shinsa"] if is_chair else None
        CommitteeSeat.objects.create(committee=committee, user=user, since=days_ago(480), **said)
    return committee


def _write(report, cast):
    for chapter in report.chapters.all():
        chapter.title, chapter.text = HEADINGS.get(chapter.figure, chapter.title), TEXTS.get(chapter.figure, "")
        chapter.save()
    offices = ("shimin_ka", "fukushi_ka", "koho_ka")
    for number, review in enumerate(report.reviews.all()):
        key = offices[number % len(offices)]
        review.office = cast[key]
        review.save()
        words = dict(zip(actions.ANSWER, ANSWERS[number % len(ANSWERS)], strict=True))
        actions.answer_review(review, by=cast[f"{key}_staff"], etag=fields_etag(actions.answer_of(review)), **words)


def _remarks(report, meeting, cast):
    chapters = {chapter.figure: chapter for chapter in report.chapters.all()}
    for figure, text in SAID:
        remark = actions.write_remark(report, by=cast["shinsa"], text=text, part=chapters.get(figure))
        Remark.objects.filter(pk=remark.pk).update(meeting=meeting)
