using System.Buffers.Binary;
using System.IO.Hashing;
using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>Any bytes are read to the end: nothing throws, hangs, or takes more memory than the options say.</summary>
public sealed class McapFuzzTests
{
    private const int Runs = 100_000;

    private static readonly McapReaderOptions SmallOptions = new()
    {
        MaximumChunkBytes = 16 << 10,
        MaximumRecordBytes = 16 << 10,
        MaximumSummaryBytes = 16 << 10,
        MaximumOpenBytes = 64 << 10,
    };

    [Theory]
    [InlineData(McapCompression.None)]
    [InlineData(McapCompression.Zstd)]
    [InlineData(McapCompression.Lz4)]
    public void Read_DamagedFile_EndsAndGivesNoMoreThanItHolds(McapCompression compression)
    {
        Random random = new(20261129 + (int)compression);
        byte[] whole = McapTestRecording.Random(7, compression, count: 40, chunkBytes: 1024).Bytes;
        byte[] bytes = new byte[whole.Length];
        long read = 0;
        long rejected = 0;
        for (int run = 0; run < Runs; run++)
        {
            whole.CopyTo(bytes, 0);
            int length = Damage(random, bytes);

            // Without its summary the file is read through, by other code.
            length = random.Next(2) == 0 ? length : Math.Min(length, whole.Length * 2 / 3);
            if (!McapReader.TryOpen(new MemoryStream(bytes, 0, length), SmallOptions, out McapReader? reader, out McapProblem problem))
            {
                Assert.True(problem.Rejection is McapRejection.NotMcap or McapRejection.NoHeader);
                continue;
            }

            using McapMessageCursor cursor = reader.ReadMessages();
            int messages = 0;
            while (cursor.Read())
            {
                Assert.True(cursor.Current.Data.Length < length + SmallOptions.MaximumChunkBytes);
                Assert.True(messages++ < 100_000, $"run {run}: too many messages");
            }

            foreach (McapAttachmentIndex attachment in reader.Attachments)
            {
                reader.TryRead(attachment, out _);
            }

            foreach (McapMetadataIndex metadata in reader.Metadata)
            {
                reader.TryRead(metadata, out _);
            }

            read += messages;
            rejected += reader.Problems.Total;
        }

        Assert.True(read > Runs && rejected > Runs / 4, $"{read} messages read, {rejected} rejections");
    }

    /// <summary>The decompressors alone, whose checksum no longer stands between the damage and them.</summary>
    [Theory]
    [InlineData("zstd")]
    [InlineData("lz4")]
    public void Unpack_DamagedData_GivesTheLengthOrARejection(string compression)
    {
        Random random = new(5);
        byte[] text = new byte[3000];
        for (int index = 0; index < text.Length; index++)
        {
            text[index] = (byte)"abcdefgh"[random.Next(8) & (index / 500)];
        }

        using ZstdSharp.Compressor zstd = new(1);
        byte[] packed = new byte[4000];
        int packedLength = compression == "zstd" ? zstd.Wrap(text, packed) : Lz4Frame.Compress(text, packed);
        McapRecordBuffer record = new(8000);
        record.UInt64(0);
        record.UInt64(0);
        record.UInt64((ulong)text.Length);
        record.UInt32(0);
        record.Bytes32(System.Text.Encoding.UTF8.GetBytes(compression));
        record.UInt64((ulong)packedLength);
        int start = record.Length;
        record.Bytes(packed.AsSpan(0, packedLength));
        byte[] content = record.Written.ToArray();
        using McapChunkUnpacker unpacker = new(1 << 20);
        byte[] unpacked = new byte[text.Length];
        int taken = 0;
        for (int run = 0; run < Runs; run++)
        {
            byte[] damaged = [.. content];
            for (int hits = random.Next(1, 4); hits > 0; hits--)
            {
                damaged[random.Next(start, damaged.Length)] = (byte)random.Next(256);
            }

            McapRejection rejection = unpacker.Unpack(damaged, ref unpacked, out int length);
            Assert.True(rejection is McapRejection.None ? length == text.Length : rejection == McapRejection.BadCompression, $"run {run}: {rejection}, {length}");
            taken += rejection == McapRejection.None ? 1 : 0;
        }

        Assert.InRange(taken, 1, Runs - 1);
    }

    private static int Damage(Random random, byte[] bytes)
    {
        for (int hits = random.Next(1, 5); hits > 0; hits--)
        {
            int at = random.Next(8, bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    // A number that lies: lengths, offsets and times are eight bytes.
                    BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(Math.Min(at, bytes.Length - 8)), random.Next(3) switch { 0 => ulong.MaxValue, 1 => (ulong)random.Next(5000), _ => 1UL << random.Next(64) });
                    break;
                default:
                    int length = Math.Min(random.Next(1, 100), bytes.Length - at);
                    int from = random.Next(bytes.Length - length);
                    bytes.AsSpan(from, length).CopyTo(bytes.AsSpan(at));
                    break;
            }
        }

        MendSummaryChecksum(bytes);
        return random.Next(8) == 0 ? random.Next(bytes.Length) : bytes.Length;
    }

    /// <summary>Damage in the summary is to reach what reads it.</summary>
    private static void MendSummaryChecksum(byte[] bytes)
    {
        ulong start = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(bytes.Length - 28));
        if (start < (ulong)bytes.Length - 37)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 12), Crc32.HashToUInt32(bytes.AsSpan((int)start..^12)));
        }
    }
}
