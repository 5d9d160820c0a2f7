"""What to do with a file that we do not take: what it is, and how one gets a PDF, a ワード, an エクセル or a picture out of it.

What is taken is judged by the bytes alone (uploads.py). Here the name may help: nothing is let in by it, it only finds the words.
"""

import re

PDF = "PDFにしてから選んでください"
_SAVE_AS = "「名前を付けて保存」や「書き出す」でPDFにしてから選んでください。"
HEIC = (
    "HEIC（ヘイク）という形の写真です。このままでは受け取れないので、JPEGで保存し直してください。iPhoneでは、「設定」→「カメラ」→"
    "「フォーマット」で「互換性優先」を選んで撮ると、JPEGになります。撮ってある写真は、画面の写真（スクリーンショット）にしても送れます。"
)
_OTHER_PICTURE = "写真ですが、このサイトで扱えない形です。画像のアプリで開いて、JPEGかPNGで保存し直してください。"
_MOVING = (
    "動く画像です。受け取れるのは、動かない写真だけです。画像のアプリで開いて、見せたいところをJPEGかPNGで保存し直してください。"
)
_SCAN = f"何枚も入れられる形の画像（TIFF）です。スキャナーの保存の形を{PDF}。写真なら、JPEGで保存し直してください。"
_LOCKED = "パスワードの付いたワード、エクセル、パワーポイントです。パスワードを外して保存し直してください。"
_OLD = "古い{app}の形（.{ending}）です。「名前を付けて保存」で、新しい形（.{ending}x）かPDFにしてください。"
_ICHITARO = "一太郎の文書です。一太郎の「ファイル」→「他形式の保存」でPDFかワードにしてから選んでください。"
_SLIDES = "パワーポイントです。「名前を付けて保存」でPDFにしてから選んでください。"
_PAGES = "{app}の書類です。{app}の「書き出す」で、PDFか{other}にしてから選んでください。"
_OPEN = "オープンドキュメントの形です。「名前を付けて保存」で、PDF、ワード（.docx）、エクセル（.xlsx）のどれかにしてください。"
_PACKED = "いくつかのファイルをまとめた形（{what}）です。開いて、中のファイルを1つずつ選んでください。"
_MAIL = "メールそのものです。メールに付いているファイルを保存して、それを選んでください。"
_TNEF = (
    "winmail.datという、アウトルックのメールに付くファイルで、中を開けません。送った人に、「HTML形式」か「テキスト形式」で送り直してもらい、"
    "付いてきたファイルを選んでください。"
)
_RTF = "リッチテキストの文書です。ワードで開き、「名前を付けて保存」でワード（.docx）かPDFにしてください。"
_PLAIN = "文字だけのファイルです。ワードに貼り付けて保存するか、PDFにしてください。"
_TABLE = "CSVの表です。エクセルで開き、「名前を付けて保存」でエクセル（.xlsx）にしてください。"
_AS_TABLE = (
    "このままでは読めない{what}です。エクセルで開き、「名前を付けて保存」で「Excelブック（.xlsx）」にしてから選んでください。"
)
_PAGE = "ホームページを保存したものです。画面の「印刷」で「PDFに保存」を選び、そのPDFを選んでください。"
_LINK = "行き先だけのファイル（ショートカット）で、中身がありません。もとのファイルを選んでください。"
_CLOUD = "インターネット上の書類への行き先だけで、中身がありません。グーグルの画面の「ダウンロード」でPDFかワードにしてください。"
_MOVIE = "動画です。受け取れるのは写真と書類です。公開している動画なら、そのアドレスを文の中に書いてください。"
_SOUND = "音のファイルです。受け取れるのは写真と書類です。話した内容は、文にして入れてください。"
_SCRATCH = "作業のための一時ファイルで、中身がありません。ワードやエクセルを閉じてから、もとのファイルを選んでください。"
_HALF = "まだ全部そろっていないファイルです。ダウンロードが終わってから、選び直してください。"
_XDW = "ドキュワークスの文書です。「イメージ変換出力」や「印刷」で、PDFにしてから選んでください。"
_DRAWN = f"図面のファイルです。図面のソフトの「印刷」で、{PDF}。"
_NOT_THAT = "名前の終わりが「.{ending}」でも、中身がちがいます。パソコンで開けることを確かめて、保存し直すか、もう一度もらってから選んでください。"
_BROKEN = "壊れているか、中に受け取れないもの（プログラムや、まとめたファイル）が入っています。開けることを確かめて、PDFで保存し直してください。"

# (what the bytes begin with, from which byte on, what to do)
_HEAD = (
    *((b"ftyp" + brand, 4, HEIC) for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")),
    (b"ftypavif", 4, _OTHER_PICTURE), (b"ftypavis", 4, _OTHER_PICTURE), (b"WEBP", 8, _MOVING), (b"GIF8", 0, _MOVING),
    (b"BM", 0, _OTHER_PICTURE), (b"8BPS", 0, _OTHER_PICTURE), (b"\0\0\0\x0cjP  ", 0, _OTHER_PICTURE), (b"\xff\x0a", 0, _OTHER_PICTURE),
    (b"ftypM4A", 4, _SOUND), (b"ftypcrx", 4, _OTHER_PICTURE), (b"ftyp", 4, _MOVIE), (b"moov", 4, _MOVIE), (b"AVI ", 8, _MOVIE),
    (b"\x1aE\xdf\xa3", 0, _MOVIE), (b"0&\xb2u\x8ef\xcf\x11", 0, _MOVIE), (b"\0\0\x01\xba", 0, _MOVIE),
    (b"ID3", 0, _SOUND), (b"WAVE", 8, _SOUND), (b"OggS", 0, _SOUND), (b"#!AMR", 0, _SOUND), (b"\xff\xfb", 0, _SOUND), (b"fLaC", 0, _SOUND),
    (b"II*\0", 0, _SCAN), (b"MM\0*", 0, _SCAN), (b"{\\rtf", 0, _RTF), (b"\x78\x9f\x3e\x22", 0, _TNEF),
    (b"Rar!", 0, _PACKED.format(what="RAR")), (b"7z\xbc\xaf", 0, _PACKED.format(what="7z")), (b"\x1f\x8b", 0, _PACKED.format(what="gz")),
    (b"-lh", 2, _PACKED.format(what="LZH")), (b"L\0\0\0\x01\x14\x02\0", 0, _LINK), (b"[InternetShortcut]", 0, _LINK), (b"AC10", 0, _DRAWN),
)  # fmt: skip
# Old office files are one kind of container; what they hold is named inside, in two bytes a letter.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_INSIDE_OLE = (
    ("EncryptedPackage", _LOCKED), ("DocumentText", _ICHITARO), ("JSRV_SegmentInformation", _ICHITARO), ("WordDocument", _OLD.format(app="ワード", ending="doc")),
    ("PowerPoint Document", _SLIDES), ("Workbook", _OLD.format(app="エクセル", ending="xls")), ("__properties_version1.0", _MAIL),
)  # fmt: skip
# New ones are archives; the names of their parts are written as they are.
_INSIDE_ZIP = (
    (b"ppt/presentation.xml", _SLIDES), (b"application/vnd.oasis.opendocument", _OPEN), (b"word/document.xml", _BROKEN), (b"xl/workbook.xml", _BROKEN),
    (b"xl/workbook.bin", _OLD.replace("古い{app}の形（.{ending}）", "エクセルの別の形（.xlsb）").format(ending="xls")),
    (b"FixedDocSeq.fdseq", f"XPSという印刷用の形です。開いて「印刷」し、{PDF}。"),
)  # fmt: skip
_BY_NAME = (
    ("jtd jtdc jtt jttc jfw jvw", _ICHITARO), ("pages", _PAGES.format(app="Pages", other="ワード")), ("numbers", _PAGES.format(app="Numbers", other="エクセル")),
    ("key", _PAGES.format(app="Keynote", other="写真")), ("xdw xbd xct", _XDW), ("doc dot", _OLD.format(app="ワード", ending="doc")),
    ("xls xlt", _OLD.format(app="エクセル", ending="xls")), ("ppt pps pptx ppsx", _SLIDES), ("odt ods odp odg", _OPEN), ("msg eml emlx", _MAIL),
    ("zip cab", _PACKED.format(what="zip")), ("lzh lha", _PACKED.format(what="LZH")), ("rar", _PACKED.format(what="RAR")),
    ("txt text md log", _PLAIN), ("csv tsv", _TABLE), ("htm html mht mhtml webarchive", _PAGE), ("url lnk webloc website", _LINK),
    ("gdoc gsheet gslides gdraw", _CLOUD), ("mp4 mov m4v avi wmv mkv webm mpg mpeg 3gp mts", _MOVIE), ("mp3 m4a wav aac ogg wma amr", _SOUND),
    ("heic heif livp", HEIC), ("gif webp bmp avif psd jxl raw cr2 cr3 nef arw dng orf svg ai eps", _OTHER_PICTURE), ("tif tiff", _SCAN),
    ("icloud crdownload part partial download opdownload", _HALF), ("tmp bak asd ds_store db", _SCRATCH), ("jww jwc dxf dwg sxf sfc p21", _DRAWN),
    ("pub vsd vsdx one mpp wps wpd dtd hwp indd idml qxp epub", f"このサイトで扱えない形の書類です。{_SAVE_AS}"), ("rtf rtfd", _RTF), ("dat", _TNEF),
    ("vcf ics", "連絡先や予定のファイルです。要る内容を、欄に書き写してください。"),
)  # fmt: skip
_WORDS = {ending: advice for endings, advice in _BY_NAME for ending in endings.split()}
TAKEN = ("pdf", "docx", "xlsx", "jpg", "jpeg", "png")  # what only its name says that it is
_PROGRAM = re.compile(rb"MZ|\x7fELF|#!|<\?php|<svg|<html|<!doctype|<script|<\?xml", re.IGNORECASE)


def advice_for(content, name=""):
    """What a refused file is and what to do with it, as the end of 「資料は…」; "" for what only a program could be.

    content: its bytes. name: what it is called, for kinds whose bytes say nothing; a program is not talked about whatever its name.
    """
    if name.replace("\\", "/").rsplit("/", 1)[-1].startswith(("~$", "._")):
        return _SCRATCH
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if content.startswith(_OLE):
        return _inside_old(content, ending)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")) and len(content) > 64:
        return _inside_archive(content, ending)
    for begins, at, advice in _HEAD:
        if content[at : at + len(begins)] == begins:
            return advice
    if _PROGRAM.match(content.lstrip(b"\xef\xbb\xbf \t\r\n")[:20]) and ending not in (
        "htm",
        "html",
        "svg",
        "webloc",
        "mht",
        "mhtml",
    ):
        return ""
    return _WORDS.get(ending) or (_NOT_THAT.format(ending=ending) if ending in TAKEN else "")


def table_advice_for(content, name=""):
    """The same where only a table is taken: a PDF would be of no use. "" for what is no table."""
    ending = name.rpartition(".")[2].lower()
    if content.startswith(_OLE):
        return _LOCKED if "EncryptedPackage".encode("utf-16-le") in content else _AS_TABLE.format(what="古いエクセルの形")
    what = {"ods": "オープンドキュメントの表", "numbers": "Numbersの表", "xlsb": "エクセルの別の形"}.get(
        ending, "エクセルの別の形"
    )
    return _AS_TABLE.format(what=what) if ending in ("xls", "xlt", "xlsb", "ods", "numbers") else ""


def _inside_old(content, ending):
    for word, advice in _INSIDE_OLE:
        if word.encode("utf-16-le") in content:
            return advice
    return _WORDS.get(ending) or (
        "古いワードかエクセルの形（.doc、.xls）か、パスワードの付いた形です。"
        "「名前を付けて保存」で新しい形（.docx、.xlsx）かPDFにするか、パスワードを外してください。"
    )


def _inside_archive(content, ending):
    if b"Index/Document.iwa" in content or b"Index.zip" in content[:4096]:
        return _WORDS.get(ending if ending in ("numbers", "key") else "pages")
    for part, advice in _INSIDE_ZIP:
        if part in content:
            return advice
    return _WORDS.get(ending) or _WORDS["zip"]
