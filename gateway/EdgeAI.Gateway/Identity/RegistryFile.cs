using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Identity;

/// <summary>Reads the registry's file, with every entry checked, and writes it whole or not at all.</summary>
internal static class RegistryFile
{
    /// <summary>The most devices that a registry holds.</summary>
    public const int MaximumDevices = 16384;

    /// <summary>The most certificates that it remembers of one device.</summary>
    public const int MaximumCertificates = 64;

    /// <summary>The most topic filters of one device in one direction.</summary>
    public const int MaximumFilters = 64;

    private const int Version = 1;
    private const long MaximumBytes = 64 << 20;

    /// <summary>Reads the file.</summary>
    /// <exception cref="GatewayException">It is absent, cannot be read or is damaged, or others may write it or its folder; the message is one line with the mend.</exception>
    public static DeviceRegistry Read(string path)
    {
        RegistryDocument? document;
        try
        {
            OwnersOnly.ThrowIfOthersMayWrite(Path.GetDirectoryName(Path.GetFullPath(path))!);
            OwnersOnly.ThrowIfOthersMayWrite(path);
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > MaximumBytes)
            {
                throw Damaged(path, $"{stream.Length} bytes");
            }

            document = JsonSerializer.Deserialize(stream, RegistryJson.Default.RegistryDocument);
        }
        catch (JsonException exception)
        {
            throw Damaged(path, exception.LineNumber is { } line ? $"line {line + 1}: {exception.Message}" : exception.Message);
        }
        catch (FileNotFoundException exception)
        {
            throw new GatewayException($"there is no registry {path}: make the authority with: EdgeAI.Gateway ca init", exception);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new GatewayException($"there is no registry {path}: make the authority with: EdgeAI.Gateway ca init", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GatewayException($"the registry {path} cannot be read ({exception.Message}): check the folder's rights", exception);
        }

        return Check(path, document);
    }

    /// <summary>Replaces the file.</summary>
    /// <exception cref="GatewayException">It cannot be written.</exception>
    public static void Write(string path, DeviceRegistry registry)
    {
        RegistryDocument document = new(
            Version,
            registry.Changed,
            [.. registry.Authorities.Select(authority => new AuthorityEntry(authority.KeyName, authority.Certificate.RawData, authority.Cross?.RawData, authority.TrustedUntil))],
            [.. registry.Devices.Values]);
        AtomicFile.Write(path, JsonSerializer.Serialize(document, RegistryJson.Default.RegistryDocument) + "\n");
    }

    private static DeviceRegistry Check(string path, RegistryDocument? document)
    {
        if (document is null || document.Version != Version)
        {
            throw Damaged(path, $"version {document?.Version.ToString(CultureInfo.InvariantCulture) ?? "none"}, not {Version}");
        }

        if (document.Authorities.IsDefaultOrEmpty || document.Authorities[0]?.KeyName is null)
        {
            throw Damaged(path, "no authority that issues");
        }

        if (document.Devices.IsDefault || document.Devices.Length > MaximumDevices)
        {
            throw Damaged(path, $"no list of at most {MaximumDevices} devices");
        }

        ImmutableSortedDictionary<string, EnrolledDevice>.Builder devices = ImmutableSortedDictionary.CreateBuilder<string, EnrolledDevice>(StringComparer.Ordinal);
        HashSet<string> serials = [];
        foreach (EnrolledDevice device in document.Devices)
        {
            if (ProblemOf(device, serials) is { } problem || !devices.TryAdd(device.Name, device) && (problem = "named twice") is not null)
            {
                throw Damaged(path, $"device '{device?.Name}': {problem}");
            }
        }

        return new DeviceRegistry(document.Changed, [.. document.Authorities.Select(authority => Decode(path, authority))], devices.ToImmutable());
    }

    private static string? ProblemOf(EnrolledDevice? device, HashSet<string> serials)
    {
        if (device?.Name is null || !Identifier.IsValid(device.Name.AsSpan()))
        {
            return "no valid name";
        }

        if (ProblemOf(device.Publish) is { } publish)
        {
            return $"publish: {publish}";
        }

        if (ProblemOf(device.Subscribe) is { } subscribe)
        {
            return $"subscribe: {subscribe}";
        }

        if (device.Certificates.IsDefaultOrEmpty || device.Certificates.Length > MaximumCertificates)
        {
            return $"not 1 to {MaximumCertificates} certificates";
        }

        return device.Certificates.Any(certificate => certificate?.Serial is not { Length: > 0 and <= 40 } serial || !serial.All(char.IsAsciiHexDigitUpper) || !serials.Add(serial))
            ? "a serial that is no upper-case hexadecimal number of its own"
            : null;
    }

    private static string? ProblemOf(ImmutableArray<string> filters)
        => filters.IsDefault || filters.Length > MaximumFilters ? $"not 0 to {MaximumFilters} topic filters"
            : filters.FirstOrDefault(filter => filter is null || !TopicFilter.IsValid(filter)) is { } bad ? $"'{bad}' is not a topic filter" : null;

    private static TrustedAuthority Decode(string path, AuthorityEntry? entry)
    {
        try
        {
            return new TrustedAuthority(
                entry!.KeyName,
                X509CertificateLoader.LoadCertificate(entry.Certificate),
                entry.Cross is null ? null : X509CertificateLoader.LoadCertificate(entry.Cross),
                entry.TrustedUntil);
        }
        catch (Exception exception) when (exception is CryptographicException or NullReferenceException or ArgumentNullException)
        {
            throw Damaged(path, "an authority's certificate cannot be read");
        }
    }

    private static GatewayException Damaged(string path, string what)
        => new($"the registry {path} is damaged ({what.ReplaceLineEndings(" ")}): put its last good copy back, or make a new one with: EdgeAI.Gateway ca init --force, and enrol the devices again");
}
