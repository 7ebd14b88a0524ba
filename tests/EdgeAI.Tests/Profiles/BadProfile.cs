namespace EdgeAI.Tests.Profiles;

/// <summary>One way to spoil the sample profile.</summary>
/// <param name="Old">What is replaced.</param>
/// <param name="New">What it is replaced by.</param>
/// <param name="Expected">All that the loader then says: line, column, path and message of each problem.</param>
public sealed record BadProfile(string Old, string New, params string[] Expected);
