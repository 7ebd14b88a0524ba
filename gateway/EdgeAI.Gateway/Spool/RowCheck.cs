using System.Numerics;
using System.Text;

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
    public static long Of(SpoolIdentity identity)
    {
        uint register = uint.MaxValue;
        foreach (byte value in Encoding.UTF8.GetBytes(identity.Gateway))
        {
            register = BitOperations.Crc32C(register, value);
        }

        return Of(~register, identity.Epoch);
    }
}
