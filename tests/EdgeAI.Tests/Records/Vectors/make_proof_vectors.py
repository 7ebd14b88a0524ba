"""Makes the vectors of seals, audit entries, receipts and whole streams from the text of gateway/RECORDS.md, not from the C# code.

Run in this folder: python3 make_proof_vectors.py    The curves and hashes are those of ../verify.py, which the standards' own examples check in SuiteTests.
"""
import base64
import hashlib
import struct
import sys

sys.path.insert(0, "..")
from verify import CURVES, HASHES, PREFIXES, sm2_digest  # noqa: E402


def crc32c(data):
    register = 0xFFFFFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0x82F63B78 if register & 1 else 0)
    return register ^ 0xFFFFFFFF


def checked(body):
    return body + struct.pack("<I", crc32c(body))


class Key:
    def __init__(self, suite, secret):
        self.suite, self.secret, self.curve = suite, secret, CURVES[suite]
        self.point = self.curve.multiply(secret, self.curve.g)
        self.public = b"\4" + b"".join(value.to_bytes(32, "big") for value in self.point)
        self.id = HASHES[suite](self.public)[:8]

    def pem(self):
        prefix = next(prefix for prefix, suite in PREFIXES.items() if suite == self.suite)
        text = base64.b64encode(prefix + self.public).decode()
        return "-----BEGIN PUBLIC KEY-----\n" + "".join(text[at:at + 64] + "\n" for at in range(0, len(text), 64)) + "-----END PUBLIC KEY-----\n"

    def sign(self, message):
        """With a nonce from the message, so that the same vector comes out each time."""
        n, d = self.curve.n, self.secret
        k = int.from_bytes(hashlib.sha256(d.to_bytes(32, "big") + message).digest(), "big") % (n - 1) + 1
        x = self.curve.multiply(k, self.curve.g)[0]
        if self.suite == 1:
            r = x % n
            s = pow(k, -1, n) * (int.from_bytes(HASHES[1](message), "big") + r * d) % n
        else:
            r = (sm2_digest(self.point, message) + x) % n
            s = pow(1 + d, -1, n) * (k - r * d) % n
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


STAMP = 1_795_000_000_123_456_789
KEYS = {1: Key(1, int.from_bytes(hashlib.sha256(b"gateway-1").digest(), "big")), 2: Key(2, int.from_bytes(hashlib.sha256(b"gateway-2").digest(), "big") >> 1)}
OTHER = Key(1, 4711)
GATEWAY = b"gateway-1"


def record(sequence, record_class, frame, kind=1, robot=b"robot-1"):
    head = struct.pack("<qBBqqqIBH", sequence, kind, record_class, STAMP + sequence % 10**9 * 1000, STAMP + sequence % 10**9 * 999, 1500, 7, len(robot), len(frame))
    return checked(head + robot + frame)


def edited(old, frame=None):
    """The record with another frame, and a checksum that matches it."""
    return checked(old[:-4 - len(frame)] + frame)


def batch(records, gateway=GATEWAY, epoch=5, flags=0):
    first = struct.unpack_from("<q", records[0])[0]
    body = struct.pack("<BBBBqqHBB", 0x47, 1, 0, flags, epoch, first, len(records), len(gateway), 0) + gateway + b"".join(records) + struct.pack("<H", 0)
    return checked(body)


def stream(*batches):
    return b"".join(struct.pack("<I", len(data)) + data for data in batches)


def leb128(value):
    data = b""
    while value > 127:
        data, value = data + bytes([value & 127 | 128]), value >> 7
    return data + bytes([value])


def seal_body(key, record_class, entries, previous=0, previous_digest=bytes(32), flags=0, epoch=5, before=0, gateway=GATEWAY, root=None, reserved=0, version=1, suite=None, count=None):
    """entries: sequence and digest in full, of each record that it names."""
    numbers = [previous] + [sequence for sequence, _ in entries]
    body = struct.pack("<BBBBHHqq32sq8s32s", version, key.suite if suite is None else suite, record_class, flags, len(entries) if count is None else count, reserved, epoch, previous,
                       previous_digest, before, key.id, root or HASHES[key.suite](b"".join(digest for _, digest in entries)))
    body += b"".join(leb128(sequence - last) + digest[:16] for last, (sequence, digest) in zip(numbers, entries))
    return body + key.sign(b"EdgeAI seal\0" + bytes([len(gateway)]) + gateway + body)


def audit_body(text=b"connected", actor=b"robot-1", subject=2, outcome=1, count=3, version=1):
    return struct.pack("<BBBBIq", version, subject, outcome, len(actor), count, STAMP - 5) + actor + struct.pack("<H", len(text)) + text


def loss_body(lost_class, first, last, count):
    return struct.pack("<BBBBqqqqq", 1, 1, lost_class, 1, first, last, count, STAMP, STAMP + 1)


class Gateway:
    """Numbers records and seals their classes, as a gateway does."""

    def __init__(self, key, epoch=5, name=GATEWAY):
        self.key, self.epoch, self.name = key, epoch, name
        self.next, self.lanes, self.records, self.open, self.chain = 1, {1: [], 2: [], 3: [], 4: []}, {}, {}, {}

    def store(self, record_class, frame=None, kind=1):
        sequence = self.next
        self.next += 1
        data = record(sequence, record_class, frame or b"frame %03d" % sequence, kind, b"robot-1" if kind == 1 else self.name)
        self.lanes[record_class].append(sequence)
        self.records[sequence] = data
        if kind != 7:
            self.open.setdefault(record_class, []).append(sequence)
        return sequence

    def digest(self, sequence):
        return HASHES[self.key.suite](self.records[sequence])

    def seal(self, record_class, again_above=None, **changes):
        previous = self.chain.get(record_class)
        entries = [(sequence, self.digest(sequence)) for sequence in self.open.pop(record_class)]
        where = {"previous": previous, "previous_digest": self.digest(previous)} if previous else {"flags": 1}
        if again_above is not None:
            where = {"previous": again_above, "flags": 3}
        body = seal_body(self.key, record_class, entries, **{"epoch": self.epoch, "gateway": self.name, **where, **changes})
        self.chain[record_class] = self.store(record_class, body, 7)
        return self.chain[record_class]

    def batch(self, record_class, first=0, last=10**6, flags=0, without=(), instead=None):
        """The records of a class from first through last; some left out, some with other bytes."""
        numbers = [sequence for sequence in self.lanes[record_class] if first <= sequence <= last and sequence not in without]
        return batch([(instead or {}).get(sequence, self.records[sequence]) for sequence in numbers], self.name, self.epoch, flags)


def usual(key=KEYS[1], epoch=5, name=GATEWAY):
    """Telemetry 1-4, 6-7 and 9-11 sealed by 5, 8 and 12; event 13 (audit) and 14 sealed by 15; safety 16 sealed by 17; telemetry 18 not sealed yet."""
    gateway = Gateway(key, epoch, name)
    for count in (4, 2, 3):
        for _ in range(count):
            gateway.store(3)
        gateway.seal(3)
    gateway.store(2, audit_body(), 6)
    gateway.store(2)
    gateway.seal(2)
    gateway.store(1)
    gateway.seal(1)
    gateway.store(3)
    return gateway


def whole(gateway, **changes):
    return stream(*(gateway.batch(record_class, **(changes if record_class == 3 else {})) for record_class in (1, 2, 3)))


def forked():
    """Another history from telemetry's first seal on: the copy's 6 and its seal 7 name 5 as the gateway's 8 does, and 9 goes on from there."""
    gateway, copy = usual(), Gateway(KEYS[1])
    for _ in range(4):
        copy.store(3)
    copy.seal(3)
    copy.store(3, b"another 6")
    copy.seal(3)
    return stream(gateway.batch(1), gateway.batch(2), gateway.batch(3), copy.batch(3, 6))


def forked_on():
    """The gateway's own later seals go on from a copy's: the first that names an old one is forked, the next goes on from it."""
    copy = Gateway(KEYS[1])
    for _ in range(2):
        copy.store(3)
    copy.seal(3)
    copy.store(3)
    copy.seal(3)
    copy.chain[3] = 3
    copy.store(3)
    copy.seal(3)
    copy.store(3)
    copy.seal(3)
    return stream(copy.batch(3))


def restarted():
    """Damage took the records 6 to 8 and where the chain stood: it begins again above 8, and the loss is declared."""
    gateway = Gateway(KEYS[1])
    for count in (4, 2):
        for _ in range(count):
            gateway.store(3)
        gateway.seal(3)
    gateway.store(1, loss_body(3, 6, 8, 3), 3)
    gateway.seal(1)
    gateway.store(3)
    gateway.seal(3, again_above=8)
    return stream(gateway.batch(1), gateway.batch(3, without=(6, 7, 8)))


def twice_begun():
    gateway = Gateway(KEYS[1])
    for _ in range(3):
        gateway.store(3)
        gateway.seal(3, **({"flags": 1, "previous": 2, "previous_digest": bytes(32)} if gateway.next == 4 else {}))
    return stream(gateway.batch(3))


def upgraded():
    """A spool that is older than its chains: they hold above 3."""
    gateway = Gateway(KEYS[1])
    for _ in range(3):
        gateway.store(3)
    gateway.open.clear()
    gateway.store(3)
    gateway.seal(3, flags=1, previous=3, epoch=5)
    return stream(gateway.batch(3))


def dropped(declare=True):
    """Bulk 1-4 sealed by 5 and 6-7 sealed by 8; 1 to 5 dropped, and 6; 11 is sealed after it."""
    gateway = Gateway(KEYS[1])
    for count in (4, 2):
        for _ in range(count):
            gateway.store(4)
        gateway.seal(4)
    if declare:
        gateway.store(1, loss_body(4, 1, 6, 6), 3)
        gateway.seal(1)
    gateway.store(4)
    gateway.seal(4)
    return stream(*([gateway.batch(1)] if declare else []), gateway.batch(4, without=(1, 2, 3, 4, 5, 6)))


def wrong_root():
    """A seal whose entries are right and whose root is not: what it names may begin with the same 16 bytes and be something else."""
    gateway = usual()
    gateway.store(3)
    gateway.seal(3, root=bytes(range(32)))
    return whole(gateway)


def two_gateways():
    return whole(usual()) + whole(usual(KEYS[2], 9, b"gateway-2")) + whole(usual(KEYS[1], 6))


def backlog():
    """What came in and what waited, side by side, and one batch again."""
    gateway = usual()
    return stream(gateway.batch(1), gateway.batch(3, 9), gateway.batch(3, 1, 4, flags=2), gateway.batch(2), gateway.batch(3, 1, 4, flags=2), gateway.batch(3, 5, 8, flags=2))


def changed_suite():
    """A gateway that goes over to the other suite: its seal names the one before by the suite that it has now."""
    gateway = usual()
    gateway.key = KEYS[2]
    gateway.seal(3)
    return whole(gateway)


def mixed():
    """Telemetry 1, 2 and 4 sealed by 5, event 3 sealed by 6."""
    gateway = Gateway(KEYS[1])
    for record_class in (3, 3, 2, 3):
        gateway.store(record_class)
    gateway.seal(3)
    gateway.seal(2)
    return gateway


PLAIN = usual()
MIXED = mixed()
SWAPPED = {6: checked(PLAIN.records[6][:8] + PLAIN.records[7][8:-4]), 7: checked(PLAIN.records[7][:8] + PLAIN.records[6][8:-4])}
DAMAGED = bytearray(PLAIN.batch(2))
DAMAGED[60] ^= 1
FALSE_SEAL = seal_body(OTHER, 3, [(sequence, PLAIN.digest(sequence)) for sequence in (6, 7)], 5, PLAIN.digest(5))

STREAMS = {
    "clean-suite-1": whole(usual()),
    "clean-suite-2": whole(usual(KEYS[2])),
    "clean-two-gateways": two_gateways(),
    "clean-backlog": backlog(),
    "clean-changed-suite": changed_suite(),
    "clean-upgraded": upgraded(),
    "deletion": whole(PLAIN, without=(2, 6, 7)),
    "deletion-suite-2": whole(usual(KEYS[2]), without=(2,)),
    "deletion-of-seal": whole(PLAIN, without=(8,)),
    "deletion-of-class": stream(PLAIN.batch(1), PLAIN.batch(3)),
    "edit": whole(PLAIN, instead={3: edited(PLAIN.records[3], b"Frame 003")}),
    "edit-suite-2": whole(usual(KEYS[2]), instead={3: edited(usual(KEYS[2]).records[3], b"Frame 003")}),
    "edit-of-seal": whole(PLAIN, instead={8: edited(PLAIN.records[8], PLAIN.records[8][48:-5] + bytes([PLAIN.records[8][-5] ^ 1]))}),
    "seal-replaced": whole(PLAIN, instead={8: record(8, 3, b"no seal at all")}),
    "swap": whole(PLAIN, instead=SWAPPED),
    "duplicate": stream(PLAIN.batch(1), PLAIN.batch(2), PLAIN.batch(3, 1, 8), PLAIN.batch(3, 6, 7), PLAIN.batch(3, 6)),
    "replay": stream(MIXED.batch(2, without=(3,)), batch([record(number, 3, b"frame 002") if number == 3 else MIXED.records[number] for number in (1, 2, 3, 4, 5)])),
    "insert": stream(MIXED.batch(2), batch([record(number, 3, b"between") if number == 3 else MIXED.records[number] for number in (1, 2, 3, 4, 5)])),
    "insert-behind": whole(PLAIN) + stream(batch([record(30, 3, b"frame 002")])),
    "conflicting": whole(PLAIN) + stream(batch([record(7, 3, b"frame 777")])),
    "conflicting-seal": whole(PLAIN) + stream(batch([record(8, 3, b"no seal")])),
    "reordered": stream(PLAIN.batch(1), PLAIN.batch(2), PLAIN.batch(3, 1, 4), PLAIN.batch(3, 9), PLAIN.batch(3, 5, 8)),
    "forked": forked(),
    "forked-on": forked_on(),
    "twice-begun": twice_begun(),
    "restarted": restarted(),
    "dropped": dropped(),
    "dropped-undeclared": dropped(declare=False),
    "wrong-root": wrong_root(),
    "false-seal": whole(PLAIN, instead={8: record(8, 3, FALSE_SEAL, 7, GATEWAY)}),
    "damaged": stream(PLAIN.batch(1), bytes(DAMAGED), PLAIN.batch(3)),
    "cut-file": whole(PLAIN)[:-5],
    "wrong-key": whole(usual(OTHER)),
    "truncated": stream(PLAIN.batch(3, 1, 8)),
}

ENTRIES = [(50, hashlib.sha256(b"50").digest()), (51, hashlib.sha256(b"51").digest()), (300, hashlib.sha256(b"300").digest())]


def own(kind, record_class, body, sequence=400):
    return batch([record(sequence, record_class, body, kind, GATEWAY)])


def seal(record_class=3, sequence=400, entries=ENTRIES, **changes):
    return own(7, record_class, seal_body(KEYS[1], **{"record_class": 3, "entries": entries, "previous": 41, "previous_digest": bytes(range(32)), **changes}), sequence)


def replaced(offset, old, new):
    """The same seal with other bytes of its entries, which are judged without the signature."""
    body = bytearray(seal_body(KEYS[1], 3, ENTRIES, 41, bytes(range(32))))
    assert body[offset:offset + len(old)] == old
    body[offset:offset + len(old)] = new
    return own(7, 3, bytes(body))


SINGLE = {
    "gateway-batch-audit.bin": own(6, 2, audit_body("Grüße: verbunden".encode())),
    "gateway-batch-audit-itself.bin": own(6, 2, audit_body(actor=b"", subject=9, outcome=3, count=2**32 - 1, text=b"x" * 1024)),
    "gateway-batch-audit-version-2.bin": own(6, 2, audit_body(version=2)),
    "gateway-batch-audit-subject-10.bin": own(6, 2, audit_body(subject=10)),
    "gateway-batch-audit-outcome-0.bin": own(6, 2, audit_body(outcome=0)),
    "gateway-batch-audit-count-0.bin": own(6, 2, audit_body(count=0)),
    "gateway-batch-audit-actor.bin": own(6, 2, audit_body(actor=b"Robot")),
    "gateway-batch-audit-two-lines.bin": own(6, 2, audit_body(b"one\ntwo")),
    "gateway-batch-audit-control.bin": own(6, 2, audit_body("a\u0085b".encode())),
    "gateway-batch-audit-utf-8.bin": own(6, 2, audit_body(b"a\xff")),
    "gateway-batch-audit-empty.bin": own(6, 2, audit_body(b"")),
    "gateway-batch-audit-long.bin": own(6, 2, audit_body(b"x" * 1025)),
    "gateway-batch-audit-more.bin": own(6, 2, audit_body() + b"x"),
    "gateway-batch-seal.bin": seal(),
    "gateway-batch-seal-begins.bin": seal(previous=0, flags=1, before=4),
    "gateway-batch-seal-version-2.bin": seal(version=2),
    "gateway-batch-seal-suite-0.bin": seal(suite=0),
    "gateway-batch-seal-suite-3.bin": seal(suite=3),
    "gateway-batch-seal-class.bin": seal(record_class=2),
    "gateway-batch-seal-epoch.bin": seal(epoch=6),
    "gateway-batch-seal-flags-2.bin": seal(flags=2),
    "gateway-batch-seal-flags-4.bin": seal(flags=5),
    "gateway-batch-seal-reserved.bin": seal(reserved=1),
    "gateway-batch-seal-count.bin": seal(count=4),
    "gateway-batch-seal-previous-0.bin": seal(previous=0),
    "gateway-batch-seal-epoch-before.bin": seal(before=4),
    "gateway-batch-seal-entry-above.bin": seal(sequence=300),
    "gateway-batch-seal-entry-0.bin": replaced(104, b"\x09", b"\x00"),
    "gateway-batch-seal-entry-long-form.bin": replaced(138, b"\xf9\x01", b"\xf9\x00"),
    "gateway-batch-seal-entry-overflow.bin": seal(sequence=2**63 - 1, entries=[(42, bytes(32)), (2**63 - 1 + 41, bytes(32))]),
    "gateway-batch-seal-1025.bin": seal(sequence=5000, entries=[(42 + number, bytes(32)) for number in range(1025)]),
}


def receipt(key=KEYS[1], batches=((3, 1, 12, 9), (1, 16, 17, 2)), kind=0x43, version=1, suite=None, flags=0, epoch=5, gateway=GATEWAY, count=None, more=b""):
    body = struct.pack("<BBBBqq8sHB", kind, version, key.suite if suite is None else suite, flags, epoch, STAMP, key.id, len(batches) if count is None else count, len(gateway)) + gateway
    body += b"".join(struct.pack("<BqqH", *entry) for entry in batches) + more
    return body + key.sign(b"EdgeAI receipt\0" + body)


RECEIPTS = {
    "receipt-suite-1.bin": receipt(),
    "receipt-suite-2.bin": receipt(KEYS[2]),
    "receipt-short.bin": receipt(gateway=b"g", batches=[(1, 1, 1, 1)])[:-1],
    "receipt-kind.bin": receipt(kind=0x44),
    "receipt-version-2.bin": receipt(version=2),
    "receipt-suite-0.bin": receipt(suite=0),
    "receipt-flags-1.bin": receipt(flags=1),
    "receipt-epoch-0.bin": receipt(epoch=0),
    "receipt-empty.bin": receipt(count=0),
    "receipt-4097.bin": receipt(count=4097),
    "receipt-gateway.bin": receipt(gateway=b"Gateway"),
    "receipt-long.bin": receipt(more=b"x"),
    "receipt-class-5.bin": receipt(batches=[(5, 1, 2, 2)]),
    "receipt-first-0.bin": receipt(batches=[(1, 0, 2, 2)]),
    "receipt-order.bin": receipt(batches=[(1, 3, 2, 2)]),
    "receipt-records-0.bin": receipt(batches=[(1, 1, 2, 0)]),
    "receipt-wrong-key.bin": receipt(OTHER),
    "receipt-altered.bin": receipt()[:41] + b"\x02" + receipt()[42:],
}

files = {**SINGLE, **RECEIPTS, **{f"proof-{name}.bin": data for name, data in STREAMS.items()}}
files.update({f"proof-key-{suite}.pem": key.pem().encode() for suite, key in KEYS.items()})
files["proof-truncated.anchor"] = f"gateway-1/5/telemetry/12/{PLAIN.digest(12).hex()}\n".encode()
for name, data in files.items():
    with open(name, "wb") as file:
        file.write(data)
