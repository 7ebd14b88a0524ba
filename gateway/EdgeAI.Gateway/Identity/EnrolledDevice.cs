using System.Collections.Immutable;

namespace EdgeAI.Gateway.Identity;

/// <summary>A device as the registry knows it.</summary>
/// <param name="Name">Its name, an <see cref="Records.Identifier"/>: the common name of its certificates.</param>
/// <param name="Publish">The topic filters that it may publish to beyond its own topics.</param>
/// <param name="Subscribe">The topic filters that it may subscribe to beyond its own topics.</param>
/// <param name="Certificates">The certificates that it was given, the oldest first.</param>
internal sealed record EnrolledDevice(string Name, ImmutableArray<string> Publish, ImmutableArray<string> Subscribe, ImmutableArray<DeviceCertificate> Certificates)
{
    /// <summary>The last certificate that was issued to it.</summary>
    public DeviceCertificate Newest => Certificates[^1];

    /// <summary>What an operator needs to know of it: active, expires soon (within a third of <paramref name="life"/>), expired or revoked.</summary>
    public string StateAt(DateTimeOffset now, TimeSpan life)
        => Newest.RevokedAt is not null ? "revoked" : now > Newest.ValidUntil ? "expired" : now > Newest.ValidUntil - (life / 3) ? "expires soon" : "active";
}
