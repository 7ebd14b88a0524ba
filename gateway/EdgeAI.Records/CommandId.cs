using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace EdgeAI.Records;

/// <summary>The name of a command, 128 random bits that its issuer drew (DOWNLINK.md, "Command").</summary>
/// <param name="Value">The bits; the first byte of the wire is the highest.</param>
public readonly record struct CommandId(UInt128 Value)
{
    /// <summary>The bytes of an id.</summary>
    public const int Length = 16;

    /// <summary>Draws a new id.</summary>
    public static CommandId Draw()
    {
        Span<byte> bytes = stackalloc byte[Length];
        do
        {
            RandomNumberGenerator.Fill(bytes);
        }
        while (Read(bytes).Value == 0);
        return Read(bytes);
    }

    /// <summary>Reads an id.</summary>
    /// <param name="bytes">At least 16 bytes.</param>
    public static CommandId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Writes the id's 16 bytes.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);

    /// <summary>The id's 16 bytes.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        Write(bytes);
        return bytes;
    }

    /// <summary>Reads the text form, 32 hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CommandId id)
    {
        bool isId = UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 value) && text.Length == 2 * Length && value != 0;
        id = new CommandId(isId ? value : 0);
        return isId;
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
