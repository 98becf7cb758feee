"""A PostgreSQL server of the test's own, with every sync on, to be stopped and started; and a proxy that cuts wires."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import PASSWORD, _is_user, _run, _server_programs


class Server:
    """A server that keeps what it acknowledged; `stop` takes PostgreSQL's modes fast and immediate (a crash)."""

    def __init__(self, folder: Path, programs: Path, user: str | None) -> None:
        self.folder, self.programs, self.user = folder, programs, user
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        secret = folder / "password"
        secret.write_text(PASSWORD)
        if user:
            for each in (folder, secret):
                shutil.chown(each, user)
        words = ("-U", "lex", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--no-sync", "--data-checksums")
        _run(user, programs / "initdb", "-D", folder / "data", *words)

    @property
    def url(self) -> str:
        return f"postgresql://lex:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=on -k {self.folder}"
        self._control("-w", "-o", settings, "-l", self.folder / "log", "start")

    def stop(self, mode: str) -> None:
        self._control("-w", "-m", mode, "stop")

    def _control(self, *words: str | Path) -> None:
        _run(self.user, self.programs / "pg_ctl", "-D", self.folder / "data", *words)


@contextmanager
def own_server() -> Iterator[Server]:
    programs = _server_programs()
    user = "postgres" if os.geteuid() == 0 else None
    if programs is None or (user and not _is_user(user)):
        pytest.skip("no PostgreSQL server programs on this machine, or no user to run them as")
    folder = Path(tempfile.mkdtemp(prefix="lexcurric-pg-"))
    try:
        server = Server(folder, programs, user)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder)


class Proxy:
    """
    A wire to a server that can be cut around a COMMIT: `before` it is passed on, or `after` it is done and not yet
    answered. It reads the messages of the frontend (PostgreSQL's documentation, "Message Formats").
    """

    def __init__(self, port: int) -> None:
        self.server_port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.cut_at = ""
        self.skipped = 0
        self.cuts = 0
        self._is_closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, where: str, skip: int = 0) -> None:
        """Cuts once, at the COMMIT that comes after `skip` others; with "" none is cut."""
        self.skipped, self.cut_at = skip, where

    def close(self) -> None:
        self._is_closed = True
        self.listener.close()

    def _accept(self) -> None:
        while not self._is_closed:
            with suppress(OSError):
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.server_port))
                for each in (client, server):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._serve, args=(client, server), daemon=True).start()

    def _serve(self, client: socket.socket, server: socket.socket) -> None:
        silent = threading.Event()
        answered = threading.Event()
        back = threading.Thread(target=self._answer, args=(server, client, silent, answered), daemon=True)
        back.start()
        with suppress(OSError, ConnectionError):
            self._start_up(client, server)
            while True:
                kind, body = _message(client)
                if self.cut_at and _is_commit(kind, body):
                    if self.skipped:
                        self.skipped -= 1
                    else:
                        self._cut(server, kind + struct.pack("!I", len(body) + 4) + body, silent, answered)
                        break
                server.sendall(kind + struct.pack("!I", len(body) + 4) + body)
        _close(client, server)

    def _cut(self, server: socket.socket, message: bytes, silent: threading.Event, answered: threading.Event) -> None:
        where, self.cut_at = self.cut_at, ""
        self.cuts += 1
        if where == "after":
            answered.clear()
            silent.set()
            # Without a Sync an extended Execute is not answered; a second one does no harm.
            server.sendall(message + (b"" if message[:1] == b"Q" else b"S\0\0\0\4"))
            answered.wait(30)

    @staticmethod
    def _start_up(client: socket.socket, server: socket.socket) -> None:
        """Passes on what comes before the messages that have a kind: the asking for TLS, and the name of the user."""
        while True:
            (length,) = struct.unpack("!I", _exactly(client, 4))
            body = _exactly(client, length - 4)
            server.sendall(struct.pack("!I", length) + body)
            if struct.unpack("!I", body[:4])[0] == 196608:
                return

    @staticmethod
    def _answer(
        server: socket.socket, client: socket.socket, silent: threading.Event, answered: threading.Event
    ) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                if silent.is_set():
                    answered.set()
                else:
                    client.sendall(data)
        answered.set()
        _close(client, server)


def _is_commit(kind: bytes, body: bytes) -> bool:
    return kind in (b"Q", b"P") and b"COMMIT" in body.upper()


def _message(source: socket.socket) -> tuple[bytes, bytes]:
    kind = _exactly(source, 1)
    (length,) = struct.unpack("!I", _exactly(source, 4))
    return kind, _exactly(source, length - 4)


def _exactly(source: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        piece = source.recv(length - len(found))
        if not piece:
            raise ConnectionError("the other end is gone")
        found += piece
    return found


def _close(*sockets: socket.socket) -> None:
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
