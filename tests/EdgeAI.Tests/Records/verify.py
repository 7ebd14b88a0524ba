"""Verifies a file of gateway batches as gateway/RECORDS.md says ("Verification"); written from that text alone, to judge the C# code by (suites.py has the algorithms).

python3 verify.py FILE KEY.pem... [--anchor GATEWAY/EPOCH/CLASS/SEQUENCE/DIGEST]... [--left LINES]...    Prints one line for each finding, then the summary; exits with 0 when complete.
FILE holds one batch after another, each after its length as u32. The standard library alone is needed; compressed batches need Python 3.14 (compression.zstd).
"""
import hashlib
import re
import struct
import sys
from collections import defaultdict
from itertools import groupby

from suites import HASHES, read_key, verifies

KINDS = ["missing", "altered", "inserted", "conflicting", "out-of-order", "bad-seal", "forked", "rewritten", "unreadable",
         "duplicate", "declared-lost", "left", "restarted", "not-attested", "unsealed"]
FAULTS = KINDS[:9]
CLASSES = ["-", "safety", "event", "telemetry", "bulk"]
LIMIT = 2**63 - 1


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

    def tell(self, report, excused):
        report.records += len(self.names)
        report.attested += sum(record.attested for record in self.ordered)
        report.seals += self.seals
        names = sorted(self.absent | set(self.names))
        missing = {name for name in self.absent if not any(first <= name <= last_ for first, last_ in excused)}
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


def verify_spool(spool, classes, keys, anchors, left, report):
    lanes = {record_class: Lane(spool, record_class, classes.get(record_class, []), keys) for record_class in range(1, 5)}
    for lane in lanes.values():
        lane.judge()
    losses = {read_loss(record.body) + (record.body,) for lane in lanes.values() for record in lane.ordered if record.kind == 3 and record.attested}
    for lost_class, first, last, count, _ in losses:
        report.tell("declared-lost", *spool, lost_class, first, last, count)
    for left_class, first, last, count in left:
        report.tell("left", *spool, left_class, first, last, count)
    for record_class, lane in lanes.items():
        lane.tell(report, [(first, last) for lost_class, first, last, _, _ in losses if lost_class == record_class]
                  + [(first, last) for left_class, first, last, _ in left if left_class in (0, record_class)])
    there = [number_ for lane in lanes.values() for number_ in lane.names]
    for first, last in ranges({number_ for number_ in there if there.count(number_) > 1}):
        report.tell("conflicting", *spool, 0, first, last, last - first + 1)
    known = set(there).union(*(lane.absent for lane in lanes.values()))
    highest, following = max(known, default=0), 1
    for first, last in sorted(list(ranges(known)) + [loss[1:3] for loss in losses] + [gone[1:3] for gone in left]):
        if following < first and following <= highest:
            end = min(first - 1, highest)
            report.tell("missing", *spool, 0, following, end, end - following + 1)
        following = max(following, last + 1)
    for record_class, sequence, digest in anchors:
        seals = [record for record in lanes[record_class].names.get(sequence, []) if record.kind == 7]
        gone = sequence not in lanes[record_class].names and any(left_class in (0, record_class) and first <= sequence <= last for left_class, first, last, _ in left)
        if not gone and not any(record.digest(record.seal.suite) == digest for record in seals):
            report.tell("rewritten", *spool, record_class, sequence, sequence, 1)


def main(arguments):
    anchors, left, keys, files = defaultdict(set), defaultdict(set), {}, []
    arguments = iter(arguments)
    for argument in arguments:
        if argument == "--anchor":
            gateway, epoch, record_class, sequence, digest = next(arguments).split("/")
            anchors[gateway, int(epoch)].add((CLASSES.index(record_class), int(sequence), bytes.fromhex(digest)))
        elif argument == "--left":
            with open(next(arguments), encoding="ascii") as file:
                for line in file.read().splitlines():
                    _, gateway, epoch, name, span, count = line.split(" ")
                    left[gateway, int(epoch)].add((CLASSES.index(name), *map(int, span.split("-")), int(count)))
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
    for spool in {*spools, *anchors, *left}:
        verify_spool(spool, spools[spool], keys, anchors[spool], left[spool], report)
    text, complete = report.text()
    print(text)
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
