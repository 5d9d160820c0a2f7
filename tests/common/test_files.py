"""Files are what their bytes say; what is kept can do no harm and tells no place."""

import hashlib
import io
import socket
import threading
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from kyodo_portal.common.files import storage, uploads

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF"


def upload(name, content):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def pack(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return out.getvalue()


def docx(**more):
    return pack(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **more})


def related(kind, target, mode="External", **more):
    """A ワード that says of something that it lies elsewhere."""
    said = f'<Relationships><Relationship Id="a>b" Type="x/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return docx(**{"word/_rels/settings.xml.rels": said, **more})


def damaged(content):
    """The same archive, of which the first part cannot be unpacked."""
    at = 30 + len("[Content_Types].xml")
    return content[:at] + b"\xff" * 8 + content[at + 8 :]


def picture(kind, size=(30, 20), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **options)
    return out.getvalue()


PAGES = {"save_all": True, "append_images": [Image.new("RGB", (30, 20), "red")]}
HUGE_WEBP = b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff\x3f\0" * 2 + b"\0" * 20


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "content_type", "shown"),
    [
        ("写真 その１（最終版）.png", picture("PNG"), "image/png", "写真 その１（最終版）.png"),
        ("か\u3099.pdf", PDF, "application/pdf", "が.pdf"),
        ("髙﨑①㈱.pdf", PDF, "application/pdf", "髙﨑①㈱.pdf"),
        ("../../settings.pdf", PDF, "application/pdf", "settings.pdf"),
        ("C:\\x\\書類.pdf ", PDF, "application/pdf", "書類.pdf"),
        ("x.exe.pdf", PDF, "application/pdf", "x.exe.pdf"),
        ("photo.html", picture("JPEG"), "image/jpeg", "photo.html.jpg"),
        ("pdf", PDF, "application/pdf", "pdf.pdf"),
        ("a<b>|c\u202efdp.pdf", PDF, "application/pdf", "a_b__cfdp.pdf"),
        ("長" * 300 + ".pdf", PDF, "application/pdf", "長" * 110 + ".pdf"),
        ("企画.docx", docx(), uploads.KINDS["docx"][0], "企画.docx"),
        (
            "予算.docx",
            pack(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}),
            uploads.KINDS["xlsx"][0],
            "予算.docx.xlsx",
        ),
    ],
)
def test_files_that_are_taken(name, content, content_type, shown):
    taken = uploads.accept(upload("x", content))
    assert taken.content_type == content_type
    assert uploads.display_name(name, uploads.KINDS[uploads.kind_of(content)][1]) == shown


@pytest.mark.parametrize(
    ("name", "kind", "options", "content_type", "shown"),
    [
        ("スクリーンショット.webp", "WEBP", {}, "image/jpeg", "スクリーンショット.jpg"),
        ("図.webp", "WEBP", {"lossless": True}, "image/jpeg", "図.jpg"),
        ("印.GIF", "GIF", {}, "image/png", "印.png"),
        ("スキャン.tif", "TIFF", {"compression": "tiff_lzw"}, "image/jpeg", "スキャン.jpg"),
        ("写真.jpg", "TIFF", {}, "image/jpeg", "写真.jpg"),
    ],
)
def test_pictures_of_other_kinds_are_turned_into_what_we_keep(name, kind, options, content_type, shown):
    taken = uploads.accept(upload(name, picture(kind, **options)), kinds=uploads.IMAGES)
    assert (taken.content_type, taken.name) == (content_type, shown)
    with Image.open(io.BytesIO(taken.content)) as kept:
        assert kept.size == (30, 20) and all(
            abs(a - b) < 4 for a, b in zip(kept.convert("RGB").getpixel((9, 9)), (0, 128, 0), strict=True)
        )


def old(word):
    """The beginning of an old office file that holds a stream of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + word.encode("utf-16-le")


FETCHING = "資料が、開いたときに、ほかの場所にあるもの（ひな形や埋め込み）を読みに行く作りになっています。新しい文書に写して"
DDE = {
    "xl/workbook.xml": "<w/>",
    "xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c x"/></externalLink>',
}
ANY = "資料はPDF、ワード、エクセル、写真にしてください。"
BROKEN = "資料は、壊れているか、中に受け取れないもの"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "資料の中身が空です。"),
        (b"x", "資料は、名前の終わりが「.pdf」でも、中身がちがいます。"),
        (b"MZ" + b"\0" * 60, ANY),
        (b"<html><script>x</script></html>", ANY),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", ANY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "資料は、古いワードかエクセルの形（.doc、.xls）か、パスワードの付いた形です。"),
        (b"\0\0\0\x18ftypmif1" + b"\0" * 20, "資料は、HEIC（ヘイク）という形の写真です。"),
        (picture("TIFF", **PAGES), "資料は、何枚も入れられる形の画像（TIFF）です。"),
        (docx(**{"word/embeddings/more.zip": docx()}), BROKEN),
        (docx(**{"[Content_Types].xml": "<Types>" + " " * 2_000_000 + "</Types>"}), BROKEN),
        (docx(**{"word/vbaProject.bin": "x"}), "資料にマクロが入っています。"),
        (
            docx(**{"word/a.bin": "x", "[Content_Types].xml": '<Types a="application/vnd.ms-office.vbaProject"/>'}),
            "資料にマクロが",
        ),
        (docx(**{"[Content_Types].xml": '<Types a="&#109;acroEnabled"/>'}), "資料にマクロが"),
        (docx(**{"[Content_Types].xml": '<Types a="macroEnabled"/>'.encode("utf-16")}), BROKEN),
        (related("attachedTemplate", "https://example.com/t.dotm"), FETCHING),
        (related("attachedTemplate", "\\\\machine\\t.dotm"), FETCHING),
        (related("attachedTemplate", "file:///\\machine\\t.dotm"), FETCHING),
        (related("oleObject", "mhtml:https://example.com/x.html"), FETCHING),
        (related("frame", "https://example.com/x.html"), FETCHING),
        (related("image", "//machine/x.png"), FETCHING),
        (related("attachedTemplate", "https&#58;//example.com/t.dotm", "&#69;xternal"), FETCHING),
        (pack(**{"[Content_Types].xml": "<Types/>", **DDE}), FETCHING),
        (damaged(docx(**{"[Content_Types].xml": "<Types>" + "abc" * 50 + "</Types>"})), BROKEN),
        (docx(**{"big": b"\0" * (101 * 1024 * 1024)}), BROKEN),
        (docx(**{f"n{number}": "" for number in range(5000)}), BROKEN),
        (docx(**{"../../x": "x"}), BROKEN),
        (docx()[:100], "資料は、いくつかのファイルをまとめた形（zip）です。"),
        (picture("PNG")[:40], "資料の写真が読めません。"),
        (picture("WEBP")[:20], "資料の写真が読めません。"),
        (picture("GIF")[:30], "資料の写真が読めません。"),
        (HUGE_WEBP, "資料の写真は16,384×16,384の点でできていて、大きすぎます。合わせて1,250万点までにします。"),
        (b"\xff\xd8\xff" + b"x" * 50, "資料の写真が読めません。"),
        (PDF + b"0" * (11 * 1024 * 1024), "資料が11.0メガバイトあります。10メガバイトより小さくしてください。"),
        (
            b"%PDF-".ljust(10_487_103, b"0"),
            "資料が10,487,103バイトあります。10メガバイト（10,485,760バイト）より小さくしてください。",
        ),
    ],
)
def test_files_that_are_refused(content, message):
    with pytest.raises(ValidationError, match=message):
        uploads.accept(upload("x.pdf", content), item="資料")


@pytest.mark.parametrize(
    ("kind", "target", "mode"),
    [
        ("hyperlink", "https://example.com/", "External"),
        ("image", "https://example.com/x.png", "External"),
        ("attachedTemplate", "file:///C:\\Users\\見本\\Normal.dotm", "External"),
        ("attachedTemplate", "file://localhost/Users/mihon/Normal.dotm", "External"),
        ("oleObject", "embeddings/table.xlsx", "Internal"),
        ("hyperlink", "https://example.com/&#26085;", "External"),  # as openpyxl writes a letter that is not ASCII
    ],
)
def test_links_pictures_of_the_web_and_ones_own_template_are_taken(kind, target, mode):
    assert uploads.accept(upload("企画書.docx", related(kind, target, mode))).name == "企画書.docx"


def test_an_archive_packed_in_a_way_of_its_own_is_none():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as zipped:
        for name in ("[Content_Types].xml", "word/document.xml"):
            zipped.writestr(name, "<Types/>")
    assert uploads.kind_of(out.getvalue()) is None


@pytest.mark.parametrize(
    ("name", "content", "what", "way_out"),
    [
        ("IMG_0001.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 20, "HEIC（ヘイク）", "JPEGで保存し直して"),
        ("IMG_0001.jpg", b"\0\0\0\x18ftypheix" + b"\0" * 20, "HEIC（ヘイク）", "スクリーンショット"),
        ("動く絵.webp", picture("WEBP", **PAGES), "動く画像です", "JPEGかPNGで保存し直して"),
        ("動く絵.gif", picture("GIF", **PAGES), "動く画像です", "JPEGかPNGで保存し直して"),
        ("企画書.jtd", old("DocumentText"), "一太郎の文書です", "「他形式の保存」でPDFかワード"),
        ("企画書.jtd", b"\0" * 80, "一太郎の文書です", "「他形式の保存」でPDFかワード"),
        ("企画書.doc", old("WordDocument"), "古いワードの形（.doc）", "新しい形（.docx）かPDF"),
        ("予算.xls", old("Workbook"), "古いエクセルの形（.xls）", "新しい形（.xlsx）かPDF"),
        ("予算.xlsx", old("EncryptedPackage"), "パスワードの付いた", "パスワードを外して"),
        ("説明.ppt", old("PowerPoint Document"), "パワーポイントです", "PDFにしてから"),
        ("説明.pptx", pack(**{"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "x"}), "パワーポイントです", "PDFにしてから"),
        ("企画書.pages", pack(**{"Index/Document.iwa": "x", "Metadata/a": "x"}), "Pagesの書類です", "「書き出す」で、PDFかワード"),
        ("予算.numbers", pack(**{"Index/Document.iwa": "x", "Metadata/a": "x"}), "Numbersの書類です", "「書き出す」で、PDFかエクセル"),
        ("企画書.odt", pack(**{"mimetype": "application/vnd.oasis.opendocument.text"}), "オープンドキュメント", "ワード（.docx）"),
        ("一式.zip", pack(**{"規約.pdf": PDF}), "まとめた形（zip）", "中のファイルを1つずつ"),
        ("一式.lzh", b"\x20\x00-lh5-" + b"\0" * 20, "まとめた形（LZH）", "中のファイルを1つずつ"),
        ("winmail.dat", b"\x78\x9f\x3e\x22" + b"\0" * 20, "winmail.dat", "「HTML形式」か「テキスト形式」で送り直して"),
        ("申込み.msg", old("__properties_version1.0"), "メールそのもの", "付いているファイルを保存して"),
        ("申込み.eml", b"From: a@example.jp", "メールそのもの", "付いているファイルを保存して"),
        ("企画書.rtf", b"{\\rtf1", "リッチテキスト", "ワード（.docx）かPDF"),
        ("企画書.txt", "花を植える".encode("cp932"), "文字だけのファイル", "ワードに貼り付けて"),
        ("名簿.csv", "名前,電話".encode("cp932"), "CSVの表", "エクセル（.xlsx）にして"),
        ("案内.html", b"<html>", "ホームページを保存したもの", "「PDFに保存」"),
        ("企画書.lnk", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 20, "行き先だけのファイル", "もとのファイルを"),
        ("企画書.gdoc", b'{"url": ""}', "行き先だけで", "「ダウンロード」でPDFかワード"),
        ("まつり.mp4", b"\0\0\0\x18ftypisom" + b"\0" * (11 * 1024 * 1024), "動画です", "アドレスを文の中に"),
        ("録音.m4a", b"\0\0\0\x18ftypM4A " + b"\0" * 20, "音のファイル", "文にして"),
        ("~$企画書.docx", b"\x05user" + b"\0" * 160, "一時ファイル", "もとのファイルを選んで"),
        ("契約.xdw", b"\x60\x0e\x82" + b"\0" * 20, "ドキュワークス", "PDFにしてから"),
        ("平面図.jww", b"JwwData." + b"\0" * 20, "図面のファイル", "「印刷」で、PDF"),
        ("スキャン.tif", picture("TIFF", **PAGES), "画像（TIFF）", "PDFにしてから"),
    ],
)  # fmt: skip
def test_every_kind_that_people_send_is_named_with_its_way_out(name, content, what, way_out):
    with pytest.raises(ValidationError) as refused:
        uploads.accept(upload(name, content), item="資料")
    assert what in refused.value.messages[0] and way_out in refused.value.messages[0]


def test_where_only_pictures_are_asked_nobody_is_sent_for_a_pdf():
    for content in (old("WordDocument"), docx()):
        with pytest.raises(ValidationError, match="画像は、JPEGやPNGの写真にしてください。"):
            uploads.accept(upload("x.doc", content), kinds=uploads.IMAGES, item="画像")


def test_a_picture_of_a_thousand_million_points_is_refused_before_it_is_unpacked():
    head = bytearray(picture("PNG"))
    head[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(ValidationError, match="写真"):
        uploads.accept(upload("x.png", bytes(head)))


def test_a_list_of_contents_that_is_too_long_is_never_read():
    whole = bytearray(docx())
    at = whole.rfind(b"PK\x05\x06")
    for place, size in ((at + 10, 2), (at + 12, 4)):
        broken = bytearray(whole)
        broken[place : place + size] = b"\xff" * size
        assert uploads.kind_of(bytes(broken)) is None
    assert uploads.kind_of(docx(**{"word/embeddings/table.xlsx": docx()})) == "docx"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "CMYK"])
def test_a_large_picture_is_kept_smaller_and_looks_the_same(kind, mode):
    if (kind, mode) in (("PNG", "CMYK"), ("JPEG", "RGBA"), ("JPEG", "P"), ("JPEG", "1")):
        pytest.skip("there is no such picture")
    drawn = Image.new("RGB", (4400, 4000), "white")
    drawn.paste("black", (0, 0, 2200, 4000))
    out = io.BytesIO()
    drawn.convert(mode).save(out, kind)
    taken = uploads.accept(upload("x", out.getvalue()))
    with Image.open(io.BytesIO(taken.content)) as shown:
        assert shown.size == (2200, 2000)
        points = [shown.convert("L").getpixel(place) for place in ((10, 10), (1090, 1990), (1110, 10), (2190, 1990))]
    assert max(points[:2]) < 10 and min(points[2:]) > 245


def test_a_progressive_photograph_may_have_half_as_many_points():
    head = bytearray(picture("JPEG", (16, 16), progressive=True))
    at = head.index(b"\xff\xc2") + 5
    head[at : at + 4] = (6000).to_bytes(2, "big") * 2
    with pytest.raises(
        ValidationError, match="6,000×6,000の点でできていて、大きすぎます。合わせて2,500万点までにします。縮めるか"
    ):
        uploads.accept(upload("x.jpg", bytes(head)))


def test_a_moving_picture_keeps_its_first_sight_only():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("green", "red")]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(uploads.accept(upload("x.png", out.getvalue())).content)) as shown:
        assert getattr(shown, "n_frames", 1) == 1 and shown.convert("RGB").getpixel((0, 0)) == (0, 128, 0)


def test_pictures_lose_their_place_and_what_hides_behind_them_and_stand_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    taken = uploads.accept(upload("x.jpg", picture("JPEG", exif=exif) + b"<script>x</script>"))
    with Image.open(io.BytesIO(taken.content)) as shown:
        assert shown.size == (20, 30) and not shown.getexif()
    assert b"<script>" not in taken.content


def test_what_is_stored_comes_back_as_a_download(media):
    stored = storage.store(uploads.accept(upload("企画書.pdf", PDF)))
    assert (stored.display_name, stored.size, stored.sha256) == ("企画書.pdf", len(PDF), hashlib.sha256(PDF).hexdigest())
    assert "企画書" not in stored.stored_name and [path.suffix for path in media.rglob("*") if path.is_file()] == [""]
    answer = storage.download_response(stored.stored_name, stored.display_name, stored.content_type)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E4%BC%81%E7%94%BB%E6%9B%B8.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    storage.remove_stored(stored.stored_name)
    storage.remove_stored(stored.stored_name)
    with pytest.raises(Http404):
        storage.download_response(stored.stored_name, "x.pdf", "application/pdf")


@pytest.mark.parametrize("name", ["../settings.py", "/etc/passwd", "ab/../../x", "", "ab/" + "g" * 32])
def test_names_that_we_never_gave_lead_nowhere(media, name):
    with pytest.raises(Http404):
        storage.download_response(name, "x.pdf", "application/pdf")


def test_a_line_break_in_a_name_cannot_become_a_header(media):
    stored = storage.store(uploads.Accepted("x", "application/pdf", PDF))
    answer = storage.download_response(stored.stored_name, 'a"\r\nSet-Cookie: x=1.pdf', "application/pdf")
    assert "\n" not in answer["Content-Disposition"] and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("says", "taken"), [(b"stream: OK\0", True), (b"stream: Eicar-Test FOUND\0", False), (b"", False)])
def test_a_scanner_has_the_last_word(settings, says, taken):
    server = socket.create_server(("127.0.0.1", 0))
    heard = []

    def scanner():
        line, _ = server.accept()
        data = b""
        while not data.endswith(b"\0\0\0\0"):
            data += line.recv(65536)
        heard.append(data)
        line.sendall(says)
        line.close()

    thread = threading.Thread(target=scanner)
    thread.start()
    settings.KYODO_CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
    try:
        if taken:
            assert uploads.accept(upload("x.pdf", PDF)).content == PDF
        else:
            with pytest.raises(ValidationError, match="受け取れませんでした"):
                uploads.accept(upload("x.pdf", PDF))
    finally:
        thread.join(5)
        server.close()
    assert heard[0].startswith(b"zINSTREAM\0") and PDF in heard[0]


def test_a_scanner_that_is_away_lets_nothing_in(settings):
    settings.KYODO_CLAMD = "/nowhere/clamd.sock"
    with pytest.raises(ValidationError):
        uploads.accept(upload("x.pdf", PDF))
