"""`python -m app`: without a subcommand the window, with one a job without a window.

Imports nothing heavy at the top: the first frame must come before pandas, SQLAlchemy and their like.
"""
from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from importers.child import Child

CHILD = "--trimtab-import-child"         # importers.child.FLAG, without loading the importers for it
COMMANDS = ("new", "sample", "set", "undo", "history", "check", "dump", "import", "show", "report", "export")


def main(argv: list[str] | None = None) -> int:
    """The program's entry point; returns the exit code."""
    args = sys.argv[1:] if argv is None else argv
    if CHILD in sys.argv:                # the frozen program is its own import child
        from importers.child import serve_if_asked
        serve_if_asked()
    if args and (args[0] in COMMANDS or args[0].startswith("-")):
        return _job(args) if argv is not None else _only_job(args)
    if args and not args[0].endswith(".trimtab") and not os.path.exists(args[0]):
        print(f"trimtab: there is no command or file “{args[0]}”. Commands: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 1
    from app.ui.app import run
    return run(args[0] if args else None)


def _job(args: list[str]) -> int:
    reader = _reader(args[1:2]) if args[0] == "import" else None
    from app import cli
    try:
        code = cli.run(args, reader)
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:       # a program without a console has none
                stream.flush()
        return code
    except BrokenPipeError:              # the reader of a pipe had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    finally:
        if reader is not None:
            reader.close()


def _only_job(args: list[str]) -> NoReturn:
    """All this process is for: taking a large file apart again, object by object, would take longer than a small job.

    The job has closed its files, and nothing is looked through for circles of garbage.
    """
    gc.disable()
    os._exit(_job(args))


def _reader(first: list[str]) -> Child:
    """The child that reads for an import: it loads what it needs while this process does the same, and looks at the
    file if that is the first word."""
    from importers.child import FILE_READER, Child
    child = Child(*FILE_READER)
    if first and not first[0].startswith("-"):
        child.begin(first[0])
    return child


if __name__ == "__main__":
    sys.exit(main())
