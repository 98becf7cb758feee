"""Passwords and TLS as libpq has them: by address, environment, files; and no password is ever shown."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lexcurric.core.errors import NotAllowedError, WorkspaceError
from lexcurric.store.engine import open_store, read_address
from lexcurric.workspace.team import add_member
from lexcurric.workspace.workspace import open_workspace
from tests.conftest import PASSWORD
from tests.store.teams import SOC, Team

WRONG = "wr0ng-word"


@pytest.fixture
def bare(postgresql_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The address without its password, in an environment that has none either."""
    for name in [each for each in os.environ if each.startswith("PG")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    return postgresql_url.replace(f":{PASSWORD}@", "@")


def test_a_password_may_come_from_the_environment_or_a_file(
    bare: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(WorkspaceError, match=r"cannot be reached \(.*no password supplied"):
        open_store(bare)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    open_store(bare).close()
    monkeypatch.delenv("PGPASSWORD")
    file = tmp_path / "pgpass"
    file.write_text(f"*:*:*:lex:{PASSWORD}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    open_store(bare).close()
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    open_store(f"{bare}&passfile={file}").close()


def test_a_service_file_may_say_everything(bare: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = read_address(bare).url
    schema = bare.rpartition("%3D")[2]
    file = tmp_path / "pg_service.conf"
    file.write_text(
        f"[curricula]\nhost={url.host}\nport={url.port}\ndbname=postgres\nuser=lex\npassword={PASSWORD}\n"
        f"options=-csearch_path={schema}\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(file))
    with open_store("postgresql:///?service=curricula") as store:
        assert store.url == "postgresql:///?service=curricula"
        store.create_framework(SOC, "2026-01-01T00:00:00.000Z")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    with open_store(bare) as store:
        assert store.frameworks() == [SOC]


def test_options_of_the_environment_are_heard(bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    address, _, schema = bare.partition("?options=-csearch_path%3D")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    monkeypatch.setenv("PGOPTIONS", f"-c search_path={schema} -c synchronous_commit=off")
    with open_store(address) as store, store._session.reading() as connection:
        for setting, value in (("search_path", schema), ("synchronous_commit", "on"), ("lock_timeout", "10s")):
            assert connection.exec_driver_sql(f"SHOW {setting}").scalar() == value


@pytest.mark.parametrize(
    "wrong",
    [
        lambda url: url.replace(PASSWORD, WRONG),
        lambda url: url.replace(f":{PASSWORD}@", "@") + f"&password={WRONG}",
        lambda url: url.replace(PASSWORD, WRONG) + "&sslmode=nonsense",
        lambda url: url.replace(PASSWORD, WRONG) + "&sslmode=require",
        lambda url: url.replace(PASSWORD, WRONG) + "&no_such_option=1",
        lambda url: url.replace(PASSWORD, WRONG) + "&connect_timeout=soon",
        lambda url: url.replace(PASSWORD, WRONG) + f"&sslpassword={WRONG}&sslcert=/nowhere&sslkey=/nowhere",
        lambda url: url.replace(f"lex:{PASSWORD}@", f"lex:{WRONG}%00@"),
        lambda url: url.replace(f"lex:{PASSWORD}@127.0.0.1", f"lex:{WRONG}@nowhere.invalid"),
        lambda url: url.replace(f"lex:{PASSWORD}@", f"lex:{WRONG}@x@"),
    ],
)
def test_no_password_shows_when_an_address_fails(
    postgresql_url: str, wrong: object, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(WorkspaceError) as caught:
        open_workspace(wrong(postgresql_url))  # type: ignore[operator]
    shown = "".join(traceback.format_exception(caught.value))
    out, err = capfd.readouterr()
    for each in (str(caught.value), repr(caught.value), shown, caplog.text, out, err):
        assert WRONG not in each
    assert "\n" not in str(caught.value)


def test_no_password_shows_while_all_goes_well(
    full_team: Team, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy.engine", "sqlalchemy.pool", "psycopg", "psycopg.pq"):
        caplog.set_level(logging.DEBUG, logger=name)
    name = full_team.name_of("new")
    add_member(name, "editor", full_team.url, password=WRONG)
    with pytest.raises(NotAllowedError), full_team.open("viewer") as viewer:
        viewer.framework(SOC).save("mine")
    with open_workspace(full_team.url) as workspace:
        shown = [
            repr(workspace),
            workspace.url,
            repr(workspace.store),
            repr(read_address(full_team.url)),
            str(vars(workspace)),
        ]
    assert "SELECT" in caplog.text
    for each in (*shown, caplog.text, *capfd.readouterr()):
        assert PASSWORD not in each
        assert WRONG not in each
        assert "SCRAM-SHA-256" not in each


def test_the_log_of_the_server_has_no_password(team: Team) -> None:
    with psycopg.connect(team.url) as owner:
        (data,) = owner.execute("SHOW data_directory").fetchone() or ("",)
    log = Path(data).parent / "log"
    loud = team.url.replace("options=", "options=-clog_statement%3Dall%20")
    name = team.name_of("new")
    add_member(name, "editor", loud, password=WRONG)
    said = log.read_text(encoding="utf-8")
    assert f'CREATE ROLE "{name}" LOGIN PASSWORD \'SCRAM-SHA-256$' in said
    assert WRONG not in said
    with psycopg.connect(team.url.replace(f"lex:{PASSWORD}", f"{name}:{WRONG}")) as member:
        assert member.execute("SELECT session_user").fetchone() == (name,)


def test_a_command_shows_no_password(full_team: Team, tmp_path: Path) -> None:
    for url, code in ((full_team.url, 0), (full_team.url.replace(PASSWORD, WRONG), 2)):
        command = [sys.executable, "-m", "lexcurric", "-w", url, "list"]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
            env=os.environ | {"PYTHONPATH": os.getcwd()},
        )
        assert done.returncode == code, done.stderr
        assert PASSWORD not in done.stdout + done.stderr
        assert WRONG not in done.stdout + done.stderr


# TLS


def make_certificate(name: str, certificate: Path, key: Path) -> None:
    words = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -addext subjectAltName=DNS:{name}"
    subprocess.run([*words.split(), "-out", certificate, "-keyout", key], check=True, capture_output=True)


@pytest.fixture
def tls(postgresql_url: str, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address, while the server speaks TLS, and the certificate that it shows; made for localhost only."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl program to make a certificate with")
    with psycopg.connect(postgresql_url, autocommit=True) as owner:
        (data,) = owner.execute("SHOW data_directory").fetchone() or ("",)
        certificate, key = Path(data) / "test.crt", Path(data) / "test.key"
        make_certificate("localhost", certificate, key)
        key.chmod(0o600)
        for each in (certificate, key):
            shutil.chown(each, Path(data).owner())
        root = tmp_path / "root.crt"
        root.write_bytes(certificate.read_bytes())
        for name, value in (("ssl_cert_file", certificate), ("ssl_key_file", key), ("ssl", "on")):
            owner.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        try:
            reload(owner, "on")
            yield postgresql_url.replace("127.0.0.1", "localhost"), root
        finally:
            owner.execute("ALTER SYSTEM RESET ALL")
            reload(owner, "off")


def reload(owner: psycopg.Connection, wanted: str) -> None:
    owner.execute("SELECT pg_reload_conf()")
    for _ in range(100):
        if owner.execute("SHOW ssl").fetchone() == (wanted,):
            return
        time.sleep(0.1)
    raise AssertionError(f"the server did not take ssl = {wanted}")


def test_tls_is_asked_for_in_the_address(tls: tuple[str, Path], tmp_path: Path) -> None:
    url, root = tls
    with open_store(f"{url}&sslmode=verify-full&sslrootcert={root}") as store, store._session.reading() as connection:
        seen = connection.exec_driver_sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").scalar()
        assert seen is True
    # The certificate is of another name than that.
    elsewhere = url.replace("localhost", "127.0.0.1")
    open_store(f"{elsewhere}&sslmode=verify-ca&sslrootcert={root}").close()
    other = tmp_path / "other.crt"
    make_certificate("other", other, tmp_path / "other.key")
    for wrong in (
        f"{elsewhere}&sslmode=verify-full&sslrootcert={root}",
        f"{url}&sslmode=verify-ca&sslrootcert={other}",
    ):
        with pytest.raises(WorkspaceError, match="certificate") as caught:
            open_store(wrong)
        assert PASSWORD not in str(caught.value)


def test_tls_that_a_server_does_not_speak_is_named(postgresql_url: str) -> None:
    with pytest.raises(WorkspaceError, match="server does not support SSL"):
        open_store(f"{postgresql_url}&sslmode=require")
