"""Records of WARC, byte by byte: no writer would make the broken ones."""

import gzip

ARTICLE = (
    "<html><head><title>Quay reopens</title></head><body><article><p>The quay at Ansel reopened on Monday.</p></article></body></html>"
)
DATE = "2026-03-02T09:15:00Z"


def record(kind, uri, block, content_type="application/http; msgtype=response", length=None, **fields):
    block = block if isinstance(block, bytes) else block.encode()
    lines = ["WARC/1.0", f"WARC-Type: {kind}", "WARC-Record-ID: <urn:uuid:6f2b9c1e-0000-4000-8000-000000000001>", f"WARC-Date: {DATE}"]
    if uri is not None:
        lines.append(f"WARC-Target-URI: {uri}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    lines += [f"Content-Type: {content_type}", f"Content-Length: {len(block) if length is None else length}"]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def answer(body, content_type="text/html; charset=utf-8", status="200 OK", **fields):
    body = body if isinstance(body, bytes) else body.encode()
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def response(uri, body=ARTICLE, **fields):
    return record("response", uri, answer(body, **fields))


def chunked(body, size=7):
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def members(*records):
    return b"".join(gzip.compress(one, mtime=0) for one in records)
