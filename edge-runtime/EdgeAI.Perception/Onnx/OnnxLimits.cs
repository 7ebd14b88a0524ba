namespace EdgeAI.Perception.Onnx;

/// <summary>What a model file may ask for. Far above what runs on an edge device, far below what ends a process.</summary>
internal static class OnnxLimits
{
    /// <summary>Operations of all graphs and functions together; the largest vision transformers have some ten thousand.</summary>
    public const int Nodes = 200_000;

    /// <summary>Graphs within graphs, and types within types.</summary>
    public const int Depth = 16;

    /// <summary>Elements of one tensor that the file states: a gigabyte of float32.</summary>
    public const long Elements = 1L << 28;

    /// <summary>Axes of one tensor.</summary>
    public const int Axes = 64;

    /// <summary>Integers of one attribute or constant of a graph that is read whole: one more than any tensor there may have.</summary>
    public const int ReadIntegers = (1 << 24) + 1;

    /// <summary>Places in the weights' file of one constant: location, offset, length, checksum and a few more.</summary>
    public const int ExternalEntries = 16;

    /// <summary>Bytes of a name or a text.</summary>
    public const int TextBytes = 1 << 16;

    /// <summary>Characters of a name that a refusal quotes.</summary>
    public const int QuotedCharacters = 80;
}
