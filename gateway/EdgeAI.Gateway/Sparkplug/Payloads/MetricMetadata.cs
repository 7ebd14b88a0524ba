namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>What a metric's metadata say (Sparkplug 3.0.0, 6.4.1, message MetaData). Texts are UTF-8, empty where they are not said.</summary>
internal readonly ref struct MetricMetadata
{
    /// <summary>Whether the value is a part of several.</summary>
    public bool IsMultiPart { get; init; }

    /// <summary>The media type.</summary>
    public ReadOnlySpan<byte> ContentType { get; init; }

    /// <summary>The size in bytes; nothing where it is not said.</summary>
    public ulong? Size { get; init; }

    /// <summary>The number of the part; nothing where it is not said.</summary>
    public ulong? Seq { get; init; }

    /// <summary>The file's name.</summary>
    public ReadOnlySpan<byte> FileName { get; init; }

    /// <summary>The file's type.</summary>
    public ReadOnlySpan<byte> FileType { get; init; }

    /// <summary>The MD5 digest as text.</summary>
    public ReadOnlySpan<byte> Md5 { get; init; }

    /// <summary>Whatever else.</summary>
    public ReadOnlySpan<byte> Description { get; init; }

    /// <summary>Reads the metadata of a metric of an opened payload, as <see cref="SparkplugMetric.Metadata"/> gives them.</summary>
    public static MetricMetadata Read(ReadOnlySpan<byte> metadata)
    {
        MetricMetadata read = default;
        ProtobufReader fields = new(metadata);
        while (fields.MoveNext())
        {
            read = fields.Field switch
            {
                1 => read with { IsMultiPart = fields.Bits != 0 },
                2 => read with { ContentType = fields.Bytes },
                3 => read with { Size = fields.Bits },
                4 => read with { Seq = fields.Bits },
                5 => read with { FileName = fields.Bytes },
                6 => read with { FileType = fields.Bytes },
                7 => read with { Md5 = fields.Bytes },
                8 => read with { Description = fields.Bytes },
                _ => read,
            };
        }

        return read;
    }
}
