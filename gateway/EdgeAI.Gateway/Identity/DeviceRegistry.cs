using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Gateway.Identity;

/// <summary>Who may connect and which authorities say so: one file's content, immutable.</summary>
internal sealed class DeviceRegistry
{
    private readonly ImmutableArray<byte[]> _issuers;
    private readonly FrozenDictionary<string, (EnrolledDevice Device, DeviceCertificate Certificate)> _serials;

    /// <summary>Makes a registry from parts that are valid.</summary>
    public DeviceRegistry(DateTimeOffset changed, ImmutableArray<TrustedAuthority> authorities, ImmutableSortedDictionary<string, EnrolledDevice> devices)
    {
        Changed = changed;
        Authorities = authorities;
        Devices = devices;
        _issuers = [.. authorities.Select(authority => authority.Certificate.SubjectName.RawData)];
        _serials = devices.Values.SelectMany(device => device.Certificates.Select(certificate => (device, certificate))).ToFrozenDictionary(pair => pair.certificate.Serial);
    }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTimeOffset Changed { get; }

    /// <summary>The authorities, the one that issues first.</summary>
    public ImmutableArray<TrustedAuthority> Authorities { get; }

    /// <summary>The devices by name.</summary>
    public ImmutableSortedDictionary<string, EnrolledDevice> Devices { get; }

    /// <summary>The authority that issues.</summary>
    public TrustedAuthority Issuing => Authorities[0];

    /// <summary>Whether a clock stands before the issuing authority was made, so that it is certainly wrong.</summary>
    public bool IsBeforeItsTime(DateTimeOffset now) => now < Issuing.Certificate.NotBefore;

    /// <summary>The time to judge certificates by: the clock, or where that is certainly wrong the latest time this registry knows.</summary>
    public DateTimeOffset JudgingTime(DateTimeOffset now) => IsBeforeItsTime(now) ? Changed : now;

    /// <summary>The certificates of the authorities that are trusted at a time.</summary>
    public X509Certificate2Collection TrustedAt(DateTimeOffset at)
        => [.. Authorities.Where(authority => IsTrusted(authority, at)).Select(authority => authority.Certificate)];

    /// <summary>Whether an issuer's name (DER) is that of an authority that is trusted at a time; each authority has a name of its own, made from its key.</summary>
    public bool Trusts(ReadOnlySpan<byte> issuer, DateTimeOffset at)
    {
        for (int index = 0; index < _issuers.Length; index++)
        {
            if (issuer.SequenceEqual(_issuers[index]))
            {
                return IsTrusted(Authorities[index], at);
            }
        }

        return false;
    }

    /// <summary>Finds a certificate by its serial number in upper-case hexadecimal.</summary>
    public bool TryFind(string serial, out EnrolledDevice device, out DeviceCertificate certificate)
    {
        bool found = _serials.TryGetValue(serial, out (EnrolledDevice Device, DeviceCertificate Certificate) pair);
        (device, certificate) = pair;
        return found;
    }

    private static bool IsTrusted(TrustedAuthority authority, DateTimeOffset at) => (authority.TrustedUntil is not { } end || at < end) && at <= authority.Certificate.NotAfter;
}
