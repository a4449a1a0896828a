"""Does the frozen program work? Every job of it once, with figures that are checked, then its window.

`python3 dev.py package --smoke-only` runs it on dist/trimtab; with `--root DIR` it runs inside another system's
root (bare.py does that). Drives the program from outside only: what is tried is what a colleague gets.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from frozen import Broken, Frozen  # noqa: E402

DATA = HERE.parent / "tests" / "data" / "spreadsheets"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STATUS = "2026-04-30"
MEASURES = 40
HARMLESS = "Fontconfig error: Cannot load default config file"   # a system without fonts; the program has its own
SLOWEST_START = 20.0          # seconds; far above what a calm machine needs


def tracker(path: Path, seed: int) -> dict[str, int]:
    """Write a tracker with drawn figures; what each series must sum to, in cents."""
    from xlsxwriter import Workbook

    draw = random.Random(seed)
    sums = {"plan": 0, "forecast": 0}
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("Measures")
        heads = ["Measure ID", "Measure", "Owner", "Start", "Finish"]
        heads += [f"{series.title()} {month} 2026" for series in sums for month in MONTHS]
        sheet.write_row(0, 0, heads)
        for row in range(1, MEASURES + 1):
            sheet.write_row(row, 0, [f"M-{row:03}", f"Measure number {row}", draw.choice(["Ada Berg", "Jo Lind"]),
                                     "2026-01-12", "2026-09-30"])
            for place, series in enumerate(sums):
                cents = [draw.randrange(100, 9_000_000) for _ in MONTHS]
                sums[series] += sum(cents)
                sheet.write_row(row, 5 + 12 * place, [value / 100 for value in cents])
    return sums


def starts(it: Frozen) -> str:
    done = it.must("--help")
    return f"--help answers after {done.seconds:.2f} s"


def fills(it: Frozen) -> str:
    it.must("new", "own.trimtab")
    it.must("sample", "sample.trimtab")
    it.must("check", "sample.trimtab")
    shown = json.loads(it.must("show", "sample.trimtab", "--status", STATUS, "--json").out)
    if shown["counts"].get("measure", 0) < 10:
        raise Broken(f"the sample holds {shown['counts']}")
    return f"a new file, and the sample with {shown['counts']['measure']} measures"


def imports(it: Frozen) -> str:
    """The workbook is read by a child of the program; its sums arrive to the cent, and again brings nothing."""
    seed = random.randrange(1 << 30)
    sums = tracker(it.folder / "tracker.xlsx", seed)
    done = it.must("import", "tracker.xlsx", "--into", "own.trimtab", "--json")
    if sys.platform.startswith("linux") and not done.in_child:
        raise Broken("the workbook was read without a child process")
    totals = json.loads(it.must("show", "own.trimtab", "--json").out)["totals"]
    for series, cents in sums.items():
        if round(float(totals[series]) * 100) != cents:
            raise Broken(f"seed {seed}: {series} is {totals[series]}, the workbook says {cents / 100:.2f}")
    again = json.loads(it.must("import", "tracker.xlsx", "--into", "own.trimtab", "--json").out)
    if any(again["created"].values()) or any(again["changed"].values()):
        raise Broken(f"a second import created {again['created']} and changed {again['changed']}")
    it.must("undo", "own.trimtab")
    if "measure" in (left := json.loads(it.must("show", "own.trimtab", "--json").out)["counts"]) and left["measure"]:
        raise Broken(f"undo left {left}")
    return f"{MEASURES} measures in {done.seconds:.1f} s, exact; again: nothing; undone"


def refuses(it: Frozen) -> str:
    """The reader's libraries for the odd formats are there, and a hostile file is answered in a sentence."""
    shutil.copy(DATA / "poi_poc-xmlbomb.xlsx", it.folder / "bomb.xlsx")
    refused = it.must("import", "bomb.xlsx", "--into", "own.trimtab", "--dry-run", code=1)
    shutil.copy(DATA / "roi_sample_data.csv", it.folder / "list.csv")
    it.must("import", "list.csv", "--into", "own.trimtab", "--dry-run")
    if refused.err.count("\n") != 1:
        raise Broken(f"the bomb was answered by:\n{refused.err}")
    return "a csv is read, an XML bomb refused: " + refused.err.strip()[:90]


def prints(it: Frozen) -> str:
    """The PDF is set by Typst with our own typeface and says what the sample holds."""
    from pypdf import PdfReader

    done = it.must("report", "sample.trimtab", "--kind", "steering", "--out", "report.pdf", "--status", STATUS)
    pdf = PdfReader(it.folder / "report.pdf")
    text = "".join(page.extract_text() for page in pdf.pages)
    fonts = {str(font["/BaseFont"]) for page in pdf.pages
             for font in (ref.get_object() for ref in page["/Resources"]["/Font"].values())}
    if "Variance" not in text and "variance" not in text:
        raise Broken(f"the report says:\n{text[:600]}")
    if not fonts or any("Inter" not in font for font in fonts):
        raise Broken(f"the report is set in {sorted(fonts)}")
    return f"{len(pdf.pages)} pages in {done.seconds:.1f} s"


def edits(it: Frozen) -> str:
    shown = json.loads(it.must("show", "sample.trimtab", "--json").out)
    code = next(row["code"] for row in shown["tree"] if row["kind"] == "measure")
    it.must("set", "sample.trimtab", code, "name", "Set by the smoke test")
    if "Set by the smoke test" not in it.must("dump", "sample.trimtab").out:
        raise Broken("what was set is not in the dump")
    it.must("undo", "sample.trimtab")
    if "Set by the smoke test" in it.must("dump", "sample.trimtab").out:
        raise Broken("what was undone is still in the dump")
    return f"set, dump and undo of {code}"


def exports(it: Frozen) -> str:
    from openpyxl import load_workbook

    it.must("export", "sample.trimtab", "--out", "out.xlsx", "--status", STATUS)
    names = load_workbook(it.folder / "out.xlsx", read_only=True).sheetnames
    if not {"Tree", "Effects"} <= set(names):
        raise Broken(f"the workbook written holds {names}")
    return "a workbook with " + ", ".join(names)


def opens(it: Frozen, picture: Path) -> str:
    """The sample in a real window: shown, painted, photographed, closed by its cross; it ends with 0."""
    from PySide6.QtGui import QGuiApplication
    from xwindow import Screen

    os.environ["QT_QPA_PLATFORM"] = "xcb"
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    with Screen() as screen:
        began = time.monotonic()
        process = it.start("sample.trimtab", platform="xcb")
        try:
            _until(lambda: any(w.width > 400 for w in screen.shown()), process.poll, it, "no window came")
            mapped = time.monotonic() - began
            _until(lambda: any("sample" in w.title for w in screen.shown()), process.poll, it,
                   "the window never named its file")
            shown = time.monotonic() - began
            _until(lambda: _colours(app, picture) > 40, process.poll, it, "the window stayed blank")
            time.sleep(1)                           # a fault in what comes after the first frame shows by now
            found = _colours(app, picture)
            windows = [w for w in screen.shown() if w.width > 400]
            if len(windows) != 1:
                raise Broken(f"shown are {windows}; see {picture}")
            screen.ask_to_close(windows[0])
            code = process.wait(20)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    said = "".join(line for line in it.said()[1].splitlines(keepends=True) if not line.startswith(HARMLESS))
    if code or said:
        raise Broken(f"the window closed with {code} and said:\n{said}")
    if beside := [path.name for path in it.folder.glob("sample.trimtab?*")]:
        raise Broken(f"closing left {beside}")
    it.must("check", "sample.trimtab")
    return f"a window after {mapped:.2f} s, the sample in it after {shown:.2f} s, {found} colours, closed with 0"


def _until(met: Callable[[], bool], ended: Callable[[], int | None], it: Frozen, otherwise: str) -> None:
    deadline = time.monotonic() + SLOWEST_START
    while not met():
        if ended() is not None or time.monotonic() > deadline:
            raise Broken(f"{otherwise}; the program's code is {ended()}, it said:\n{''.join(it.said())[-3000:]}")
        time.sleep(0.02)


def _colours(app: object, picture: Path) -> int:
    """Photograph the screen; the number of colours on it tells a painted window from a grey one."""
    screen = app.primaryScreen()                    # type: ignore[attr-defined]
    image = screen.grabWindow(0).toImage()
    image.save(str(picture))
    return len({image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)})


STEPS: tuple[Callable[[Frozen], str], ...] = (starts, fills, imports, refuses, edits, prints, exports)


def run(it: Frozen, picture: Path, window: bool) -> int:
    """All steps; the exit code. One line a step."""
    it.folder.mkdir(parents=True, exist_ok=True)
    last = (partial(opens, picture=picture),) if window else ()
    for step in (*STEPS, *last):
        name = step.func.__name__ if isinstance(step, partial) else step.__name__
        try:
            print(f"  {name:8} {step(it)}", flush=True)
        except Broken as broken:
            print(f"  {name:8} BROKEN: {broken}", file=sys.stderr, flush=True)
            return 1
    return 0


def main(arguments: list[str]) -> int:
    words = argparse.ArgumentParser(description="Try the frozen program.")
    words.add_argument("--program", type=Path, help="default: the one in dist/trimtab")
    words.add_argument("--root", type=Path, help="another system's root to try it in; PROGRAM is a path inside it")
    words.add_argument("--picture", type=Path, default=HERE.parent / "build" / "smoke.png")
    args = words.parse_args(arguments)
    name = "trimtab-console.exe" if os.name == "nt" else "trimtab"
    program = (args.program or HERE.parent / "dist" / "trimtab" / name).absolute()
    window = sys.platform.startswith("linux")
    print(f"Trying {program}" + (f" inside {args.root}" if args.root else "") + " ...", flush=True)
    if args.root:
        return run(Frozen(program, Path("/tmp/trimtab-smoke"), args.root), args.picture, window)
    with tempfile.TemporaryDirectory(prefix="trimtab-smoke-") as folder:
        code = run(Frozen(program, Path(folder), None), args.picture, window)
    if not window:
        print("  The window itself was not tried: that part of the test is for Linux. Open it by hand.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
