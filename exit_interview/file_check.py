# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Say what a file really is, before anything of it is kept (SEC-14).

An allow-list by ending and by content, in pure Python: what a name promises must be
what the bytes are. Nothing here is ever opened, unpacked to disk or shown.
"""

import io
import re
import unicodedata
import zipfile

from PIL import Image, ImageOps

MAX_PIXELS = 60_000_000
MAX_PARTS = 2000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_HEAD = 1024 * 1024
# What a picture says of its looks; everything else tells of place, time or people.
LOOKS = {"transparency", "gamma", "icc_profile"}
PLAIN_INFO = LOOKS | set(
    "jfif jfif_version jfif_unit jfif_density dpi aspect progressive progression"
    " interlace srgb adobe adobe_transform".split()
)

# An ending that hides in front of the last one: report.exe.pdf
HOSTILE_ENDINGS = set(
    "bat bin chm cmd com cpl dll docm dotm exe hta htm html iso jar js jse lnk mht"
    " mhtml msi pif pptm ps1 psm1 reg scr sh svg url vb vbe vbs wsf xhtml xlsm xml"
    " zip".split()
)
HOSTILE_TEXTS = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<?php", "#!/")
SOUND_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"dash")


class FileRefused(ValueError):
    """A file that is not kept; :attr:`code` says why.

    ``empty``, ``name``, ``kind`` (not on the list), ``content`` (not what the name
    says), ``locked`` (needs a password), ``macro``, ``bomb`` (unpacks to far more),
    ``broken``.
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class CheckedFile:
    """What may be kept of a file.

    :ivar bytes content: the file, photographs without what the camera added
    :ivar str ending: without the dot, lower case
    :ivar bool is_locked: nobody could look inside (a PDF with a password)
    :ivar bool had_place: the photograph said where it was taken
    """

    def __init__(self, content, ending, is_locked=False, had_place=False):
        self.content = content
        self.ending = ending
        self.is_locked = is_locked
        self.had_place = had_place


def get_endings():
    """Return the endings that are possible.

    :rtype: list[str]
    """
    return sorted(READERS)


def clean_name(name):
    """Return the name of a file as it may be shown, and its ending.

    :param str name: as somebody's computer sent it
    :return: (name, ending)
    :raise FileRefused: if it leads elsewhere, hides something or has no known ending
    """
    if not isinstance(name, str) or not name.strip():
        raise FileRefused("name")
    name = unicodedata.normalize("NFC", name).strip()
    if re.search(r'[/\\:*?"<>|]', name) or any(
        unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in name
    ):
        raise FileRefused("name")
    parts = name.lower().split(".")
    if len(parts) < 2 or parts[-1] not in READERS:
        raise FileRefused("kind")
    if set(parts[1:-1]) & HOSTILE_ENDINGS:
        raise FileRefused("name")
    stem, ending = name.rsplit(".", 1)
    if not stem.strip(" ."):
        raise FileRefused("name")
    return f"{stem.strip()[:80]}.{ending.lower()}", ending.lower()


def check(content, ending):
    """Return what may be kept of a file.

    :param bytes content: the whole file
    :param str ending: as :func:`clean_name` returned it
    :rtype: CheckedFile
    :raise FileRefused: if the content is not what the ending says, or not safe to keep
    """
    if not content:
        raise FileRefused("empty")
    return READERS[ending](content, ending)


def _read_pdf(content, ending):
    if not content.startswith(b"%PDF-"):
        raise FileRefused("content")
    if b"%%EOF" not in content[-2048:]:
        raise FileRefused("broken")
    return CheckedFile(content, ending, is_locked=b"/Encrypt" in content)


def _open_zip(content):
    """Return an archive that does not unpack to far more than it is."""
    if not content.startswith(b"PK\x03\x04"):
        raise FileRefused("content")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise FileRefused("broken") from error
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused("locked")
    size = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or size > MAX_UNPACKED or size > 200 * len(content):
        raise FileRefused("bomb")
    return archive


def _read_part(archive, name):
    """Return the beginning of one part, or nothing if there is none."""
    try:
        with archive.open(name) as part:
            return part.read(MAX_HEAD)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise FileRefused("broken") from error


def _read_docx(content, ending):
    archive = _open_zip(content)
    types = _read_part(archive, "[Content_Types].xml")
    if b"macroEnabled" in types or any(
        "vbaproject" in name.lower() or name.lower().endswith(".bin")
        for name in archive.namelist()
    ):
        raise FileRefused("macro")
    if b"wordprocessingml.document.main+xml" not in types:
        raise FileRefused("content")
    return CheckedFile(content, ending)


def _read_odt(content, ending):
    archive = _open_zip(content)
    kind = _read_part(archive, "mimetype").strip()
    if kind != b"application/vnd.oasis.opendocument.text":
        raise FileRefused("content")
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
        raise FileRefused("macro")
    if b"encryption-data" in _read_part(archive, "META-INF/manifest.xml"):
        raise FileRefused("locked")
    return CheckedFile(content, ending)


def _read_image(content, ending):
    """Return a photograph without place, date and device; the picture stays."""
    wanted = "PNG" if ending == "png" else "JPEG"
    try:
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        if image.format != wanted:
            raise FileRefused("content")
        if image.width * image.height > MAX_PIXELS:
            raise FileRefused("bomb")
        exif = image.getexif()
        had_place = bool(exif.get_ifd(0x8825))
        if not exif and PLAIN_INFO.issuperset(image.info):
            image.load()
            return CheckedFile(content, ending)
        kept = {name: image.info[name] for name in LOOKS & set(image.info)}
        image = ImageOps.exif_transpose(image)
        image.info = kept
        stream = io.BytesIO()
        image.save(
            stream, format=wanted, **({"quality": 92} if ending != "png" else {})
        )
    except Image.DecompressionBombError as error:
        raise FileRefused("bomb") from error
    except FileRefused:
        raise
    except (OSError, SyntaxError, ValueError, KeyError, TypeError) as error:
        # What Pillow says of files that are no pictures, or only half of one.
        raise FileRefused("content") from error
    return CheckedFile(stream.getvalue(), ending, had_place=had_place)


def _read_text(content, ending):
    if b"\x00" in content:
        raise FileRefused("content")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if any(
        unicodedata.category(letter) == "Cc" and letter not in "\t\r\n\f"
        for letter in text
    ) or text.lstrip().lower().startswith(HOSTILE_TEXTS):
        raise FileRefused("content")
    return CheckedFile(content, ending)


def _read_m4a(content, ending):
    if content[4:8] != b"ftyp" or content[8:12] not in SOUND_BRANDS:
        raise FileRefused("content")
    return CheckedFile(content, ending)


def _read_mp3(content, ending):
    is_frame = content[0] == 0xFF and len(content) > 2 and content[1] & 0xE6 == 0xE2
    if not content.startswith(b"ID3") and not is_frame:
        raise FileRefused("content")
    return CheckedFile(content, ending)


READERS = {
    "pdf": _read_pdf,
    "docx": _read_docx,
    "odt": _read_odt,
    "jpg": _read_image,
    "jpeg": _read_image,
    "png": _read_image,
    "txt": _read_text,
    "m4a": _read_m4a,
    "mp3": _read_mp3,
}
