"""Verifies a file of gateway batches as gateway/RECORDS.md says ("Verification"); written from that text alone, to judge the C# code by.

python3 verify.py FILE KEY.pem... [--anchor GATEWAY/EPOCH/CLASS/SEQUENCE/DIGEST]...    Prints one line for each finding, then the summary; exits with 0 when complete.
FILE holds one batch after another, each after its length as u32. The standard library alone is needed; compressed batches need Python 3.14 (compression.zstd).
"""
import base64
import hashlib
import re
import struct
import sys
from collections import defaultdict
from itertools import groupby

KINDS = ["missing", "altered", "inserted", "conflicting", "out-of-order", "bad-seal", "forked", "rewritten", "unreadable",
         "duplicate", "declared-lost", "restarted", "not-attested", "unsealed"]
FAULTS = KINDS[:9]
CLASSES = ["-", "safety", "event", "telemetry", "bulk"]
LIMIT = 2**63 - 1


# Algorithm suites

def sm3(data):
    """GB/T 32905-2016."""
    def rotate(word, by):
        by %= 32
        return (word << by | word >> (32 - by)) & 0xFFFFFFFF

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    data += b"\x80" + bytes((55 - len(data)) % 64) + struct.pack(">Q", 8 * len(data))
    for start in range(0, len(data), 64):
        w = list(struct.unpack_from(">16I", data, start))
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
            w.append(x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            ss1 = rotate(rotate(a, 12) + e + rotate(0x79CC4519 if j < 16 else 0x7A879D8A, j) & 0xFFFFFFFF, 7)
            ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
            gg = e ^ f ^ g if j < 16 else e & f | ~e & g
            tt1 = ff + d + (ss1 ^ rotate(a, 12)) + (w[j] ^ w[j + 4]) & 0xFFFFFFFF
            tt2 = gg + h + ss1 + w[j] & 0xFFFFFFFF
            a, b, c, d, e, f, g, h = tt1, a, rotate(b, 9), c, tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g
        state = [x ^ y for x, y in zip(state, [a, b, c, d, e, f, g, h])]
    return struct.pack(">8I", *state)


class Curve:
    """y^2 = x^3 + ax + b over the prime p, with a generator of the order n."""

    def __init__(self, p, a, b, n, x, y):
        self.p, self.a, self.b, self.n, self.g = p, a, b, n, (x, y)

    def holds(self, point):
        x, y = point
        return max(x, y) < self.p and (y * y - x * x * x - self.a * x - self.b) % self.p == 0

    def add(self, one, other):
        if one is None or other is None:
            return one or other
        (x1, y1), (x2, y2) = one, other
        if x1 == x2 and (y1 + y2) % self.p == 0:
            return None
        slope = (3 * x1 * x1 + self.a) * pow(2 * y1, -1, self.p) if one == other else (y2 - y1) * pow(x2 - x1, -1, self.p)
        x = (slope * slope - x1 - x2) % self.p
        return x, (slope * (x1 - x) - y1) % self.p

    def multiply(self, factor, point):
        result = None
        for bit in bin(factor)[2:]:
            result = self.add(result, result)
            result = self.add(result, point) if bit == "1" else result
        return result


P256 = Curve(0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF, -3, 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
             0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
             0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SM2 = Curve(0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF, -3, 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
            0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
            0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7, 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)
CURVES = {1: P256, 2: SM2}
HASHES = {1: lambda data: hashlib.sha256(data).digest(), 2: sm3}
PREFIXES = {bytes.fromhex("3059301306072A8648CE3D020106082A8648CE3D030107034200"): 1, bytes.fromhex("3059301306072A8648CE3D020106082A811CCF5501822D034200"): 2}


def number(data):
    return int.from_bytes(data, "big")


def sm2_digest(point, message):
    """GB/T 32918.2, 5.5 and 6.1: SM3 over Z and the message."""
    user = b"1234567812345678"
    z = sm3(struct.pack(">H", 8 * len(user)) + user + b"".join(value.to_bytes(32, "big") for value in (SM2.p - 3, SM2.b, *SM2.g, *point)))
    return number(sm3(z + message))


def verifies(suite, point, message, signature):
    curve, r, s = CURVES[suite], number(signature[:32]), number(signature[32:])
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    if suite == 1:  # FIPS 186-5, 6.4.2
        w = pow(s, -1, curve.n)
        sum_ = curve.add(curve.multiply(number(HASHES[1](message)) * w % curve.n, curve.g), curve.multiply(r * w % curve.n, point))
        return sum_ is not None and sum_[0] % curve.n == r
    t = (r + s) % curve.n  # GB/T 32918.2, 7.1
    sum_ = t and curve.add(curve.multiply(s, curve.g), curve.multiply(t, point))
    return bool(sum_) and (sm2_digest(point, message) + sum_[0]) % curve.n == r


def read_key(text):
    der = base64.b64decode(re.search("-----BEGIN PUBLIC KEY-----(.*?)-----END", text, re.S).group(1))
    suite, public = PREFIXES[der[:26]], der[26:]
    point = number(public[1:33]), number(public[33:])
    assert len(public) == 65 and public[0] == 4 and CURVES[suite].holds(point), "no public key of a known suite"
    return (suite, HASHES[suite](public)[:8]), point


# Batches, records, bodies

TABLE = [0] * 256
for index in range(256):
    register = index
    for _ in range(8):
        register = register >> 1 ^ (0x82F63B78 if register & 1 else 0)
    TABLE[index] = register


def checked(data):
    register = 0xFFFFFFFF
    for byte in data[:-4]:
        register = register >> 8 ^ TABLE[(register ^ byte) & 0xFF]
    return register ^ 0xFFFFFFFF == struct.unpack_from("<I", data, len(data) - 4)[0]


def is_id(data):
    return re.fullmatch(rb"[a-z0-9][a-z0-9_.-]{0,63}", data) is not None


class Record:
    def __init__(self, data, kind, record_class, sequence, body):
        self.data, self.kind, self.record_class, self.sequence, self.body = data, kind, record_class, sequence, body
        self.digests = {}
        self.found, self.attested, self.standing, self.seal = set(), False, "plain", None

    def digest(self, suite):
        if suite not in self.digests:
            self.digests[suite] = HASHES[suite](self.data)
        return self.digests[suite]


class Seal:
    """The body of a seal; raises ValueError when it is none."""

    def __init__(self, body):
        need(185 <= len(body) <= 104 + 1024 * 25 + 64)
        version, self.suite, self.record_class, flags, count, zero, self.epoch, self.previous, self.previous_digest, before, self.key_id, self.root = \
            struct.unpack_from("<BBBBHHqq32sq8s32s", body)
        self.begins, self.again, self.signature = flags & 1 == 1, flags & 2 == 2, body[-64:]
        need(version == 1 and self.suite in HASHES and 1 <= self.record_class <= 4 and flags in (0, 1, 3) and 1 <= count <= 1024 and zero == 0 and self.epoch > 0)
        need(self.previous >= 0 and before >= 0 if self.begins else self.previous >= 1 and before == 0)
        self.entries, at, sequence = [], 104, self.previous
        for _ in range(count):
            difference = 0
            for length in range(1, 10):
                need(at + length <= len(body) - 64)
                difference |= (body[at + length - 1] & 0x7F) << 7 * (length - 1)
                if body[at + length - 1] < 0x80:
                    break
            need(body[at + length - 1] < 0x80 and body[at + length - 1] > 0)
            sequence += difference
            at += length
            need(sequence <= LIMIT and at + 16 <= len(body) - 64)
            self.entries.append((sequence, body[at:at + 16]))
            at += 16
        need(at == len(body) - 64)

    def signed(self, gateway, body):
        return b"EdgeAI seal\0" + bytes([len(gateway)]) + gateway + body[:-64]


def need(condition):
    if not condition:
        raise ValueError


def read_loss(body):
    need(len(body) == 44)
    version, reason, lost_class, exact, first, last, count, earliest, latest = struct.unpack("<BBBBqqqqq", body)
    need(version == 1 and 1 <= reason <= 5 and 1 <= lost_class <= 4 and exact <= 1 and 1 <= first <= last and 1 <= count <= last - first + 1 and earliest <= latest)
    return lost_class, first, last, count


def check_body(record, epoch):
    body = record.body
    if record.kind == 3:
        read_loss(body)
    elif record.kind == 4:
        need(len(body) >= 40)
        version, rule, _, _, handling, length, _, _, count, earliest, latest = struct.unpack_from("<BBHBBHIIqqq", body)
        need(version == 1 and 1 <= rule <= 5 and handling < 32 and length == len(body) - 40 and count > 0 and earliest <= latest and is_id(body[40:]))
    elif record.kind == 6:
        need(len(body) >= 16)
        version, subject, outcome, actor, count, _ = struct.unpack_from("<BBBBIq", body)
        need(version == 1 and 1 <= subject <= 9 and 1 <= outcome <= 3 and count > 0 and len(body) >= 18 + actor and (actor == 0 or is_id(body[16:16 + actor])))
        text = body[18 + actor:]
        need(struct.unpack_from("<H", body, 16 + actor)[0] == len(text) and 1 <= len(text) <= 1024)
        need(not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text.decode()))
    elif record.kind == 7:
        seal = Seal(body)
        need(seal.record_class == record.record_class and seal.epoch == epoch and seal.entries[-1][0] < record.sequence)
    elif record.kind == 8:
        need(49 <= len(body) <= 60048 and body[:4] == b"\1\0\0\0" and hashlib.sha256(body[48:]).digest() == body[16:48])


def read_batch(data):
    """The gateway, the epoch, whether it is backlog, and the records; ValueError when the batch is rejected."""
    need(78 <= len(data) <= 1 << 20 and data[0] == 0x47 and data[1] == 1 and checked(data) and data[2] == 0 and data[3] < 4)
    epoch, first, count, length, previous = struct.unpack_from("<qqHBB", data, 4)
    gateway = data[24:24 + length]
    need(epoch > 0 and previous == 0 and is_id(gateway) and count > 0)
    section, end = data[24 + length:-6], data[-6:-4]
    need(end == b"\0\0")
    if data[3] & 1:
        try:
            from compression import zstd
        except ImportError:
            sys.exit("a batch is compressed: Python 3.14 or later is needed")
        need(len(section) >= 8)
        compressed, expanded = struct.unpack_from("<II", section)
        need(len(section) == 8 + compressed and 1 <= expanded <= 4 << 20)
        decompressor = zstd.ZstdDecompressor()
        try:
            section = decompressor.decompress(section[8:], expanded + 1)
        except zstd.ZstdError:
            raise ValueError from None
        need(len(section) == expanded and decompressor.eof and not decompressor.unused_data)
    records, at, last = [], 0, 0
    for number_ in range(count):
        need(len(section) - at >= 47)
        sequence, kind, record_class, _, _, _, _, robot_length, frame_length = struct.unpack_from("<qBBqqqIBH", section, at)
        body = 41 + (5 if kind == 2 else 0) + robot_length
        encoded = section[at:at + body + frame_length + 4]
        need(1 <= kind <= 8 and 1 <= record_class <= 4 and frame_length > 0 and len(encoded) == body + frame_length + 4 and is_id(encoded[body - robot_length:body]))
        need(kind != 2 or encoded[41] < 32 and encoded[42:46] != bytes(4))
        need(checked(encoded) and sequence > last and (number_ > 0 or sequence == first))
        record = Record(encoded, kind, record_class, sequence, encoded[body:-4])
        check_body(record, epoch)
        records.append(record)
        at, last = at + len(encoded), sequence
    need(at == len(section))
    return gateway, epoch, data[3] >> 1, records


def read_batches(data):
    """The batches of a file, None for one that is not whole."""
    while data:
        length = struct.unpack_from("<I", data)[0] if len(data) >= 4 else 0
        if not 0 < length <= min(1 << 20, len(data) - 4):
            yield None
            return
        yield data[4:4 + length]
        data = data[4 + length:]


# Verification

class Report:
    def __init__(self):
        self.lines, self.counts = [], defaultdict(int)
        self.records = self.attested = self.seals = 0

    def tell(self, kind, gateway, epoch, record_class, first, last, count):
        self.lines.append(((gateway, epoch, record_class, first, last, KINDS.index(kind)), f"{kind} {gateway} {epoch} {CLASSES[record_class]} {first}-{last} {count}"))
        self.counts[kind] = min(LIMIT, self.counts[kind] + count)

    def tell_runs(self, kind, spool, record_class, names, applies):
        for found, run in groupby(names, applies):
            run = list(run)
            if found:
                self.tell(kind, *spool, record_class, run[0], run[-1], len(run))

    def text(self):
        complete = not any(self.counts[kind] for kind in FAULTS)
        told = "".join(f", {self.counts[kind]} {kind}" for kind in KINDS if self.counts[kind])
        summary = f"{'complete' if complete else 'not complete'}: {self.records} records, {self.attested} attested, {self.seals} seals{told}"
        return "\n".join([line for _, line in sorted(self.lines)] + [summary]), complete


class Lane:
    """The records of one class: name by name, then seal by seal."""

    def __init__(self, spool, record_class, arrived, keys):
        self.spool, self.record_class, self.keys = spool, record_class, keys
        self.names, self.absent, self.seals, self.anchored = {}, set(), 0, {}
        self.name_found = defaultdict(set)
        highest = {0: 0, 1: 0}
        for backlog, record in arrived:
            versions = self.names.setdefault(record.sequence, [])
            if not versions and record.sequence < highest[backlog]:
                self.name_found[record.sequence].add("out-of-order")
            highest[backlog] = max(highest[backlog], record.sequence)
            if any(record.data == other.data for other in versions):
                self.name_found[record.sequence].add("duplicate")
                continue
            if versions:
                self.name_found[record.sequence].add("conflicting")
            versions.append(record)
        self.ordered = [record for name in sorted(self.names) for record in self.names[name]]

    def sound(self, record):
        seal = record.seal = Seal(record.body)  # the batch's reader has judged form, epoch, class and entries
        point = self.keys.get((seal.suite, seal.key_id))
        return point is not None and verifies(seal.suite, point, seal.signed(self.spool[0].encode(), record.body), seal.signature)

    def goes_on(self, seal, last):
        if seal.begins:
            return (last is None or seal.again) and seal.previous >= (last.sequence if last else 0)
        if last is None or seal.previous > last.sequence:
            return True
        return seal.previous == last.sequence and seal.previous_digest == last.digest(seal.suite)

    def judge(self):
        last = None
        for record in self.ordered:
            if record.kind != 7:
                continue
            if not self.sound(record):
                record.standing = "off"
                record.found.add("bad-seal")
            elif not self.goes_on(record.seal, last):
                record.standing = "off"
                record.found.add("forked")
            else:
                record.standing, record.attested = "chain", True
                if record.seal.again:
                    record.found.add("restarted")
                self.judge_below(record, last.sequence if last else 0)
                last = record
                self.seals += 1
        self.judge_rest(last.sequence if last else 0)

    def judge_below(self, record, last):
        seal = record.seal
        if not seal.begins and seal.previous > last and seal.previous not in self.names:
            self.absent.add(seal.previous)
        digests, whole = [], True
        for sequence, start in seal.entries:
            for other in self.names.get(sequence, []):
                if other.digest(seal.suite)[:16] == start:
                    other.attested = True
                    digests.append(other.digest(seal.suite))
                else:
                    other.found.add("altered")
                    whole = False
            if sequence not in self.names:
                self.absent.add(sequence)
                whole = False
        if whole and HASHES[seal.suite](b"".join(digests)) != seal.root:
            for sequence, _ in seal.entries:
                for other in self.names[sequence]:
                    other.attested = False
                    other.found.add("altered")
        entries = {sequence for sequence, _ in seal.entries}
        for other in self.ordered:
            if last < other.sequence < record.sequence and other.sequence not in entries and other.standing == "plain":
                if other.sequence > seal.previous:
                    other.found.add("inserted")
                else:
                    other.found.add("altered" if other.sequence == seal.previous and not seal.begins else "not-attested")

    def judge_rest(self, last):
        off = max((record.sequence for record in self.ordered if record.standing == "off"), default=0)
        for record in self.ordered:
            if record.standing == "plain" and any(other.standing == "chain" for other in self.names[record.sequence]):
                record.found.add("altered")
            elif record.standing == "plain" and record.sequence > last:
                record.found.add("not-attested" if record.sequence < off else "unsealed")
        for record in self.ordered:
            self.name_found[record.sequence] |= record.found

    def tell(self, report, losses):
        report.records += len(self.names)
        report.attested += sum(record.attested for record in self.ordered)
        report.seals += self.seals
        names = sorted(self.absent | set(self.names))
        missing = {name for name in self.absent if not any(first <= name <= last_ for first, last_ in losses)}
        for kind in KINDS[1:]:
            report.tell_runs(kind, self.spool, self.record_class, names, lambda name: kind in self.name_found[name])
        report.tell_runs("missing", self.spool, self.record_class, names, lambda name: name in missing)


def ranges(numbers):
    run = []
    for value in sorted(numbers):
        if run and value == run[-1] + 1:
            run.append(value)
        else:
            if run:
                yield run[0], run[-1]
            run = [value]
    if run:
        yield run[0], run[-1]


def verify_spool(spool, classes, keys, anchors, report):
    lanes = {record_class: Lane(spool, record_class, classes.get(record_class, []), keys) for record_class in range(1, 5)}
    for lane in lanes.values():
        lane.judge()
    losses = {read_loss(record.body) + (record.body,) for lane in lanes.values() for record in lane.ordered if record.kind == 3 and record.attested}
    for lost_class, first, last, count, _ in losses:
        report.tell("declared-lost", *spool, lost_class, first, last, count)
    for record_class, lane in lanes.items():
        lane.tell(report, [(first, last) for lost_class, first, last, _, _ in losses if lost_class == record_class])
    there = [number_ for lane in lanes.values() for number_ in lane.names]
    for first, last in ranges({number_ for number_ in there if there.count(number_) > 1}):
        report.tell("conflicting", *spool, 0, first, last, last - first + 1)
    known = set(there).union(*(lane.absent for lane in lanes.values()))
    highest, following = max(known, default=0), 1
    for first, last in sorted(list(ranges(known)) + [loss[1:3] for loss in losses]):
        if following < first and following <= highest:
            end = min(first - 1, highest)
            report.tell("missing", *spool, 0, following, end, end - following + 1)
        following = max(following, last + 1)
    for record_class, sequence, digest in anchors:
        seals = [record for record in lanes[record_class].names.get(sequence, []) if record.kind == 7]
        if not any(record.digest(record.seal.suite) == digest for record in seals):
            report.tell("rewritten", *spool, record_class, sequence, sequence, 1)


def main(arguments):
    anchors, keys, files = defaultdict(set), {}, []
    arguments = iter(arguments)
    for argument in arguments:
        if argument == "--anchor":
            gateway, epoch, record_class, sequence, digest = next(arguments).split("/")
            anchors[gateway, int(epoch)].add((CLASSES.index(record_class), int(sequence), bytes.fromhex(digest)))
        else:
            files.append(argument)
    for name in files[1:]:
        with open(name, encoding="ascii") as file:
            key_id, point = read_key(file.read())
            keys[key_id] = point
    with open(files[0], "rb") as file:
        data = file.read()
    report, spools, unreadable = Report(), defaultdict(lambda: defaultdict(list)), []
    for place, batch in enumerate(read_batches(data), 1):
        try:
            need(batch is not None)
            gateway, epoch, backlog, records = read_batch(batch)
        except ValueError:
            unreadable.append(place)
            continue
        for record in records:
            spools[gateway.decode(), epoch][record.record_class].append((backlog, record))
    for first, last in ranges(unreadable):
        report.tell("unreadable", "-", 0, 0, first, last, last - first + 1)
    for spool in {*spools, *anchors}:
        verify_spool(spool, spools[spool], keys, anchors[spool], report)
    text, complete = report.text()
    print(text)
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
