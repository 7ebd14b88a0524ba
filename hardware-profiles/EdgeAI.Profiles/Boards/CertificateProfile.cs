namespace EdgeAI.Profiles.Boards;

/// <summary>What is known of a sensor's calibration.</summary>
public sealed record CertificateProfile
{
    /// <summary>The day of calibration, <c>yyyy-mm-dd</c>.</summary>
    public required string Date { get; init; }

    /// <summary>SHA-256 of the certificate's file, 64 lower-case hexadecimal digits; null for none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Half-width of the interval that holds the true value in 95 of 100 cases, in steps of the reading's scale; null where not known.</summary>
    public int? UncertaintySteps { get; init; }
}
