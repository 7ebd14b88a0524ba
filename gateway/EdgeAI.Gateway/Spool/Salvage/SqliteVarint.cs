namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>SQLite's integers of 1 to 9 bytes (SQLite file format, section 1.6).</summary>
internal static class SqliteVarint
{
    /// <summary>Reads one and goes behind it; false at the end of the bytes.</summary>
    public static bool TryRead(scoped ref ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        for (int index = 0; index < bytes.Length && index < 9; index++)
        {
            byte part = bytes[index];
            if (index == 8)
            {
                value = (value << 8) | part;
                bytes = bytes[9..];
                return true;
            }

            value = (value << 7) | (long)(part & 0x7F);
            if (part < 0x80)
            {
                bytes = bytes[(index + 1)..];
                return true;
            }
        }

        return false;
    }
}
