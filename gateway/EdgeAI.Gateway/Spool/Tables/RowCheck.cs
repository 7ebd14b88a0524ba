using System.Numerics;
using System.Text;
using EdgeAI.Gateway.Spool.Writing;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>
/// The CRC-32C that the rows carry which everything else goes by: SQLite itself notices no flipped bit. Over the columns in their order,
/// an integer as 8 bytes, little-endian, a text or a blob as the CRC-32C of its bytes, again as 8 bytes.
/// </summary>
internal static class RowCheck
{
    /// <summary>Of a row.</summary>
    public static long Of(params ReadOnlySpan<long> values)
    {
        uint register = uint.MaxValue;
        foreach (long value in values)
        {
            register = BitOperations.Crc32C(register, unchecked((ulong)value));
        }

        return ~register;
    }

    /// <summary>What a text or a blob counts as.</summary>
    public static long OfBytes(ReadOnlySpan<byte> bytes)
    {
        uint register = uint.MaxValue;
        foreach (byte value in bytes)
        {
            register = BitOperations.Crc32C(register, value);
        }

        return ~register;
    }

    /// <summary>Of which batches of a robot's boot are stored.</summary>
    public static long Of(string robot, uint boot, StoredBatches batches) => Of(OfBytes(Encoding.UTF8.GetBytes(robot)), boot, batches.Last, unchecked((long)batches.Recent));

    /// <summary>Of a spool's identity.</summary>
    public static long Of(SpoolIdentity identity) => Of(OfBytes(Encoding.UTF8.GetBytes(identity.Gateway)), identity.Epoch);
}
