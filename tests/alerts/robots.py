"""A real HTTP server that answers as the three group robots and a webhook do: signatures, keywords, allowance, errors inside 200."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN, SECRET = "a1b2c3d4e5f6", "SEC-0123456789"


@dataclass
class Robots:
    """What was taken, by kind; `answers` are given first: (status, headers, JSON or bytes)."""

    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], Any]] = field(default_factory=list)
    keyword: str = ""
    signed: bool = True
    halves: bool = False  # the answer comes in two pieces, as a slow gateway sends it
    port: int = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wecom(self, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        if query.get("key") != TOKEN:
            return {"errcode": 93000, "errmsg": f"invalid webhook url, key {query.get('key')}, from ip: 203.0.113.7"}
        if len(body["markdown"]["content"].encode()) > 4096:
            return {"errcode": 40058, "errmsg": "markdown.content exceed max length 4096"}
        return {"errcode": 0, "errmsg": "ok"}

    def dingtalk(self, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        if query.get("access_token") != TOKEN:
            return {"errcode": 300001, "errmsg": "token is not exist"}
        stamp = query.get("timestamp", "0")
        good = base64.b64encode(hmac.digest(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), "sha256")).decode()
        if self.signed and (query.get("sign") != good or abs(time.time() * 1000 - int(stamp)) > 3_600_000):
            return {"errcode": 310000, "errmsg": "sign not match, more: [https://ding-doc.dingtalk.com]"}
        if self.keyword not in body["markdown"]["text"]:
            return {"errcode": 310000, "errmsg": "keywords not in content, more: [https://ding-doc.dingtalk.com]"}
        return {"errcode": 0, "errmsg": "ok"}

    def feishu(self, token: str, body: dict[str, Any]) -> dict[str, Any]:
        stamp = body.get("timestamp", "0")
        good = base64.b64encode(hmac.digest(f"{stamp}\n{SECRET}".encode(), b"", "sha256")).decode()
        if token != TOKEN:
            return {"code": 19001, "data": {}, "msg": "param invalid: incoming webhook access token invalid"}
        if self.signed and (body.get("sign") != good or abs(time.time() - int(stamp)) > 3600):
            return {"code": 19021, "data": {}, "msg": "sign match fail or timestamp is not within one hour"}
        if self.keyword not in json.dumps(body, ensure_ascii=False):
            return {"code": 19024, "data": {}, "msg": "Key Words Not Found"}
        return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}

    def hook(self, headers: dict[str, str], raw: bytes) -> int:
        stamp = headers.get("X-Tingchao-Timestamp", "")
        good = "sha256=" + hmac.new(SECRET.encode(), f"{stamp}.".encode() + raw, hashlib.sha256).hexdigest()
        return 204 if headers.get("X-Tingchao-Signature") == good else 401


@contextmanager
def robots_serving() -> Iterator[Robots]:
    """On a free port of this machine."""
    robots = Robots()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, headers, answer = self.answer(parts.path, query, json.loads(raw), raw)
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in (body[:9], body[9:]) if robots.halves else (body,):
                self.wfile.write(piece)
                time.sleep(0.1 if robots.halves else 0)

        def answer(
            self, path: str, query: dict[str, str], body: dict[str, Any], raw: bytes
        ) -> tuple[int, dict[str, str], Any]:
            if robots.answers:
                return robots.answers.pop(0)
            kind, status, found = path.strip("/").split("/")[0], 200, {}
            if path == "/cgi-bin/webhook/send":
                kind, found = "wecom", robots.wecom(query, body)
            elif path == "/robot/send":
                kind, found = "dingtalk", robots.dingtalk(query, body)
            elif path.startswith("/open-apis/bot/v2/hook/"):
                kind, found = "feishu", robots.feishu(path.rpartition("/")[2], body)
            else:
                status = robots.hook(dict(self.headers), raw)
            if status == 204 or (status == 200 and found.get("errcode", found.get("code")) == 0):
                robots.taken.append((kind, body))
                robots.headers.append(dict(self.headers))
            return status, {}, found if status == 200 else b""

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    robots.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield robots
    server.shutdown()
    server.server_close()
