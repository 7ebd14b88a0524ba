namespace EdgeAI.Profiles.Boards;

/// <summary>Where one taxel sits, in its sensor's frame.</summary>
public sealed record TaxelProfile
{
    /// <summary>Its place x, y, z, in metres.</summary>
    public required IReadOnlyList<double> At { get; init; }

    /// <summary>Its outward normal, of length 1.</summary>
    public required IReadOnlyList<double> Normal { get; init; }
}
