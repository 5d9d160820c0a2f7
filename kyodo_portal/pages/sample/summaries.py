"""What the offices wrote in the ledger about entries that came out of applications and grants: one sentence, and what each is about."""

from partners.models import Field
from projects.entries.search import refresh_search
from projects.models import Project

from .clock import at, days_ago

SAID = {
    # title: one sentence, the numbers of its fields
    "夏の寺子屋": ("夏休みの十日間、集会所で宿題と自由研究をいっしょにします。", (13, 2)),
    "雪囲いの材料": ("庭木と玄関の雪囲いを、若い人と年を重ねた人の組でつくります。", (9,)),
    "子どもの食堂": ("月に2回、だれでも来られる夕ごはんの席を開きます。", (1,)),
    "空き家の茶の間": ("空き家を借りて、昼にお茶を飲める場所にしました。", (3,)),
    "本の部屋": ("読み終えた本を持ちより、放課後に読める部屋をつくります。", (2, 13)),
    "見守りの茶話会": ("民生委員と町内会が、月に1回お茶の席でようすを聞きます。", (1,)),
    "冬休みの学び": ("冬休みに、大学生が中学生の勉強を見ます。", (2, 13)),
    "雪の日の送り迎え": ("大雪の日に、病院までの行き帰りに付きそいます。", (20,)),
    "川べりの広場": ("川べりの空き地を、子どもが遊べる広場にする計画でした。", (7,)),
    "地図づくり": ("子どもが歩いて、安全な道の地図をつくる計画でした。", (9,)),
    "夜の見回り": ("冬のあいだ、週に2回、暗い道を組で歩きます。", (9,)),
    "見守りの道具": ("見回りで使う反射材と明かりを、そろえる計画でした。", (9,)),
    "駅前の花だん": ("駅前の花だんに季節の花を植え、当番で水をやります。", (7,)),
    "雪あかりのつどい": ("あかりをともして冬を待つ、2日間の催しです。", (4,)),
    "雪あかりのつどいの会場": ("雪あかりのつどいで使う広場の使用料を、市が減らしました。", (4,)),
    "やまてのスポーツの日": ("親子で体を動かす、町内の運動の日です。", (6,)),
    "ことばのひろば": ("日本語を学ぶ人と話し、いっしょに遊ぶ教室です。", (11,)),
    "みずべの音楽会": ("町の合唱団が、ホールで歌います。", (6,)),
    "親子のたこあげ": ("河川敷で、手づくりのたこを親子で揚げました。", (6,)),
    "野菜の持ちより市": ("秋の野菜を持ちより、分け合う市でした。畑の被害で中止しました。", (16,)),
    "手づくりの品の会": ("手づくりの品を見せ合う会でした。", (16,)),
}


def settle():
    """Written by the office some days after the entry was made."""
    fields = {field.number: field for field in Field.objects.all()}
    for ago, (title, (summary, numbers)) in enumerate(SAID.items(), 4):
        project = Project.objects.get(title=f"{title}（見本）")
        project.summary = summary
        with at(days_ago(ago)):
            project.save(update_fields=["summary", "updated_at"])
        project.fields.set([fields[number] for number in numbers])
        refresh_search(project)
