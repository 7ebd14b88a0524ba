using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.City;

/// <summary>One fault that was planted, and what a verification must find of it.</summary>
/// <param name="Name">Which it is, in words.</param>
/// <param name="Expected">The findings, each of one name.</param>
internal sealed record PlantedFault(string Name, IReadOnlyList<(FindingKind Kind, RecordClass Class, long Sequence)> Expected);
