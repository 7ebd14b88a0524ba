using System.Buffers.Binary;
using System.Net;
using EdgeAI.Gateway.Downlink;

namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>The downlink's folder and journal, and whether artifacts may be served where the options say.</summary>
internal static class DownlinkCheck
{
    private const string Subject = "downlink";

    // SQLite's file header (sqlite.org/fileformat.html, section 1.3): its length, and where the user version and the application id stand.
    private const int HeaderLength = 100;
    private const int VersionOffset = 60;
    private const int ApplicationOffset = 68;

    /// <summary>Everything about the downlink; nothing where there is none.</summary>
    public static IEnumerable<Finding> Examine(GatewayOptions options)
    {
        if (options.Downlink is not { } downlink)
        {
            return [];
        }

        List<Finding> findings = [Folder(downlink.Folder), Journal(Path.Combine(downlink.Folder, DownlinkDatabase.FileName))];
        if (downlink.Artifacts.Port is not null && IPAddress.TryParse(downlink.Artifacts.Host, out IPAddress? address) && !IPAddress.IsLoopback(address) && options.Identity is null)
        {
            findings.Add(Finding.Fail("artifacts", $"they cannot be served on {address} without TLS", "use 127.0.0.1, or give a local authority with --identity"));
        }

        return findings;
    }

    private static Finding Folder(string folder)
    {
        try
        {
            using TrialFolder trial = new(Path.GetFullPath(folder));
            string path = Path.Combine(folder, $"doctor-{Guid.NewGuid():N}.tmp");
            using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return Finding.Ok(Subject, $"{folder} can be written");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail(Subject, $"the folder {folder} cannot be written ({exception.Message})", "change its rights, free some room, or choose another one");
        }
    }

    private static Finding Journal(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return Finding.Ok(Subject, "there is no journal yet: the first start makes it");
            }

            byte[] header = new byte[HeaderLength];
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.AsSpan().StartsWith("SQLite format 3\0"u8))
            {
                return Finding.Fail(Subject, $"{path} does not begin as a database does", "the gateway sets it aside at its next start and keeps the file; commands and rollouts that it held are not known any more");
            }

            uint version = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(VersionOffset));
            return BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(ApplicationOffset)) != DownlinkDatabase.ApplicationId
                ? Finding.Fail(Subject, $"{path} is another program's database", "give the gateway a folder of its own")
                : version > DownlinkDatabase.SchemaVersion
                    ? Finding.Fail(Subject, $"{path} is of schema version {version}, this gateway knows {DownlinkDatabase.SchemaVersion}", "run the gateway that wrote it")
                    : Finding.Ok(Subject, $"{path} is a journal of {stream.Length} bytes, version {version}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail(Subject, $"{path} cannot be read ({exception.Message})", "run this as the gateway's user, and check the disk");
        }
    }
}
