namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A row in a leaf of a SQLite file.</summary>
/// <param name="Key">Where in the file the key's first byte is.</param>
/// <param name="End">Where the next byte behind the row is.</param>
internal readonly record struct LeafCell(int Key, int End);
