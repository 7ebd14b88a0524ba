using System.Buffers.Binary;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>Decodes the columns of a row as SQLite keeps them (SQLite file format, section 2.1), from any bytes.</summary>
internal static class SqliteColumns
{
    /// <summary>Decodes a row; false when the bytes are none.</summary>
    /// <param name="row">The row, header and body.</param>
    /// <param name="numbers">Its integers, column by column; 0 where a column is none. A row with more columns than this is none.</param>
    /// <param name="count">How many columns it has.</param>
    /// <param name="text">Its last text.</param>
    /// <param name="blob">Its last blob.</param>
    public static bool TryRead(ReadOnlySpan<byte> row, scoped Span<long> numbers, out int count, out ReadOnlySpan<byte> text, out ReadOnlySpan<byte> blob)
    {
        count = 0;
        text = default;
        blob = default;
        ReadOnlySpan<byte> header = row;
        if (!SqliteVarint.TryRead(ref header, out long headerLength) || headerLength > row.Length || headerLength < 1 + row.Length - header.Length)
        {
            return false;
        }

        header = header[..((int)headerLength - (row.Length - header.Length))];
        ReadOnlySpan<byte> body = row[(int)headerLength..];
        while (!header.IsEmpty)
        {
            if (count == numbers.Length || !SqliteVarint.TryRead(ref header, out long type) || !TryTake(ref body, type, out numbers[count], out ReadOnlySpan<byte> bytes))
            {
                return false;
            }

            count++;
            text = type >= 13 && type % 2 == 1 ? bytes : text;
            blob = type >= 12 && type % 2 == 0 ? bytes : blob;
        }

        return body.IsEmpty;
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> body, long type, out long number, out ReadOnlySpan<byte> bytes)
    {
        number = type == 9 ? 1 : 0;
        bytes = default;
        long length = type switch
        {
            0 or 8 or 9 => 0,
            >= 1 and <= 4 => type,
            5 => 6,
            6 => 8,
            >= 12 => (type - 12) / 2,
            _ => long.MaxValue,
        };
        if (length > body.Length)
        {
            return false;
        }

        bytes = body[..(int)length];
        body = body[(int)length..];
        if (type is >= 1 and <= 6)
        {
            Span<byte> wide = stackalloc byte[sizeof(long)];
            wide.Fill((bytes[0] & 0x80) != 0 ? (byte)0xFF : (byte)0);
            bytes.CopyTo(wide[^bytes.Length..]);
            number = BinaryPrimitives.ReadInt64BigEndian(wide);
        }

        return true;
    }
}
