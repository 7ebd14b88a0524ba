using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Broker;
using EdgeAI.Records;
using EdgeAI.Records.Certificates;

namespace EdgeAI.Gateway.Identity;

/// <summary>The local certificate authority at work: each operation changes the registry in one step that holds across a power cut. Works beside a running gateway.</summary>
internal sealed class LocalAuthority
{
    // Clocks of devices and gateways differ; what was just issued must be valid at once.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RootLife = TimeSpan.FromDays(3653);

    // A clock set back by less than this may still meet a certificate that expired; afterwards its entry only takes room.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private readonly IdentityFolder _folder;
    private readonly IAuthorityKeys _keys;
    private readonly TimeProvider _time;

    public LocalAuthority(IdentityOptions options, TimeProvider time)
    {
        _folder = new IdentityFolder(options.Folder);
        _keys = options.AuthorityKeys ?? new FileAuthorityKeys(_folder.Path);
        _time = time;
    }

    /// <summary>Makes a new authority and an empty registry.</summary>
    /// <param name="force">Whether a registry that is there may be replaced: all devices must be enrolled again then.</param>
    public async Task InitAsync(bool force)
    {
        _folder.Create();
        using IDisposable hold = await RegistryLock.TakeAsync(_folder.Path).ConfigureAwait(false);
        if (!force && File.Exists(_folder.Registry))
        {
            throw new GatewayException($"there is an authority in {_folder.Path} already: use it, rotate it with: EdgeAI.Gateway ca rotate, or replace it and all its devices with: ca init --force");
        }

        DateTimeOffset now = _time.GetUtcNow();
        TrustedAuthority authority = NewAuthority(now, null, null, default);
        Write(new DeviceRegistry(now, [authority], ImmutableSortedDictionary.Create<string, EnrolledDevice>(StringComparer.Ordinal)));
    }

    /// <summary>Makes the next authority. The one before is trusted for a time yet and carries trust over to the next; its key is destroyed.</summary>
    /// <param name="overlap">How long both are trusted; zero when the old key may be in wrong hands: then every device must be enrolled again.</param>
    public async Task<DateTimeOffset> RotateAsync(TimeSpan overlap)
    {
        using IDisposable hold = await RegistryLock.TakeAsync(_folder.Path).ConfigureAwait(false);
        DeviceRegistry registry = RegistryFile.Read(_folder.Registry);
        DateTimeOffset now = Now(registry);
        if (overlap > TimeSpan.Zero && registry.Authorities.Select(authority => authority.TrustedUntil).Max() is { } end && end > now)
        {
            // Trust is carried over from one authority to the next, not further.
            throw new GatewayException($"the authority before this one is trusted until {end:yyyy-MM-dd}: rotate after that day, or end all trust at once with: ca rotate --overlap 0");
        }

        DateTimeOffset until = Earlier(now + overlap, registry.Issuing.Certificate.NotAfter);

        // Without an overlap the old key signs nothing: it may be lost, or its certificate expired.
        using IAuthorityKey? oldKey = overlap > TimeSpan.Zero ? KeyOf(registry, now) : null;
        TrustedAuthority next = oldKey is not null ? NewAuthority(now, registry.Issuing, oldKey, until) : NewAuthority(now, null, null, default);
        TrustedAuthority[] before = overlap > TimeSpan.Zero ? [registry.Issuing with { KeyName = null, TrustedUntil = until }] : [];
        Write(new DeviceRegistry(now, [next, .. before], registry.Devices));
        _keys.Remove(registry.Issuing.KeyName!);
        return until;
    }

    /// <summary>Issues a certificate to a device, new or known. Permissions that are not given stay as they were.</summary>
    /// <exception cref="GatewayException">The name, a filter or the number of days is not valid, the clock is wrong, or the registry is full.</exception>
    public async Task<IssuedCertificate> EnrollAsync(string name, PublicKey publicKey, int days, IReadOnlyList<string>? publish, IReadOnlyList<string>? subscribe)
    {
        if (!Identifier.IsValid(name.AsSpan()) || name == LocalDevice.ReservedName)
        {
            throw new GatewayException($"'{name}' is not a device's name: use 1 to {Identifier.MaximumLength} of a-z, 0-9, '-', '_' and '.', beginning with a letter or a digit, and not '{LocalDevice.ReservedName}'");
        }

        ImmutableArray<string>? checkedPublish = Checked("--publish", publish);
        ImmutableArray<string>? checkedSubscribe = Checked("--subscribe", subscribe);
        return await IssueAsync(name, publicKey, days, device => (device ?? new EnrolledDevice(name, [], [], [])) with
        {
            Publish = checkedPublish ?? device?.Publish ?? [],
            Subscribe = checkedSubscribe ?? device?.Subscribe ?? [],
        }).ConfigureAwait(false);
    }

    /// <summary>Issues a further certificate to a device that proved itself with one that is in force.</summary>
    /// <exception cref="GatewayException">The device is not enrolled any more or its newest certificate is revoked.</exception>
    public Task<IssuedCertificate> RenewAsync(string name, PublicKey publicKey, int days)
        => IssueAsync(name, publicKey, days, device => device is not null && device.Newest.RevokedAt is null
            ? device
            : throw new GatewayException($"'{name}' is not enrolled, or revoked: enrol it with: EdgeAI.Gateway enroll {name}"));

    /// <summary>Revokes every certificate of a device; the number of those that were in force.</summary>
    public Task<int> RevokeDeviceAsync(string name)
        => RevokeAsync((device, _) => device.Name == name, $"no device '{name}' is enrolled: see EdgeAI.Gateway devices");

    /// <summary>Revokes one certificate by its serial number, in hexadecimal; 1, or 0 when it was revoked already.</summary>
    public Task<int> RevokeSerialAsync(string serial)
        => RevokeAsync((_, certificate) => certificate.Serial.Equals(serial.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase), $"no certificate has the serial {serial}: see EdgeAI.Gateway devices");

    /// <summary>Issues the gateway's own certificate when there is none, when a third of its life is left, or when authority or names changed.</summary>
    /// <returns>Whether one was issued; false also when the authority's key is not on this machine or the clock is certainly wrong and one is there.</returns>
    /// <exception cref="GatewayException">The key is damaged or others may read it, or a file cannot be written.</exception>
    public bool RenewServer(DeviceRegistry registry, IReadOnlyList<string> names, int days)
    {
        if (!_keys.TryOpen(registry.Issuing.KeyName!, out IAuthorityKey? authorityKey))
        {
            return false;
        }

        using (authorityKey)
        {
            DateTimeOffset now = registry.JudgingTime(_time.GetUtcNow());
            string[] all = [.. names.Append(Environment.MachineName).Distinct(StringComparer.OrdinalIgnoreCase)];
            if (now > registry.Issuing.Certificate.NotAfter || (ServerNeeds.TryRead(_folder, out X509Certificate2? current) && !ServerNeeds.Renewal(current, registry, all, now)))
            {
                return false;
            }

            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            X509Certificate2 authority = registry.Issuing.Certificate;
            using X509Certificate2 issued = CertificateIssue.Server(new PublicKey(key), all, authority, authorityKey, Later(now - Skew, authority.NotBefore), Earlier(now + TimeSpan.FromDays(days), authority.NotAfter));

            // The key goes first: a crash between the two leaves a pair that does not match, which the next start issues again.
            PrivateFile.Write(_folder.ServerKey, key.ExportPkcs8PrivateKeyPem());
            AtomicFile.Write(_folder.ServerCertificate, Pem([issued, .. registry.Issuing.Cross is { } cross && now < cross.NotAfter ? new[] { cross } : []]));
            return true;
        }
    }

    private async Task<IssuedCertificate> IssueAsync(string name, PublicKey publicKey, int days, Func<EnrolledDevice?, EnrolledDevice> change)
    {
        if (days is < 1 or > 397)
        {
            throw new GatewayException($"{days} days is no life for a certificate: use 1 to 397");
        }

        using IDisposable hold = await RegistryLock.TakeAsync(_folder.Path).ConfigureAwait(false);
        DeviceRegistry registry = RegistryFile.Read(_folder.Registry);
        DateTimeOffset now = Now(registry);
        EnrolledDevice device = change(registry.Devices.GetValueOrDefault(name));
        if (!registry.Devices.ContainsKey(name) && registry.Devices.Count >= RegistryFile.MaximumDevices)
        {
            throw new GatewayException($"the registry holds {RegistryFile.MaximumDevices} devices and takes no more: use a second gateway");
        }

        using IAuthorityKey key = KeyOf(registry, now);
        X509Certificate2 authority = registry.Issuing.Certificate;
        using X509Certificate2 issued = CertificateIssue.Device(name, publicKey, authority, key, Later(now - Skew, authority.NotBefore), Earlier(now + TimeSpan.FromDays(days), authority.NotAfter));
        DateTimeOffset validUntil = issued.NotAfter;
        IEnumerable<DeviceCertificate> kept = device.Certificates.Where(certificate => certificate.ValidUntil + Remembered > now).TakeLast(RegistryFile.MaximumCertificates - 1);
        device = device with { Certificates = [.. kept, new DeviceCertificate(issued.SerialNumber, validUntil)] };
        DeviceRegistry changed = new(now, registry.Authorities, registry.Devices.SetItem(name, device));
        Write(changed);
        return new IssuedCertificate(Pem([issued]), Pem(changed.TrustedAt(now)), validUntil);
    }

    private async Task<int> RevokeAsync(Func<EnrolledDevice, DeviceCertificate, bool> chosen, string none)
    {
        using IDisposable hold = await RegistryLock.TakeAsync(_folder.Path).ConfigureAwait(false);
        DeviceRegistry registry = RegistryFile.Read(_folder.Registry);
        DateTimeOffset now = _time.GetUtcNow();
        int found = 0;
        int revoked = 0;
        ImmutableSortedDictionary<string, EnrolledDevice>.Builder devices = registry.Devices.ToBuilder();
        foreach (EnrolledDevice device in registry.Devices.Values)
        {
            DeviceCertificate[] certificates = [.. device.Certificates];
            for (int index = 0; index < certificates.Length; index++)
            {
                if (chosen(device, certificates[index]))
                {
                    found++;
                    revoked += certificates[index].RevokedAt is null ? 1 : 0;
                    certificates[index] = certificates[index] with { RevokedAt = certificates[index].RevokedAt ?? now };
                }
            }

            devices[device.Name] = device with { Certificates = [.. certificates] };
        }

        if (found == 0)
        {
            throw new GatewayException(none);
        }

        // A wrong clock must not keep anybody from revoking, nor move the time that certificates are judged by.
        Write(new DeviceRegistry(registry.JudgingTime(now), registry.Authorities, devices.ToImmutable()));
        return revoked;
    }

    private void Write(DeviceRegistry registry)
    {
        RegistryFile.Write(_folder.Registry, registry);
        AtomicFile.Write(_folder.Trust, Pem(registry.TrustedAt(registry.Changed)));
    }

    private TrustedAuthority NewAuthority(DateTimeOffset now, TrustedAuthority? before, IAuthorityKey? beforeKey, DateTimeOffset crossUntil)
    {
        string name = $"authority-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        using IAuthorityKey key = _keys.Create(name);
        X509Certificate2 root = CertificateIssue.Root("EdgeAI gateway", key, now - Skew, now + RootLife);
        X509Certificate2? cross = before is null ? null : CertificateIssue.Cross(root, before.Certificate, beforeKey!, Later(now - Skew, before.Certificate.NotBefore), crossUntil);
        return new TrustedAuthority(name, root, cross, null);
    }

    private IAuthorityKey KeyOf(DeviceRegistry registry, DateTimeOffset now)
    {
        DateTimeOffset end = registry.Issuing.Certificate.NotAfter;
        return now >= end ? throw new GatewayException($"the authority expired {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC: make the next one with: EdgeAI.Gateway ca rotate --overlap 0, and enrol the devices again")
            : _keys.TryOpen(registry.Issuing.KeyName!, out IAuthorityKey? key) ? key
            : throw new GatewayException($"the authority's key '{registry.Issuing.KeyName}' is not in {_folder.Path}: work where it is kept, or where it is lost make the next authority with: EdgeAI.Gateway ca rotate --overlap 0");
    }

    private DateTimeOffset Now(DeviceRegistry registry)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return registry.IsBeforeItsTime(now)
            ? throw new GatewayException($"this machine's clock says {now:yyyy-MM-dd HH:mm} UTC, before its authority was made: set the clock first")
            : now;
    }

    private static ImmutableArray<string>? Checked(string option, IReadOnlyList<string>? filters)
    {
        if (filters is null)
        {
            return null;
        }

        if (filters.Count > RegistryFile.MaximumFilters)
        {
            throw new GatewayException($"{option} {filters.Count} times: give at most {RegistryFile.MaximumFilters} filters");
        }

        return filters.FirstOrDefault(filter => !TopicFilter.IsValid(filter)) is { } bad
            ? throw new GatewayException($"{option} '{bad}' is not a topic filter: '+' and '#' stand alone between slashes, '#' only at the end")
            : [.. filters];
    }

    private static string Pem(IEnumerable<X509Certificate2> certificates) => string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n"));

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
