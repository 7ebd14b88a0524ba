using System.Buffers.Binary;
using System.IO.Hashing;
using K4os.Compression.LZ4;

namespace EdgeAI.Runtime.Mcap;

/// <summary>
/// Frames around LZ4 blocks, after the LZ4 frame format, version 1.6.2: magic number, descriptor with a checksum, blocks with their size in
/// front, end mark. Written frames have independent blocks of up to 4 MiB and the content's size.
/// </summary>
internal static class Lz4Frame
{
    private const uint Magic = 0x184D2204;
    private const uint FirstSkippableMagic = 0x184D2A50;
    private const uint StoredBlock = 0x80000000;
    private const int BlockBytes = 4 << 20;

    // "FLG byte": version 01 in bits 7-6, then block independence, block checksum, content size, content checksum, reserved, dictionary.
    private const byte VersionMask = 0xC0;
    private const byte Version = 0x40;
    private const byte IndependentBlocks = 0x20;
    private const byte BlockChecksum = 0x10;
    private const byte ContentSize = 0x08;
    private const byte ContentChecksum = 0x04;
    private const byte Reserved = 0x02;
    private const byte DictionaryId = 0x01;

    // "BD byte": bits 6-4 say how large a block may be, 7 for 4 MiB.
    private const byte FourMebibytes = 0x70;
    private const int HeaderBytes = 4 + 1 + 1 + 8 + 1;

    /// <summary>The longest frame around so many bytes.</summary>
    public static int Bound(int length) => HeaderBytes + length + (sizeof(uint) * (1 + ((length + BlockBytes - 1) / BlockBytes))) + sizeof(uint);

    /// <summary>Packs the bytes into a frame.</summary>
    /// <returns>The frame's length.</returns>
    public static int Compress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        target[4] = Version | IndependentBlocks | ContentSize;
        target[5] = FourMebibytes;
        BinaryPrimitives.WriteUInt64LittleEndian(target[6..], (ulong)source.Length);
        target[14] = HeaderChecksum(target[4..14]);
        int written = HeaderBytes;
        while (!source.IsEmpty)
        {
            ReadOnlySpan<byte> block = source[..Math.Min(BlockBytes, source.Length)];
            source = source[block.Length..];
            Span<byte> room = target.Slice(written + sizeof(uint), block.Length);
            int packed = LZ4Codec.Encode(block, room, LZ4Level.L00_FAST);
            if (packed <= 0 || packed >= block.Length)
            {
                block.CopyTo(room);
                BinaryPrimitives.WriteUInt32LittleEndian(target[written..], (uint)block.Length | StoredBlock);
                written += sizeof(uint) + block.Length;
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target[written..], (uint)packed);
                written += sizeof(uint) + packed;
            }
        }

        BinaryPrimitives.WriteUInt32LittleEndian(target[written..], 0);
        return written + sizeof(uint);
    }

    /// <summary>Unpacks one or more frames, which have to fill the target exactly. No bytes make it throw, or write outside the target.</summary>
    public static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int written = 0;
        while (!source.IsEmpty)
        {
            if (!TryReadUInt32(ref source, out uint magic))
            {
                return false;
            }

            if ((magic & 0xFFFFFFF0) == FirstSkippableMagic)
            {
                if (!TryReadUInt32(ref source, out uint skipped) || skipped > source.Length)
                {
                    return false;
                }

                source = source[(int)skipped..];
            }
            else if (magic != Magic || !TryReadFrame(ref source, target, ref written))
            {
                return false;
            }
        }

        return written == target.Length;
    }

    private static bool TryReadFrame(ref ReadOnlySpan<byte> source, Span<byte> target, ref int written)
    {
        if (source.Length < 3)
        {
            return false;
        }

        byte flags = source[0];
        int descriptorBytes = 2 + ((flags & ContentSize) != 0 ? sizeof(ulong) : 0) + ((flags & DictionaryId) != 0 ? sizeof(uint) : 0);

        // A frame that needs a dictionary cannot be unpacked: MCAP has no place for one.
        if ((flags & VersionMask) != Version || (flags & (Reserved | DictionaryId)) != 0 || source.Length <= descriptorBytes
            || source[descriptorBytes] != HeaderChecksum(source[..descriptorBytes]))
        {
            return false;
        }

        source = source[(descriptorBytes + 1)..];
        int begun = written;
        while (TryReadUInt32(ref source, out uint size))
        {
            if (size == 0)
            {
                return (flags & ContentChecksum) == 0
                    || (TryReadUInt32(ref source, out uint checksum) && checksum == XxHash32.HashToUInt32(target[begun..written]));
            }

            uint length = size & ~StoredBlock;
            if (length > source.Length || !TryReadBlock(source[..(int)length], (size & StoredBlock) != 0, (flags & IndependentBlocks) != 0 ? written : begun, target, ref written))
            {
                return false;
            }

            ReadOnlySpan<byte> block = source[..(int)length];
            source = source[(int)length..];
            if ((flags & BlockChecksum) != 0 && (!TryReadUInt32(ref source, out uint blockChecksum) || blockChecksum != XxHash32.HashToUInt32(block)))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Unpacks one block behind what is written; it may refer back as far as the given place.</summary>
    private static bool TryReadBlock(ReadOnlySpan<byte> block, bool stored, int earliest, Span<byte> target, ref int written)
    {
        Span<byte> room = target[written..];
        int unpacked;
        if (stored)
        {
            if (!block.TryCopyTo(room))
            {
                return false;
            }

            unpacked = block.Length;
        }
        else
        {
            unpacked = LZ4Codec.Decode(block, room, target[earliest..written]);
        }

        written += Math.Max(unpacked, 0);
        return unpacked >= 0;
    }

    private static byte HeaderChecksum(ReadOnlySpan<byte> descriptor) => (byte)(XxHash32.HashToUInt32(descriptor) >> 8);

    private static bool TryReadUInt32(ref ReadOnlySpan<byte> source, out uint value)
    {
        if (!BinaryPrimitives.TryReadUInt32LittleEndian(source, out value))
        {
            return false;
        }

        source = source[sizeof(uint)..];
        return true;
    }
}
