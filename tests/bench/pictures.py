"""Four people hand in a picture of 50 million points at the same moment: how much memory one process takes, and how long."""

import io
import os
import resource
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
SIDE = 7070


def memory(what):
    """VmRSS or VmHWM (its highest) of this process in megabytes; Linux only."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(what))
    return int(line.split()[1]) // 1024


def made(mode, kind, **options):
    from PIL import Image

    out = io.BytesIO()
    Image.new(mode, (SIDE, SIDE)).save(out, kind, **options)
    return out.getvalue()


def main():
    if len(sys.argv) == 1:  # each kind in a process of its own: the highest mark never falls
        for name in ("RGBA.PNG", "P.PNG", "1.PNG", "RGB.JPEG", "CMYK.JPEG"):
            os.system(f"{sys.executable} {__file__} {name}")
        return
    from django.core.files.uploadedfile import SimpleUploadedFile

    mode, kind = sys.argv[1].split(".")
    content = Path(f"/tmp/bench-{sys.argv[1]}")
    if not content.exists():
        content.write_bytes(made(mode, kind))
        os.execv(sys.executable, [sys.executable, __file__, sys.argv[1]])
    data = content.read_bytes()
    content.unlink()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from kyodo_portal.common.files import uploads

    before, start = memory("VmRSS"), time.perf_counter()
    threads = [threading.Thread(target=lambda: uploads.accept(SimpleUploadedFile("x", data))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    print(
        f"{mode} {kind}: {len(data):,} bytes, {before} MB before, {memory('VmHWM')} MB at most, "
        f"{time.perf_counter() - start:.1f} s, {used:.1f} s of the processor"
    )


if __name__ == "__main__":
    main()
