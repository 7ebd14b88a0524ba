using System.Buffers.Binary;
using System.Text;

namespace EdgeAI.Runtime.Mcap;

/// <summary>
/// Takes the fields of one record in order ("Serialization"): little-endian numbers, texts and lists with a length in front. The first field
/// that does not fit is remembered, and all later ones are empty: the caller asks once, at the end.
/// </summary>
internal ref struct McapFieldReader(ReadOnlySpan<byte> content)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = content;

    public McapRejection Rejection { get; private set; }

    public readonly int Remaining => _rest.Length;

    public byte Byte()
    {
        ReadOnlySpan<byte> field = Take(sizeof(byte));
        return field.IsEmpty ? (byte)0 : field[0];
    }

    public ushort UInt16()
    {
        ReadOnlySpan<byte> field = Take(sizeof(ushort));
        return field.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(field);
    }

    public uint UInt32()
    {
        ReadOnlySpan<byte> field = Take(sizeof(uint));
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(field);
    }

    public ulong UInt64()
    {
        ReadOnlySpan<byte> field = Take(sizeof(ulong));
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(field);
    }

    /// <summary>Bytes behind a 32-bit length: the form of texts, lists and schemas.</summary>
    public ReadOnlySpan<byte> Bytes32() => Take(UInt32());

    /// <summary>Bytes behind a 64-bit length: the form of chunks and attachments.</summary>
    public ReadOnlySpan<byte> Bytes64() => Take(UInt64());

    /// <summary>Everything that is left.</summary>
    public ReadOnlySpan<byte> Rest() => Take((ulong)_rest.Length);

    public string Text()
    {
        ReadOnlySpan<byte> bytes = Bytes32();
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            Reject(McapRejection.BadText);
            return "";
        }

        return Utf8.GetString(bytes);
    }

    public IReadOnlyDictionary<string, string> TextMap()
    {
        McapFieldReader entries = new(Bytes32());
        if (entries.Remaining == 0)
        {
            return System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
        }

        Dictionary<string, string> map = new(StringComparer.Ordinal);
        while (entries.Remaining > 0)
        {
            string key = entries.Text();
            string value = entries.Text();
            if (entries.Rejection == McapRejection.None && !map.TryAdd(key, value))
            {
                entries.Reject(McapRejection.DuplicateKey);
            }
        }

        Reject(entries.Rejection);
        return map;
    }

    /// <summary>A map from a channel to a number, in the order of the file.</summary>
    public KeyValuePair<ushort, ulong>[] NumberMap()
    {
        const int entryBytes = sizeof(ushort) + sizeof(ulong);
        McapFieldReader entries = new(Bytes32());
        if (entries.Remaining % entryBytes != 0)
        {
            Reject(McapRejection.FieldOutsideRecord);
            return [];
        }

        KeyValuePair<ushort, ulong>[] map = new KeyValuePair<ushort, ulong>[entries.Remaining / entryBytes];
        for (int entry = 0; entry < map.Length; entry++)
        {
            map[entry] = new KeyValuePair<ushort, ulong>(entries.UInt16(), entries.UInt64());
        }

        return map;
    }

    public void Reject(McapRejection rejection)
    {
        if (Rejection == McapRejection.None && rejection != McapRejection.None)
        {
            Rejection = rejection;
            _rest = default;
        }
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            Reject(McapRejection.FieldOutsideRecord);
            return default;
        }

        ReadOnlySpan<byte> field = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return field;
    }
}
