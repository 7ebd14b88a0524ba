"""Makes the vectors from the text of gateway/RECORDS.md, not from the C# code. Run in this folder: python3 make_vectors.py"""
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


def record(sequence, record_class, received, stamp, uncertainty, boot, robot, frame):
    head = struct.pack("<qBBqqqIBH", sequence, 1, record_class, received, stamp, uncertainty, boot, len(robot), len(frame))
    return sealed(head + robot + frame)


def gateway_batch(gateway, epoch, records, suite=0, flags=0):
    first = struct.unpack_from("<q", records[0])[0]
    body = struct.pack("<BBBBqqHBB", 0x47, 1, suite, flags, epoch, first, len(records), len(gateway), 0) + gateway
    body += b"".join(records) + struct.pack("<H", 0)
    return sealed(body)


FRAME = bytes(range(1, 41))
STAMP = 1_795_000_000_123_456_789

ROBOT_ENTRIES = [(3, STAMP, 1500, FRAME), (1, STAMP + 1, -1, b"\x00"), (4, -1, 2**62, FRAME * 5)]
RECORDS = [
    record(41, 3, STAMP + 10, STAMP, 1500, 7, b"robot-1", FRAME),
    record(43, 2, STAMP + 10, STAMP + 1, -1, 0, b"r", b"\xff"),
]

VECTORS = {
    "robot-batch.bin": robot_batch(7, 9_000_000_000, ROBOT_ENTRIES),
    "robot-batch-smallest.bin": robot_batch(0, 1, [(2, 0, 0, b"\x01")]),
    "robot-batch-number-0.bin": robot_batch(7, 0, ROBOT_ENTRIES),
    "robot-batch-class-5.bin": robot_batch(7, 1, [(5, 0, 0, b"\x01")]),
    "robot-batch-version-2.bin": robot_batch(7, 1, ROBOT_ENTRIES, version=2),
    "gateway-batch.bin": gateway_batch(b"gateway-1", 0x1122334455667788, RECORDS),
    "gateway-batch-suite-9.bin": gateway_batch(b"gateway-1", 5, RECORDS, suite=9),
    "gateway-batch-flags-1.bin": gateway_batch(b"gateway-1", 5, RECORDS, flags=1),
    "gateway-batch-order.bin": gateway_batch(b"gateway-1", 5, [RECORDS[1], RECORDS[0]]),
    "gateway-batch-record-damaged.bin": gateway_batch(b"gateway-1", 5, [RECORDS[0][:50] + b"\x00" + RECORDS[0][51:]]),
}

for name, data in VECTORS.items():
    with open(name, "wb") as file:
        file.write(data)
