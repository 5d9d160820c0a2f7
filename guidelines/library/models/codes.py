"""The common codes beside each city's own words, so that unlike documents can be compared as far as they are alike."""

from django.db.models import TextChoices

from kyodo_portal.common.own_words import own_words


class ActorKind(TextChoices):
    """Who takes part. A document's own name for them stands in the item, this is the common kind."""

    CITIZEN = "citizen", own_words("市民")
    USER = "user", "利用する人"
    COMMUNITY = "community", "地域"  # 町内会・自治会・地域振興会
    COUNCIL = "council", "コミュニティ協議会"
    WARD_COUNCIL = "ward_council", "区自治協議会"
    GROUP = "group", "団体"
    NPO = "npo", "NPO法人"
    COMPANY = "company", "企業"
    SCHOOL = "school", "学校"
    INTERMEDIARY = "intermediary", "中間支援"
    GOVERNMENT = "government", "行政"


class FormCode(TextChoices):
    """形態: the ways of collaborating that cities count, whatever they call them."""

    JOINT_HOST = "joint_host", "共催"
    NOMINAL = "nominal", "後援"
    COMMITTEE = "committee", "実行委員会・協議会"
    COUNCIL = "council", "審議会・委員会への参画"
    DIALOGUE = "dialogue", "懇話会・意見交換"
    PLANNING = "planning", "企画・計画づくり"
    GRANT = "grant", "補助・助成・負担金"
    COMMISSION = "commission", "委託"
    DESIGNATED = "designated", "指定管理"
    COOPERATION = "cooperation", "協定・協力・連携"
    INKIND = "inkind", "場所・物・広報・減免"
    VOLUNTEER = "volunteer", "ボランティアの参加"
    INFO = "info", "情報のやりとり"
    OTHER = "other", "その他"


class PrincipleCode(TextChoices):
    """原則: what the principles of the documents are about, by the common kind."""

    DIALOGUE = "dialogue", "対話"
    SHARING = "sharing", "目的・情報の共有"
    EQUALITY = "equality", "対等"
    UNDERSTANDING = "understanding", "相互理解・信頼"
    AUTONOMY = "autonomy", "自主・自立"
    OPENNESS = "openness", "公開・透明"
    ROLES = "roles", "役割分担"
    REVIEW = "review", "評価・見直し"
    OTHER = "other", "その他"


class PolicyCode(TextChoices):
    """施策・方針: what a city's policies of collaboration are about."""

    PEOPLE = "people", "人を育てる"
    MECHANISM = "mechanism", "しくみ・つながり"
    STRUCTURE = "structure", "体制・拠点"
    INFORMATION = "information", "情報の共有"
    CHANCES = "chances", "参加の機会"
    AWARENESS = "awareness", "意識づくり"
    SUPPORT = "support", "活動の支援"
    REVIEW = "review", "評価・見直し"
    OTHER = "other", "その他"


class Topic(TextChoices):
    """分野: what a case or an activity is about. Short on purpose: the twenty fields of the NPO law are for groups."""

    WELFARE = "welfare", "福祉・支え合い"
    CHILDREN = "children", "子ども・教育"
    DISASTER = "disaster", "防災・防犯"
    SNOW = "snow", "雪"
    ENVIRONMENT = "environment", "環境・美化"
    MOBILITY = "mobility", "移動・交通"
    CULTURE = "culture", "まつり・交流"
    INDUSTRY = "industry", "農業・商工・観光"
    VOICE = "voice", own_words("市政への参加")


class Rung(TextChoices):
    """補完性の段: whoever is nearest is asked first, the next one where that is not enough."""

    SELF = "self", "自分・家族"
    NEIGHBOURHOOD = "neighbourhood", own_words("町内会")
    AREA = "area", "地域の協議会・団体"
    CITY = "city", own_words("市・中間支援")


class Lead(TextChoices):
    """形態えらび: who leads the activity."""

    GROUP = "group", "団体・地域が中心"
    BOTH = "both", own_words("団体と市がいっしょに")
    CITY = "city", own_words("市が中心")


class Money(TextChoices):
    """形態えらび: what the city gives besides its people."""

    NONE = "none", own_words("市のお金は使わない")
    PART = "part", own_words("市が費用の一部を出す")
    WHOLE = "whole", own_words("市が費用を全部出す")
    THINGS = "things", "お金でなく、場所・物・広報などで支える"


class Body(TextChoices):
    """形態えらび: whether an organisation of its own is made for it."""

    NEW = "new", "新しい組織をつくる"
    AS_IS = "as_is", "いまの組織のまま"


class Span(TextChoices):
    """形態えらび: how long it goes on."""

    ONCE = "once", "一度きり"
    TERM = "term", "期間を決めて（1年など）"
    LASTING = "lasting", "長く続ける"


class Duty(TextChoices):
    """形態えらび: whose job it is by law or by the city's own rules."""

    OWN = "own", "団体・地域が自分で始めること"
    SHARED = "shared", "どちらの仕事ともいえないこと"
    CITY = "city", own_words("法律や条例で市の仕事とされること")
