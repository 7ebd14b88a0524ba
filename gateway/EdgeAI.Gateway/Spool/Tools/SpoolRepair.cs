using System.Buffers.Binary;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Salvage;
using EdgeAI.Gateway.Spool.Tables;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Tools;

/// <summary>
/// <c>spool repair</c>: makes a sound file of a spool's file, whatever of it is damaged. Every record that can be read is carried over, what
/// cannot is declared lost, and the old file is kept as it is.
/// </summary>
internal static class SpoolRepair
{
    private const int HeaderLength = 100;
    private const int VersionOffset = 60;
    private const int ApplicationOffset = 68;

    /// <summary>Repairs a folder's spool.</summary>
    /// <param name="folder">The spool's folder; no gateway may be running on it.</param>
    /// <param name="time">UTC, for the kept file's name and the declared losses.</param>
    /// <param name="output">Where the counts go.</param>
    /// <exception cref="GatewayException">The spool is in use, there is none, or it cannot be repaired; the message says why and what to do.</exception>
    public static async Task RunAsync(string folder, TimeProvider time, TextWriter output)
    {
        string path = SpoolFile.PathIn(folder);
        if (!Directory.Exists(folder))
        {
            throw new GatewayException($"there is no {path}: name the spool's folder with --spool");
        }

        SalvageReport report;
        using (RecordSpool.LockFolder(folder))
        {
            report = Repair(folder, path, time);
        }

        await output.WriteLineAsync($"{path}: {report}").ConfigureAwait(false);
    }

    private static SalvageReport Repair(string folder, string path, TimeProvider time)
    {
        try
        {
            SalvagedFile.Finish(folder);
            if (!File.Exists(path))
            {
                throw new GatewayException($"there is no {path}: name the spool's folder with --spool");
            }

            if (!EpochFile.TryRead(folder, out EpochMark mark))
            {
                throw new GatewayException($"{Path.Combine(folder, EpochFile.FileName)} is missing or damaged, so nothing says whose spool {path} is and which numbers were given: start the gateway on it once if it can be opened, else keep it and begin with an empty folder");
            }

            ThrowUnlessSpool(path);
            return SalvagedFile.Replace(new SpoolOptions { Folder = folder, Gateway = mark.Identity.Gateway, Time = time }, mark, []);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException or SpoolError)
        {
            throw new GatewayException($"{path} cannot be repaired ({exception.Message.ReplaceLineEndings(" ")}): it is as it was; check the folder's rights, and that there is room for what waits a second time", exception);
        }
    }

    private static void ThrowUnlessSpool(string path)
    {
        using SqlitePages pages = new(path);
        byte[] page = new byte[Math.Max(pages.PageSize, HeaderLength)];
        _ = pages.TryRead(1, page.AsSpan(0, pages.PageSize));
        if (BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(ApplicationOffset)) == SpoolFile.ApplicationId)
        {
            if (VersionOf(path, BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(VersionOffset))) is var version && version > SpoolSchema.Version)
            {
                throw new GatewayException($"{path} has schema version {version}, this gateway knows 1 to {SpoolSchema.Version}: repair it with the gateway that wrote it");
            }

            return;
        }

        // The header may be what is damaged: then what follows tells.
        bool found = false;
        CellFinder cells = new(pages);
        cells.FindRecords((key, row) => found |= SalvagedRow.TryReadRecord(key, row, out _));
        cells.FindHoles((key, row) => found |= SalvagedRow.TryReadHole(row, out _, out _));
        if (!found)
        {
            throw new GatewayException($"{path} is not a spool, no record is in it: it is left as it is; move it away to begin with an empty spool");
        }
    }

    private static long VersionOf(string path, uint header)
    {
        try
        {
            using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            connection.Open();
            return SpoolVersion.Of(connection);
        }
        catch (SqliteException)
        {
            return header;
        }
    }
}
