namespace EdgeAI.Perception.Store;

/// <summary>One file of a stored model: its card, its graph, data beside it.</summary>
/// <param name="Name">Its name in the model's folder.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 lower-case hexadecimal digits: the object that holds them.</param>
/// <param name="Bytes">Its length.</param>
public sealed record StoredFile(string Name, string Sha256, long Bytes);
