"""Makes the vectors of commands and results from the text of gateway/DOWNLINK.md, not from the C# code. Run in this folder: python3 make_command_vectors.py"""
import struct


def crc32c(data):
    register = 0xFFFFFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0x82F63B78 if register & 1 else 0)
    return register ^ 0xFFFFFFFF


def sealed(body):
    return body + struct.pack("<I", crc32c(body))


ID = bytes(range(0x10, 0x20))
ISSUED = 1_795_000_000_123_456_789
MINUTE = 60_000_000_000


def command(issuer=b"city", target=b"robot-1", name=b"board.command", arguments=b"\x01\xff\xe8\x03", board=7, identity=ID, kind=0x43, version=1, suite=0,
            padding=(0, 0), issued=ISSUED, not_before=0, expires=ISSUED + MINUTE, trailer=b""):
    body = struct.pack("<BBBB", kind, version, suite, padding[0]) + identity
    body += struct.pack("<qqqHBBBBH", issued, not_before, expires, board, len(issuer), len(target), len(name), padding[1], len(arguments))
    body += issuer + target + name + arguments + struct.pack("<H", len(trailer)) + trailer
    return sealed(body)


def result_body(state=5, reason=0, issuer=b"city", target=b"robot-1", name=b"board.command", detail=b"\x00\x00\x00\x00\x00", board=7, reporter=2, identity=ID,
                version=1, at=ISSUED + 5):
    body = struct.pack("<BBH", version, state, reason) + identity
    body += struct.pack("<qHBBBBH", at, board, len(issuer), len(target), len(name), reporter, len(detail))
    return body + issuer + target + name + detail


def result(body, kind=0x41, version=1, reserved=0):
    return sealed(struct.pack("<BBH", kind, version, reserved) + body)


VECTORS = {
    "command.bin": command(),
    "command-smallest.bin": command(b"a", b"b", b"c", b"", 65535, not_before=-1, issued=-2, expires=0),
    "command-suite-1.bin": command(suite=1),
    "command-padding.bin": command(padding=(0, 1)),
    "command-id-0.bin": command(identity=bytes(16)),
    "command-expired-at-issue.bin": command(expires=ISSUED),
    "command-issuer-upper-case.bin": command(issuer=b"City"),
    "command-trailer.bin": command(trailer=b"\x01"),
    "result.bin": result(result_body()),
    "result-body.bin": result_body(state=8, reason=21, reporter=1, detail="nobody answered".encode()),
    "result-state-9.bin": result(result_body(state=9)),
    "result-reporter-3.bin": result(result_body(reporter=3)),
    "result-long-detail.bin": result_body(detail=bytes(1025)),
}

for file_name, data in VECTORS.items():
    with open(file_name, "wb") as file:
        file.write(data)
