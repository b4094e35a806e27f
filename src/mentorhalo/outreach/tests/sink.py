"""A mail server for tests, in a process of its own: takes letters, says what it is told to say, writes down what it took.

`python -m mentorhalo.outreach.tests.sink FOLDER [--no-pipelining] [--say ADDRESS=REPLY …]` prints its port. For each letter
it took, a line "recipient sender" stands in FOLDER/taken, written before it answers; with `--keep`, the letters themselves lie in
FOLDER as files.
"""

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path


class Sink(asyncio.Protocol):
    def __init__(self, options: argparse.Namespace, taken: int) -> None:
        self.options = options
        self.taken = taken
        self.received = bytearray()
        self.sender = self.recipient = b""
        self.is_in_letter = False
        self.answers: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """All that came together is answered together (RFC 2920 3.2)."""
        self.received += data
        self._work_off()
        if self.answers:
            self.transport.write(b"".join(self.answers))
            self.answers.clear()

    def _work_off(self) -> None:
        while True:
            if self.is_in_letter:
                if self.received.startswith(b".\r\n"):
                    end, after = 0, 3
                else:
                    end = self.received.find(b"\r\n.\r\n")
                    after = end + 5
                if end < 0:
                    return
                letter = bytes(self.received[: end + 2]) if end else b""
                del self.received[:after]
                self._take(letter)
            else:
                end = self.received.find(b"\r\n")
                if end < 0:
                    return
                command = bytes(self.received[:end])
                del self.received[: end + 2]
                self._answer(command)

    def _answer(self, command: bytes) -> None:
        verb = command[:4].upper()
        if verb == b"EHLO":
            self.answers.append(
                b"250-sink\r\n250 8BITMIME\r\n"
                if self.options.no_pipelining
                else b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
            )
        elif verb == b"MAIL":
            self.sender = _within(command)
            self._say(self.options.say.get("MAIL", "250 ok"))
        elif verb == b"RCPT":
            self.recipient = _within(command)
            self._say(self.options.say.get(self.recipient.decode(), "250 ok"))
        elif verb == b"DATA":
            self.is_in_letter = True
            self._say("354 go on")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self._say("250 ok")

    def _take(self, letter: bytes) -> None:
        self.is_in_letter = False
        time.sleep(self.options.slow)
        if not letter.strip():
            self._say("554 no valid recipients")
            return
        told = self.options.say.get("DATA", "250 taken")
        if told.startswith("2"):
            os.write(self.taken, self.recipient + b" " + self.sender + b"\n")
            if self.options.keep:
                name = self.recipient.decode().replace("/", "_")
                (Path(self.options.folder) / f"{name}.eml").write_bytes(letter)
        if told == "LOST":
            self.transport.abort()
            return
        self._say(told)

    def _say(self, reply: str) -> None:
        self.answers.append(reply.encode() + b"\r\n")


def _within(command: bytes) -> bytes:
    return command.partition(b"<")[2].partition(b">")[0]


async def main(options: argparse.Namespace) -> None:
    taken = os.open(Path(options.folder) / "taken", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(options, taken), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--no-pipelining", action="store_true")
    parser.add_argument("--slow", type=float, default=0, help="seconds for a letter")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--say", action="append", default=[], help="ADDRESS|MAIL|DATA=REPLY")
    given = parser.parse_args()
    given.say = dict(rule.split("=", 1) for rule in given.say)
    asyncio.run(main(given))
