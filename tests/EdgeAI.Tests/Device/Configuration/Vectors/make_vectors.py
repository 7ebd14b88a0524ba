#!/usr/bin/env python3
"""Makes golden vectors from the text of firmware/CONFIGURATION.md alone: nothing of the decoder or of an encoder is used.

A sound configuration stands below as fields; a refused one is a sound one with some fields written otherwise, the rejection that the text
names, and the field at which it stands. index.tsv says of each file: verdict, offset, bus, sensor, what it says.

usage: make_vectors.py           writes NAME.hex and index.tsv
       make_vectors.py --check   writes nothing; fails if a file differs from what would be written
"""
import pathlib
import re
import struct
import sys

FOLDER = pathlib.Path(__file__).parent
HASH = bytes(range(32))
NONE = bytes(32)
UNKNOWN = 0xFFFFFFFF


def crc32c(data):
    remainder = 0xFFFFFFFF
    for byte in data:
        remainder ^= byte
        for _ in range(8):
            remainder = (remainder >> 1) ^ (0x82F63B78 if remainder & 1 else 0)
    return remainder ^ 0xFFFFFFFF


def u8(value):
    return struct.pack("<B", value)


def u16(value):
    return struct.pack("<H", value)


def i16(value):
    return struct.pack("<h", value)


def u32(value):
    return struct.pack("<I", value)


def i32(value):
    return struct.pack("<i", value)


def text(value):
    data = value.encode("latin-1")
    return u8(len(data)) + data


class Writer:
    """Puts fields one after the other, notes where each begins, and writes those in `instead` otherwise."""

    def __init__(self, instead):
        self.instead = dict(instead)
        self.offsets = {}
        self.data = b""

    def put(self, name, data):
        self.offsets[name] = len(self.data)
        self.data += self.instead.pop(name, data)


def link(w, kind, *values):
    w.put("link.kind", u8({"serial": 0, "mqtt": 1, "host": 2}[kind]))
    if kind == "serial":
        for name, code, value in zip(("port", "baud", "tx", "rx"), (u8, u32, i16, i16), values):
            w.put("link." + name, code(value))
    elif kind == "mqtt":
        for name, code, value in zip(("host", "port", "topic"), (text, u16, text), values):
            w.put("link." + name, code(value))


def sensor(w, at, s):
    def put(name, data):
        w.put("s%d.%s" % (at, name), data)

    put("stream", u8(s["stream"]))
    put("driver", u8(s["driver"]))
    put("bus", u8(s.get("bus", 0)))
    put("switch", u8(s.get("switch", 0)))
    put("chips", u8(len(s["chips"])))
    for i, (channel, address) in enumerate(s["chips"]):
        put("channel%d" % i, u8(channel))
        put("address%d" % i, u8(address))
    put("period", u32(s.get("period", 100000)))
    put("frame", text(s.get("frame", "frame_%d" % s["stream"])))
    put("uncertainty", u32(s.get("uncertainty", UNKNOWN)))
    put("calibrated", u32(s.get("calibrated", 0)))
    put("certificate", s.get("certificate", NONE))
    put("decision", u8(s.get("decision", 0)))
    put("sends", u8(s.get("sends", 0)))
    for name, value in zip(("rest", "contact", "release"), s.get("thresholds", [])):
        put(name, i32(value))
    put("parameters", u16(len(s.get("parameters", []))))
    for i, value in enumerate(s.get("parameters", [])):
        put("p%d" % i, i32(value))
    put("taxels", u16(len(s.get("taxels", []))))
    for i, numbers in enumerate(s.get("taxels", [])):
        put("taxel%d" % i, b"".join(i16(number) for number in numbers))


def build(c, instead=(), checksum=None):
    w = Writer(instead)
    w.put("version", u8(1))
    w.put("board", u16(c["board"]))
    w.put("name", text(c.get("name", "")))
    w.put("hash", c.get("hash", NONE))
    link(w, *c.get("link", ("host",)))
    w.put("queueBytes", u16(c.get("queueBytes", 4116)))
    w.put("queuePolicy", u8(c.get("queuePolicy", 0)))
    w.put("watchdog", u16(c.get("watchdog", 0)))
    w.put("identify", i16(c.get("identify", -1)))
    w.put("buses", u8(len(c["buses"])))
    for at, (kind, number, hertz, *pins) in enumerate(c["buses"]):
        for name, data in (("kind", u8(kind)), ("number", u8(number)), ("hertz", u32(hertz)), *(("pin%d" % i, i16(p)) for i, p in enumerate(pins))):
            w.put("b%d.%s" % (at, name), data)
    w.put("sensors", u8(len(c["sensors"])))
    for at, s in enumerate(c["sensors"]):
        sensor(w, at, s)
    w.put("end", b"")
    w.offsets["checksum"] = len(w.data)
    assert not w.instead, w.instead
    return w.data + u32(crc32c(w.data) if checksum is None else checksum), w.offsets


def says(c):
    """What index.tsv says of a sound configuration; the test writes the same of what it decoded."""
    kind, *values = c.get("link", ("host",))
    parts = ["board=%d" % c["board"], "name=" + c.get("name", ""), "hash=" + c.get("hash", NONE).hex(), "link=" + ",".join([kind, *map(str, values)]),
             "queue=%d,%d" % (c.get("queueBytes", 4116), c.get("queuePolicy", 0)), "watchdog=%d" % c.get("watchdog", 0), "identify=%d" % c.get("identify", -1)]
    parts += ["bus=" + ",".join(map(str, b)) for b in c["buses"]]
    for s in c["sensors"]:
        chips = " ".join("%d/%d" % chip for chip in s["chips"])
        parts.append("sensor=%d,%d,%d,%d,%s,%d,%s,%d,%d,%s,%d,%d,%s,%s,%s" % (
            s["stream"], s["driver"], s.get("bus", 0), s.get("switch", 0), chips, s.get("period", 100000), s.get("frame", "frame_%d" % s["stream"]),
            s.get("uncertainty", UNKNOWN), s.get("calibrated", 0), s.get("certificate", NONE).hex(), s.get("decision", 0), s.get("sends", 0),
            " ".join(map(str, s.get("thresholds", []))), " ".join(map(str, s.get("parameters", []))), " ".join(str(n) for taxel in s.get("taxels", []) for n in taxel)))
    return ";".join(parts)


I2C = (0, 1, 400000, -1, -1, -1, -1)
SPI = (1, 2, 1000000, 11, 13, 12, 10)
BRIDGE = [7, 3, 5, 1]
CALIBRATION = [-1234567, 612345678, -14, 2]
UP = (0, 0, 1000)


def one(driver, address, parameters=(), **others):
    return dict({"stream": driver % 255, "driver": driver, "chips": [(255, address)], "parameters": list(parameters)}, **others)


def six_axis(knots):
    matrix = [(1 << 28) - 1000 * i if i % 7 == 0 else -50000 * i for i in range(36)]
    temperatures = [-1000 + 1500 * i for i in range(knots)]
    offsets = [((-1) ** i) * 30000 * i for i in range(6 * knots)]
    gains = [(1 << 30) + 1000 * i for i in range(6 * knots)]
    return BRIDGE + [1, -3, 2, 1, -5, 3, 200000, 1500000] + matrix + [20, 21, 22, 23, 24, 40] + [knots] + temperatures + offsets + gains


SKIN_TAXELS = [(10 * i, -10 * i, 5, *UP) for i in range(4)]
ALL = [
    one(1, 0x68, period=1000000), one(2, 0x33, [4]), one(3, 0x33, period=10000000), one(4, 0x10), one(5, 0x29, [15, -559038737]),
    one(6, 0x5A, [12, 15, 10, 0, 3300], taxels=[(i, 0, 0, 600, 0, 800) for i in range(12)]),
    one(7, 0x48, [1, 7], chips=[(255, 0x48), (255, 0x49)]),
    one(8, 0x77, [2, 0], switch=0x70, chips=[(0, 0x76), (0, 0x77), (7, 0x76)], taxels=[(0, 0, 0, 0, -1000, 0)] * 3),
    one(9, 0x0C, [7, 0, 2, 0], switch=0x71, chips=[(0, 0x0C), (1, 0x0C), (2, 0x0C), (3, 0x0C)], taxels=SKIN_TAXELS),
    one(10, 0x2A, BRIDGE + CALIBRATION, bus=2, uncertainty=12, calibrated=20260228, certificate=HASH),
    one(11, 0, [25, 80] + [8388607, -1, 18, 0], bus=1),
    one(12, 0x2A, six_axis(3), switch=0x72, chips=[(i, 0x2A) for i in range(6)] + [(255, 0x46)]),
    one(13, 0x40, [100000, 25, 1, 3]), one(14, 0x6A, [5, 3, 2]), one(15, 0x28, [12, 1]), one(16, 0x76, bus=2), one(17, 0x76, bus=2), one(18, 0x76, bus=2),
    one(19, 0x44), one(20, 0x44), one(200, 0, chips=[], decision=1, sends=1, thresholds=[-2147483648, 2147483647, 2147483647]), one(201, 0, [4], chips=[]),
    one(202, 0, chips=[]), one(203, 0, chips=[]),
]
EVERY = {"board": 65534, "name": "every driver", "hash": HASH, "link": ("serial", 1, 921600, 43, 44), "queueBytes": 65535, "queuePolicy": 1, "watchdog": 100,
         "identify": 48, "buses": [I2C, SPI, (0, 0, 100000, 41, 42, -1, -1)], "sensors": ALL}
LEAST = {"board": 1, "buses": [I2C], "sensors": [one(1, 0x68, stream=0, frame="")]}
MQTT = {"board": 2, "name": "~ hand !", "link": ("mqtt", "city-gateway.local", 8883, "robot/7/hand"), "watchdog": 60000, "identify": 0,
        "buses": [(0, 0, 1000000, 8, 9, -1, -1), (0, 255, 10000, -1, -1, -1, -1)], "sensors": [one(12, 0x2A, six_axis(1), switch=0x77, chips=[(7 - i, 0x2A) for i in range(6)])]}
LARGEST = {"board": 3, "name": "N" * 32, "hash": HASH, "link": ("mqtt", "h" * 200, 1, "t" * 64), "buses": [I2C] * 7 + [SPI],
           "sensors": [one(7, 0, [5, 0], stream=i, bus=i % 7, switch=0x70 + i % 8, frame="f" * 48, chips=[(i % 8, 0x48 + i // 28 * 16 + c) for c in range(4)]) for i in range(32)]}
LARGEST["sensors"][0]["taxels"] = [(-32768, 32767, 0, *UP)] * 16
WITHOUT_BUS = {"board": 4, "buses": [], "sensors": [one(200, 0, chips=[], taxels=[(0, 0, 0, *UP)] * 72), one(201, 0, [0], chips=[])]}
FSR_HAND = {"board": 5, "buses": [I2C], "sensors": [one(7, 0, [1, 7], switch=0x70, chips=[(i // 4, 0x48 + i % 4) for i in range(18)], period=20000, decision=1,
                                                       thresholds=[0, 500, 0], taxels=[(i, -i, 2 * i, 0, 600, -800) for i in range(72)])]}
SOUND = {"fsr-hand": FSR_HAND, "without-bus": WITHOUT_BUS, "least": LEAST, "every-driver": EVERY, "mqtt-six-axis": MQTT, "largest-counts": LARGEST}

# name, what it is made from, fields written otherwise, rejection, field at which it stands
REFUSED = [
    ("version-0", LEAST, {"version": u8(0)}, "UnknownVersion", "version"),
    ("version-2", LEAST, {"version": u8(2), "board": u16(0)}, "UnknownVersion", "version"),
    ("board-0", LEAST, {"board": u16(0)}, "BadValue", "board"),
    ("board-every", LEAST, {"board": u16(65535)}, "BadValue", "board"),
    ("name-33", LEAST, {"name": text("N" * 33)}, "BadCount", "name"),
    ("name-line-feed", LEAST, {"name": text("a\nb")}, "BadText", "name"),
    ("name-umlaut", LEAST, {"name": text("\xfcber")}, "BadText", "name"),
    ("link-3", LEAST, {"link.kind": u8(3)}, "UnknownCode", "link.kind"),
    ("port-0", EVERY, {"link.port": u8(0)}, "BadValue", "link.port"),
    ("port-9", EVERY, {"link.port": u8(9)}, "BadValue", "link.port"),
    ("baud-9599", EVERY, {"link.baud": u32(9599)}, "BadValue", "link.baud"),
    ("baud-4000001", EVERY, {"link.baud": u32(4000001)}, "BadValue", "link.baud"),
    ("baud-top-bit", EVERY, {"link.baud": u32(0x80000000)}, "BadValue", "link.baud"),
    ("tx-minus-2", EVERY, {"link.tx": i16(-2)}, "BadValue", "link.tx"),
    ("rx-minus-32768", EVERY, {"link.rx": i16(-32768)}, "BadValue", "link.rx"),
    ("host-empty", MQTT, {"link.host": text("")}, "BadCount", "link.host"),
    ("host-201", MQTT, {"link.host": text("h" * 201)}, "BadCount", "link.host"),
    ("host-del", MQTT, {"link.host": text("a\x7f")}, "BadText", "link.host"),
    ("mqtt-port-0", MQTT, {"link.port": u16(0)}, "BadValue", "link.port"),
    ("topic-empty", MQTT, {"link.topic": text("")}, "BadCount", "link.topic"),
    ("topic-65", MQTT, {"link.topic": text("t" * 65)}, "BadCount", "link.topic"),
    ("topic-plus", MQTT, {"link.topic": text("robot/+/up")}, "BadText", "link.topic"),
    ("topic-hash", MQTT, {"link.topic": text("#")}, "BadText", "link.topic"),
    ("queue-4115", LEAST, {"queueBytes": u16(4115)}, "BadValue", "queueBytes"),
    ("policy-2", LEAST, {"queuePolicy": u8(2)}, "UnknownCode", "queuePolicy"),
    ("watchdog-99", LEAST, {"watchdog": u16(99)}, "BadValue", "watchdog"),
    ("watchdog-1", LEAST, {"watchdog": u16(1)}, "BadValue", "watchdog"),
    ("identify-minus-2", LEAST, {"identify": i16(-2)}, "BadValue", "identify"),
    ("buses-9", LEAST, {"buses": u8(9)}, "BadCount", "buses"),
    ("bus-kind-2", LEAST, {"b0.kind": u8(2)}, "UnknownCode", "b0.kind"),
    ("bus-9999-hertz", LEAST, {"b0.hertz": u32(9999)}, "BadValue", "b0.hertz"),
    ("i2c-1000001-hertz", LEAST, {"b0.hertz": u32(1000001)}, "BadValue", "b0.hertz"),
    ("spi-10000001-hertz", EVERY, {"b1.hertz": u32(10000001)}, "BadValue", "b1.hertz"),
    ("sda-minus-2", LEAST, {"b0.pin0": i16(-2)}, "BadValue", "b0.pin0"),
    ("scl-minus-2", LEAST, {"b0.pin1": i16(-2)}, "BadValue", "b0.pin1"),
    ("i2c-clock-pin", LEAST, {"b0.pin2": i16(0)}, "BadValue", "b0.pin2"),
    ("i2c-select-pin", LEAST, {"b0.pin3": i16(5)}, "BadValue", "b0.pin3"),
    ("sensors-0", LEAST, {"sensors": u8(0)}, "BadCount", "sensors"),
    ("sensors-33", LEAST, {"sensors": u8(33)}, "BadCount", "sensors"),
    ("stream-255", LEAST, {"s0.stream": u8(255)}, "BadValue", "s0.stream"),
    ("stream-twice", EVERY, {"s4.stream": u8(1)}, "BadValue", "s4.stream"),
    ("driver-0", LEAST, {"s0.driver": u8(0)}, "UnknownCode", "s0.driver"),
    ("driver-21", LEAST, {"s0.driver": u8(21)}, "UnknownCode", "s0.driver"),
    ("driver-199", LEAST, {"s0.driver": u8(199)}, "UnknownCode", "s0.driver"),
    ("driver-204", LEAST, {"s0.driver": u8(204)}, "UnknownCode", "s0.driver"),
    ("bus-beyond", LEAST, {"s0.bus": u8(1)}, "BadValue", "s0.bus"),
    ("bus-of-none", WITHOUT_BUS, {"s1.driver": u8(1)}, "BadValue", "s1.bus"),
    ("bus-1-of-a-wrist", EVERY, {"s21.bus": u8(1)}, "BadValue", "s21.bus"),
    ("switch-of-a-hand", EVERY, {"s20.switch": u8(0x70)}, "BadValue", "s20.switch"),
    ("bus-spi-for-i2c", EVERY, {"s0.bus": u8(1)}, "BadValue", "s0.bus"),
    ("bus-i2c-for-spi", EVERY, {"s10.bus": u8(0)}, "BadValue", "s10.bus"),
    ("hx711-too-slow", EVERY, {"b1.hertz": u32(99999)}, "BadValue", "s10.bus"),
    ("hx711-too-fast", EVERY, {"b1.hertz": u32(2500001)}, "BadValue", "s10.bus"),
    ("switch-6f", LEAST, {"s0.switch": u8(0x6F)}, "BadValue", "s0.switch"),
    ("switch-78", LEAST, {"s0.switch": u8(0x78)}, "BadValue", "s0.switch"),
    ("switch-on-spi", EVERY, {"s10.switch": u8(0x70)}, "BadValue", "s10.switch"),
    ("chips-0", LEAST, {"s0.chips": u8(0)}, "BadCount", "s0.chips"),
    ("chips-2-of-one", LEAST, {"s0.chips": u8(2)}, "BadCount", "s0.chips"),
    ("chips-33", EVERY, {"s6.chips": u8(33)}, "BadCount", "s6.chips"),
    ("chips-5-bridges", MQTT, {"s0.chips": u8(5)}, "BadCount", "s0.chips"),
    ("chips-8-bridges", MQTT, {"s0.chips": u8(8)}, "BadCount", "s0.chips"),
    ("chips-of-a-hand", EVERY, {"s20.chips": u8(1)}, "BadCount", "s20.chips"),
    ("channel-without-switch", LEAST, {"s0.channel0": u8(0)}, "BadValue", "s0.channel0"),
    ("channel-8", MQTT, {"s0.channel5": u8(8)}, "BadValue", "s0.channel5"),
    ("address-07", LEAST, {"s0.address0": u8(7)}, "BadValue", "s0.address0"),
    ("address-78", LEAST, {"s0.address0": u8(0x78)}, "BadValue", "s0.address0"),
    ("address-on-spi", EVERY, {"s10.address0": u8(1)}, "BadValue", "s10.address0"),
    ("address-of-its-switch", MQTT, {"s0.address2": u8(0x77)}, "BadValue", "s0.address2"),
    ("chip-twice-in-a-sensor", MQTT, {"s0.channel3": u8(7)}, "BadValue", "s0.channel3"),
    ("chip-twice-on-a-bus", EVERY, {"s3.address0": u8(0x33)}, "BadValue", "s3.channel0"),
    ("chip-of-one-quantity-twice", EVERY, {"s16.driver": u8(16)}, "BadValue", "s16.channel0"),
    ("chip-of-two-families", EVERY, {"s18.bus": u8(2), "s18.address0": u8(0x76)}, "BadValue", "s18.channel0"),
    ("chip-before-hides-behind", EVERY, {"s15.bus": u8(0)}, "BadValue", "s15.channel0"),
    ("chip-behind-hides-before", EVERY, {"s11.channel6": u8(6), "s11.address6": u8(0x5A)}, "BadValue", "s11.channel6"),
    ("chips-before-and-behind", EVERY, {"s11.address6": u8(0x2A)}, "BadValue", "s11.channel6"),
    ("chip-has-a-switch's-address", EVERY, {"s13.address0": u8(0x71)}, "BadValue", "s13.channel0"),
    ("switch-has-a-chip's-address", EVERY, {"s11.switch": u8(0x76)}, "BadValue", "s11.switch"),
    ("spi-twice", EVERY, {"s11.driver": u8(11), "s11.bus": u8(1), "s11.switch": u8(0), "s11.chips": u8(1), "s11.address0": u8(0), "s11.channel0": u8(255)}, "BadValue", "s11.channel0"),
    ("period-0", LEAST, {"s0.period": u32(0)}, "BadValue", "s0.period"),
    ("frame-49", LEAST, {"s0.frame": text("f" * 49)}, "BadCount", "s0.frame"),
    ("frame-tab", LEAST, {"s0.frame": text("\t")}, "BadText", "s0.frame"),
    ("calibrated-1999", LEAST, {"s0.calibrated": u32(19991231)}, "BadValue", "s0.calibrated"),
    ("calibrated-month-13", LEAST, {"s0.calibrated": u32(20261301)}, "BadValue", "s0.calibrated"),
    ("calibrated-day-0", LEAST, {"s0.calibrated": u32(20261200)}, "BadValue", "s0.calibrated"),
    ("decision-2", EVERY, {"s20.decision": u8(2)}, "UnknownCode", "s20.decision"),
    ("decision-of-12-taxels", EVERY, {"s5.decision": u8(1)}, "BadValue", "s5.decision"),
    ("decision-of-8-taxels", EVERY, {"s6.decision": u8(1)}, "BadValue", "s6.decision"),
    ("contact-0", FSR_HAND, {"s0.contact": i32(0)}, "BadValue", "s0.contact"),
    ("release-minus-1", FSR_HAND, {"s0.release": i32(-1)}, "BadValue", "s0.release"),
    ("release-above-contact", FSR_HAND, {"s0.release": i32(501)}, "BadValue", "s0.release"),
    ("decision-without-taxels", LEAST, {"s0.decision": u8(1)}, "BadValue", "s0.decision"),
    ("sends-2", EVERY, {"s20.sends": u8(2)}, "UnknownCode", "s20.sends"),
    ("sends-without-decision", LEAST, {"s0.sends": u8(1)}, "BadValue", "s0.sends"),
    ("taxels-of-a-thermal-array", LEAST, {"s0.taxels": u16(1)}, "BadCount", "s0.taxels"),
    ("taxels-11-of-12", EVERY, {"s5.taxels": u16(11)}, "BadCount", "s5.taxels"),
    ("taxel-normal-long", EVERY, {"s5.taxel11": struct.pack("<6h", 0, 0, 0, 0, 0, 1006)}, "BadValue", "s5.taxel11"),
    ("taxel-normal-short", EVERY, {"s5.taxel0": struct.pack("<6h", 0, 0, 0, 0, 0, 994)}, "BadValue", "s5.taxel0"),
    ("taxel-normal-overflow", EVERY, {"s5.taxel3": struct.pack("<6h", 0, 0, 0, -32768, -32768, -32768)}, "BadValue", "s5.taxel3"),
    ("one-byte-more", LEAST, {"end": b"\0"}, "BadLength", "end"),
    ("text-beyond", LEAST, {"name": b"\x20abc", "hash": b"", "link.kind": b"", "queueBytes": b"", "queuePolicy": b"", "watchdog": b"", "identify": b"", "buses": b"",
                            **{"b0." + n: b"" for n in ("kind", "number", "hertz", "pin0", "pin1", "pin2", "pin3")}, "sensors": b"", **{"s0." + n: b"" for n in (
                                "stream", "driver", "bus", "switch", "chips", "channel0", "address0", "period", "frame", "uncertainty", "calibrated", "certificate",
                                "decision", "sends", "parameters", "taxels")}}, "BadLength", "name"),
]
# driver's place in EVERY (MQTT for the six-axis without thermometer), parameter, values that are refused
PARAMETERS = [
    (1, 0, (-1, 7)), (4, 0, (0, 16)), (5, 0, (0, 13)), (5, 1, (0, 256)), (5, 2, (0, 15)), (5, 3, (-1, 8)), (5, 4, (1709, 3601)), (6, 0, (-1, 6)), (6, 1, (-1, 8)),
    (7, 0, (-1, 4)), (7, 1, (-1, 8)), (8, 0, (-1, 8)), (8, 1, (-1, 4)), (8, 2, (-1, 8)), (8, 3, (-1, 4)), (9, 0, (-1, 8)), (9, 1, (-1, 4, 6, 8)), (9, 2, (-1, 9)),
    (9, 3, (-1, 2)), (9, 4, (-8388609, 8388608)), (9, 5, (0,)), (9, 6, (-19, 19)), (9, 7, (-1, 1, 3, 14)), (10, 0, (24, 28)), (10, 1, (0, 11, 79)),
    (10, 2, (8388608,)), (10, 3, (0,)), (10, 4, (19,)), (10, 5, (3,)), (11, 0, (8,)), (11, 1, (5,)), (11, 4, (0,)), (11, 5, (19,)), (11, 6, (3,)), (11, 7, (0,)),
    (11, 8, (-19,)), (11, 9, (2,)), (11, 10, (-1,)), (11, 11, (-1,)), (11, 12, (268435457,)), (11, 47, (-268435457,)), (11, 48, (-1,)), (11, 53, (41,)),
    (11, 54, (0, 1, 2, 4)), (11, 55, (-10001,)), (11, 57, (500, 20001)), (11, 58, (536870913,)), (11, 75, (-536870913,)), (11, 76, (0,)), (11, 93, (-1,)),
    (12, 0, (0, -1)), (12, 1, (0, -1, 51201, 1)), (12, 2, (-1, 8)), (12, 3, (-1, 8)), (13, 0, (0, 8)), (13, 1, (-1, 4)), (13, 2, (-1, 4)), (14, 0, (0, 9, 13)),
    (14, 1, (-1, 2)), (21, 0, (-1, 5)),
]
for place, index, values in PARAMETERS:
    for value in values:
        REFUSED.append(("s%d-p%d-%d" % (place, index, value), EVERY, {"s%d.p%d" % (place, index): i32(value)}, "BadValue", "s%d.p%d" % (place, index)))
for place in range(24):
    REFUSED.append(("s%d-one-parameter-more" % place, EVERY, {"s%d.parameters" % place: u16(len(ALL[place].get("parameters", [])) + 1)}, "BadCount", "s%d.parameters" % place))
for filters in ((0, 0), (1, 0), (0, 1)):
    REFUSED.append(("skin-filter-%d-%d" % filters, EVERY, {"s8.p2": i32(filters[0]), "s8.p3": i32(filters[1])}, "BadValue", "s8.p3"))
REFUSED.append(("knots-without-thermometer", MQTT, {"s0.parameters": u16(81)}, "BadCount", "s0.parameters"))
REFUSED.append(("thermometer-without-knots", EVERY, {"s11.parameters": u16(68)}, "BadCount", "s11.parameters"))


def vectors():
    for name, c in SOUND.items():
        data, _ = build(c)
        yield name, data, "Ok", 0, -1, -1, says(c)
    for name, c, instead, verdict, field in REFUSED:
        data, offsets = build(c, instead)
        place = re.match(r"([bs])(\d+)\.", field)
        where = int(place[2]) if place else -1
        yield "refuse-" + name, data, verdict, offsets[field], where if place and place[1] == "b" else -1, where if place and place[1] == "s" else -1, ""
    least, _ = build(LEAST)
    yield "refuse-crc", build(LEAST, checksum=0x12345678)[0], "BadCrc", len(least) - 4, -1, -1, ""
    yield "refuse-4-bytes", least[:4], "BadLength", 0, -1, -1, ""
    yield "refuse-too-long", b"\1" * 8193, "TooLong", 0, -1, -1, ""
    body = least[:-4]
    for cut, field in ((1, "board"), (3, "name"), (20, "hash")):
        piece = body[:cut]
        yield "refuse-cut-%d" % cut, piece + u32(crc32c(piece)), "BadLength", build(LEAST)[1][field], -1, -1, ""
    piece = body[:-1]
    yield "refuse-cut-taxels", piece + u32(crc32c(piece)), "BadLength", build(LEAST)[1]["s0.taxels"], -1, 0, ""


def main():
    files = {}
    lines = ["name\tverdict\toffset\tbus\tsensor\tsays"]
    for name, data, verdict, offset, bus, place, text_of in vectors():
        assert name + ".hex" not in files, name
        digits = data.hex()
        files[name + ".hex"] = "\n".join(digits[at:at + 128] for at in range(0, len(digits), 128)) + "\n"
        lines.append("\t".join((name, verdict, str(offset), str(bus), str(place), text_of)))
    files["index.tsv"] = "\n".join(lines) + "\n"
    if sys.argv[1:] == ["--check"]:
        there = {path.name for path in FOLDER.iterdir()} - {pathlib.Path(__file__).name}
        wrong = sorted(there ^ set(files)) + [name for name in files if name in there and (FOLDER / name).read_text() != files[name]]
        sys.exit("differ: " + ", ".join(wrong) if wrong else 0)
    for name, content in files.items():
        (FOLDER / name).write_text(content)
    print(len(files) - 1, "vectors")


main()
