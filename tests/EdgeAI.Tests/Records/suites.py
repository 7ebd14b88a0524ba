"""The algorithm suites of gateway/RECORDS.md ("Algorithm suites"), from the standards, in the standard library alone: for verify.py and the makers of vectors."""
import base64
import hashlib
import re
import struct


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
