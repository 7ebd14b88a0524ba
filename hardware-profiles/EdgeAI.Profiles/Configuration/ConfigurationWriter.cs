using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace EdgeAI.Profiles.Configuration;

/// <summary>Writes the fields of a configuration one after the other, little-endian, and remembers which bytes each has.</summary>
internal sealed class ConfigurationWriter
{
    private const int LongestShown = 48;

    private readonly List<byte> _bytes = [];
    private readonly List<ConfigurationField> _fields = [];

    /// <summary>Writes one byte.</summary>
    public void U8(string name, int value, string? shown = null) => Add(name, [checked((byte)value)], shown ?? Text(value));

    /// <summary>Writes an unsigned number of two bytes.</summary>
    public void U16(string name, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)value));
        Add(name, bytes, Text(value));
    }

    /// <summary>Writes signed numbers of two bytes each as one field.</summary>
    public void I16(string name, params ReadOnlySpan<int> values)
    {
        Span<byte> bytes = stackalloc byte[2 * values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(2 * index)..], checked((short)values[index]));
        }

        Add(name, bytes, string.Join(", ", values.ToArray().Select(Text)));
    }

    /// <summary>Writes an unsigned number of four bytes.</summary>
    public void U32(string name, uint value, string? shown = null)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Add(name, bytes, shown ?? value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a signed number of four bytes.</summary>
    public void I32(string name, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Add(name, bytes, Text(value));
    }

    /// <summary>Writes a text: its length in one byte, then its characters, which the schema holds to ASCII.</summary>
    public void Text(string name, string value)
    {
        byte[] characters = Encoding.ASCII.GetBytes(value);
        Add(name, [checked((byte)characters.Length), .. characters], $"\"{value}\"");
    }

    /// <summary>Writes a SHA-256 of 64 hexadecimal digits; zeros where there is none.</summary>
    public void Hash(string name, string? digits)
    {
        byte[] bytes = string.IsNullOrEmpty(digits) ? new byte[32] : Convert.FromHexString(digits);
        Add(name, bytes, string.IsNullOrEmpty(digits) ? "none" : "SHA-256");
    }

    /// <summary>Ends the configuration with the CRC-32C of all before.</summary>
    public ConfigurationImage Finish()
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in _bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        crc ^= 0xFFFFFFFF;
        U32("checksum", crc, $"CRC-32C 0x{crc:X8}");
        return new ConfigurationImage([.. _bytes], _fields);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private void Add(string name, ReadOnlySpan<byte> bytes, string shown)
    {
        _fields.Add(new ConfigurationField(_bytes.Count, bytes.Length, name, shown.Length > LongestShown ? shown[..LongestShown] + "..." : shown));
        _bytes.AddRange(bytes);
    }
}
