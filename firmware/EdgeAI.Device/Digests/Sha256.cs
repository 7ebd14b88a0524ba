using System;

namespace EdgeAI.Device.Digests;

/// <summary>
/// SHA-256 (FIPS 180-4 section 6.2) for a board: allocates nothing after construction and takes its message in pieces.
/// Not thread safe. On .NET the platform's own is faster; this one gives the same bits wherever shared sources run.
/// </summary>
public sealed class Sha256
{
    /// <summary>The number of bytes in a digest.</summary>
    public const int DigestLength = 32;

    // FIPS 180-4 section 5.2.1: a block is 512 bits; section 5.1.1: its last 64 hold the message's length in bits.
    private const int BlockLength = 64;
    private const int LengthOffset = 56;

    // FIPS 180-4 section 4.2.2.
    private static readonly uint[] RoundConstants = new uint[]
    {
        0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
        0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
        0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
        0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
        0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
        0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
        0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
        0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
    };

    // FIPS 180-4 section 5.3.3.
    private static readonly uint[] InitialState = new uint[]
    {
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
    };

    private readonly uint[] _state = new uint[8];
    private readonly uint[] _schedule = new uint[64];
    private readonly byte[] _block = new byte[BlockLength];
    private int _pending;
    private long _length;

    /// <summary>Makes a digest of nothing, ready for a message.</summary>
    public Sha256()
    {
        Reset();
    }

    /// <summary>Forgets what was appended and begins a new message.</summary>
    public void Reset()
    {
        Array.Copy(InitialState, 0, _state, 0, 8);
        _pending = 0;
        _length = 0;
    }

    /// <summary>Appends bytes to the message.</summary>
    /// <param name="data">Holds the bytes.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many there are; 0 is allowed.</param>
    /// <exception cref="ArgumentException">The piece does not lie within the array.</exception>
    public void Append(byte[] data, int offset, int count)
    {
        CheckPiece(data, offset, count);
        _length += count;
        int end = offset + count;
        while (offset < end)
        {
            int taken = BlockLength - _pending;
            if (taken > end - offset)
            {
                taken = end - offset;
            }

            Array.Copy(data, offset, _block, _pending, taken);
            _pending += taken;
            offset += taken;
            if (_pending == BlockLength)
            {
                Compress();
                _pending = 0;
            }
        }
    }

    /// <summary>Ends the message, writes its digest and begins a new message.</summary>
    /// <param name="digest">Receives 32 bytes.</param>
    /// <param name="offset">Where they begin.</param>
    /// <exception cref="ArgumentException">The array has no room for 32 bytes there.</exception>
    public void Finish(byte[] digest, int offset)
    {
        CheckPiece(digest, offset, DigestLength);
        _block[_pending] = 0x80;
        _pending++;
        if (_pending > LengthOffset)
        {
            Array.Clear(_block, _pending, BlockLength - _pending);
            Compress();
            _pending = 0;
        }

        Array.Clear(_block, _pending, LengthOffset - _pending);
        long bits = _length * 8;
        for (int index = 0; index < 8; index++)
        {
            _block[LengthOffset + index] = (byte)(bits >> (56 - (8 * index)));
        }

        Compress();
        for (int word = 0; word < 8; word++)
        {
            uint value = _state[word];
            int at = offset + (word * 4);
            digest[at] = (byte)(value >> 24);
            digest[at + 1] = (byte)(value >> 16);
            digest[at + 2] = (byte)(value >> 8);
            digest[at + 3] = (byte)value;
        }

        Reset();
    }

    private static void CheckPiece(byte[] data, int offset, int count)
    {
        if (data == null || offset < 0 || count < 0 || offset > data.Length - count)
        {
            throw new ArgumentException("the piece does not lie within the array: check offset and count");
        }
    }

    // FIPS 180-4 section 6.2.2. The functions of section 4.1.2 stand in the loop: a call costs an interpreter more than the sums in it.
    private void Compress()
    {
        uint[] schedule = _schedule;
        byte[] block = _block;
        for (int word = 0, at = 0; word < 16; word++, at += 4)
        {
            schedule[word] = ((uint)block[at] << 24) | ((uint)block[at + 1] << 16) | ((uint)block[at + 2] << 8) | block[at + 3];
        }

        for (int word = 16; word < 64; word++)
        {
            uint early = schedule[word - 15];
            uint late = schedule[word - 2];
            early = ((early >> 7) | (early << 25)) ^ ((early >> 18) | (early << 14)) ^ (early >> 3);
            late = ((late >> 17) | (late << 15)) ^ ((late >> 19) | (late << 13)) ^ (late >> 10);
            schedule[word] = late + schedule[word - 7] + early + schedule[word - 16];
        }

        uint[] constants = RoundConstants;
        uint[] state = _state;
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int round = 0; round < 64; round++)
        {
            uint sumOfE = ((e >> 6) | (e << 26)) ^ ((e >> 11) | (e << 21)) ^ ((e >> 25) | (e << 7));
            uint first = h + sumOfE + ((e & f) ^ (~e & g)) + constants[round] + schedule[round];
            uint sumOfA = ((a >> 2) | (a << 30)) ^ ((a >> 13) | (a << 19)) ^ ((a >> 22) | (a << 10));
            uint second = sumOfA + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + first;
            d = c;
            c = b;
            b = a;
            a = first + second;
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
