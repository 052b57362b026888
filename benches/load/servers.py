"""The programs that are measured: ours, nginx, PostgreSQL. Each listens on
127.0.0.1 or a socket of its own and is ended by its process id."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pinned(command, core):
    """The command on one core, so that who asks does not take time from who answers."""
    if core is None or not shutil.which("taskset"):
        return command
    return ["taskset", "--cpu-list", str(core), *command]


def end(process, patience=30):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Postgres:
    """A throw-away cluster, ended when the measurements are."""

    def __init__(self):
        script = ROOT / "tests/postgres"
        done = subprocess.run([script, "start"], check=True, capture_output=True, text=True)
        self.folder = done.stdout.strip()

    def url(self):
        return f"postgres://lantoa@/postgres?host={self.folder}"

    def stop(self):
        subprocess.run([ROOT / "tests/postgres", "stop", self.folder], check=True)


class Site:
    """Our program on a data folder of its own."""

    def __init__(self, binary, folder, database_url=None, threads=1):
        self.binary, self.folder = binary, Path(folder)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = dict(
            os.environ,
            LANTOA_LISTEN=f"127.0.0.1:{self.port}",
            LANTOA_BASE_URL=self.address,
            LANTOA_DATA_DIR=str(folder),
            LANTOA_THEMES_DIR=str(ROOT / "themes"),
            LANTOA_CONTENT_DIR=str(ROOT / "content"),
            LANTOA_WEB_THREADS=str(threads),
            LANTOA_METRICS_TOKEN="bench",
            LANTOA_LOG="warn",
        )
        if database_url:
            self.environment["LANTOA_DATABASE_URL"] = database_url
        self.process = None

    def run(self, *arguments, input=None, core=None):
        """Runs a command of the program; returns (seconds, what it printed)."""
        begun = time.perf_counter()
        done = subprocess.run(
            [self.binary, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            input=input,
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - begun
        if done.returncode != 0:
            raise SystemExit(f"lantoa {' '.join(map(str, arguments))}:\n{done.stdout}{done.stderr}")
        return seconds, done.stdout

    def start(self, core=None):
        """Starts serving; returns the seconds until the first page stands."""
        log = open(self.folder / "serve.log", "a")
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            pinned([str(self.binary), "serve"], core),
            cwd=self.folder,
            env=self.environment,
            stdout=log,
            stderr=log,
        )
        while time.perf_counter() - begun < 600:
            if self.process.poll() is not None:
                raise SystemExit((self.folder / "serve.log").read_text())
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("GET", "/")
                if connection.getresponse().status == 200:
                    return time.perf_counter() - begun
            except OSError:
                pass
            time.sleep(0.002)
        raise SystemExit("the site did not start")

    def stop(self):
        if self.process:
            end(self.process)
            self.process = None

    def memory(self):
        """MiB resident: altogether, its own, and of files mapped in."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        fields = dict(line.split(":", 1) for line in status.splitlines())
        read = lambda key: int(fields[key].split()[0]) / 1024
        return {key: read(key) for key in ("VmRSS", "RssAnon", "RssFile")}


class Nginx:
    """nginx with the same bytes as files: one worker, no log, compressed ahead."""

    def __init__(self, folder, core=None):
        self.folder, self.port, self.core = Path(folder), free_port(), core
        self.address = f"http://127.0.0.1:{self.port}"
        (self.folder / "files").mkdir(parents=True, exist_ok=True)
        (self.folder / "nginx.conf").write_text(
            f"""
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=10000;
    gzip_static on;
    default_type "text/html; charset=utf-8";
    types {{}}
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{self.port}; root {folder}/files; try_files $uri.html =404; }}
}}
"""
        )
        self.process = None

    def put(self, path, plain, compressed):
        file = self.folder / "files" / (path.strip("/") + ".html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(plain)
        (file.parent / (file.name + ".gz")).write_bytes(compressed)
        stamp = file.stat().st_mtime
        os.utime(str(file) + ".gz", (stamp, stamp))

    def start(self):
        binary = shutil.which("nginx") or "/usr/sbin/nginx"
        # nginx's worker is another user: it must get into a folder that is only ours.
        self.folder.parent.chmod(0o711)
        for folder in [self.folder, *[p for p in self.folder.rglob("*") if p.is_dir()]]:
            folder.chmod(0o755)
        command = [binary, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        self.process = subprocess.Popen(pinned(command, self.core), stderr=subprocess.PIPE)
        for _ in range(500):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                time.sleep(0.01)
        raise SystemExit(f"nginx did not start: {self.process.stderr.read().decode()}")

    def stop(self):
        if self.process:
            end(self.process)
