"""What is wrong has a place and a remedy, and nothing ends the process."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

import naxdse


def test_a_wrong_value_is_told_at_its_place(server: naxdse.Server, tmp_path: Path) -> None:
    broken = tmp_path / "chip.xml"
    text = subprocess.run([naxdse.find_program(), "new", "hardware", "chip", "-o", "/dev/stdout"], stdout=subprocess.PIPE, check=True).stdout.decode()
    broken.write_text(text[: text.index("</hardware>") + 12].replace('energy="1.5 pJ"', 'energy="1.5 ns"'))
    with pytest.raises(naxdse.InputError) as caught:
        naxdse.evaluate(broken, "lenet5", server=server)
    error = caught.value
    assert error.file == str(broken) and error.hint
    assert error.line is not None and "1.5 ns" in broken.read_text().splitlines()[error.line - 1]
    assert str(error.problems[0]) == f"{broken}:{error.line}:{error.column}: error: {error.problems[0].message}; {error.hint}"
    # Mended, it is read anew.
    broken.write_text(broken.read_text().replace('energy="1.5 ns"', 'energy="1.5 pJ"'))
    first = naxdse.evaluate(broken, "lenet5", server=server)
    broken.write_text(broken.read_text().replace('energy="1.5 pJ"', 'energy="3 pJ"'))
    second = naxdse.evaluate(broken, "lenet5", server=server)
    assert second.dynamic_energy_J > first.dynamic_energy_J


def test_a_wrong_name_says_the_right_one(server: naxdse.Server) -> None:
    with pytest.raises(naxdse.InputError, match="did you mean 'isaac'") as caught:
        naxdse.evaluate("isac", "lenet5", server=server)
    assert caught.value.file is None and caught.value.line is None
    with pytest.raises(naxdse.InputError, match="did you mean 'hardware'"):
        server.request("evaluate", {"hardwere": "isaac"})
    with pytest.raises(naxdse.ServerError, match="did you mean 'evaluate'"):
        server.request("evaluat")


LINES: list[tuple[bytes, int]] = [
    (b"nonsense", -32700),
    (b"[]", -32600),
    (b"{}", -32600),
    (b"7", -32600),
    (b'{"jsonrpc":"2.0","id":1}', -32600),
    (b'{"jsonrpc":"2.0","id":[1],"method":"version"}', -32600),
    (b'{"jsonrpc":"2.0","id":1,"method":"version","params":[1]}', -32602),
    (b'{"jsonrpc":"2.0","id":1,"method":"version","params":{"a":1}}', -32602),
    (b'{"jsonrpc":"2.0","id":1,"method":"evaluate","params":{"hardware":7,"network":"lenet5"}}', -32602),
    (b'{"jsonrpc":"2.0","id":1,"method":"evaluate","params":{"hardware":"\\u0000","network":"\\u0000"}}', 1),
    (b'{"jsonrpc":"2.0","id":1,"method":"evaluate","params":{"hardware":"/","network":"/dev/zero"}}', 1),
    (b'{"jsonrpc":"2.0","id":1,"method":"evaluate","params":{"hardware":"isaac","network":"lenet5","assume_leakage":"200%"}}', -32602),
    (b'{"jsonrpc":"2.0","id":1,"method":"evaluate","params":{"hardware":"isaac","network":"lenet5","set":{"@":""}}}', 1),
    (b'{"jsonrpc":"2.0","id":1,"method":"compare","params":{"hardware":[],"network":"lenet5"}}', -32602),
    (b'{"jsonrpc":"2.0","id":1,"method":"compare","params":{"hardware":["isaac","puma"],"network":"lenet5","mapping":["default","default","default"]}}', 1),
    (b'{"jsonrpc":"2.0","id":1,"method":"points","params":{"handle":99,"points":[]}}', -32602),
    (b'{"jsonrpc":"2.0","id":1,"method":"points","params":{"handle":-1,"points":[]}}', -32602),
    (b'{"jsonrpc":"2.0","id":1,"method":"search","params":{"search":"resnet20-nax","trials":1,"strategy":"nsga3"}}', 1),
    (b'{"jsonrpc":"2.0","id":1,"method":"search","params":{"search":"resnet20-nax","trials":1e99}}', -32602),
    (b'{"jsonrpc":"2.0","id":1,"method":"search","params":{"search":"resnet20-nax","trials":1,"settings":{"population":"many"}}}', 1),
    (b'{"jsonrpc":"2.0","id":1,"method":"simulate","params":{"hardware":"isaac","network":"lenet5","data":"/nowhere"}}', 1),
    (b"[" * 100_000, -32700),
    (b'{"a":' * 100_000, -32700),
    (b'{"jsonrpc":"2.0","id":1,"method":"version","params":{"\xff":1}}', -32700),
    (b"\x00\x01\x02", -32700),
    (b'{"jsonrpc":"2.0","id":1e999,"method":"version"}', -32700),
]


def test_nothing_that_is_sent_ends_the_process() -> None:
    program = naxdse.find_program()
    lines = [line for line, _ in LINES] + [b"", b'{"jsonrpc":"2.0","id":"last","method":"version"}']
    done = subprocess.run([program, "serve"], input=b"\n".join(lines), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0 and done.stderr == b""
    answers: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["error"]["code"] for each in answers[:-1]] == [code for _, code in LINES]
    assert answers[-1]["id"] == "last" and "version" in answers[-1]["result"]


def test_batches_and_notifications_are_those_of_json_rpc() -> None:
    lines = (
        b'[{"jsonrpc":"2.0","id":"a","method":"version"},{"jsonrpc":"2.0","method":"version"},{"jsonrpc":"2.0","id":2,"method":"nothing"}]\n'
        b'{"jsonrpc":"2.0","method":"version"}\n'
        b'[{"jsonrpc":"2.0","method":"version"}]\n'
    )
    done = subprocess.run([naxdse.find_program(), "serve"], input=lines, stdout=subprocess.PIPE, check=True)
    assert len(done.stdout.splitlines()) == 1
    first, second = json.loads(done.stdout)
    assert first["id"] == "a" and "result" in first and second["id"] == 2 and second["error"]["code"] == -32601


def test_a_process_that_ended_is_started_anew() -> None:
    with naxdse.Server() as server:
        with naxdse.open_search("resnet20-nax", server=server) as search:
            point = search.sample(1, seed=3)
            before = search.evaluate(point)["edap"]
            assert server._process is not None
            server._process.kill()
            server._process.wait()
            assert search.evaluate(point)["edap"] == before
        with pytest.raises(naxdse.ServerError):
            naxdse.Server("/nowhere/naxdse").request("version")


def test_threads_take_turns(server: naxdse.Server) -> None:
    found: list[str] = []

    def ask() -> None:
        for _ in range(20):
            found.append(server.request("version")["version"])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 80 and len(set(found)) == 1
