using System.Numerics;

namespace EdgeAI.Gateway.Spool;

/// <summary>The CRC-32C that the rows carry which everything else is counted by: SQLite itself notices no flipped bit.</summary>
internal static class RowCheck
{
    /// <summary>Of integers, as 8 bytes each.</summary>
    public static long Of(params ReadOnlySpan<long> values)
    {
        uint register = uint.MaxValue;
        foreach (long value in values)
        {
            register = BitOperations.Crc32C(register, unchecked((ulong)value));
        }

        return ~register;
    }

    /// <summary>Of a spool's identity.</summary>
    public static long Of(SpoolIdentity identity) => Of(Of(identity.Gateway), identity.Epoch);

    /// <summary>Of which batches of a robot's boot are stored.</summary>
    public static long Of(string robot, uint boot, StoredBatches batches) => Of(Of(robot), boot, batches.Last, unchecked((long)batches.Recent));

    private static uint Of(string text)
    {
        uint register = uint.MaxValue;
        foreach (char value in text)
        {
            register = BitOperations.Crc32C(register, (byte)value);
        }

        return ~register;
    }
}
