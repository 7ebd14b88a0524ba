namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A cell of an inner page of a SQLite file: a pointer to a page, and the last key there.</summary>
/// <param name="Page">The page that it lies in, from 1.</param>
/// <param name="Child">The page that it points to.</param>
/// <param name="Key">Where in the file the key's first byte is; the pointer's last is before it.</param>
internal readonly record struct InnerCell(int Page, int Child, int Key);
