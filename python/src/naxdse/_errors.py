"""What goes wrong, as exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file, or in what was asked for."""

    message: str
    """What is wrong."""
    hint: str
    """What would be right; "" where the message says it."""
    file: str | None
    """Where; None for what stands in no file."""
    line: int | None
    """From 1; None for a file as a whole."""
    column: int | None
    """From 1, in characters; None for a file as a whole."""
    severity: str = "error"

    def __str__(self) -> str:
        """As compilers write it: ``mine.xml:12:17: error: what is wrong; what would be right``."""
        place = self.file or "naxdse"
        if self.file is not None and self.line is not None:
            place += f":{self.line}:{self.column}"
        return f"{place}: {self.severity}: {self.message}" + (f"; {self.hint}" if self.hint else "")


class Error(Exception):
    """Anything that naxdse says no to."""


class InputError(Error, ValueError):
    """A file, a name or a value that is wrong: :attr:`problems` has each with its place and its remedy."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems

    @property
    def file(self) -> str | None:
        """Of the first problem."""
        return self.problems[0].file if self.problems else None

    @property
    def line(self) -> int | None:
        """Of the first problem."""
        return self.problems[0].line if self.problems else None

    @property
    def column(self) -> int | None:
        """Of the first problem."""
        return self.problems[0].column if self.problems else None

    @property
    def hint(self) -> str:
        """What would be right, of the first problem."""
        return self.problems[0].hint if self.problems else ""


class ServerError(Error, RuntimeError):
    """The program is not found, has ended, or has a bug: not the input's fault."""


def from_response(error: dict[str, Any]) -> Error:
    """The exception of an error as JSON-RPC has it."""
    code, message = error.get("code"), str(error.get("message", ""))
    if code not in (1, -32602):
        return ServerError(message)
    problems = tuple(
        Problem(
            message=str(each["message"]),
            hint=str(each.get("hint") or ""),
            file=each.get("file"),
            line=each.get("line"),
            column=each.get("column"),
            severity=str(each.get("severity", "error")),
        )
        for each in (error.get("data") or {}).get("problems", [])
    )
    return InputError(message, problems)
