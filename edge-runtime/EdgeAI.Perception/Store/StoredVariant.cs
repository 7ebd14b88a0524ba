namespace EdgeAI.Perception.Store;

/// <summary>One form of a model, such as its float32 graph or an int8 graph that was made from it.</summary>
/// <param name="Name">What it is called: <see cref="Original"/> for the one that came first.</param>
/// <param name="Model">SHA-256 of the graph, 64 lower-case hexadecimal digits.</param>
/// <param name="Files">Its folder's files, ordered by name.</param>
public sealed record StoredVariant(string Name, string Model, StoredFile[] Files)
{
    /// <summary>The variant that a generation begins with; others are held against its answers.</summary>
    public const string Original = "original";

    /// <summary>Bytes of all of its files.</summary>
    public long Bytes => Files.Sum(static file => file.Bytes);

    /// <summary>Whether another has the same files under the same names: card, graph, weights and all.</summary>
    public bool IsSame(StoredVariant other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ObjectName.Of(Files) == ObjectName.Of(other.Files);
    }
}
