"""A long-lived `naxdse serve`, asked by JSON-RPC over its standard input and output."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from ._errors import ServerError, from_response

Progress = Callable[[int, "int | None", str], None]
"""Told how many are done, of how many (None where that is open), and of what."""


def find_program() -> str:
    """The program: what the environment variable ``NAXDSE`` names, or ``naxdse`` on the PATH, or the release or debug build of the
    checkout that this package lies in.

    :raises ServerError: where there is none.
    """
    named = os.environ.get("NAXDSE")
    if named:
        found = shutil.which(named)
        if found is None:
            raise ServerError(f"NAXDSE is '{named}', which is no program; let it name naxdse")
        return found
    on_path = shutil.which("naxdse")
    if on_path is not None:
        return on_path
    for above in Path(__file__).resolve().parents:
        for build in ("release", "debug"):
            built = above / ".build" / build / "naxdse"
            if os.access(built, os.X_OK) and (above / "hardware" / "schema").is_dir():
                return str(built)
    raise ServerError("naxdse is not found; put it on the PATH, or let the environment variable NAXDSE name it")


class Server:
    """One process of `naxdse serve`, started at the first request, and anew after it has ended.

    Requests of several threads are answered one after the other; more at once takes more servers. Each keeps what it has read, so that
    asking again is quick.

    >>> with Server() as server:                             # doctest: +SKIP
    ...     server.request("version")["version"]
    '0.2.0'
    """

    def __init__(self, program: str | os.PathLike[str] | None = None, *, allow_outside_files: bool = False) -> None:
        """:param program: naxdse; without it, what :func:`find_program` finds.
        :param allow_outside_files: let files include others from outside their own folder tree.
        """
        self._program = os.fspath(program) if program is not None else None
        self._options = ["--allow-outside-files"] if allow_outside_files else []
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: str | None = None
        self._next = 0
        self._lock = threading.RLock()
        self.generation = 0
        """How often the process was started: what it holds open is gone with it."""
        atexit.register(self.close)

    def _start(self) -> subprocess.Popen[bytes]:
        folder = os.getcwd()
        # Paths in requests are relative to where this program is.
        if self._process is not None and self._process.poll() is None and folder == self._folder:
            return self._process
        self.close()
        program = self._program or find_program()
        try:
            # Ctrl-C is for this process: the other one goes on, or is ended by it.
            self._process = subprocess.Popen(
                [program, "serve", *self._options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        except OSError as error:
            raise ServerError(f"'{program}' cannot be started: {error.strerror}") from error
        self._folder = folder
        self.generation += 1
        return self._process

    def ensure(self) -> int:
        """Starts the process where it is not running, and gives :attr:`generation`."""
        with self._lock:
            self._start()
            return self.generation

    def request(self, method: str, params: dict[str, Any] | None = None, *, progress: Progress | None = None) -> Any:
        """The result of a request; ``docs/serve.md`` describes them all.

        :raises InputError: where a file, a name or a value is wrong.
        :raises ServerError: where the process cannot be started, or ended before it had answered.
        """
        with self._lock:
            process = self._start()
            assert process.stdin is not None and process.stdout is not None
            self._next += 1
            asked: dict[str, Any] = {key: value for key, value in (params or {}).items() if value is not None}
            if progress is not None:
                asked["progress"] = True
            message = {"jsonrpc": "2.0", "id": self._next, "method": method, "params": asked}
            try:
                process.stdin.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
                process.stdin.flush()
                while True:
                    line = process.stdout.readline()
                    if not line:
                        raise self._ended(process)
                    answer = json.loads(line)
                    if answer.get("method") == "progress":
                        told = answer["params"]
                        if progress is not None:
                            progress(told["done"], told["total"], told["note"])
                    elif answer.get("id") in (self._next, None):
                        break
            except (BrokenPipeError, ConnectionResetError) as error:
                raise self._ended(process) from error
            except BaseException:
                # Interrupted in the middle: what comes would be taken for the answer to the next request.
                self.close()
                raise
            if "error" in answer:
                raise from_response(answer["error"])
            return answer["result"]

    def _ended(self, process: subprocess.Popen[bytes]) -> ServerError:
        code = process.wait()
        how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return ServerError(f"naxdse {how}; what it wrote to standard error may say why")

    def close(self) -> None:
        """Ends the process; the next request starts another."""
        with self._lock:
            process, self._process = self._process, None
            if process is None:
                return
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:
                        pass
            try:
                process.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_default: Server | None = None


def default_server() -> Server:
    """The server that the functions of this package ask where none is given; it is started at the first request."""
    global _default
    if _default is None:
        _default = Server()
    return _default
