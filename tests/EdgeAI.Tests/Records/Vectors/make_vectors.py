"""Makes the vectors from the text of gateway/RECORDS.md, not from the C# code. Run in this folder: python3 make_vectors.py"""
import hashlib
import struct


def crc32c(data):
    register = 0xFFFFFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0x82F63B78 if register & 1 else 0)
    return register ^ 0xFFFFFFFF


assert crc32c(bytes(32)) == 0x8A9136AA  # RFC 3720, appendix B.4


def sealed(body):
    return body + struct.pack("<I", crc32c(body))


def robot_batch(boot, number, entries, kind=0x52, version=1):
    body = struct.pack("<BBHIQ", kind, version, len(entries), boot, number)
    for record_class, stamp, uncertainty, frame in entries:
        body += struct.pack("<BqqH", record_class, stamp, uncertainty, len(frame)) + frame
    return sealed(body)


def record(sequence, record_class, received, stamp, uncertainty, boot, robot, frame, kind=1, policy=b""):
    head = struct.pack("<qBBqqqIBH", sequence, kind, record_class, received, stamp, uncertainty, boot, len(robot), len(frame))
    return sealed(head + policy + robot + frame)


def declared_loss(reason, lost_class, exact, first, last, count, earliest, latest):
    return struct.pack("<BBBBqqqqq", 1, reason, lost_class, exact, first, last, count, earliest, latest)


def withheld(rule, board, stream, handling, boot, revision, count, earliest, latest, robot):
    return struct.pack("<BBHBBHIIqqq", 1, rule, board, stream, handling, len(robot), boot, revision, count, earliest, latest) + robot


def command_result(version=1, state=8, issuer=b"city", detail=b"nobody answered"):
    """Of gateway/DOWNLINK.md, "Result"."""
    body = struct.pack("<BBH", version, state, 21) + bytes(range(0x10, 0x20))
    body += struct.pack("<qHBBBBH", STAMP + 5, 7, len(issuer), len(b"robot-1"), len(b"board.command"), 1, len(detail))
    return body + issuer + b"robot-1" + b"board.command" + detail


def policy_change(revision, since, text, digest=None, reserved=b"\0\0\0"):
    return b"\x01" + reserved + struct.pack("<Iq", revision, since) + (digest or hashlib.sha256(text).digest()) + text


def zstd(data):
    """One zstd frame (RFC 8878) of blocks of up to 1000 bytes: raw, or where all bytes of one are the same, that byte repeated."""
    frame = struct.pack("<IBI", 0xFD2FB528, 0b10100000, len(data))  # single segment, 4 bytes of content size
    for start in range(0, len(data), 1000):
        block = data[start:start + 1000]
        repeated = len(set(block)) == 1
        header = (start + 1000 >= len(data)) | (1 if repeated else 0) << 1 | len(block) << 3
        frame += struct.pack("<I", header)[:3] + (block[:1] if repeated else block)
    return frame


def gateway_batch(gateway, epoch, records, suite=0, flags=0, section=None):
    first = struct.unpack_from("<q", records[0])[0]
    body = struct.pack("<BBBBqqHBB", 0x47, 1, suite, flags, epoch, first, len(records), len(gateway), 0) + gateway
    body += (b"".join(records) if section is None else section) + struct.pack("<H", 0)
    return sealed(body)


def compressed(records, length=None, more=b"", flags=1):
    joined = b"".join(records)
    frame = zstd(joined) + more
    return gateway_batch(b"gateway-1", 5, records, flags=flags, section=struct.pack("<II", len(frame), len(joined) if length is None else length) + frame)


FRAME = bytes(range(1, 41))
STAMP = 1_795_000_000_123_456_789

ROBOT_ENTRIES = [(3, STAMP, 1500, FRAME), (1, STAMP + 1, -1, b"\x00"), (4, -1, 2**62, FRAME * 5)]
RECORDS = [
    record(41, 3, STAMP + 10, STAMP, 1500, 7, b"robot-1", FRAME),
    record(43, 2, STAMP + 10, STAMP + 1, -1, 0, b"r", b"\xff"),
]

GATEWAY = b"gateway-1"
OWN = (STAMP + 20, STAMP + 20, 0, 0)
LOSS = declared_loss(1, 4, 1, 100, 299, 150, STAMP - 1000, STAMP)
REPORT = withheld(4, 513, 9, 0b10110, 7, 3, 12_345, STAMP - 5, STAMP, b"robot-1")
POLICY = b'{"revision":3,"rules":[]}'
GOVERNED = record(50, 3, STAMP + 10, STAMP, 1500, 7, b"robot-1", FRAME, kind=2, policy=struct.pack("<BI", 0b11110, 3))
KINDS = [
    GOVERNED,
    record(51, 1, *OWN, GATEWAY, LOSS, kind=3),
    record(60, 2, *OWN, GATEWAY, REPORT, kind=4),
    record(61, 2, *OWN, GATEWAY, command_result(), kind=5),
]
LONG = [record(70 + index, 4, STAMP, STAMP, 0, 0, b"r", bytes(index + 1)) for index in range(40)] + [record(200, 4, STAMP, STAMP, 0, 0, b"r", bytes(5000))]


def governed(policy):
    return gateway_batch(GATEWAY, 5, [record(50, 3, STAMP, STAMP, 0, 7, b"robot-1", FRAME, kind=2, policy=policy)])


def own(kind, record_class, body):
    return gateway_batch(GATEWAY, 5, [record(51, record_class, *OWN, GATEWAY, body, kind=kind)])


VECTORS = {
    "robot-batch.bin": robot_batch(7, 9_000_000_000, ROBOT_ENTRIES),
    "robot-batch-smallest.bin": robot_batch(0, 1, [(2, 0, 0, b"\x01")]),
    "robot-batch-number-0.bin": robot_batch(7, 0, ROBOT_ENTRIES),
    "robot-batch-class-5.bin": robot_batch(7, 1, [(5, 0, 0, b"\x01")]),
    "robot-batch-version-2.bin": robot_batch(7, 1, ROBOT_ENTRIES, version=2),
    "gateway-batch.bin": gateway_batch(b"gateway-1", 0x1122334455667788, RECORDS),
    "gateway-batch-suite-9.bin": gateway_batch(b"gateway-1", 5, RECORDS, suite=9),
    "gateway-batch-flags-4.bin": gateway_batch(b"gateway-1", 5, RECORDS, flags=4),
    "gateway-batch-kinds.bin": gateway_batch(GATEWAY, 5, KINDS, flags=2),
    "gateway-batch-zstd.bin": compressed(LONG, flags=3),
    "gateway-batch-zstd-none.bin": gateway_batch(GATEWAY, 5, RECORDS, flags=1),
    "gateway-batch-zstd-length.bin": compressed(LONG, length=len(b"".join(LONG)) - 1),
    "gateway-batch-zstd-4-mib.bin": compressed(LONG, length=(4 << 20) + 1),
    "gateway-batch-zstd-two-frames.bin": compressed(LONG, more=zstd(b"more")),
    "gateway-batch-zstd-damaged.bin": gateway_batch(GATEWAY, 5, RECORDS, flags=1, section=struct.pack("<II", 50, 50) + bytes(50)),
    "gateway-batch-kind-9.bin": own(9, 2, b"body"),
    "gateway-batch-handling-32.bin": governed(struct.pack("<BI", 32, 3)),
    "gateway-batch-revision-0.bin": governed(struct.pack("<BI", 1, 0)),
    "gateway-batch-loss-reason-6.bin": own(3, 1, declared_loss(6, 4, 1, 1, 2, 2, 0, 0)),
    "gateway-batch-loss-count.bin": own(3, 1, declared_loss(1, 4, 1, 1, 2, 3, 0, 0)),
    "gateway-batch-loss-short.bin": own(3, 1, LOSS[:-1]),
    "gateway-batch-withheld-rule-0.bin": own(4, 2, withheld(0, 1, 1, 1, 1, 1, 1, 0, 0, b"r")),
    "gateway-batch-withheld-robot.bin": own(4, 2, REPORT + b"x"),
    "gateway-batch-result-version-2.bin": own(5, 2, command_result(version=2)),
    "gateway-batch-result-state-9.bin": own(5, 2, command_result(state=9)),
    "gateway-batch-result-short.bin": own(5, 2, command_result()[:-1]),
    "gateway-batch-result-long.bin": own(5, 2, command_result() + b"x"),
    "gateway-batch-result-issuer.bin": own(5, 2, command_result(issuer=b"City")),
    "gateway-batch-policy.bin": own(8, 2, policy_change(3, STAMP + 19, POLICY)),
    "gateway-batch-policy-digest.bin": own(8, 2, policy_change(3, STAMP + 19, POLICY, digest=bytes(32))),
    "gateway-batch-policy-reserved.bin": own(8, 2, policy_change(3, STAMP + 19, POLICY, reserved=b"\0\1\0")),
    "gateway-batch-policy-empty.bin": own(8, 2, policy_change(3, STAMP + 19, b"")),
    "gateway-batch-order.bin": gateway_batch(b"gateway-1", 5, [RECORDS[1], RECORDS[0]]),
    "gateway-batch-record-damaged.bin": gateway_batch(b"gateway-1", 5, [RECORDS[0][:50] + b"\x00" + RECORDS[0][51:]]),
}

for name, data in VECTORS.items():
    with open(name, "wb") as file:
        file.write(data)
