namespace EdgeAI.Gateway.Identity;

/// <summary>What a change of the registry means for open connections.</summary>
internal static class RegistryChange
{
    /// <summary>Whether a device's connections must end: a certificate that was in force is not any more, or its permissions are other ones.</summary>
    public static bool EndsConnections(EnrolledDevice before, EnrolledDevice now)
        => !before.Publish.SequenceEqual(now.Publish)
            || !before.Subscribe.SequenceEqual(now.Subscribe)
            || before.Certificates.Any(old => old.RevokedAt is null && now.Certificates.FirstOrDefault(certificate => certificate.Serial == old.Serial) is { RevokedAt: not null });
}
