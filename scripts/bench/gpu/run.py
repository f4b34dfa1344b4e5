"""
What a graphics card does with the editor's models: on a machine with python3 alone, from the parts that pack.ts made.

    python3 scripts/bench/gpu/run.py keep gpu-pack/1                    # once for each part, in any order
    python3 scripts/bench/gpu/run.py measure --out OUT --minutes 7      # writes OUT/gpu.json and OUT/gpu.md

`--software` measures a tiny decoder on the adapters that compute on the processor: a rehearsal. Options of the page, as
`--ask rounds=2`, make it shorter.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import signal
import subprocess
import tarfile
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
KEPT = Path(os.environ.get("GPU_BENCH", "/tmp/gpu-bench"))
FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--enable-unsafe-webgpu", "--window-size=1440,900", "--remote-debugging-port=0",
]  # fmt: skip
CARD_FLAGS = ["--use-angle=vulkan", "--enable-features=Vulkan", "--ignore-gpu-blocklist"]
SOFTWARE_FLAGS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
NVIDIA_DRIVER = Path("/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json")
ISOLATION = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
GOLDEN = ("official-small", "trainer-local", "trainer-maps")


def keep(part: Path) -> None:
    """Puts a part aside, where the next call does not sweep it away."""
    KEPT.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(part / "part", KEPT / f"part-{part.name}")
    print(f"kept: {sorted(at.name for at in KEPT.glob('part-*'))}")


def unpack() -> Path:
    """Joins the parts. Gives the folder with Chromium, its libraries and the site."""
    folder = KEPT / "unpacked"
    if not (folder / "program").exists():
        parts = sorted(KEPT.glob("part-*"), key=lambda at: int(at.name.removeprefix("part-")))
        if not parts:
            raise SystemExit("No part was kept: run `run.py keep` for each first.")
        with tarfile.open(fileobj=io.BytesIO(b"".join(at.read_bytes() for at in parts)), mode="r:xz") as archive:
            # Our own files, as they are; older versions know no filters, newer ones want to be told.
            archive.extraction_filter = lambda member, _: member
            archive.extractall(folder)
    return folder


def processes_of(parent: int) -> list[int]:
    """A process and all that it started."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError, ValueError):
            continue
    found = [parent]
    for pid in found:
        found += [child for child, own in parents.items() if own == pid]
    return found


def memory(parent: int) -> dict[str, float]:
    """MB that the browser's processes hold, and that are used on the card."""
    total = 0
    for pid in processes_of(parent):
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    held = {"processes": round(total / 1000, 1)}
    if shutil.which("nvidia-smi"):
        asked = subprocess.run(
            ["nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits"], capture_output=True, text=True, check=False
        )
        if asked.returncode == 0:
            held["card"] = float(asked.stdout.split()[0])
    return held


class Findings:
    """What the page told, written down after each."""

    def __init__(self, out: Path) -> None:
        self.out, self.all, self.ended, self.browser = out, list[dict[str, Any]](), threading.Event(), 0
        out.mkdir(parents=True, exist_ok=True)

    def add(self, finding: dict[str, Any]) -> None:
        """Keeps a finding."""
        self.all.append(finding)
        print(json.dumps(finding), flush=True)
        (self.out / "gpu.json").write_text(json.dumps(self.all, indent=2))
        (self.out / "gpu.md").write_text(table(self.all))


def table(findings: list[dict[str, Any]]) -> str:
    """The findings as a page of text."""
    lines = ["# What a graphics card did", "", "Milliseconds are medians. Made by `scripts/bench/gpu`."]
    for finding in findings:
        lines += ["", f"## {finding['name']}", ""]
        if "error" in finding:
            lines.append(f"Failed: {finding['error']}")
            continue
        value = finding["value"]
        lines += ["| what | figure |", "| --- | --- |"]
        lines += [f"| {name} | {figure if isinstance(figure, str) else json.dumps(figure)} |" for name, figure in value.items()]
        lines.append(f"| took, seconds | {finding['seconds']} |")
    return "\n".join(lines) + "\n"


def handler_of(site: Path, findings: Findings) -> type[SimpleHTTPRequestHandler]:
    """Serves the site, models and golden files of the checkout, and hears the page."""
    folders = {"models": ROOT / "models", "golden": ROOT / "tests/golden"}

    class Handler(SimpleHTTPRequestHandler):
        extensions_map = SimpleHTTPRequestHandler.extensions_map | {
            ".js": "text/javascript",
            ".mjs": "text/javascript",
            ".wasm": "application/wasm",
        }

        def translate_path(self, path: str) -> str:
            plain = path.split("?")[0].lstrip("/")
            first, _, rest = plain.partition("/")
            at = folders[first] / rest if first in folders else site / plain
            return str(at / "index.html" if at.is_dir() else at)

        def end_headers(self) -> None:
            for name, value in ISOLATION.items():
                self.send_header(name, value)
            super().end_headers()

        def do_GET(self) -> None:
            if self.path != "/memory":
                super().do_GET()
                return
            body = json.dumps(memory(findings.browser)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path == "/finding":
                findings.add(body)
            elif self.path == "/end":
                findings.ended.set()
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            if args and str(args[1])[:1] in "45":
                print("server:", format % args, flush=True)

    return Handler


def measure(options: argparse.Namespace) -> None:
    """Starts everything, waits for the page's end or the clock's, and stops everything."""
    folder = unpack()
    findings = Findings(options.out)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(folder / "site", findings))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked = "&".join([*options.ask, *(["tiny=1"] if options.software else []), f"golden={','.join(GOLDEN)}"])
    url = f"http://127.0.0.1:{server.server_port}/bench/?{asked}"
    fonts = KEPT / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{folder / 'fonts'}</dir><cachedir>{KEPT / 'font-cache'}</cachedir></fontconfig>")
    environment = os.environ | {"LD_LIBRARY_PATH": str(folder / "lib"), "HOME": str(KEPT), "FONTCONFIG_FILE": str(fonts)}
    if NVIDIA_DRIVER.exists() and not options.software:
        environment |= {"VK_DRIVER_FILES": str(NVIDIA_DRIVER), "VK_ICD_FILENAMES": str(NVIDIA_DRIVER)}
    program = folder / "chromium" / (folder / "program").read_text().strip()
    program.chmod(0o755)
    flags = [*FLAGS, *(SOFTWARE_FLAGS if options.software else CARD_FLAGS), f"--user-data-dir={KEPT / 'profile'}"]
    with (options.out / "chromium.log").open("w") as log:
        browser = subprocess.Popen([program, *flags, url], env=environment, stdout=log, stderr=log, start_new_session=True)
        findings.browser = browser.pid
        end = time.monotonic() + 60 * options.minutes
        while time.monotonic() < end and not findings.ended.wait(1):
            if browser.poll() is not None:
                print(f"Chromium ended by itself ({browser.returncode}): see chromium.log.")
                break
        if browser.poll() is None:
            os.killpg(browser.pid, signal.SIGKILL)
        browser.wait()
    server.shutdown()
    failed = [finding["name"] for finding in findings.all if "error" in finding]
    print(f"{len(findings.all)} findings, {len(failed)} failed{': ' + ', '.join(failed) if failed else ''}")
    if not findings.ended.is_set():
        raise SystemExit("It did not come to its end; what was found is written.")


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description="Measures what a graphics card does with the editor's models.")
    commands = parser.add_subparsers(dest="command", required=True)
    keeping = commands.add_parser("keep", help="puts a part of the pack aside")
    keeping.add_argument("part", type=Path)
    measuring = commands.add_parser("measure", help="measures, and writes a table")
    measuring.add_argument("--out", type=Path, required=True)
    measuring.add_argument("--minutes", type=float, default=7.0)
    measuring.add_argument("--software", action="store_true", help="on the processor: a rehearsal")
    measuring.add_argument(
        "--ask", action="append", default=[], help="an option of the page: rounds=2, renders=5, width=0, steps=3, golden="
    )
    options = parser.parse_args()
    if options.command == "keep":
        keep(options.part)
    else:
        measure(options)


if __name__ == "__main__":
    main()
