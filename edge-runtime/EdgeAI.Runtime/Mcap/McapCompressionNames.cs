namespace EdgeAI.Runtime.Mcap;

/// <summary>The names of the compressions in a file, as the registry of the format gives them.</summary>
internal static class McapCompressionNames
{
    public static ReadOnlySpan<byte> Of(McapCompression compression) => compression switch
    {
        McapCompression.None => ""u8,
        McapCompression.Zstd => "zstd"u8,
        McapCompression.Lz4 => "lz4"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(compression)),
    };

    public static bool TryParse(ReadOnlySpan<byte> name, out McapCompression compression)
    {
        compression = name.SequenceEqual("zstd"u8) ? McapCompression.Zstd : name.SequenceEqual("lz4"u8) ? McapCompression.Lz4 : McapCompression.None;
        return compression != McapCompression.None || name.IsEmpty;
    }
}
