"""Runs several processes as one: starts, watches, starts again, stops. Knows nothing of what they do."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS = 10.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
LOG_BYTES = 20 * 1024 * 1024
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """One process to keep running.

    `ready` returns True once it does its work; it is asked again until then. `log` receives all that it prints.
    """

    name: str
    command: list[str]
    log: Path
    ready: Callable[[], Awaitable[bool]]
    environ: Mapping[str, str] = field(default_factory=dict)


class Supervisor:
    """Keeps programs running until it is told to stop.

    Args:
        programs: started in this order, stopped in the reverse one.
        say: told in one line each time that something changes.
    """

    def __init__(self, programs: list[Program], say: Callable[[str], None]) -> None:
        self._programs = programs
        self._say = say
        self._stopping = asyncio.Event()
        self._running: dict[str, asyncio.subprocess.Process] = {}

    async def run(self, when_ready: Callable[[], None]) -> None:
        """Run until `stop` is called; `when_ready` is called once, when every program is ready."""
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(name, self.stop)
        watchers = [asyncio.create_task(self._keep(program)) for program in self._programs]
        readiness = asyncio.create_task(self._report_ready(when_ready))
        await self._stopping.wait()
        self._say("Stopping ...")
        readiness.cancel()
        for program in reversed(self._programs):
            await self._end(program.name)
        await asyncio.gather(*watchers)
        with contextlib.suppress(asyncio.CancelledError):
            await readiness
        self._say("Stopped.")

    def stop(self) -> None:
        """Ask for the end; `run` returns when all programs have ended."""
        self._stopping.set()

    async def _keep(self, program: Program) -> None:
        pause = 1.0
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            began = loop.time()
            code = await self._run_once(program)
            if self._stopping.is_set():
                return
            pause = 1.0 if loop.time() - began > STEADY_SECONDS else min(pause * 2, LONGEST_PAUSE)
            self._say(f"{program.name} ended (code {code}); starts again in {pause:.0f} s. See {program.log}")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _run_once(self, program: Program) -> int:
        with _log_file(program.log) as log:
            process = await asyncio.create_subprocess_exec(
                *program.command,
                env={**os.environ, **program.environ},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                # A session of its own, so that Ctrl-C reaches only the supervisor, which then stops all in order.
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        self._running[program.name] = process
        if self._stopping.is_set():
            await self._end(program.name)
        return await process.wait()

    async def _end(self, name: str) -> None:
        process = self._running.get(name)
        if process is None or process.returncode is not None:
            return
        _signal_group(process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            _signal_group(process.pid, signal.SIGKILL)
            await process.wait()

    async def _report_ready(self, when_ready: Callable[[], None]) -> None:
        for program in self._programs:
            self._say(f"Waiting for {program.name} ...")
            while not await program.ready():
                await asyncio.sleep(0.3)
        when_ready()


def _log_file(path: Path):  # type: ignore[no-untyped-def]
    """Open the log to append; a grown one is set aside first, so that logs never fill a disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def _die_with_parent() -> None:
    """Let the kernel end this process when the supervisor is killed, so that nothing holds the ports."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)
