using System.Collections.Immutable;

namespace EdgeAI.Gateway.Identity;

/// <summary>What one registry says otherwise than the one before, device by device.</summary>
internal static class RegistryChanges
{
    /// <summary>The devices whose entries differ, and how.</summary>
    public static IEnumerable<(string Device, string What)> Between(DeviceRegistry before, DeviceRegistry after)
    {
        foreach (string name in before.Devices.Keys.Union(after.Devices.Keys).Order(StringComparer.Ordinal))
        {
            foreach (string what in Differences(before.Devices.GetValueOrDefault(name), after.Devices.GetValueOrDefault(name)))
            {
                yield return (name, what);
            }
        }

        string[] known = [.. before.Authorities.Select(static authority => authority.Certificate.SerialNumber)];
        foreach (TrustedAuthority authority in after.Authorities.Where(authority => !known.Contains(authority.Certificate.SerialNumber)))
        {
            yield return ("", $"authority {authority.Certificate.SerialNumber} issues");
        }
    }

    private static IEnumerable<string> Differences(EnrolledDevice? before, EnrolledDevice? after)
    {
        if (after is null)
        {
            yield return "removed from the registry";
            yield break;
        }

        foreach (DeviceCertificate certificate in after.Certificates)
        {
            DeviceCertificate? earlier = before?.Certificates.FirstOrDefault(other => other.Serial == certificate.Serial);
            if (earlier is null)
            {
                yield return $"{(before is null ? "enrolled" : "certificate issued")}: serial {certificate.Serial}, valid until {certificate.ValidUntil:yyyy-MM-dd HH:mm} UTC";
            }

            if (certificate.RevokedAt is not null && earlier?.RevokedAt is null)
            {
                yield return $"certificate revoked: serial {certificate.Serial}";
            }
        }

        if (before is not null && !(Same(before.Publish, after.Publish) && Same(before.Subscribe, after.Subscribe)))
        {
            yield return $"permissions changed: may publish to [{string.Join(' ', after.Publish)}], subscribe to [{string.Join(' ', after.Subscribe)}] beyond its own topics";
        }
    }

    private static bool Same(ImmutableArray<string> left, ImmutableArray<string> right) => left.AsSpan().SequenceEqual(right.AsSpan());
}
