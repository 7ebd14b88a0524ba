using System.Buffers.Binary;
using System.Numerics;

namespace EdgeAI.Tests.Records;

/// <summary>The golden vectors, and what the tests need to make more of them.</summary>
internal static class Vectors
{
    public const int ChecksumLength = 4;

    public static byte[] Read(string name) => File.ReadAllBytes(Checkout.PathOf("tests", "EdgeAI.Tests", "Records", "Vectors", name));

    /// <summary>Puts the right checksum at the end, so that what was changed before it reaches the checks behind the checksum.</summary>
    public static void Seal(Span<byte> payload)
    {
        uint register = uint.MaxValue;
        foreach (byte value in payload[..^ChecksumLength])
        {
            register = BitOperations.Crc32C(register, value);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(payload[^ChecksumLength..], ~register);
    }

    /// <summary>Changes a few bytes, or the length, or both, as a seeded generator says.</summary>
    public static byte[] Mutate(byte[] original, Random random)
    {
        byte[] mutated = (byte[])original.Clone();
        if (random.Next(4) == 0)
        {
            Array.Resize(ref mutated, random.Next(original.Length + 16));
        }

        int changes = random.Next(1, 5);
        for (int change = 0; change < changes && mutated.Length > 0; change++)
        {
            mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
        }

        return mutated;
    }
}
